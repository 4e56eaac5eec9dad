"""What this installation is: one of the service, or a demonstration."""
