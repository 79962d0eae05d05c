"""Projects: their list and their record."""
