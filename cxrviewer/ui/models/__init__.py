"""The checkpoints on this machine: seen, added, fetched, verified, removed, chosen."""
