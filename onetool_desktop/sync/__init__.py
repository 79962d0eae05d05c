"""The engine that brings replica and cloud together: a machine, its driver, transport, session, transfers.

Promises: the machine is `on(event) -> effects`, without clock, randomness, thread or socket of its own; every
group reaches exactly one outcome; a crash at any point loses nothing. It knows the store and the wire; it knows no
screen and no rule of the business.
"""
