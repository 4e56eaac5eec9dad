"""What all screens of the desk share: access, form pages, decisions, tables."""
