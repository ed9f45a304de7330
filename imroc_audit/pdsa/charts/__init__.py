"""Measures over time: lines, limits and the rules for what is more than chance."""
