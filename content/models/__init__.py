"""The pages: the front page, courses with their modules, lessons and exams, plain pages."""

from content.models.base import BasePage, UnitPage
from content.models.course import CoursePage, ModulePage
from content.models.exam import ExamPage
from content.models.home import HomePage
from content.models.lesson import LessonPage
from content.models.standard import StandardPage

__all__ = [
    "BasePage",
    "CoursePage",
    "ExamPage",
    "HomePage",
    "LessonPage",
    "ModulePage",
    "StandardPage",
    "UnitPage",
]
