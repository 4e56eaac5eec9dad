"""The desk of records made by the personnel office: earlier training, credits, corrections."""
