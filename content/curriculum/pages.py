"""Load the pages of a course: front page, modules, lessons, exam, in each language."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.utils import translation
from wagtail.models import Locale, Page

from content.curriculum.contents import CourseBundle, Library
from content.curriculum.errors import Faults
from content.curriculum.names import key
from content.curriculum.rendering import LessonRenderer, scenario_body
from content.models import (
    CoursePage,
    ExamPage,
    HomePage,
    LessonPage,
    ModulePage,
    UnitPage,
)
from courses.models import Course
from elearning.languages import CODES

Known = set[tuple[UUID, str, str]]
Say = Callable[[str], None]


def load_course_pages(
    bundle: CourseBundle, course: Course, library: Library, known: Known, say: Say
) -> int:
    """Publish the pages that are new; return how many there were."""
    loader = _Loader(bundle, course, library, known)
    for language in CODES:
        with translation.override(language):
            loader.load(language)
        say(f"{bundle.code}: pages in {language}")
    loader.faults.demand_none()
    return loader.count


class _Loader:
    """Writes one course; knows what was loaded before."""

    def __init__(
        self, bundle: CourseBundle, course: Course, library: Library, known: Known
    ) -> None:
        self.bundle, self.course, self.known = bundle, course, known
        self.faults = Faults(bundle.folder.parent.parent)
        self.addresses = library.addresses(bundle)
        self.count = 0

    def load(self, language: str) -> None:
        locale = Locale.objects.get(language_code=language)
        home = HomePage.objects.get(locale=locale, depth=2)
        bundle = self.bundle
        front = self._save(
            CoursePage(
                title=bundle.titles[language],
                slug=bundle.slug,
                summary=bundle.summaries[language],
                audience=bundle.audiences[language],
                course=self.course,
            ),
            "course",
            home,
        )
        order = [self._module(front, module, language) for module in bundle.modules]
        if bundle.exam:
            order.append(self._exam(front, language))
        _arrange(front, order)

    def _module(self, front: Page, module: Any, language: str) -> Page:
        page = self._save(
            ModulePage(title=module.titles[language], slug=module.name),
            module.name,
            front,
        )
        lessons = [self._lesson(page, stem, language) for stem in module.lessons]
        _arrange(page, lessons)
        return page

    def _lesson(self, module: Page, stem: str, language: str) -> Page:
        if scenario := self.bundle.scenarios.get(stem):
            page = LessonPage(
                title=scenario.titles[language],
                summary=scenario.summaries[language],
                minutes=scenario.minutes,
                outcomes=", ".join(map(str, scenario.outcomes)),
                cites=", ".join(scenario.cites),
                body=scenario_body(
                    self.bundle.name, stem, scenario, language, self.faults
                ),
            )
        else:
            lesson = self.bundle.lessons[stem][language]
            renderer = LessonRenderer(
                self.bundle.name, stem, lesson, self.faults, self.addresses.find
            )
            page = LessonPage(
                title=lesson.title,
                summary=lesson.summary,
                minutes=lesson.minutes,
                outcomes=", ".join(map(str, lesson.outcomes)),
                cites=", ".join(lesson.cites),
                body=renderer.body(),
            )
        page.slug = stem
        return self._save(page, stem, module)

    def _exam(self, front: Page, language: str) -> Page:
        exam = cast("dict[str, Any]", self.bundle.exam)
        hours = ", ".join(map(str, exam["waiting_hours"]))
        page = ExamPage(
            title=exam["titles"][language],
            slug="exam",
            questions=exam["questions"],
            minutes=exam["minutes"],
            pass_mark=exam["pass_mark"],
            attempts=exam["attempts"],
            waiting_hours=hours,
            is_invigilated=exam["invigilated"],
            trials=exam["trials"],
            needs_full_bank=exam["full_bank"],
            open_questions=exam["open_questions"],
        )
        page.follow(exam["blueprint"])
        return self._save(page, "exam", front)

    def _save(self, draft: UnitPage, name: str, parent: Page) -> Page:
        """Publish ``draft`` unless exactly this was loaded before; return the page."""
        draft.locale_id = parent.locale_id
        draft.translation_key = key(self.bundle.name, name)
        kind = type(draft)
        kept = kind.objects.filter(
            translation_key=draft.translation_key, locale_id=parent.locale_id
        ).first()
        mark = (draft.translation_key, draft.locale.language_code, draft.digest())
        if kept is not None and mark in self.known:
            return kept
        if kept is None:
            draft.live = False
            Page.objects.get(pk=parent.pk).add_child(instance=draft)
            kept = draft
        else:
            _copy(draft, kept)
        revision = kept.save_revision(clean=False, log_action=True)
        revision.publish(skip_permission_checks=True)
        self.count += 1
        return kept


def _copy(draft: UnitPage, page: UnitPage) -> None:
    """Take over what the bundle says; the tree and the history stay."""
    own = {field.name for field in type(page)._meta.local_fields}  # noqa: SLF001 — Django's
    for name in (own - {"page_ptr"}) | {"title"}:
        setattr(page, name, getattr(draft, name))


def _arrange(parent: Page, wanted: list[Page]) -> None:
    """Put the children of ``parent`` in the wanted order, others after them."""
    fresh = Page.objects.get(pk=parent.pk)
    keys = [page.pk for page in wanted]
    there = list(fresh.get_children().values_list("pk", flat=True))
    if [pk for pk in there if pk in keys] == keys:
        return
    for pk in keys:
        Page.objects.get(pk=pk).move(Page.objects.get(pk=parent.pk), pos="last-child")
