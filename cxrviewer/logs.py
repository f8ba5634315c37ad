"""Logging: placeholder docstring until written."""
