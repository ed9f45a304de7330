"""Results, plans and raw answers as files for other programs."""
