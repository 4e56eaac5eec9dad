"""The impact of changed clauses: the texts that cite them, and the people taught by these.

A fixed number of queries that read only some columns: a site with 500 clauses and 5,000
questions is as fast as a small one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from courses.certificates.models import Certificate
from courses.models import Course, Edition, EditionEntry, Enrolment, Unit, UnitText
from courses.provisions.models import Citation, Clause
from courses.provisions.staleness import list_changes_by_version
from courses.records.models import Completion
from elearning.languages import pick_text
from elearning.staff.models import StaffMember


class CitingGroup(TextChoices):
    """Kinds of texts that cite clauses."""

    PAGES = "pages", _("Lessons and pages")
    QUESTIONS = "questions", _("Questions")
    EXAMS = "exams", _("Exams")
    GUIDELINES = "guidelines", _("Guidelines")


@dataclass
class CitingText:
    """A text that cites clauses: its code, its place, and the number of citations.

    ``version`` is that of a unit, or of a document for a guideline; ``kind`` and
    ``key`` are those of the unit. ``is_stale`` is set by ``mark_stale_texts``.
    """

    version: int
    code: str
    slug: str
    kind: str = ""
    key: str = ""
    title: str = ""
    clauses: list[str] = field(default_factory=list)
    places: int = 0
    is_stale: bool = False


@dataclass(frozen=True)
class AffectedPeople:
    """The number of valid certificates on a day, and of people who hold or learn the courses."""

    certificates: int
    people: int


@dataclass(frozen=True)
class ClauseImpact:
    """The texts that cite clauses now, by group, and their courses."""

    groups: dict[str, list[CitingText]]
    courses: list[Course]

    def people(self, on: date) -> AffectedPeople:
        """Return the number of holders of valid certificates, and of learners, on ``on``.

        Two queries. A person counts once, however many courses they have.
        """
        done = Completion.objects.valid(on).filter(course__in=self.courses)
        valid = Certificate.objects.current().filter(completion__in=done)
        learning = Enrolment.objects.active().filter(course__in=self.courses)
        concerned = StaffMember.objects.filter(
            Q(pk__in=valid.values("completion__learner"))
            | Q(pk__in=learning.values("learner"))
        )
        return AffectedPeople(valid.count(), concerned.count())


def build_clause_impact(
    clauses: Iterable[Clause], courses: QuerySet[Course]
) -> ClauseImpact:
    """Return what cites ``clauses`` in current editions of ``courses`` and guidelines.

    ``courses`` are those that the user may see. Three queries.
    """
    groups: dict[str, list[CitingText]] = {str(group): [] for group in CitingGroup}
    known: dict[tuple[str, int], CitingText] = {}
    touched: dict[int, bool] = {}
    for row in _rows(clauses, courses):
        group = _group(row)
        place = (group, row["unit_version"] or row["document_version"])
        if (citer := known.get(place)) is None:
            citer = known[place] = _citer(row)
            groups[group].append(citer)
        if row["clause__number"] not in citer.clauses:
            citer.clauses.append(row["clause__number"])
        citer.places += 1
        if course := row["unit_version__unit__course"]:
            touched[course] = (
                touched.get(course, False) or group == CitingGroup.QUESTIONS
            )
    asked = [course for course, is_asked in touched.items() if is_asked]
    groups[CitingGroup.EXAMS] += _exams(asked, groups[CitingGroup.QUESTIONS])
    return ClauseImpact(
        groups, list(Course.objects.filter(pk__in=touched).order_by("code"))
    )


def list_citing_texts(
    clauses: Iterable[Clause], courses: QuerySet[Course]
) -> dict[str, list[tuple[str, CitingText]]]:
    """Return the texts that cite each of ``clauses`` now, by number, with group; one query."""
    found: dict[str, dict[tuple[str, int], CitingText]] = {}
    for row in _rows(clauses, courses):
        group = _group(row)
        place = (group, row["unit_version"] or row["document_version"])
        known = found.setdefault(row["clause__number"], {})
        known.setdefault(place, _citer(row)).places += 1
    return {
        number: [(place[0], citer) for place, citer in known.items()]
        for number, known in found.items()
    }


def add_citing_titles(citers: Sequence[CitingText], group: str) -> Sequence[CitingText]:
    """Set the titles of ``citers``, a page of one group, in the reader’s language; one query."""
    if group == CitingGroup.GUIDELINES or not citers:
        return citers
    rows = UnitText.objects.filter(version__in=[one.version for one in citers])
    titles: dict[int, dict[str, str]] = {}
    for version, language, title in rows.values_list("version", "language", "title"):
        titles.setdefault(version, {})[language] = title
    for one in citers:
        one.title = str(pick_text(titles.get(one.version, {}))[0] or one.title)
    return citers


def mark_stale_texts(citers: Sequence[CitingText], group: str) -> Sequence[CitingText]:
    """Set whether ``citers`` of one group are stale; two queries."""
    if group != CitingGroup.GUIDELINES:
        found = list_changes_by_version(one.version for one in citers)
        for one in citers:
            one.is_stale = one.version in found
    return citers


def _rows(clauses: Iterable[Clause], courses: QuerySet[Course]) -> Any:
    visible = Q(unit_version=None) | Q(unit_version__unit__course__in=courses)
    return (
        Citation.objects.current()
        .filter(visible, clause__in=list(clauses))
        .order_by(
            "unit_version__unit__course__code",
            "unit_version__unit__slug",
            "document_version__document__code",
            "clause",
        )
        .values(
            "clause__number",
            "unit_version",
            "unit_version__unit__course",
            "unit_version__unit__course__code",
            "unit_version__unit__course__slug",
            "unit_version__unit__kind",
            "unit_version__unit__key",
            "unit_version__unit__slug",
            "document_version",
            "document_version__document__code",
            "document_version__document__slug",
        )
    )


def _group(row: dict[str, Any]) -> str:
    if row["document_version"]:
        return CitingGroup.GUIDELINES
    kind = row["unit_version__unit__kind"]
    return CitingGroup.QUESTIONS if kind == Unit.Kind.QUESTION else CitingGroup.PAGES


def _citer(row: dict[str, Any]) -> CitingText:
    if version := row["document_version"]:
        code = row["document_version__document__code"]
        slug = row["document_version__document__slug"]
        return CitingText(version, code, slug, title=code)
    unit = "unit_version__unit__"
    return CitingText(
        row["unit_version"],
        f"{row[f'{unit}course__code']} {row[f'{unit}slug']}",
        row[f"{unit}course__slug"],
        kind=row[f"{unit}kind"],
        key=str(row[f"{unit}key"]),
    )


def _exams(courses: Sequence[int], questions: Sequence[CitingText]) -> list[CitingText]:
    """Return the exams that may ask ``questions``: those of the same current editions."""
    entries = EditionEntry.objects.filter(
        edition__in=Edition.objects.current().filter(course__in=courses),
        version__unit__kind=Unit.Kind.EXAM,
    ).select_related("version__unit__course")
    clauses: dict[str, dict[str, None]] = {}
    for one in questions:
        clauses.setdefault(one.slug, {}).update(dict.fromkeys(one.clauses))
    return [
        CitingText(
            entry.version_id,
            str(entry.version.unit),
            entry.version.unit.course.slug,
            kind=Unit.Kind.EXAM,
            key=str(entry.version.unit.key),
            clauses=list(clauses.get(entry.version.unit.course.slug, ())),
        )
        for entry in entries.order_by("edition__course__code")
    ]
