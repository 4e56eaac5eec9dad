"""The check of the records for inconsistencies."""
