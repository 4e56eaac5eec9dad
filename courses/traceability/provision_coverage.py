"""Coverage of rule 76 of the Nelson Mandela Rules by training, post by post.

Columns are the contents of rule 76(1)(a)–(d) and 76(2), rows the posts that somebody
holds. A course covers a provision if its current edition cites it; it counts for posts
that require it. “Partly covered” is defined in ``CoverageCell.cover``. The number of
queries is fixed.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from courses.compliance.models import Requirement
from courses.compliance.standing_facts import load_standing_facts
from courses.compliance.status import compute_standings
from courses.models import Course
from courses.provisions.citation_lookup import ResolvedCitation, resolve_citations
from courses.provisions.models import Citation
from courses.traceability.coverage_matrix import (
    CoverageCell,
    CoverageMatrix,
    CoverageRow,
    PostHolder,
)
from elearning.staff.models import Appointment, Establishment, Post, in_force

INSTRUMENT = "NMR"
PROVISIONS = ("76(1)(a)", "76(1)(b)", "76(1)(c)", "76(1)(d)", "76(2)")


def list_provision_columns() -> list[ResolvedCitation]:
    """Return the provisions as citations; two queries."""
    return resolve_citations(f"{INSTRUMENT} {number}" for number in PROVISIONS)


def build_course_matrix(on: date) -> CoverageMatrix:
    """Return which courses teach what in which posts, without people; three queries.

    A rule for a single establishment counts too: it applies to the post somewhere.
    """
    teaching = _teaching()
    required: dict[Post, dict[int, Course]] = defaultdict(dict)
    posts = list(Post.objects.all())
    for rule in Requirement.objects.filter(in_force(on)).select_related("course"):
        for post in posts:
            if rule.covers_post(post):
                required[post][rule.course_id] = rule.course
    rows = [
        CoverageRow(
            post, [_cell(number, teaching[number], courses) for number in PROVISIONS]
        )
        for post, courses in required.items()
    ]
    return CoverageMatrix(None, sorted(rows, key=lambda row: row.post.title))


class CoverageSurvey:
    """The coverage of provisions for ``people``, a queryset, on a day.

    The courses are those of today’s editions, whatever the day.
    """

    def __init__(self, people: Any, on: date) -> None:
        self.on = on
        self.teaching = _teaching()
        courses = {course for found in self.teaching.values() for course in found}
        self.facts = load_standing_facts(people, on, courses)
        self.people = {person.pk: person for person in self.facts.people}
        self.standings = {
            (one.person.pk, one.course.pk): one
            for one in compute_standings(self.facts, on)
        }

    def under(self, places: Iterable[Establishment]) -> CoverageMatrix:
        """Return the posts held at ``places`` and everywhere below them, in one matrix."""
        paths = tuple(place.path for place in places)
        held = [one for one in self._held() if one.establishment.path.startswith(paths)]
        return CoverageMatrix(None, self._rows(held))

    def each(self, places: Iterable[Establishment]) -> list[CoverageMatrix]:
        """Return a matrix for each of ``places`` where somebody works.

        A unit belongs to the place it is in.
        """
        houses = [one for one in places if one.kind != Establishment.Kind.UNIT]
        deepest = sorted(houses, key=lambda one: len(one.path), reverse=True)
        held: dict[int, list[Appointment]] = defaultdict(list)
        for one in self._held():
            path = one.establishment.path
            if house := next((h for h in deepest if path.startswith(h.path)), None):
                held[house.pk].append(one)
        return [
            CoverageMatrix(one, self._rows(held[one.pk]))
            for one in houses
            if held[one.pk]
        ]

    def _held(self) -> Iterable[Appointment]:
        for known in self.facts.of.values():
            yield from (row for row in known.appointments if row.holds_on(self.on))

    def _rows(self, held: Iterable[Appointment]) -> list[CoverageRow]:
        """Return a row for each post among the appointments ``held``."""
        of_post: dict[Post, list[Appointment]] = defaultdict(list)
        for one in held:
            if one.staff_member_id in self.people:
                of_post[one.post].append(one)
        rows = [self._row(post, of_post[post]) for post in of_post]
        return sorted(rows, key=lambda row: row.post.title)

    def _row(self, post: Post, held: list[Appointment]) -> CoverageRow:
        courses: dict[int, Course] = {}
        own: dict[int, set[int]] = defaultdict(set)
        for one in held:
            required = self._required(one)
            courses |= required
            own[one.staff_member_id] |= set(required)
        row = CoverageRow(
            post, [_cell(n, self.teaching[n], courses) for n in PROVISIONS]
        )
        for cell in row.cells:
            known = {course.pk for course in cell.courses}
            cell.members = [self._member(pk, own[pk] & known) for pk in own]
        return row

    def _required(self, appointment: Appointment) -> dict[int, Course]:
        return {
            rule.course_id: rule.course
            for rule in self.facts.asked_of(appointment)
            if rule.holds_on(self.on)
        }

    def _member(self, person: int, courses: set[int]) -> PostHolder:
        found = [self.standings.get((person, course)) for course in sorted(courses)]
        absences = self.facts.of[person].absences
        return PostHolder(
            self.people[person],
            [standing for standing in found if standing is not None],
            any(row.holds_on(self.on) for row in absences),
        )


def _teaching() -> dict[str, set[int]]:
    """Return the courses whose current edition cites each provision; one query."""
    rows = Citation.objects.current().filter(
        clause__document__code=INSTRUMENT,
        clause__number__in=PROVISIONS,
        unit_version__isnull=False,
    )
    pairs = rows.values_list("clause__number", "unit_version__unit__course")
    found: dict[str, set[int]] = defaultdict(set)
    for number, course in pairs.distinct():
        found[number].add(course)
    return found


def _cell(number: str, teaching: set[int], required: dict[int, Course]) -> CoverageCell:
    courses = [course for pk, course in required.items() if pk in teaching]
    return CoverageCell(number, sorted(courses, key=lambda course: course.code))
