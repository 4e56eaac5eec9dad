"""Retention periods, removal of expired records, and erasure requests."""
