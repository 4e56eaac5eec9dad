"""How far training covers rule 76, post by post, for people in every state."""

from datetime import date, timedelta

import pytest

from courses.models import UnitText
from courses.provisions import citation_index
from courses.traceability.coverage_matrix import CoverageState
from courses.traceability.provision_coverage import (
    PROVISIONS,
    CoverageSurvey,
    build_course_matrix,
)
from elearning.staff.models import Absence, Establishment, StaffMember
from tests.factories.compliance import (
    ExemptionFactory,
    PassFactory,
    RequirementFactory,
)
from tests.factories.courses import EditionFactory
from tests.factories.provisions import released_instrument
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
    PostFactory,
)

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)


@pytest.fixture
def rules(db):
    return released_instrument(*PROVISIONS)


def teaching(course_code, *numbers):
    """A course whose current edition cites ``numbers`` of the rules."""
    edition = EditionFactory(course__code=course_code)
    version = edition.entries.get().version
    cites = [f"NMR {number}" for number in numbers]
    UnitText.objects.filter(version=version).update(details={"cites": cites})
    citation_index.index_unit_version(version)
    return edition.course


def posted(post, place, passed=None, on=date(2026, 1, 15)):
    """Somebody at ``post``; with ``passed``, she holds that course."""
    held = AppointmentFactory(post=post, establishment=place)
    if passed is not None:
        PassFactory(learner=held.staff_member, course=passed, passed_on=on)
    return held.staff_member


def covers(place):
    """What is said of each post and provision at ``place``."""
    found = CoverageSurvey(StaffMember.objects.all(), ON).under([place])
    return {
        row.post.code: [(cell.cover, cell.held, cell.counted) for cell in row.cells]
        for row in found.rows
    }


def test_cover_is_told_by_who_of_the_post_holds_a_required_course(rules):
    course = teaching("C1", "76(1)(a)")
    place, post = EstablishmentFactory(), PostFactory(code="guard")
    RequirementFactory(post=post, course=course)
    posted(post, place)

    assert covers(place)["guard"][0] == (CoverageState.UNCOVERED, 0, 1)
    posted(post, place, passed=course)
    assert covers(place)["guard"][0] == (CoverageState.PARTLY, 1, 2)
    assert covers(place)["guard"][1] == (CoverageState.UNCOVERED, 0, 2)


def test_post_is_covered_when_everybody_holds_one_of_its_courses(rules):
    first, second = teaching("C1", "76(1)(b)"), teaching("C2", "76(1)(b)")
    place, post = EstablishmentFactory(), PostFactory(code="guard")
    for course in (first, second):
        RequirementFactory(post=post, course=course)
        posted(post, place, passed=course)

    assert covers(place)["guard"][1] == (CoverageState.COVERED, 2, 2)


def test_course_that_the_post_does_not_require_covers_nothing(rules):
    course = teaching("C1", "76(2)")
    place, post = EstablishmentFactory(), PostFactory(code="guard")
    posted(post, place, passed=course)

    assert covers(place)["guard"][4] == (CoverageState.UNCOVERED, 0, 1)


def test_certificate_that_has_run_out_covers_nobody(rules):
    course = teaching("C1", "76(1)(a)")
    place, post = EstablishmentFactory(), PostFactory(code="guard")
    RequirementFactory(post=post, course=course)
    posted(post, place, passed=course, on=ON - timedelta(days=400))

    assert covers(place)["guard"][0] == (CoverageState.UNCOVERED, 0, 1)


def test_who_is_away_or_exempt_is_not_counted(rules):
    course = teaching("C1", "76(1)(a)")
    place, post = EstablishmentFactory(), PostFactory(code="guard")
    RequirementFactory(post=post, course=course)
    Absence.objects.create(
        staff_member=posted(post, place), starts_on=ON, kind=Absence.Kind.ILLNESS
    )
    ExemptionFactory(staff_member=posted(post, place), course=course)

    assert covers(place)["guard"][0] == (CoverageState.NOBODY, 0, 0)
    posted(post, place, passed=course)
    assert covers(place)["guard"][0] == (CoverageState.COVERED, 1, 1)


def test_rule_of_one_establishment_leaves_the_others_uncovered(rules):
    course = teaching("C1", "76(1)(a)")
    top = EstablishmentFactory()
    here = EstablishmentFactory(parent=top)
    there = EstablishmentFactory(parent=top)
    post = PostFactory(code="guard")
    RequirementFactory(post=post, course=course, establishment=here)
    posted(post, here, passed=course)
    posted(post, there, passed=course)

    assert covers(here)["guard"][0] == (CoverageState.COVERED, 1, 1)
    assert covers(there)["guard"][0] == (CoverageState.UNCOVERED, 0, 1)
    assert covers(top)["guard"][0] == (CoverageState.PARTLY, 1, 2)


def test_sheets_are_of_the_places_where_somebody_works_with_their_units(rules):
    top = EstablishmentFactory(kind=Establishment.Kind.DEPARTMENT)
    house = EstablishmentFactory(parent=top)
    unit = EstablishmentFactory(parent=house, kind=Establishment.Kind.UNIT)
    posted(PostFactory(), unit)

    found = CoverageSurvey(StaffMember.objects.all(), ON).each([top, house, unit])

    assert [one.place for one in found] == [house]


def test_trainers_are_told_which_courses_teach_without_people(rules):
    rule = RequirementFactory(course=teaching("C1", "76(1)(c)"))

    (row,) = build_course_matrix(ON).rows

    assert (row.post, [cell.cover for cell in row.cells]) == (
        rule.post,
        [
            CoverageState.UNCOVERED,
            CoverageState.UNCOVERED,
            CoverageState.COVERED,
            CoverageState.UNCOVERED,
            CoverageState.UNCOVERED,
        ],
    )


@pytest.mark.parametrize("people", [1, 3])
def test_survey_takes_as_many_queries_for_three_people(
    rules, people, django_assert_num_queries
):
    place = EstablishmentFactory()
    for number in range(people):
        course = teaching(f"C{number}", *PROVISIONS)
        post = PostFactory()
        RequirementFactory(post=post, course=course)
        posted(post, place, passed=course)

    with django_assert_num_queries(12):  # two of them for what was known on that day
        found = CoverageSurvey(StaffMember.objects.all(), ON).under([place])

    assert len(found.rows) == people
