"""The action report of one audit cycle, a module for each of its parts."""
