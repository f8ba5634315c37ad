"""The image pane: one radiograph on black, its grey scale, zoom and tools. Knows nothing of drafts or the worklist."""
