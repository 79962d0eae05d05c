"""The sample business: a plumbing and heating firm that never was, made from a seed and a day.

Promises: the same seed, size, day and source of ids give the same steps; steps are plain values in the order in which
they are saved, each small enough for one group; names, prices, addresses and dates are as in a firm of this trade.
May not know: any store or cloud. `load` is the one module that saves, through the same way as every other change.
"""
