"""What screens ask of the replica: one module a noun, functions over a reading connection, frozen rows back.

Promises: `ids` and `counts` may read a whole index and belong on the read lane; `page` reads the rows of a few row
numbers and may run where it is needed. May not know: screens, how a value is shown.
"""
