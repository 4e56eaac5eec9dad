"""Records made by the personnel office: earlier training, credits, corrections."""
