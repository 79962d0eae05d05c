"""The price book: its list and the record of an item."""
