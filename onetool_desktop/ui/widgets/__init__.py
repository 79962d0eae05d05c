"""Widgets without a noun: forms from field descriptions, tables, chips, panes.

Promises: each has an accessible name, works from the keyboard and in light and dark. They know values and
signals, not services.
"""
