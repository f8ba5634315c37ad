"""Which key is which action, and who listens."""
