"""Which column is which: the map of an import, proposed, checked and kept."""
