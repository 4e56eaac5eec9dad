"""How long what is kept, what goes after that time, and what somebody may have erased."""
