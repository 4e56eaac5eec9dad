"""Releases at a set time: exactly what was approved, or nothing and a word to the planner."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.errors import ReleaseError
from courses.models import PlannedRelease, PlannedReleaseEnd
from courses.release import planned_releases
from courses.release.edition_proposal import EditionProposal
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.courses import CourseFactory, UnitFactory, UnitVersionFactory

pytestmark = pytest.mark.django_db

_Outcome = PlannedReleaseEnd.Outcome


def later(hours=1):
    return timezone.now() + timedelta(hours=hours)


def part(course, number=1, unit=None):
    return UnitVersionFactory(unit=unit or UnitFactory(course=course), number=number)


def plan(course, *, by, due=None, seen=None):
    seen = seen or EditionProposal(course).seal
    return planned_releases.plan_release(course, due=due or later(), by=by, seen=seen)


def outcomes():
    return list(PlannedReleaseEnd.objects.values_list("outcome", flat=True))


@pytest.fixture
def version():
    """A lesson that every gate lets pass."""
    course = CourseFactory()
    version = part(course)
    course.proposed_entries.create(unit=version.unit, position=1)
    approved([version.digest])
    return version


@pytest.fixture
def course(version):
    return version.unit.course


@pytest.fixture
def trainer():
    return UserFactory(roles=[Role.TRAINER])


def test_moment_that_has_passed_is_refused(course, trainer):
    with pytest.raises(ReleaseError):
        plan(course, by=trainer, due=later(-1))

    assert Entry.objects.filter(action="courses.plan_refused").count() == 1
    assert not PlannedRelease.objects.exists()


def test_what_was_not_seen_or_not_approved_is_not_planned(course, version, trainer):
    with pytest.raises(ReleaseError):
        plan(course, by=trainer, seen="another")
    part(course, 2, version.unit)
    with pytest.raises(ReleaseError):
        plan(course, by=trainer)


def test_second_plan_is_refused_while_one_waits(course, trainer):
    plan(course, by=trainer)

    with pytest.raises(ReleaseError):
        plan(course, by=trainer)


def test_nothing_is_released_before_its_time(course, trainer):
    plan(course, by=trainer)

    assert planned_releases.run_due_releases(timezone.now()) == 0
    assert not course.editions.exists()


def test_what_was_approved_is_released_at_its_time_and_once(course, version, trainer):
    planned = plan(course, by=trainer)

    done = [planned_releases.run_due_releases(later(2)) for _tick in range(2)]

    edition = course.editions.get()
    assert done == [1, 0]
    assert list(edition.entries.values_list("version", flat=True)) == [version.pk]
    assert edition.released_by == trainer
    assert (planned.end.outcome, planned.end.edition) == (_Outcome.RELEASED, edition)


def test_whatever_changed_meanwhile_refuses_and_tells_the_planner(
    course, version, trainer
):
    plan(course, by=trainer)
    newer = part(course, 2, version.unit)
    approved([newer.digest])

    assert planned_releases.run_due_releases(later(2)) == 1

    notice = Notice.objects.get()
    assert not course.editions.exists()
    assert outcomes() == [_Outcome.REFUSED]
    assert (notice.user, notice.kind) == (trainer, planned_releases.KIND)
    assert notice.context == {"code": course.code}
    assert Entry.objects.filter(action="courses.release_refused").count() == 1


@pytest.mark.parametrize("change", [{"is_active": False}, {"roles": []}], ids=str)
def test_planner_who_may_not_release_any_more_releases_nothing(course, trainer, change):
    plan(course, by=trainer)
    if "roles" in change:
        trainer.groups.clear()
    else:
        type(trainer).objects.filter(pk=trainer.pk).update(is_active=False)

    planned_releases.run_due_releases(later(2))

    assert not course.editions.exists()
    assert outcomes() == [_Outcome.REFUSED]


def test_plan_that_is_called_off_releases_nothing(course, trainer):
    planned = plan(course, by=trainer)
    planned_releases.cancel_planned_release(planned, by=UserFactory())

    assert planned_releases.run_due_releases(later(2)) == 0
    assert planned_releases.find_planned_release(course) is None
    assert not course.editions.exists()
    with pytest.raises(ReleaseError):
        planned_releases.cancel_planned_release(planned, by=trainer)


def test_one_plan_that_is_refused_holds_up_no_other(course, version, trainer):
    plan(course, by=trainer, due=later(1))
    part(course, 2, version.unit)
    other = CourseFactory()
    fine = part(other)
    other.proposed_entries.create(unit=fine.unit, position=1)
    approved([fine.digest])
    plan(other, by=trainer, due=later(2))

    assert planned_releases.run_due_releases(later(3)) == 2
    assert outcomes() == [_Outcome.REFUSED, _Outcome.RELEASED]
