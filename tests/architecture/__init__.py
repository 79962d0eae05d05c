"""Rules of the house as tests, each failing with the sentence that says what to do instead."""
