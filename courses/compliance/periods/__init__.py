"""How people stand, spread out in days ahead and behind, so that reports are quick."""
