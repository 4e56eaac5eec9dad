"""Training rules at the desk: listed; added, changed and ended after a preview."""
