"""The desk of rules for training: listed, made, changed and ended after a preview."""
