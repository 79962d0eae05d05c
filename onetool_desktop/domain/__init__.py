"""The business in plain values: collections, money, totals, numbering, statuses, recurrence, permissions.

Promises: pure, exact, without float for an amount; a collection, a rule or a word of the trade is stated here once
and everything else derives from it. It imports no other room.
"""
