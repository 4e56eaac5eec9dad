"""What a learner does, step by step: used by `test_whole_journey`."""
