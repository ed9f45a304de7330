"""Commands that show results, reports and comparisons."""
