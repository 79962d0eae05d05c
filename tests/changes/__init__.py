"""The words and rules of change."""
