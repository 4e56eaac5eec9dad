"""The desk of reports: files that were made, where to take them."""
