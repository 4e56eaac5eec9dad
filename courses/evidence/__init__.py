"""Evidence of one attempt, for people who judge it without the platform."""
