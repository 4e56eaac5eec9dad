"""State of the installation: demonstration, keys, clock and health."""
