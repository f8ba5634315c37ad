"""What a screen shows: its calibration, the form for it, and the page to look at."""
