"""What is shown of closed audit cycles: results, reports, comparisons."""
