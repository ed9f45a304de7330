"""Answers collected elsewhere, read in through a reviewed map."""
