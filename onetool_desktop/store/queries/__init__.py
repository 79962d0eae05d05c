"""Read queries, one module for each noun: functions over a reading connection that return frozen rows.

Promises: sorting, filtering and searching happen in SQL; a list is an array of row keys (`rid`) in order, and
its rows come by pages of keys; a first page can be had without the list behind it. Nothing here writes.
"""
