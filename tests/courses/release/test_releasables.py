"""The pipeline that courses and documents share: one registry of kinds, one of checks."""

import pytest
from django.contrib.auth.models import Group

from courses.errors import ReleaseError
from courses.models import Course, PlannedRelease
from courses.provisions.document_release import DocumentProposal
from courses.provisions.models import Document
from courses.release import gates, releasables
from courses.release.edition_proposal import EditionProposal
from courses.release.gates import ReleaseFinding
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.courses import CourseFactory, UnitFactory, UnitVersionFactory
from tests.factories.provisions import published_guideline, released_instrument

pytestmark = pytest.mark.django_db


@pytest.fixture
def checks(monkeypatch):
    monkeypatch.setattr(gates, "_checks", [])


@pytest.fixture
def course():
    version = UnitVersionFactory(unit=UnitFactory(course=CourseFactory()))
    version.unit.course.proposed_entries.create(unit=version.unit, position=1)
    return version.unit.course


def refuse(row, versions):
    return [ReleaseFinding(f"{row.code}: {len(versions)}")]


def warn(row, versions):
    return [ReleaseFinding("Mind this.", is_refusal=False)]


def test_model_that_nobody_registered_is_no_releasable():
    with pytest.raises(StopIteration):
        releasables.get_releasable(Group())


def test_plan_for_something_that_is_gone_is_refused():
    with pytest.raises(ReleaseError):
        releasables.resolve_releasable(PlannedRelease(subject="MG-99"))


def test_registering_again_changes_nothing(checks):
    releasables.register(EditionProposal)
    for _time in range(2):
        gates.register(Course, refuse)

    assert releasables._kinds.count(EditionProposal) == 1
    assert gates._checks == [(Course, refuse)]


def test_check_sees_the_rows_of_its_model_alone(checks, course):
    version = published_guideline("1.1")
    gates.register(Document, refuse)
    gates.register(Course, warn)

    proposals = [EditionProposal(course), DocumentProposal(version.document)]

    assert [one.faults for one in proposals] == [[], ["MG-6: 1"]]
    assert [one.warnings for one in proposals] == [["Mind this."], []]


def test_instrument_is_approved_by_nobody():
    found = DocumentProposal(released_instrument("1"))

    assert (found.parts, found.heavy, found.list_review_subjects()) == ([], [], [])


@pytest.mark.parametrize("seen", ["", "another"], ids=repr)
def test_proposal_that_was_not_seen_is_not_released(course, seen):
    version = published_guideline("1.1")
    for row in (course, version.document):
        with pytest.raises(ReleaseError) as error:
            releasables.get_releasable(row).release(by=UserFactory(), seen=seen)

        assert len(error.value.reasons) == 1


def test_given_approvals_alone_count(course):
    version = published_guideline("1.1")
    approvals = approved([version.digest])

    missing = [
        DocumentProposal(version.document, version, given).missing
        for given in (None, [], approvals)
    ]

    assert [len(one) for one in missing] == [0, 2, 0]
