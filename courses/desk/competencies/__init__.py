"""Competencies that posts require."""
