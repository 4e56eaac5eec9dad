"""Exchange questions, and notations shared by the formats and the question types."""
