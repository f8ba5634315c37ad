"""What a reader draws on the film: how it is drawn, changed, labelled and kept."""
