"""Links from question versions to their drafts: the editor, and restoration."""
