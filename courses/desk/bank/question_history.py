"""Versions of a question: author, date, reason, use, and the differences between two."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils.translation import gettext as _

from courses.assessment.bank import question_diff
from courses.assessment.bank.question_diff import QuestionPartDiff
from courses.assessment.models import AttemptItem, QuestionVersion
from courses.models import EditionEntry, Unit, UnitText, UnitVersion
from elearning.languages import CODES, OWN_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class VersionUsage:
    """One version: its row, the editions with it, and the number of attempts.

    ``languages`` are those whose text is new in it.
    """

    row: UnitVersion
    editions: "Sequence[int]"
    attempts: int
    languages: "Sequence[str]"


@dataclass(frozen=True)
class WordingComparison:
    """Two versions compared in one language; ``marks`` say what is missing or outdated."""

    code: str
    name: str
    parts: "Sequence[QuestionPartDiff]"

    @property
    def changed(self) -> list[QuestionPartDiff]:
        return [part for part in self.parts if part.is_changed]


@dataclass(frozen=True)
class QuestionTranslation:
    """The newest version in one language: its parts by id, and whether it is outdated."""

    code: str
    name: str
    parts: dict[str, tuple[str, str]]
    is_missing: bool
    is_outdated: bool


def list_version_usage(unit: Unit) -> list[VersionUsage]:
    """Return the versions of ``unit``, newest first, in a constant number of queries."""
    rows = list(
        UnitVersion.objects.filter(unit=unit)
        .select_related("published_by")
        .prefetch_related("texts")
        .order_by("number")
    )
    listed: dict[int, list[int]] = defaultdict(list)
    entries = EditionEntry.objects.filter(version__unit=unit).order_by(
        "edition__number"
    )
    for version, number in entries.values_list("version", "edition__number"):
        listed[version].append(number)
    asked = dict(
        AttemptItem.objects.filter(question__version__unit=unit)
        .order_by()
        .values_list("question__version")
        .annotate(Count("attempt", distinct=True))
    )
    known: set[tuple[str, str]] = set()
    found = []
    for row in rows:
        texts = {(text.language, text.digest) for text in row.texts.all()}
        fresh = sorted(code for code, _digest in texts - known)
        known |= texts
        found.append(
            VersionUsage(
                row,
                listed[row.pk],
                asked.get(row.pk, 0),
                [OWN_NAMES[code] for code in CODES if code in fresh],
            )
        )
    return found[::-1]


def compare_wordings(
    before: UnitVersion, after: UnitVersion
) -> list[WordingComparison]:
    """Return both versions in each language, compared word by word."""
    kept = {
        question.version_id: question
        for question in QuestionVersion.objects.filter(version__in=[before, after])
    }
    old, new = kept.get(before.pk), kept.get(after.pk)
    return [
        WordingComparison(
            code, OWN_NAMES[code], question_diff.compare_question_parts(old, new, code)
        )
        for code in CODES
    ]


def compare_question_facts(
    before: UnitVersion, after: UnitVersion
) -> list[tuple[str, Any, Any]]:
    """Return the differences other than wording, as name, before and after."""
    rows = QuestionVersion.objects.filter(version__in=[before, after])
    kept = {row.version_id: row for row in rows.select_related("outcome")}
    old, new = kept.get(before.pk), kept.get(after.pk)
    if old is None or new is None:
        return []
    told = [
        (_("Type"), old.get_type_display(), new.get_type_display()),
        (_("Difficulty"), old.get_difficulty_display(), new.get_difficulty_display()),
        (_("Must-pass"), old.must_pass, new.must_pass),
        (_("Outcome"), str(old.outcome), str(new.outcome)),
        (_("Legal basis"), ", ".join(old.cites), ", ".join(new.cites)),
    ]
    return [line for line in told if line[1] != line[2]]


def list_question_translations(version: UnitVersion) -> list[QuestionTranslation]:
    """Return the newest version in every language of the platform."""
    question = QuestionVersion.objects.filter(version=version).first()
    there: dict[str, UnitText] = {text.language: text for text in version.texts.all()}
    behind = version.languages_outdated
    return [
        QuestionTranslation(
            code,
            OWN_NAMES[code],
            question_diff.build_question_part_texts(question, code),
            is_missing=code not in there,
            is_outdated=code in behind,
        )
        for code in CODES
    ]
