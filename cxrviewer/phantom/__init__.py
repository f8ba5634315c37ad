"""Synthetic chest radiographs with their truth and their language. numpy only; knows nothing of the model."""
