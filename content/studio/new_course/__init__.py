"""Creation of a course: its record, and a first draft of each kind of page."""
