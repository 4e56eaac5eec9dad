"""What a change of the rules would do, person by person, before it is saved."""

from datetime import date

import pytest
import time_machine
from django.utils import translation

from courses.compliance.errors import ComplianceError, PreviewChangedError
from courses.compliance.models import Requirement, RuleException
from courses.compliance.rule_changes import (
    apply_rule_draft,
    create_rule_draft,
    load_draft_preview,
)
from courses.compliance.rule_preview import (
    PreviewLine,
    RuleChange,
    RuleEffect,
    preview_for_person,
    preview_rule_change,
)
from courses.compliance.standing_explanations import list_explanation_steps
from courses.compliance.status import list_standings
from elearning.audit.models import Entry
from elearning.staff.models import Absence, Establishment, StaffMember
from tests.factories.accounts import UserFactory
from tests.factories.compliance import ExemptionFactory, PassFactory, RequirementFactory
from tests.factories.courses import CourseFactory
from tests.factories.staff import AppointmentFactory, EstablishmentFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

TODAY = date(2026, 6, 1)
NOTHING = ("not-required", "", "")


@pytest.fixture(autouse=True)
def today():
    with (
        time_machine.travel("2026-06-01 07:00Z", tick=False),
        translation.override("en"),
    ):
        yield


@pytest.fixture
def post():
    return PostFactory()


@pytest.fixture
def course():
    return CourseFactory(validity_months=24, code="C1")


def rule(post, course, **fields):
    plain = {"months": 12, "starts_on": TODAY}
    return Requirement(post=post, course=course, **plain | fields)


def test_new_rule_adds_who_it_asks_with_their_dates(post, course):
    held = AppointmentFactory(post=post, starts_on=date(2020, 1, 1))
    new = AppointmentFactory(post=post, starts_on=TODAY)
    AppointmentFactory()
    passed = AppointmentFactory(post=post)
    PassFactory(learner=passed.staff_member, course=course, passed_on=date(2026, 3, 14))

    found = preview_rule_change(RuleChange(TODAY, new=rule(post, course)))

    assert {line.person: line[1:] for line in found.lines} == {
        held.staff_member_id: (
            "added",
            NOTHING,
            ("due", "2026-07-31", ""),
            "",
        ),
        new.staff_member_id: ("added", NOTHING, ("due", "2026-07-01", ""), ""),
        passed.staff_member_id: (
            "added",
            ("not-required", "", "2028-03-14"),
            ("valid", "2027-03-14", "2027-03-14"),
            "",
        ),
    }
    assert found.unchanged == 0


def test_ended_rule_removes_and_stricter_one_keeps_its_people(post, course):
    old = RequirementFactory(post=post, course=course)
    away = AppointmentFactory(post=post)
    place = EstablishmentFactory()
    stays = AppointmentFactory(post=post, establishment=place)
    RequirementFactory(post=post, course=course, establishment=place, months=6)

    found = preview_rule_change(RuleChange(date(2026, 7, 1), old=old))

    assert [(line.person, line.effect) for line in found.lines] == [
        (away.staff_member_id, "removed")
    ]
    assert found.unchanged == 1
    assert stays.staff_member_id not in {line.person for line in found.lines}


def test_changed_rule_tells_changed_dates_from_those_that_stay(post, course):
    old = RequirementFactory(post=post, course=course, months=24)
    long = AppointmentFactory(post=post).staff_member
    PassFactory(learner=long, course=course, passed_on=date(2026, 3, 14))
    never = AppointmentFactory(post=post).staff_member
    kept = {"course": course, "post": post, "starts_on": date(2026, 7, 1)}

    same = preview_rule_change(
        RuleChange(date(2026, 7, 1), old, Requirement(months=24, **kept))
    )
    other = preview_rule_change(
        RuleChange(date(2026, 7, 1), old, Requirement(months=12, **kept))
    )

    assert (same.lines, same.unchanged) == ([], 2)
    assert other.lines == [
        PreviewLine(
            long.pk,
            "changed",
            ("valid", "2028-03-14", "2028-03-14"),
            ("valid", "2027-03-14", "2027-03-14"),
        ),
        PreviewLine(
            never.pk,
            "changed",
            ("expired", "2020-01-31", ""),
            ("due", "2026-08-30", ""),
        ),
    ]


def test_days_that_cannot_be_are_told_with_their_ground(post, course):
    old = AppointmentFactory(post=post, starts_on=date(1900, 1, 1)).staff_member
    away = AppointmentFactory(post=post).staff_member
    Absence.objects.create(
        staff_member=away, kind=Absence.Kind.PARENTAL, starts_on=date(2026, 1, 1)
    )
    back_soon = AppointmentFactory(post=post).staff_member
    Absence.objects.create(
        staff_member=back_soon,
        kind=Absence.Kind.ILLNESS,
        starts_on=date(2026, 5, 1),
        ends_on=date(2026, 6, 20),
    )
    exempt = AppointmentFactory(post=post, starts_on=date(1900, 1, 1)).staff_member
    ExemptionFactory(staff_member=exempt, course=course)

    found = preview_rule_change(RuleChange(TODAY, new=rule(post, course)))

    assert {line.person: line.ground for line in found.lines} == {
        old.pk: RuleException.Ground.NO_START,
        away.pk: RuleException.Ground.AWAY,
        back_soon.pk: "",
        exempt.pk: "",
    }
    assert len(found.impossible) == 2


