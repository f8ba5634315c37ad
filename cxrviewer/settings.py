"""Settings: placeholder docstring until written."""
