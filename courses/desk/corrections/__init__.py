"""The desk of corrected keys: proposals, decisions, and passes that were lost by one."""
