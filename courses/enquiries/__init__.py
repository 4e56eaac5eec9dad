"""Private questions of learners to trainers about a paragraph of a lesson."""
