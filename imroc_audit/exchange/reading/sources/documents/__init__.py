"""Sources whose files are no tables."""
