"""People: training, career, exemptions and names."""
