"""What every screen stands on: delivery from the lanes, operations, actions, error sentences, theme.

Promises: results reach widgets only on the GUI thread and only while those widgets live; this is the only place
that speaks to the user about errors. It knows no particular noun of the business.
"""
