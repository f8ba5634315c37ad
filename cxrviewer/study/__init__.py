"""Reader studies: design and allocation, the journal of readings, statistics, results. No Qt, no torch."""
