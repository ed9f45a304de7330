"""Commands of the Plan-Do-Study-Act loop."""
