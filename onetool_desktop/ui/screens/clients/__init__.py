"""Clients: their list, and the record with contacts, properties and everything that belongs to them."""
