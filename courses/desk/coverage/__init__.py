"""Coverage of rule 76 by training, post by post."""
