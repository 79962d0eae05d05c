"""The composition root: builds the parts of the application and joins them.

Promises: the order in which parts start and stop is visible on one screen; every part gets what it needs through
its constructor. It knows every room below it and holds no rule of the business.
"""
