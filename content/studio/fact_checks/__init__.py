"""Facts to verify, as shown to authors in the studio."""
