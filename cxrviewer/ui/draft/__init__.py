"""The draft: what the model wrote about the film, and how it is asked to."""
