"""Evidence of one attempt, for whoever has to judge it without the platform."""
