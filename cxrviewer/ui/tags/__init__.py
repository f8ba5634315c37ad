"""What the file of the film on the screen says of itself, in a window with a search."""
