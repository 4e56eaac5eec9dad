"""Views of classroom courses at the desk."""
