"""The backend: contract functions, accounts, organisations, rights, database, live wake-up, files, jobs.

Promises: answers exactly as the wire contract says, isolates organisations, applies a group whole or not at all,
and decides by the same `decide` as the devices. It imports only `changes`, `domain` and `platform`; it knows
nothing of replicas, screens or paper.
"""
