"""The grade that a reader gives a draft."""
