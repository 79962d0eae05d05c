"""Files and photos of a record."""
