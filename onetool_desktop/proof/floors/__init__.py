"""Floors: the least the same work can cost here, written as bare as it goes, to be measured beside the product.

Promises: a floor does the same work on the same data with the same libraries and nothing more; it prints nothing and
decides nothing. May not know: how the product does it.
"""
