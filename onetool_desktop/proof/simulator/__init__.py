"""The deterministic simulation: real replicas, the real cloud, one thread, one seed.

Promises: devices run the product's own machine, replica and services, the cloud its own functions; only the network,
the clocks and the ids are the simulator's. The same seed plays the same trace on every machine. What is checked are
properties of the product (`properties`), each a function of its own; deliberate mistakes (`bugs`) show that they bite.
May not know: threads, real time, sockets.

Why: an order of faults that loses a change is rare, and it cannot be found by waiting for it on real networks. Here a
second holds a thousand hours of bad luck, and a failure is a number that can be played again.
"""
