"""Records in files that people write: read with every mistake at its line, written to read back the same."""
