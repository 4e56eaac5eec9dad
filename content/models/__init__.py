"""Page models: front page, courses with modules, lessons and exams, plain pages."""

from content.models.abstract_pages import BasePage, UnitPage
from content.models.course_pages import CoursePage, ModulePage
from content.models.exam_page import ExamPage
from content.models.home_page import HomePage
from content.models.lesson_page import LessonPage
from content.models.standard_page import StandardPage

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
