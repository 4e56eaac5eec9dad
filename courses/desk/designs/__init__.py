"""Certificate designs at the desk."""