def test_who_would_be_late_from_the_first_day_on_has_an_impossible_day(post, course):
    RequirementFactory(post=post, course=course, ends_on=date(2026, 5, 31))
    AppointmentFactory(post=post)

    (line,) = preview_rule_change(RuleChange(TODAY, new=rule(post, course))).lines

    assert (line.effect, line.after.due_on) == ("added", "2020-01-31")
    assert line.ground == RuleException.Ground.PAST


def test_preview_is_what_standings_say_once_it_is_saved(post, course):
    by = UserFactory()
    for start in (date(2020, 1, 1), date(2026, 5, 25), date(2026, 6, 1)):
        person = AppointmentFactory(post=post, starts_on=start).staff_member
        PassFactory(learner=person, course=course, passed_on=date(2025, 8, 1))
    old = RequirementFactory(post=post, course=course, months=24)
    change = RuleChange(TODAY, old, rule(post, course, window_days=90))
    told = preview_rule_change(change)

    draft = apply_rule_draft(
        draft := create_rule_draft(change, by=by),
        digest=draft.digest,
        by=by,
        reason="Order 3",
    )

    after = list_standings(StaffMember.objects.all(), on=TODAY)
    assert {one.person.pk: one.state.value for one in after} == {
        line.person: line.after.state for line in told.lines
    }
    assert draft.after.window_days == 90
    assert draft.saved_at is not None


def test_saving_refuses_when_somebody_has_moved_and_shows_the_new_list(post, course):
    by = UserFactory()
    AppointmentFactory(post=post)
    draft = create_rule_draft(RuleChange(TODAY, new=rule(post, course)), by=by)
    seen = draft.digest
    newcomer = AppointmentFactory(post=post)

    with (
        translation.override("en"),
        pytest.raises(
            PreviewChangedError, match=r"\. 1 person is new in the list\. Nothing"
        ),
    ):
        apply_rule_draft(draft, digest=seen, by=by, reason="Order 3")

    draft.refresh_from_db()
    assert load_draft_preview(draft).moved == {newcomer.staff_member_id}
    assert not Requirement.objects.exists()
    assert not Entry.objects.exists()
    assert load_draft_preview(draft).count(RuleEffect.ADDED) == 2
    assert (
        apply_rule_draft(draft, digest=draft.digest, by=by, reason="Order 3").after
        is not None
    )


def test_saving_twice_without_a_reason_or_after_its_day_is_refused(post, course):
    by = UserFactory()
    draft = create_rule_draft(RuleChange(TODAY, new=rule(post, course)), by=by)
    plain = {"digest": draft.digest, "by": by}

    with pytest.raises(ComplianceError, match="Give the reason"):
        apply_rule_draft(draft, reason=" ", **plain)
    with (
        time_machine.travel("2026-06-02 07:00Z", tick=False),
        pytest.raises(ComplianceError, match="The past cannot be changed"),
    ):
        apply_rule_draft(draft, reason="Order 3", **plain)
    apply_rule_draft(draft, reason="Order 3", **plain)
    with pytest.raises(ComplianceError, match="already been saved"):
        apply_rule_draft(draft, reason="Order 3", **plain)

    assert Requirement.objects.count() == 1


def test_number_of_queries_does_not_depend_on_people_or_rules(
    post, course, django_assert_num_queries
):
    change = RuleChange(TODAY, new=rule(post, course))
    AppointmentFactory(post=post)
    with django_assert_num_queries(9):
        preview_rule_change(change)

    for _number in range(2):
        person = AppointmentFactory(post=post).staff_member
        PassFactory(learner=person, course=course)
        RequirementFactory(course=course)
    with django_assert_num_queries(9):
        preview_rule_change(change)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"kind": Establishment.Kind.ACADEMY},
        {"with_acting": False},
        {"least_share": 50},
        {"appointed_from": date(2026, 1, 1)},
    ],
)
def test_condition_on_appointments_is_the_same_as_of_one(post, course, fields):
    academy = EstablishmentFactory(kind=Establishment.Kind.ACADEMY)
    rows = [
        AppointmentFactory(post=post),
        AppointmentFactory(post=post, establishment=academy),
        AppointmentFactory(post=post, is_acting=True),
        AppointmentFactory(post=post, share=25),
        AppointmentFactory(post=post, starts_on=date(2026, 2, 1)),
        AppointmentFactory(),
    ]
    one = rule(post, course, **fields)

    meant = type(rows[0]).objects.filter(one.of_appointments)

    assert set(meant) == {row for row in rows if one.covers(row)}


def test_worked_example_says_each_step_with_the_dates_of_one_person(post, course):
    held = AppointmentFactory(
        post=post, starts_on=date(2025, 1, 1), establishment__title_en="Prison 7"
    )
    person = held.staff_member
    PassFactory(learner=person, course=course, passed_on=date(2026, 3, 14))

    _before, after = preview_for_person(
        RuleChange(TODAY, new=rule(post, course)), person
    )

    assert list_explanation_steps(after)[:4] == [
        f"Position: {post.title}, Prison 7, since 1 January 2025.",
        "The course has been required of this person since 1 June 2026.",
        "Someone already in service has 60 days: by 31 July 2026.",
        (
            "The certificate is valid until 14 March 2028, but the position requires "
            "renewal by 14 March 2027."
        ),
    ]
    assert list_explanation_steps(after)[4:] == [
        (
            "For the position it counts until 14 March 2027: passed on 14 March 2026, "
            "12 months."
        ),
        (
            "To be done by 14 March 2027; “due” from 13 January 2027, "
            "days of grace until 28 March 2027."
        ),
    ]
