"""A made-up audit to look at."""
