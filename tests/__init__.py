"""The tests: folders mirror the package; beside them conformance, journeys, architecture and scenarios."""
