"""A reader’s view of a course: their edition, progress and next step."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Revision

from content.lesson_cache import annotate_cache_state
from content.models.lesson_page import LessonText, build_lesson_text
from courses.assessment.attempts.running_attempt import is_attempt_running
from courses.assessment.models import Attempt
from courses.assessment.practice import course_practice
from courses.certificates.models import Certificate
from courses.models import (
    Course,
    Edition,
    EditionEntry,
    Enrolment,
    Unit,
    UnitProgress,
    UnitText,
)
from courses.outline_cache import attach_outline
from courses.provisions.citation_lookup import ResolvedCitation
from courses.records.completions.correction_chain import attach_withdrawals
from elearning.prepared_queries import PreparedQuery, QueryParameter
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


@PreparedQuery
def _courses() -> QuerySet[Course]:
    courses = Course.objects.visible_to(QueryParameter("user", StaffMember, "user"))
    return annotate_cache_state(
        courses.filter(slug=QueryParameter("slug", Course, "slug"))
    )


@PreparedQuery
def _enrolments() -> QuerySet[Enrolment]:
    mine = Enrolment.objects.filter(
        learner__user=QueryParameter("user", StaffMember, "user"),
        course=QueryParameter("course", Enrolment, "course"),
        ended_at=None,
    ).select_related("edition__course", "learner")
    newest = F("completed_at").desc(nulls_first=True)
    return mine.order_by(newest, "-enrolled_at", "pk")[:1]


@PreparedQuery
def _progress() -> QuerySet[UnitProgress]:
    return UnitProgress.objects.filter(
        enrolment=QueryParameter("enrolment", UnitProgress, "enrolment")
    )


@dataclass
class CourseReader:
    """A reader of a course, enrolled or only viewing its outline."""

    course: Course
    edition: Edition
    enrolment: Enrolment | None

    @cached_property
    def progress(self) -> dict[int, UnitProgress]:
        """The reader’s progress in each unit, by unit id."""
        if self.enrolment is None:
            return {}
        found = _progress.ask(enrolment=self.enrolment.pk)
        return {row.unit_id: row for row in found}

    @property
    def finished(self) -> set[int]:
        return {unit for unit, row in self.progress.items() if row.finished_at}

    @property
    def is_under_way(self) -> bool:
        return self.enrolment is not None and self.enrolment.is_active

    @property
    def is_done(self) -> bool:
        return self.enrolment is not None and self.enrolment.completed_at is not None

    @cached_property
    def is_withdrawn(self) -> bool:
        """Whether the pass was withdrawn, so that the course may be taken again."""
        if self.enrolment is None or self.enrolment.completed_at is None:
            return False
        (one,) = attach_withdrawals([self.enrolment])
        return bool(one.is_withdrawn)

    @cached_property
    def lessons(self) -> list[EditionEntry]:
        return [
            e for e in self.edition.steps if e.version.unit.kind == Unit.Kind.LESSON
        ]

    @cached_property
    def front(self) -> EditionEntry | None:
        entries = self.edition.outline
        return next((e for e in entries if e.version.unit.kind == "course"), None)

    @cached_property
    def exam(self) -> EditionEntry | None:
        entries = self.edition.outline
        return next((e for e in entries if e.version.unit.kind == "exam"), None)

    @property
    def lessons_done(self) -> int:
        return sum(e.version.unit_id in self.finished for e in self.lessons)

    @property
    def minutes_left(self) -> int:
        return sum(
            entry.version.text().minutes
            for entry in self.lessons
            if entry.version.unit_id not in self.finished
        )

    def entry(self, slug: str) -> EditionEntry | None:
        """Return the lesson with this slug in the reader’s edition."""
        return next((e for e in self.lessons if e.version.unit.slug == slug), None)

    @property
    def waiting(self) -> Attempt | None:
        """The exam that is handed in and waits for marking, or ``None``."""
        one = self._unmarked
        return one if one is not None and one.is_waiting else None

    @property
    def running(self) -> Attempt | None:
        """The exam under way, or ``None``."""
        one = self._unmarked
        return (
            one if one is not None and is_attempt_running(one, timezone.now()) else None
        )

    @cached_property
    def _unmarked(self) -> Attempt | None:
        if not self.is_under_way:
            return None
        return Attempt.objects.filter(enrolment=self.enrolment, marked_at=None).last()

    @property
    def is_at_exam(self) -> bool:
        """Whether all lessons are done and the exam comes next."""
        return self.exam is not None and self.lessons_done == len(self.lessons)

    @cached_property
    def certificate(self) -> Certificate | None:
        """The newest certificate of the completed course, or ``None``."""
        if self.enrolment is None or not self.is_done:
            return None
        theirs = Certificate.objects.filter(
            completion__learner=self.enrolment.learner_id,
            completion__course=self.course,
            replaced_by=None,
        )
        return theirs.order_by("issued_on", "pk").last()

    @cached_property
    def refresher(self) -> Course | None:
        """The active refresher that renews the completed course, or ``None``."""
        if self.enrolment is None or not self.is_done:
            return None
        theirs = Enrolment.objects.active().filter(
            learner=self.enrolment.learner_id, course__refreshes=self.course
        )
        one = theirs.select_related("course").order_by("pk").first()
        return one.course if one else None

    @property
    def practice_url(self) -> str:
        """The URL of practice; empty if not enrolled or without questions."""
        return (
            course_practice.build_practice_url(self.enrolment) if self.enrolment else ""
        )

    def next_entry(self) -> EditionEntry | None:
        """Return the first unfinished lesson, else the exam."""
        steps = (
            e for e in self.edition.steps if e.version.unit_id not in self.finished
        )
        return next(steps, None)

    def continue_url(self) -> str:
        """Return the URL at which to continue: the last place, else the next step."""
        enrolment = self.enrolment
        if enrolment is None:
            return self.course.get_absolute_url()
        last = self.progress.get(enrolment.last_unit_id or 0)
        if last and not last.finished_at:
            for entry in self.lessons:
                if entry.version.unit_id == last.unit_id:
                    anchor = f"#{last.block}" if last.block else ""
                    return build_lesson_url(self.course, entry) + anchor
        return self.step_url(self.next_entry())

    def step_url(self, entry: EditionEntry | None) -> str:
        """Return the URL of a lesson or of the exam; that of the course if not enrolled."""
        if entry is None or self.enrolment is None:
            return self.course.get_absolute_url()
        if entry.version.unit.kind == Unit.Kind.EXAM:
            return reverse("assessment:start", args=[self.enrolment.key])
        return build_lesson_url(self.course, entry)


def find_course_reader(user: "User", course: Course) -> CourseReader | None:
    """Return ``user`` as a reader of ``course``; ``None`` while nothing is released.

    An active enrolment comes first, then the last completed one; without either, the
    reader sees the outline of the current edition. A course that the user left counts
    as not enrolled.
    """
    found = _enrolments.ask(user=user.pk, course=course.pk)
    enrolment = found[0] if found else None
    edition = enrolment.edition if enrolment else course.current_edition
    return CourseReader(course, attach_outline(edition), enrolment) if edition else None


def get_visible_course(user: "User", slug: str) -> Course:
    """Return the course at ``slug`` that ``user`` may see, with the lesson cache state.

    Raises ``Http404`` if there is none.
    """
    found = _courses.ask(user=user.pk, slug=slug)
    if not found:
        raise Http404
    return found[0]


def build_lesson_url(course: Course, entry: EditionEntry) -> str:
    """Return the URL of a lesson."""
    return reverse("content:lesson", args=[course.slug, entry.version.unit.slug])


def load_lesson_text(text: UnitText) -> LessonText:
    """Return the lesson as published, from its revision and not from the live page."""
    content: dict[str, Any] = Revision.objects.values_list("content", flat=True).get(
        pk=int(text.reference)
    )
    return build_lesson_text(content, text.language)


def list_course_facts(
    course: Course, lessons: Sequence[EditionEntry], exam: EditionEntry | None
) -> list[str]:
    """Return the facts under the title of a course: lessons, time, exam, validity."""
    minutes = sum(entry.version.text().minutes for entry in lessons)
    facts = [
        ngettext("%(n)d lesson", "%(n)d lessons", len(lessons)) % {"n": len(lessons)},
        _("about %(minutes)d min") % {"minutes": minutes},
    ]
    if exam:
        facts.append(_("Final exam"))
    if course.validity_months:
        facts.append(
            ngettext(
                "a pass is valid for %(n)d month",
                "a pass is valid for %(n)d months",
                course.validity_months,
            )
            % {"n": course.validity_months}
        )
    return facts


def group_citations_by_document(
    citations: Iterable[ResolvedCitation],
) -> dict[str, list[ResolvedCitation]]:
    """Return sorted citations, grouped by the name of their document."""
    found: dict[str, list[ResolvedCitation]] = {}
    for one in citations:
        found.setdefault(one.document, []).append(one)
    return {document: sorted(cited, key=_place) for document, cited in found.items()}


def _place(cited: ResolvedCitation) -> list[str | int]:
    """Return the sort key of a citation: rule 9 comes before rule 10."""
    parts = re.split(r"(\d+)", cited.code)
    return [int(part) if part.isdigit() else part for part in parts]
