"""What a lesson is built from."""

from content.blocks.body import LessonBody

__all__ = ["LessonBody"]
