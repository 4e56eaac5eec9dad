"""A learner and the sessions in a classroom that are for her."""
