"""The window. The only room, beside ``app``, that knows Qt."""
