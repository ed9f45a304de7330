"""Statistics and disclosure control: pure functions from a tally to results that may be shown."""
