"""Blocks for the bodies of lessons."""

from content.blocks.lesson_body import LessonBody

__all__ = ["LessonBody"]
