"""What learners ask their trainers about a paragraph of a lesson, in private."""
