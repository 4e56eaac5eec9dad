"""Rows of the question bank."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, prefetch_related_objects
from django.http import Http404
from django.utils.translation import gettext as _

from courses.assessment.bank import review_tasks
from courses.assessment.bank.question_usage import (
    QuestionUsage,
    build_usage_by_unit,
    list_newest_numbers,
)
from courses.assessment.models import (
    Filing,
    QuestionNumbers,
    QuestionState,
    QuestionVersion,
    ReviewTask,
    annotate_state,
    list_bank_questions,
)
from courses.assessment.paper_blueprint import Difficulty
from courses.desk.kit.form_page import HOME, FormPage, build_crumbs
from courses.models import Unit, UnitVersion
from courses.provisions.models import ClauseChange
from courses.provisions.staleness import list_stale_changes
from elearning.languages import CODES, OWN_NAMES

if TYPE_CHECKING:
    from uuid import UUID

    from elearning.accounts.models import User

#: The interface state with the matching shape for each question state.
LOOKS = {
    QuestionState.DRAFT: "draft",
    QuestionState.TRIAL: "in-progress",
    QuestionState.LIVE: "released",
    QuestionState.REVIEW: "in-review",
    QuestionState.RETIRED: "not-required",
    QuestionState.QUARANTINED: "locked",
}


@dataclass(frozen=True)
class QuestionFacts:
    """Facts about the newest version of a question, other than its wording."""

    number: int = 0
    outcome: int = 0
    difficulty: str = ""
    must_pass: bool = False
    cites: Sequence[str] = ()

    @property
    def estimate(self) -> str:
        """The author’s estimate of the difficulty, in words."""
        return str(Difficulty(self.difficulty).label) if self.difficulty else ""


@dataclass(frozen=True)
class BankQuestionRow:
    """One question: its short text, state, use and statistics.

    ``numbers`` are those of the newest version that has any, and empty for users who may
    not see statistics; ``lacks`` are the languages missing or outdated; ``changed`` are the
    clauses cited by the newest version that have since changed in substance.
    """

    unit: Unit
    title: str
    state: QuestionState
    usage: QuestionUsage
    facts: QuestionFacts = QuestionFacts()
    numbers: QuestionNumbers | None = None
    filing: Filing | None = None
    lacks: Sequence[str] = ()
    changed: Sequence[str] = ()

    @property
    def look(self) -> str:
        return LOOKS[self.state]


def list_bank_rows(units: Any, reader: "User") -> list[BankQuestionRow]:
    """Return a row for each of ``units`` (with their states), in the given order.

    The number of queries is constant.
    """
    rows = list(units.select_related("course"))
    keys = [unit.pk for unit in rows]
    newest = {
        version.unit_id: version
        for version in UnitVersion.objects.filter(unit__in=keys)
        .newest()
        .prefetch_related("texts")
    }
    changed = list_stale_changes(newest.values())
    used, facts, numbers = (
        build_usage_by_unit(keys),
        _facts(keys),
        _numbers(keys, reader),
    )
    filed = {
        one.key: one
        for one in Filing.objects.visible_to(reader).filter(
            key__in=[unit.key for unit in rows]
        )
    }
    return [
        BankQuestionRow(
            unit,
            newest[unit.pk].title if unit.pk in newest else unit.slug,
            QuestionState(unit.state),
            used[unit.pk],
            facts.get(unit.pk, QuestionFacts()),
            numbers.get(unit.pk),
            filed.get(unit.key),
            _lacks(newest.get(unit.pk)),
            _changed(newest.get(unit.pk), changed),
        )
        for unit in rows
    ]


def _facts(units: list[int]) -> dict[int, QuestionFacts]:
    rows = QuestionVersion.objects.filter(version__unit__in=units)
    told = rows.order_by("version__number").values_list(
        "version__unit",
        "version__number",
        "outcome__number",
        "difficulty",
        "must_pass",
        "cites",
    )
    return {unit: QuestionFacts(*facts) for unit, *facts in told}


def _numbers(units: list[int], reader: "User") -> dict[int, QuestionNumbers]:
    kept = list_newest_numbers(reader).filter(question__version__unit__in=units)
    rows = kept.annotate(
        unit=F("question__version__unit"), version=F("question__version__number")
    )
    return {row.unit: row for row in reversed(rows)}


def _lacks(version: UnitVersion | None) -> list[str]:
    """Return the languages that ``version`` lacks or has outdated."""
    if version is None:
        return []
    there = {text.language for text in version.texts.all()}
    behind = version.languages_outdated
    return [OWN_NAMES[code] for code in CODES if code not in there or code in behind]


def _changed(
    version: UnitVersion | None, changes: dict[int, list[ClauseChange]]
) -> list[str]:
    """Return the clauses that have changed since ``version``, each once."""
    found = changes.get(version.pk, []) if version else []
    return list(dict.fromkeys(str(one.clause) for one in found))


@dataclass(frozen=True)
class ReviewTaskRow:
    """A pending review, with the facts and statistics of its question."""

    task: ReviewTask
    line: BankQuestionRow
    said: str


def list_review_task_rows(
    tasks: Iterable["ReviewTask"], reader: "User"
) -> list[ReviewTaskRow]:
    """Return ``tasks`` with their questions, in the given order."""
    rows = list(tasks)
    prefetch_related_objects(rows, "change__clause__document")
    versions = dict(
        UnitVersion.objects.filter(question__in=[one.question_id for one in rows])
        .order_by()
        .values_list("question", "unit")
    )
    units = Unit.objects.filter(pk__in=set(versions.values()))
    found = {
        line.unit.pk: line for line in list_bank_rows(annotate_state(units), reader)
    }
    return [
        ReviewTaskRow(
            one, found[versions[one.question_id]], review_tasks.format_task_reason(one)
        )
        for one in rows
    ]


def get_bank_row(user: "User", key: "UUID") -> BankQuestionRow:
    """Return the question with ``key``; raise 404 if ``user`` may not read it."""
    found = list_bank_rows(list_bank_questions(user).filter(key=key), user)
    if not found:
        raise Http404
    return found[0]


def describe_asked_version(question: QuestionVersion) -> list[str]:
    """Return which version exams ask, and whether a newer one exists, as sentences."""
    asked = question.version
    newest = asked.unit.versions.latest("number").number
    said = [
        _("This is about version %(number)s, which exams ask: %(title)s")
        % {"number": asked.number, "title": asked.title}
    ]
    if newest != asked.number:
        said.append(
            _("Version %(number)s is newer. You do not decide about that one here.")
            % {"number": newest}
        )
    return said


def build_question_form_page(
    row: BankQuestionRow,
    title: str,
    consequences: Sequence[str],
    action: str,
    *,
    back: str = "",
    is_danger: bool = False,
) -> FormPage:
    """Return the form page for an action on the question of ``row``."""
    return FormPage(
        title,
        action,
        crumbs=build_crumbs(
            HOME,
            ("desk:bank:questions", _("Question bank")),
            ("desk:bank:question", row.title, row.unit.key),
        ),
        back=back,
        about=row.title,
        consequences=consequences,
        is_danger=is_danger,
    )
