"""Unsaved pages of a course, built from its bundle."""

from typing import Any, cast

from content.curriculum.bundle_contents import CourseBundle
from content.curriculum.bundle_keys import derive_key
from content.models import CoursePage, ExamPage, LessonPage, ModulePage, UnitPage
from courses.models import Course


class CoursePageDrafts:
    """Builder of the pages of one course that has been checked."""

    def __init__(self, bundle: CourseBundle, course: Course) -> None:
        self.bundle, self.course = bundle, course

    def front(self, language: str) -> UnitPage:
        """Return the front page."""
        bundle = self.bundle
        page = CoursePage(
            title=bundle.titles[language],
            slug=bundle.slug,
            summary=bundle.summaries[language],
            audience=bundle.audiences[language],
            course=self.course,
        )
        return self._named(page, "course")

    def module(self, module: Any, language: str) -> UnitPage:
        """Return the page of a module."""
        page = ModulePage(title=module.titles[language], slug=module.name)
        return self._named(page, module.name)

    def lesson(self, stem: str, language: str) -> UnitPage:
        """Return the page of a lesson or a scenario."""
        scenario = self.bundle.scenarios.get(stem)
        if scenario:
            said: Any = scenario
            title, summary = scenario.titles[language], scenario.summaries[language]
        else:
            said = self.bundle.lessons[stem][language]
            title, summary = said.title, said.summary
        page = LessonPage(
            title=title,
            slug=stem,
            summary=summary,
            minutes=said.minutes,
            outcomes=", ".join(map(str, said.outcomes)),
            cites=", ".join(said.cites),
            body=self.bundle.bodies[stem, language],
        )
        return self._named(page, stem)

    def exam(self, language: str) -> UnitPage:
        """Return the page of the exam, with its rules."""
        exam = cast("dict[str, Any]", self.bundle.exam)
        page = ExamPage(
            title=exam["titles"][language],
            slug="exam",
            questions=exam["questions"],
            minutes=exam["minutes"],
            pass_mark=exam["pass_mark"],
            attempts=exam["attempts"],
            waiting_hours=", ".join(map(str, exam["waiting_hours"])),
            is_invigilated=exam["invigilated"],
            trials=exam["trials"],
            needs_full_bank=exam["full_bank"],
            open_questions=exam["open_questions"],
        )
        page.follow(exam["blueprint"])
        return self._named(page, "exam")

    def _named(self, page: UnitPage, name: str) -> UnitPage:
        page.translation_key = derive_key(self.bundle.name, name)
        return page
