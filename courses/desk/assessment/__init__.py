"""Assessment at the desk: question and attempt data for trainers."""
