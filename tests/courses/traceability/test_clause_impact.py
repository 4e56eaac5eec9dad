"""What a changed clause touches: everything that cites it, and whoever learned that."""

from datetime import date, timedelta

import pytest

from courses.models import Course, UnitText
from courses.provisions import citation_index
from courses.provisions.document_versions import record_document_version
from courses.provisions.models import Clause
from courses.traceability.clause_impact import (
    CitingGroup,
    add_citing_titles,
    build_clause_impact,
)
from tests.factories.assessment import edition_with_exam
from tests.factories.certificates import CertificateFactory, CertifiedCompletionFactory
from tests.factories.courses import CourseFactory, EditionFactory, EnrolmentFactory
from tests.factories.provisions import (
    DocumentFactory,
    document_text,
    published_guideline,
    released_instrument,
)
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 1)


@pytest.fixture
def clauses():
    released_instrument("1", "2", "43")
    return list(Clause.objects.order_by("pk"))


def cite(version, **places):
    """Have the Kazakh text of ``version`` cite at the places what they name."""
    cited = {place.removeprefix("whole"): codes for place, codes in places.items()}
    UnitText.objects.filter(version=version, language="kk").update(
        details={"cited": cited}
    )
    citation_index.index_unit_version(version)


def course_citing(code, *codes, questions=2):
    """A course whose lesson and first question rest on ``codes``."""
    edition = edition_with_exam([{}] * questions, course=CourseFactory(code=code))
    entries = edition.entries.order_by("position")
    lesson, _exam, question = (entry.version for entry in entries[:3])
    cite(lesson, whole=list(codes), block=list(codes))
    cite(question, whole=list(codes))
    return edition


def seen(found):
    return {
        group: [(one.code, one.clauses, one.places) for one in found.groups[group]]
        for group in CitingGroup.values
    }


def unit(edition, position):
    return str(edition.entries.order_by("position")[position].version.unit)


def test_clause_that_nobody_cites_touches_nothing(clauses):
    found = build_clause_impact(clauses, Course.objects.all())

    assert seen(found) == {group: [] for group in CitingGroup.values}
    assert found.courses == []
    assert (found.people(DAY).certificates, found.people(DAY).people) == (0, 0)


def test_everything_that_rests_on_a_clause_is_listed(clauses):
    edition = course_citing("T1", "NMR 43")
    course_citing("T2", "NMR 1")
    guideline = DocumentFactory(kind="guideline", code="MG-6", shorts={})
    text = document_text("1.1")
    text["sections"][0]["clauses"][0]["cites"] = ["NMR 43"]
    version = record_document_version(guideline, "kk", text, by=None)
    guideline.editions.create(
        version=version, number=1, released_at="2026-01-01T00:00Z"
    )

    found = build_clause_impact(
        Clause.objects.filter(number="43"), Course.objects.all()
    )

    assert seen(found) == {
        "pages": [(unit(edition, 0), ["43"], 2)],
        "questions": [(unit(edition, 2), ["43"], 1)],
        "exams": [("T1 exam", ["43"], 0)],
        "guidelines": [("MG-6", ["43"], 1)],
    }
    assert [course.code for course in found.courses] == ["T1"]


def test_what_learners_no_longer_begin_is_left_out(clauses):
    edition = course_citing("T1", "NMR 43")
    EditionFactory(course=edition.course, number=edition.number + 1)

    found = build_clause_impact(clauses, Course.objects.all())

    assert seen(found) == {group: [] for group in CitingGroup.values}


def test_courses_outside_the_remit_are_left_out(clauses):
    course_citing("T1", "NMR 43")
    other = course_citing("T2", "NMR 43")

    found = build_clause_impact(clauses, Course.objects.filter(pk=other.course_id))

    assert [course.code for course in found.courses] == ["T2"]
    assert [one.code for one in found.groups[CitingGroup.EXAMS]] == ["T2 exam"]


def test_people_are_counted_once_and_certificates_on_the_day(clauses):
    one, two = course_citing("T1", "NMR 43"), course_citing("T2", "NMR 43")
    holder = StaffMemberFactory()
    for edition in (one, two):
        done = CertifiedCompletionFactory(learner=holder, edition=edition)
        CertificateFactory(completion=done)
    CertificateFactory(
        completion=CertifiedCompletionFactory(
            edition=one, expires_on=DAY - timedelta(days=1)
        )
    )
    EnrolmentFactory(edition=one)
    EnrolmentFactory(edition=one, learner=holder)

    people = build_clause_impact(clauses, Course.objects.all()).people(DAY)

    assert (people.certificates, people.people) == (2, 2)


def test_titles_are_those_of_the_readers_language(clauses):
    edition = course_citing("T1", "NMR 43")
    found = build_clause_impact(clauses, Course.objects.all())

    (page,) = add_citing_titles(found.groups[CitingGroup.PAGES], CitingGroup.PAGES)

    assert page.title == f"{edition.entries.get(position=1).version.unit.slug} kk"


def test_guideline_that_waits_is_not_read_yet(clauses):
    published_guideline("1.1")

    assert (
        build_clause_impact(Clause.objects.all(), Course.objects.all()).groups[
            "guidelines"
        ]
        == []
    )
