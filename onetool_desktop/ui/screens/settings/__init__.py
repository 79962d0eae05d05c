"""Settings: groups of fields from one table, and pages for what is more than fields."""
