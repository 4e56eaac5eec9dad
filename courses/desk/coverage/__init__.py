"""Coverage of provisions by lessons."""
