"""Training rules at the desk: listed, added, changed and ended, each after a preview."""
