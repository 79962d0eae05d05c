"""What the operating system offers: paths, keyring, browser and loopback listener, single instance, power, logging.

Promises: each ability is a small port with one implementation per system and a fake for tests; nothing here decides
business. It imports only `domain`, and serves every room above `changes`.
"""
