"""Views of the desk of courses held in a classroom."""
