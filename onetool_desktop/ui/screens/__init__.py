"""One package for each noun of the business: its list, its record, its actions.

Promises: a screen wires models, widgets and services and keeps no business rule of its own; it asks the same
tables as the rules what is possible and why not.
"""
