"""Small tests of change: what measures over time can say, and what they cannot."""
