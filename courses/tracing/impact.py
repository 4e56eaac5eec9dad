"""What a changed clause touches: whatever cites it, and whoever was taught by that.

A fixed number of queries, over columns alone: the list of a site with 500 clauses and
5,000 questions is as quick as that of a small one.
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
from courses.provisions.staleness import changed_under
from courses.records.models import Completion
from elearning.languages import pick
from elearning.staff.models import StaffMember


class Group(TextChoices):
    """What may rest on a clause."""

    PAGES = "pages", _("Lessons and pages")
    QUESTIONS = "questions", _("Questions")
    EXAMS = "exams", _("Exams")
    GUIDELINES = "guidelines", _("Guidelines")


@dataclass
class Citer:
    """Something that rests on clauses: what it is, where it is read, and how often it cites.

    ``version`` is that of a unit, or of a document for a guideline; ``kind`` and ``key`` are
    the unit's. ``is_stale`` once ``marked`` has looked.
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
class People:
    """How many certificates are valid on a day, and how many people hold or learn that."""

    certificates: int
    people: int


@dataclass(frozen=True)
class Impact:
    """What rests on clauses now, by group, and the courses it belongs to."""

    groups: dict[str, list[Citer]]
    courses: list[Course]

    def people(self, on: date) -> People:
        """Return who is concerned on ``on``: holders of valid certificates, and learners.

        Two queries. A person counts once, however many courses she has.
        """
        done = Completion.objects.valid(on).filter(course__in=self.courses)
        valid = Certificate.objects.current().filter(completion__in=done)
        learning = Enrolment.objects.active().filter(course__in=self.courses)
        concerned = StaffMember.objects.filter(
            Q(pk__in=valid.values("completion__learner"))
            | Q(pk__in=learning.values("learner"))
        )
        return People(valid.count(), concerned.count())


def impact(clauses: Iterable[Clause], courses: QuerySet[Course]) -> Impact:
    """Return what rests on ``clauses`` in current editions of ``courses`` and of guidelines.

    ``courses`` are those that whoever asks may see. Three queries.
    """
    groups: dict[str, list[Citer]] = {str(group): [] for group in Group}
    known: dict[tuple[str, int], Citer] = {}
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
            touched[course] = touched.get(course, False) or group == Group.QUESTIONS
    asked = [course for course, is_asked in touched.items() if is_asked]
    groups[Group.EXAMS] += _exams(asked, groups[Group.QUESTIONS])
    return Impact(groups, list(Course.objects.filter(pk__in=touched).order_by("code")))


def citers(
    clauses: Iterable[Clause], courses: QuerySet[Course]
) -> dict[str, list[tuple[str, Citer]]]:
    """Return who cites each of ``clauses`` now, by its number, each with its group; one query."""
    found: dict[str, dict[tuple[str, int], Citer]] = {}
    for row in _rows(clauses, courses):
        group = _group(row)
        place = (group, row["unit_version"] or row["document_version"])
        known = found.setdefault(row["clause__number"], {})
        known.setdefault(place, _citer(row)).places += 1
    return {
        number: [(place[0], citer) for place, citer in known.items()]
        for number, known in found.items()
    }


def titled(citers: Sequence[Citer], group: str) -> Sequence[Citer]:
    """Give ``citers``, a page of one group, their titles in the reader's language; one query."""
    if group == Group.GUIDELINES or not citers:
        return citers
    rows = UnitText.objects.filter(version__in=[one.version for one in citers])
    titles: dict[int, dict[str, str]] = {}
    for version, language, title in rows.values_list("version", "language", "title"):
        titles.setdefault(version, {})[language] = title
    for one in citers:
        one.title = str(pick(titles.get(one.version, {}))[0] or one.title)
    return citers


def marked(citers: Sequence[Citer], group: str) -> Sequence[Citer]:
    """Say of ``citers`` of one group whether they are stale; two queries."""
    if group != Group.GUIDELINES:
        found = changed_under(one.version for one in citers)
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
        return Group.GUIDELINES
    kind = row["unit_version__unit__kind"]
    return Group.QUESTIONS if kind == Unit.Kind.QUESTION else Group.PAGES


def _citer(row: dict[str, Any]) -> Citer:
    if version := row["document_version"]:
        code = row["document_version__document__code"]
        slug = row["document_version__document__slug"]
        return Citer(version, code, slug, title=code)
    unit = "unit_version__unit__"
    return Citer(
        row["unit_version"],
        f"{row[f'{unit}course__code']} {row[f'{unit}slug']}",
        row[f"{unit}course__slug"],
        kind=row[f"{unit}kind"],
        key=str(row[f"{unit}key"]),
    )


def _exams(courses: Sequence[int], questions: Sequence[Citer]) -> list[Citer]:
    """Return the exams that may ask ``questions``: those of the same current editions."""
    entries = EditionEntry.objects.filter(
        edition__in=Edition.objects.current().filter(course__in=courses),
        version__unit__kind=Unit.Kind.EXAM,
    ).select_related("version__unit__course")
    clauses: dict[str, dict[str, None]] = {}
    for one in questions:
        clauses.setdefault(one.slug, {}).update(dict.fromkeys(one.clauses))
    return [
        Citer(
            entry.version_id,
            str(entry.version.unit),
            entry.version.unit.course.slug,
            kind=Unit.Kind.EXAM,
            key=str(entry.version.unit.key),
            clauses=list(clauses.get(entry.version.unit.course.slug, ())),
        )
        for entry in entries.order_by("edition__course__code")
    ]
