"""What the model sees of the film on the screen."""
