"""Composition root of the window."""
