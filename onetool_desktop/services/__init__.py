"""Use cases as verbs in noun modules; each is one action of the user and returns Changes.

Promises: a service either commits its groups through the store or changes nothing; what it commits was accepted
by `decide`. Clock, ids and randomness are handed in. It knows neither Qt nor the network.
"""
