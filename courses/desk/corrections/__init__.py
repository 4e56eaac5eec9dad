"""Corrected keys at the desk: proposals, decisions, and lost passes."""
