"""Reader studies in the window: reading blind, designing a study, and its results."""
