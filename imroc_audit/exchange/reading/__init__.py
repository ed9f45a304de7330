"""From a file to a sheet of columns and rows, whatever tool wrote it."""
