"""The desk of evidence: the attempts of one person, and a pack for one of them."""
