"""The paper's training steps, on phantoms, for a small checkpoint of the same architecture."""
