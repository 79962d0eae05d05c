"""Qt item models over pages of frozen rows.

Promises: `data()` touches memory only, roles are plain integers, every model passes Qt's model tester. Sort,
filter and search happen in SQL below; a model never holds a whole table and never decides business.
"""
