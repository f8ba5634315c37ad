"""What a radiograph is: reading it, its grey scale, its geometry. Knows nothing of Qt, torch or reports."""
