"""Practice observations, entered from a sheet signed by observer and learner."""
