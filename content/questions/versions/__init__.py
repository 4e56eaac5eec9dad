"""From the versions of a question back to its drafts: the editor, and restoring."""
