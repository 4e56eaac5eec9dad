"""A confirmed list is applied as it was shown, altogether or not at all."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.staff.amendment_history import known_in_force
from elearning.staff.events import PeopleChanged, PeopleRenamed
from elearning.staff.importing import (
    plan_writer,
    staff_list_confirmation,
    staff_list_jobs,
)
from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.models import StaffList
from elearning.staff.importing.staff_list_upload import create_staff_list
from elearning.staff.models import Amendment, Appointment, Rank, RankHeld, StaffMember
from tests.events import hearing
from tests.factories.accounts import UserFactory
from tests.factories.staff import AppointmentFactory, RemitFactory
from tests.factories.staff_lists import (
    DAY,
    HEADINGS,
    bring,
    counts,
    csv_list,
    put_through,
    row,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

YESTERDAY = DAY - timedelta(days=1)
NAMES = ("Сериков", "Арман", "")


def serving(number, place, post, **facts):
    return AppointmentFactory(
        staff_member__staff_number=number, establishment=place, post=post, **facts
    )


def held():
    """Who holds what, from when to when."""
    rows = Appointment.objects.order_by("staff_member__staff_number", "starts_on", "pk")
    return [
        (
            one.staff_member.staff_number,
            one.establishment.code,
            one.post.code,
            one.starts_on,
            one.ends_on,
        )
        for one in rows.select_related("staff_member", "establishment", "post")
    ]


@pytest.fixture
def ministry(service):
    user = UserFactory(roles=[Role.MINISTRY_HR])
    RemitFactory(user=user, role=Role.MINISTRY_HR, establishment=service.root)
    return user


def test_list_is_applied_as_it_was_shown(service, ministry):
    for number in ("1", "2", "3"):
        serving(number, service.east, service.guard)
    made = bring(
        csv_list(
            row("1", "east", "guard"),
            row("2", "west", "guard"),
            row("4", "east", "doctor", ("Ғани", "Әсел", "Өтегенқызы")),
        ),
        by=ministry,
        place=service.root,
        complete=True,
    )

    put_through(made, by=ministry, leaving=1)

    start = date(2020, 1, 1)
    assert made.state == "applied"
    assert held() == [
        ("1", "east", "guard", start, None),
        ("2", "east", "guard", start, YESTERDAY),
        ("2", "west", "guard", DAY, None),
        ("3", "east", "guard", start, DAY),
        ("4", "east", "doctor", DAY, None),
    ]
    new = StaffMember.objects.get(staff_number="4")
    assert (new.full_name, new.language, new.user) == (
        "Ғани Әсел Өтегенқызы",
        "kk",
        None,
    )


def test_every_person_finds_in_her_record_what_the_list_did(service, ministry):
    moved = serving("1", service.east, service.guard).staff_member
    made = bring(csv_list(row("1", "west", "guard")), by=ministry, place=service.root)

    put_through(made, by=ministry)

    told = Entry.objects.filter(person=moved.key).order_by("pk")
    assert [(one.action, one.by_id) for one in told] == [
        ("staff.appointment_ended", ministry.pk),
        ("staff.appointed", ministry.pk),
    ]
    assert made.sha256[:12] in told[0].reason
    about = Entry.objects.filter(subject_type="staff_importing.stafflist")
    assert [one.action for one in about.order_by("pk")] == [
        "staff.import_uploaded",
        "staff.import_compared",
        "staff.import_confirmed",
        "staff.import_applied",
    ]


def test_same_file_twice_changes_nothing(service):
    serving("1", service.east, service.guard)
    serving("2", service.east, service.guard)
    text = csv_list(
        row("1", "west", "doctor", NAMES, "01.10.2026"),
        row("3", "east", "guard", NAMES, "01.12.2026"),
        row("3", "west", "guard", NAMES, "", "30.11.2026"),
        headings=(*HEADINGS, "С", "По"),
    )
    put_through(bring(text, complete=True), leaving=1)
    before = held()

    again = bring(text, complete=True)

    assert counts(again) == {"unchanged": 2}
    with pytest.raises(StaffListError) as refused:
        staff_list_confirmation.confirm_staff_list(again, by=None)
    assert refused.value.code == "nothing"
    assert held() == before


def test_past_reports_do_not_hear_of_the_list(service):
    serving("1", service.east, service.guard)
    made = bring(
        csv_list(
            row("1", "west", "guard", NAMES, "01.10.2026"),
            headings=(*HEADINGS, "С"),
        )
    )

    put_through(made)

    day = date(2026, 11, 1)
    then = Appointment.objects.filter(known_in_force(Appointment, day))
    assert [one.establishment.code for one in then] == ["east"]
    assert Amendment.objects.get().known_on == DAY
    assert Appointment.objects.get(establishment=service.west).known_on == DAY


def test_new_name_key_language_and_rank_are_noted(service, ministry):
    person = serving("1", service.east, service.guard).staff_member
    rank = Rank.objects.create(code="major", titles={"kk": "майор", "ru": "майор"})
    made = bring(
        csv_list(
            row("1", "east", "guard", ("Серік", "Арман", ""), "рус", "K-1", "майор"),
            headings=(*HEADINGS, "Язык", "Ключ", "Звание"),
        ),
        by=ministry,
        place=service.root,
    )

    with hearing(PeopleRenamed) as heard:
        put_through(made, by=ministry)

    person.refresh_from_db()
    assert (person.family_name, person.language, person.external_id) == (
        "Серік",
        "ru",
        "K-1",
    )
    assert person.user.name == person.short_name
    assert [list(event.people) for event in heard] == [[person]]
    assert RankHeld.objects.get().starts_on == DAY
    assert RankHeld.objects.get().rank == rank
    assert made.findings.get().kind == "changed"


def test_apps_above_hear_who_was_changed(service):
    serving("1", service.east, service.guard)
    made = bring(csv_list(row("1", "west", "guard"), row("2", "east", "guard")))

    with hearing(PeopleChanged) as heard:
        put_through(made)

    people = [person.staff_number for event in heard for person in event.people]
    assert sorted(people) == ["1", "2"]


def test_list_is_shown_again_where_something_has_changed_since(service):
    moved = serving("1", service.east, service.guard)
    made = bring(csv_list(row("1", "west", "guard"), row("2", "east", "guard")))
    staff_list_confirmation.confirm_staff_list(made, by=None)
    moved.ends_on = YESTERDAY
    moved.save()

    staff_list_jobs.apply_confirmed_lists(timezone.now())
    made.refresh_from_db()

    assert (made.state, made.is_moved) == ("uploaded", True)
    assert StaffMember.objects.count() == 1
    staff_list_jobs.compare_waiting_lists(timezone.now())
    made.refresh_from_db()
    assert made.state == "compared"


def test_nothing_is_applied_of_a_list_called_off_in_the_middle(service, monkeypatch):
    serving("1", service.east, service.guard)
    made = bring(csv_list(row("1", "west", "guard"), row("2", "east", "guard")))
    staff_list_confirmation.confirm_staff_list(made, by=None)
    before = held()
    admit = plan_writer.bulk_staff_changes.create_staff_members

    def called_off(*args, **kwargs):
        admit(*args, **kwargs)
        StaffList.objects.filter(pk=made.pk).update(state="cancelled")

    monkeypatch.setattr(
        plan_writer.bulk_staff_changes, "create_staff_members", called_off
    )
    staff_list_jobs.apply_confirmed_lists(timezone.now())

    assert held() == before
    assert StaffMember.objects.count() == 1


def test_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_does_it(
    service, monkeypatch
):
    made = bring(csv_list(row("1", "west", "guard")))
    staff_list_confirmation.confirm_staff_list(made, by=None)

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(plan_writer.bulk_staff_changes, "create_dated_rows", killed)
        staff_list_jobs.apply_confirmed_lists(timezone.now())
    made.refresh_from_db()
    assert (made.state, StaffMember.objects.count()) == ("applying", 0)

    staff_list_jobs.apply_confirmed_lists(timezone.now())
    made.refresh_from_db()
    assert (made.state, StaffMember.objects.count()) == ("applied", 1)


def test_applied_list_is_not_applied_again(service):
    made = put_through(bring(csv_list(row("1", "west", "guard"))))

    assert staff_list_jobs.apply_confirmed_lists(timezone.now()) == 0
    assert not staff_list_jobs.apply_confirmed_list(made, timezone.now())
    with pytest.raises(StaffListError) as refused:
        staff_list_confirmation.confirm_staff_list(made, by=None)
    assert refused.value.code == "over"


def test_mass_departure_wants_the_number_typed(service):
    for number in range(10):
        serving(f"{number}", service.east, service.guard)
    made = bring(
        csv_list(*(row(f"{number}", "east", "guard") for number in range(7))),
        complete=True,
    )
    assert made.is_mass_departure

    for typed in (None, 2, 30):
        with pytest.raises(StaffListError) as refused:
            staff_list_confirmation.confirm_staff_list(made, by=None, leaving=typed)
        assert refused.value.parameters == {"left": 3}
    put_through(made, leaving=3)

    assert Appointment.objects.filter(ends_on=DAY).count() == 3


def test_rows_without_a_number_forbid_a_complete_list(service):
    serving("1", service.east, service.guard)
    serving("2", service.east, service.guard)
    made = bring(
        csv_list(row("", "east", "guard"), row("2", "west", "guard")), complete=True
    )

    with pytest.raises(StaffListError) as refused:
        staff_list_confirmation.confirm_staff_list(
            made, by=None, leaving=1, accepts_errors=True
        )

    assert refused.value.code == "nameless"


def test_errors_are_accepted_by_word_and_their_people_stay(service):
    serving("1", service.east, service.guard)
    made = bring(csv_list(row("1", "nowhere", "guard"), row("2", "west", "guard")))
    before = held()

    with pytest.raises(StaffListError) as refused:
        staff_list_confirmation.confirm_staff_list(made, by=None)
    assert refused.value.code == "errors_unaccepted"
    put_through(made)

    assert held() == [*before, ("2", "west", "guard", DAY, None)]


def test_same_file_under_way_is_not_taken_twice(service):
    text = csv_list(row("1", "west", "guard"))
    bring(text)

    with pytest.raises(StaffListError) as refused:
        create_staff_list(
            text.encode(),
            "x.csv",
            on=DAY,
            establishment=None,
            is_complete=False,
            by=None,
        )

    assert refused.value.code == "same_file"


def test_person_in_two_files_is_compared_anew_for_the_second(service):
    serving("1", service.east, service.guard)
    first = bring(csv_list(row("1", "west", "guard")))
    second = bring(csv_list(row("1", "west", "doctor")))

    put_through(first)
    put_through(second)

    assert second.state == "uploaded"
    assert second.is_moved
    assert held()[-1][:3] == ("1", "west", "guard")


def test_new_names_cost_the_same_for_one_and_for_three(service):
    for number in ("1", "2", "3", "4"):
        serving(number, service.east, service.guard)
    asked = []
    for numbers in (("1",), ("2", "3", "4")):
        rows = [row(one, "east", "guard", ("Өтегенов", "Ғани", "")) for one in numbers]
        made = bring(csv_list(*rows))
        staff_list_confirmation.confirm_staff_list(made, by=None)
        with CaptureQueriesContext(connection) as queries:
            staff_list_jobs.apply_confirmed_lists(timezone.now())
        made.refresh_from_db()
        assert (made.state, made.counts["changed"]) == ("applied", len(numbers))
        asked.append(len(queries))

    assert asked[0] == asked[1]
