"""Needs attention: what the cloud did not take and what lost to another edit, each with its remedies."""
