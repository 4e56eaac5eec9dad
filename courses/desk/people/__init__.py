"""People: their training, their career, exemptions and names."""
