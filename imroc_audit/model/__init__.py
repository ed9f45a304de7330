"""Frozen records: what is asked, what one person answered, what a workspace holds."""
