"""The vocabulary of change: stamp, register, group, merge, decide, wire codec.

Promises: pure functions over plain values; the same on a device, in the cloud and in the simulator. No clock, no
randomness, no storage, no network: whatever varies is an argument.
"""
