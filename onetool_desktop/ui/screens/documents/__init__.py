"""Quotes and invoices: their lists, and the issued paper page by page."""
