"""The program's own measurements, each repeatable with one command."""
