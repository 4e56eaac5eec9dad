"""What a change touches, languages and coverage: a ministry's site asks no more than a small one.

Both sites are made once; every test counts the same queries on each.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import pytest
from django.core.paginator import Paginator
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from courses.assessment.models import QuestionState, ReviewTask, annotate_state
from courses.desk.parity.parity_states import count_parity_states, filter_parity_units
from courses.desk.parity.parity_table import build_parity_sheet, list_unit_rows
from courses.models import Course, Unit
from courses.provisions.document_release import release_document
from courses.provisions.models import DocumentVersion
from courses.traceability.clause_impact import CitingGroup, build_clause_impact
from courses.traceability.coverage_matrix import CoverageState
from courses.traceability.provision_coverage import (
    PROVISIONS,
    CoverageSurvey,
    build_course_matrix,
)
from elearning.accounts.roles import Role
from elearning.languages import CODES
from elearning.staff.models import Establishment, StaffMember
from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.approvals import approved
from tests.factories.large import certified, changed_site, citing_course, people
from tests.factories.provisions import released_instrument
from tests.factories.staff import RemitFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PASSED, ON = date(2026, 3, 2), date(2026, 6, 1)


@dataclass(frozen=True)
class Site:
    """How much there is, the version that changes every clause, and where the people are."""

    clauses: int
    questions: int
    people: int
    version: DocumentVersion
    course: Course
    place: Establishment


@contextmanager
def made(clauses, questions, number):
    """A site whose guideline has changed in every clause; it is gone afterwards."""
    with transaction.atomic():
        version, course = changed_site(clauses, questions)
        instrument = released_instrument(*PROVISIONS)
        rules = citing_course("RULES", list(instrument.clauses.all()), len(PROVISIONS))
        place = people(number, posts=2)
        for one in (course, rules):
            certified(one, PASSED)
        yield Site(clauses, questions, number, version, course, place)
        transaction.set_rollback(True)


def queries_of_pages(site):
    """How many queries each page of the desk takes, by role and name."""
    document = site.version.document
    pages = [
        (Role.TRAINER, "impact", [document.slug]),
        (Role.TRAINER, "parity", []),
        (Role.TRAINER, "register-document", [document.code]),
        (Role.TRAINER, "coverage", []),
        (Role.MINISTRY_HR, "coverage", []),
    ]
    found = {}
    for role, name, args in pages:
        user = UserFactory(roles=[role])
        RemitFactory(user=user, role=role, establishment=site.place)
        client = Client()
        pass_both_steps(client, user)
        client.get(url := reverse(f"desk:{name}", args=args))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        found[role, name] = len(queries)
    return found


@pytest.fixture(scope="module")
def pages_of_a_small_site(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), made(1, 5, 2) as small:
        return queries_of_pages(small)


@pytest.fixture(
    scope="module", params=[(1, 5, 2), (500, 5000, 200)], ids=["small", "large"]
)
def site(request, pages_of_a_small_site, django_db_blocker):
    """A small site, then a ministry's."""
    with django_db_blocker.unblock(), made(*request.param) as found:
        yield found


@pytest.fixture
def trainer():
    return UserFactory(roles=[Role.TRAINER])


def test_what_all_clauses_touch_is_listed_in_three_queries(
    site, django_assert_num_queries
):
    clauses = list(site.version.document.clauses.all())

    with django_assert_num_queries(3):
        found = build_clause_impact(clauses, Course.objects.all())

    assert len(found.groups[CitingGroup.QUESTIONS]) == site.questions
    with django_assert_num_queries(2):
        touched = found.people(ON)
    assert (touched.certificates, touched.people) == (site.people, site.people)


def test_release_opens_a_task_for_each_question_and_lists_them_all(site):
    approvals = approved([site.version.digest])

    edition = release_document(site.version, approvals, by=None)
    clauses = [change.clause for change in edition.changes.all()]
    found = build_clause_impact(clauses, Course.objects.all())

    assert len(clauses) == site.clauses
    left = annotate_state(Unit.objects.filter(course=site.course)).filter(
        state=QuestionState.REVIEW
    )
    assert left.count() == site.questions
    assert ReviewTask.objects.count() == site.questions
    assert len(found.groups[CitingGroup.QUESTIONS]) == site.questions


@translation.override("en")
def test_languages_of_all_questions_are_told_in_six_queries(
    site, trainer, django_assert_num_queries
):
    with django_assert_num_queries(6):
        units = filter_parity_units(
            trainer, {"course": site.course, "state": "missing"}
        )
        page = Paginator(units, 50).get_page(1)
        listed = list_unit_rows(page.object_list, CODES)
        numbers = count_parity_states(units, CODES)

    assert [cell.words for cell in listed[0].cells] == ["Equal", "Equal", "Missing"]
    assert numbers["en"] == {
        "missing": site.questions,
        "outdated": 0,
        "in-review": 0,
        "equal": 0,
    }


@translation.override("en")
def test_languages_are_exported_whole_in_three_queries(
    site, trainer, django_assert_num_queries
):
    units = filter_parity_units(trainer, {"course": site.course})

    with django_assert_num_queries(3):
        whole = list(build_parity_sheet(units, ("kk",), by=trainer).rows)

    assert len(whole) == site.questions
    assert whole[0] == ["LARGE", "Question", "q0000", "q0000 kk", "Equal"]


def test_coverage_of_all_people_is_told_in_twelve_queries(
    site, django_assert_num_queries
):
    with django_assert_num_queries(12):
        found = CoverageSurvey(StaffMember.objects.all(), ON).under([site.place])

    cells = [cell for row in found.rows for cell in row.cells]
    half = site.people // 2
    told = [(cell.cover, cell.held, cell.counted) for cell in cells]
    assert told == [(CoverageState.COVERED, half, half)] * 10


def test_what_courses_teach_is_told_in_three_queries(site, django_assert_num_queries):
    with django_assert_num_queries(3):
        found = build_course_matrix(ON)

    courses = [[one.code for one in cell.courses] for cell in found.rows[0].cells]
    assert courses == [["RULES"]] * len(PROVISIONS)


def test_pages_take_as_many_queries_as_on_a_small_site(site, pages_of_a_small_site):
    assert queries_of_pages(site) == pages_of_a_small_site
