"""Practice observations, entered from the sheet that observer and learner have signed."""
