"""Commands that people answer in, and in which comments are read."""
