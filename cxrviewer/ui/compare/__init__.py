"""A prior film beside the one that is read."""
