"""Questions as files carry them, and the notations that the formats share with the types."""
