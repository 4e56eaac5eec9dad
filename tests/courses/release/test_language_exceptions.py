"""Language exceptions: two people, a reason, a last day, and the end of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.errors import LanguageExceptionError, ReleaseError
from courses.models import LanguageException, LanguageExceptionWord
from courses.release import language_exceptions, proposal_approval
from courses.release.edition_proposal import EditionProposal
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.courses import (
    CourseFactory,
    CourseRemitFactory,
    UnitFactory,
    UnitVersionFactory,
)

pytestmark = pytest.mark.django_db


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def lagging(course, languages=("kk",)):
    """A lesson of ``course`` that lacks Russian, proposed."""
    version = UnitVersionFactory(unit=UnitFactory(course=course), languages=languages)
    position = course.proposed_entries.count() + 1
    course.proposed_entries.create(unit=version.unit, position=position)
    return version


def ask(course, *, days=30, reason="Аударма кешігеді.", by=None):
    by = by or UserFactory()
    return language_exceptions.request_language_exception(
        course, reason=reason, until=today(days), by=by
    )


def signed(course, until, version):
    """An exception as it stands in the database, whenever its last day was."""
    row = LanguageException.objects.create(
        course=course, reason="x", until=until, at=timezone.now()
    )
    row.units.add(version.unit)
    LanguageExceptionWord.objects.create(
        exception=row, is_signed=True, at=timezone.now()
    )
    return row


@pytest.fixture
def course():
    return CourseFactory()


@pytest.mark.parametrize(
    "facts", [{"days": -1}, {"days": 91}, {"reason": "  "}], ids=str
)
def test_exception_without_reason_or_with_a_wrong_day_is_refused(course, facts):
    lagging(course)

    with pytest.raises(LanguageExceptionError) as error:
        ask(course, **facts)

    assert not LanguageException.objects.exists()
    entry = Entry.objects.get(action="courses.exception_refused")
    assert entry.reason == str(error.value)


def test_exception_is_refused_where_nothing_differs(course):
    lagging(course, languages=("kk", "ru"))

    with pytest.raises(LanguageExceptionError):
        ask(course)


def test_second_request_is_refused_while_one_waits(course):
    lagging(course)
    ask(course)

    with pytest.raises(LanguageExceptionError):
        ask(course)

    assert LanguageException.objects.count() == 1


def test_whoever_asked_does_not_sign(course):
    lagging(course)
    person = UserFactory()
    asked = ask(course, by=person)

    with pytest.raises(LanguageExceptionError):
        language_exceptions.decide_language_exception(asked, sign=True, by=person)

    assert EditionProposal(course).missing
    assert not LanguageExceptionWord.objects.exists()


def test_exception_is_decided_once(course):
    lagging(course)
    asked = ask(course)
    language_exceptions.decide_language_exception(asked, sign=False, by=UserFactory())

    with pytest.raises(LanguageExceptionError):
        language_exceptions.decide_language_exception(
            asked, sign=True, by=UserFactory()
        )

    assert LanguageException.objects.get().state(today()) == "declined"


def test_exception_whose_day_has_passed_is_not_signed(course):
    lagging(course)
    row = LanguageException.objects.create(
        course=course, reason="x", until=today(-1), at=timezone.now()
    )

    with pytest.raises(LanguageExceptionError):
        language_exceptions.decide_language_exception(row, sign=True, by=UserFactory())


@pytest.mark.parametrize("languages", [("kk",), ("ru",)])
def test_signed_exception_lets_the_languages_differ(course, languages):
    version = lagging(course, languages)
    language_exceptions.decide_language_exception(
        ask(course), sign=True, by=UserFactory()
    )
    approved([version.digest])

    edition = proposal_approval.release_proposal(course, by=UserFactory())

    assert list(edition.entries.values_list("version", flat=True)) == [version.pk]
    actions = Entry.objects.values_list("action", flat=True)
    assert {"courses.exception_asked", "courses.exception_signed"} <= set(actions)


@pytest.mark.parametrize(("days", "is_refused"), [(-1, True), (0, False)])
def test_exception_falls_by_itself_after_its_last_day(course, days, is_refused):
    version = lagging(course)
    signed(course, today(days), version)
    approved([version.digest])

    if is_refused:
        with pytest.raises(ReleaseError):
            proposal_approval.release_proposal(course, by=UserFactory())
    else:
        proposal_approval.release_proposal(course, by=UserFactory())

    assert course.editions.exists() is not is_refused


def test_request_alone_lets_nothing_pass(course):
    lagging(course)
    ask(course)

    assert EditionProposal(course).missing


def test_exception_covers_only_the_parts_that_it_names(course):
    lagging(course)
    language_exceptions.decide_language_exception(
        ask(course), sign=True, by=UserFactory()
    )
    other = lagging(course)

    assert [gap.unit for gap in language_exceptions.list_unexcepted_gaps(course)] == [
        other.unit_id
    ]
    assert len(EditionProposal(course).missing) == 1


def test_trainer_sees_the_exceptions_of_her_courses_alone(course):
    lagging(course)
    asked = ask(course)
    theirs, another = (
        CourseRemitFactory(course=course).user,
        CourseRemitFactory().user,
    )
    reviewer = UserFactory(roles=[Role.SAFEGUARD_REVIEWER])

    seen = [
        list(LanguageException.objects.visible_to(one))
        for one in (theirs, another, reviewer)
    ]
    assert seen == [[asked], [], [asked]]
