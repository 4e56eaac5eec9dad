"""Standings stored as periods of days, past and future, for fast reports."""
