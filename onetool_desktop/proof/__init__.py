"""Proof: what shows the product working: sample business, demo, benchmarks with floors, simulator, self-test.

Promises: every figure it prints was measured in that run and stands beside its floor; a simulation with the same
seed has the same trace; the demo uses the product's own parts as processes, never stand-ins. It may know every
room, but no room knows it.
"""
