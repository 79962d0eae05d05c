"""Tasks: their list, their record, and the panel in which they are planned."""
