"""Creation of a course with first drafts: front page, module, lesson and exam, per language."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from content.models import CoursePage, ExamPage, LessonPage, ModulePage, UnitPage
from content.models.site_setup import ensure_site
from courses.models import Course, Outcome
from courses.release import course_facts
from courses.transactions import unit_of_work
from elearning.audit import audit_log
from elearning.languages import CODES

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: Limits beyond what a course of some days can teach and an exam can cover.
MOST_OUTCOMES = 30
LONGEST_OUTCOME = 300
#: The number of an outcome, and its text in each language.
NumberedTexts = tuple[int, Mapping[str, str]]
#: A page and the pages below it.
_Branch = tuple[UnitPage, tuple["_Branch", ...]]


def create_course(
    course: Course,
    outcomes: Iterable[NumberedTexts],
    source: str,
    *,
    by: "User",
) -> CoursePage:
    """Save ``course`` with its outcomes and first drafts; return the front page in ``source``.

    The pages in ``source`` are the originals, the others their translations. Fields
    that are required before handover, such as the summary, stay empty, so that no
    unwritten draft passes. Raises ``ValidationError`` for a bad value, and saves
    nothing then.
    """
    with unit_of_work():
        save_new_course(course, outcomes, by=by)
        homes, keys = ensure_site(), [uuid.uuid4() for _one in range(4)]
        fronts = {}
        for language in sorted(CODES, key=lambda code: code != source):
            with translation.override(language):
                front, below = _drafts(course, language)
            named = iter(keys)
            _plant(homes[language], (front, below), named, by)
            fronts[language] = front
        audit_log.record_action(
            "courses.created", by=by, on=course, code=course.code, language=source
        )
    return fronts[source]


def save_new_course(
    course: Course, outcomes: Iterable[NumberedTexts], *, by: "User"
) -> None:
    """Save a new course and its outcomes by number; ``ValidationError`` for bad values.

    Somebody other than ``by`` has to approve these facts before the first release.
    """
    course.full_clean()
    given = list(outcomes)
    _demand_outcomes(given)
    course.save()
    for number, texts in given:
        outcome = Outcome(course=course, number=number, texts=dict(texts))
        outcome.full_clean()
        outcome.save()
    course_facts.record_facts_change(course, by=by)


def _demand_outcomes(outcomes: Sequence[NumberedTexts]) -> None:
    """Raise ``ValidationError`` for no outcomes, too many, or one missing in a language."""
    lengths = [
        len(texts.get(code, "").strip())
        for _number, texts in outcomes
        for code in CODES
    ]
    if not 0 < len(outcomes) <= MOST_OUTCOMES:
        words = _("Enter at least one outcome, and no more than %(most)s.")
        raise ValidationError({"outcomes": words % {"most": MOST_OUTCOMES}})
    if not all(0 < length <= LONGEST_OUTCOME for length in lengths):
        words = _(
            "Write each outcome in every language, in no more than %(most)s characters."
        )
        raise ValidationError({"outcomes": words % {"most": LONGEST_OUTCOME}})


def _drafts(course: Course, language: str) -> tuple[CoursePage, tuple[_Branch, ...]]:
    front = CoursePage(title=course.titles[language], slug=course.slug, course=course)
    lesson = LessonPage(title=_("Lesson 1"), slug="l1-1")
    module = ModulePage(title=_("Module 1"), slug="m1")
    exam = ExamPage(title=_("Final exam"), slug="exam")
    return front, ((module, ((lesson, ()),)), (exam, ()))


def _plant(
    parent: Page, branch: _Branch, keys: Iterator[uuid.UUID], by: "User"
) -> None:
    """Save a branch below ``parent`` as drafts; the keys link its translations."""
    page, below = branch
    page.locale_id, page.translation_key = parent.locale_id, next(keys)
    page.owner, page.live = by, False
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision(user=by, clean=False, log_action=True)
    for one in below:
        _plant(page, one, keys, by)
