"""What a lesson is built from."""

from content.blocks.lesson_body import LessonBody

__all__ = ["LessonBody"]
