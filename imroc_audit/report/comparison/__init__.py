"""The comparison of audit cycles and organisations."""
