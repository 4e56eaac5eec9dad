"""What templates say of standings."""
