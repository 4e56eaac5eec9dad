"""Staff lists at the desk: uploaded, compared, confirmed, followed."""
