"""Needs attention: what the cloud did not take and what lost to another's edit, each with its reason and its remedies."""
