"""Documents of the state, activity profile and agent profile resources."""
