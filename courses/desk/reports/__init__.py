"""Reports at the desk: saved reports and their files."""
