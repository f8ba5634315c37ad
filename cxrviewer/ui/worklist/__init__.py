"""The list of films that were opened."""
