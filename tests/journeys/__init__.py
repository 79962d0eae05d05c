"""User stories through real processes and windows."""
