"""What `packaging/dev.py` is made of; standard library only, in the syntax of Python 3.8.

Promises: says on standard error what it does and how long it may take; a second start does no set-up work and needs
no network; whatever fails leaves things as they were. It may not import the product: it runs before the product can.
"""
