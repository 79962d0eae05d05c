"""What tests lean on: keyring in memory, log and skip discipline, factories."""
