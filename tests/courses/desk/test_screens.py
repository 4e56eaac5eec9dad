"""The desk's screens: compliance, people, export, accounts, release, audit."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from courses import proposing
from courses.compliance.models import Exemption
from courses.models import Enrolment, Unit
from elearning.accounts import activation
from elearning.accounts.models import Activation
from elearning.accounts.roles import Role
from elearning.audit import trail
from elearning.audit.models import Entry
from elearning.staff.appointing import move
from elearning.staff.models import StaffMember
from tests.factories.accounts import UserFactory
from tests.factories.compliance import PassFactory
from tests.factories.courses import (
    CourseFactory,
    EditionFactory,
    UnitFactory,
    UnitVersionFactory,
)
from tests.factories.staff import AppointmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(enter):
    return enter(Role.FACILITY_HR)


def names(answer):
    return [line.person.family_name for line in answer.context["page"]]


# --- Compliance -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [{"on": "2999-01-01"}, {"on": "yesterday"}, {"state": "x"}, {"course": "no"}],
)
def test_wrong_filter_is_said_and_shows_the_rest(client, house, officer, query):
    answer = client.get(reverse("desk:compliance"), query)

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == set(query)


def test_report_counts_the_remit_alone(client, house, officer):
    answer = client.get(reverse("desk:compliance"))

    assert answer.context["total"].parts == [("expired", 1)]
    assert [row.key for row in answer.context["places"]] == [house.mine]


def test_report_as_of_a_day_does_not_change_when_somebody_moves(client, house, officer):
    past = timezone.localdate() - timedelta(days=60)
    url = f"{reverse('desk:compliance')}?on={past:%Y-%m-%d}"
    before = client.get(url).context["total"].parts

    held = house.insider.appointments.get()
    move(held, house.other, held.post, on=timezone.localdate(), by=None)

    assert client.get(url).context["total"].parts == before == [("expired", 1)]
    assert client.get(reverse("desk:compliance")).context["total"].parts == []
    listed = client.get(f"{reverse('desk:people')}?on={past:%Y-%m-%d}").context["page"]
    assert [(line.person, line.is_open) for line in listed] == [(house.insider, False)]


@pytest.mark.parametrize("name", ["home", "compliance", "people", "accounts"])
def test_queries_do_not_grow_with_people(client, house, officer, name):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(f"desk:{name}"))
        return len(captured)

    queries()
    one = queries()
    for _number in range(2):
        held = AppointmentFactory(establishment=house.mine, post=house.rule.post)
        PassFactory(learner=held.staff_member, course=house.rule.course)

    assert queries() == one


# --- People ---------------------------------------------------------------------------


def test_people_are_of_the_remit_and_the_list_is_audited(client, house, officer):
    answer = client.get(reverse("desk:people"))

    assert names(answer) == [house.insider.family_name]
    assert Entry.objects.get(action="staff.list_viewed").by == officer


def test_search_finds_within_the_remit_and_leaves_no_name_in_the_address(
    client, house, officer
):
    url = reverse("desk:people")

    assert names(client.post(url, {"words": "Бөтен"})) == []
    assert names(client.post(url, {"words": house.outsider.staff_number})) == []
    assert names(client.post(url, {"words": "=hyper"})) != []
    assert names(client.post(url, {"words": house.insider.staff_number[:5]})) != []
    assert client.post(url, {"words": ""}).context["finder"].errors


def test_record_is_shown_and_the_look_is_audited(client, house, officer):
    PassFactory(learner=house.insider, course=house.rule.course)

    answer = client.get(reverse("desk:person", args=[house.insider.key]))

    assert answer.status_code == 200
    entry = Entry.objects.get(action="staff.record_viewed")
    assert (entry.by, entry.person) == (officer, str(house.insider.key))


def test_assign_refuses_a_day_that_has_passed_and_enrols_by_another(
    client, house, officer
):
    course = EditionFactory(course=house.rule.course).course
    url = reverse("desk:assign", args=[house.insider.key])
    today = timezone.localdate()

    wrong = client.post(url, {"course": course.code, "due": today - timedelta(days=1)})
    assert wrong.context["form"].errors.keys() == {"due"}
    closed = client.post(url, {"course": "none", "due": today})
    assert closed.context["form"].errors.keys() == {"course"}

    assert client.post(url, {"course": course.code, "due": today}).status_code == 302
    assert client.post(url, {"course": course.code, "due": today}).status_code == 302
    enrolment = Enrolment.objects.get()
    assert (enrolment.learner, enrolment.enrolled_by) == (house.insider, officer)


def test_exemption_needs_a_reason_and_can_be_ended(client, house, officer):
    url = reverse("desk:exempt", args=[house.insider.key])
    given = {
        "course": house.rule.course.pk,
        "kind": "waiver",
        "starts_on": timezone.localdate(),
        "ends_on": "",
    }

    assert client.post(url, given).context["form"].errors.keys() == {"reason"}
    assert client.post(url, given | {"reason": "Оқытушы"}).status_code == 302

    exemption = Exemption.objects.get()
    assert exemption.approved_by == officer
    end = reverse("desk:end-exemption", args=[house.insider.key, exemption.pk])
    assert client.post(end, {"reason": "Қате"}).status_code == 302
    exemption.refresh_from_db()
    assert exemption.ends_on == timezone.localdate()


# --- Export ---------------------------------------------------------------------------


def test_export_of_people_asks_for_the_purpose(client, house, officer):
    answer = client.post(reverse("desk:export"), {"content": "people", "kind": "csv"})

    assert answer.context["form"].errors.keys() == {"purpose"}
    assert not Entry.objects.filter(action="compliance.exported").exists()


def test_export_to_csv_is_neutral_marked_and_audited(client, house, officer):
    given = {"content": "people", "kind": "csv", "purpose": "=inspection"}

    answer = client.post(reverse("desk:export"), given)

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0][1] == officer.staff_number
    assert rows[1][1] == "'=inspection"
    assert rows[3][1] == f"{timezone.localdate():%Y-%m-%d}"
    assert [row[:2] for row in rows[6:]] == [
        [house.insider.staff_number, "'" + house.insider.family_name]
    ]
    entry = Entry.objects.get(action="compliance.exported")
    assert (entry.by, entry.reason, entry.details["rows"]) == (
        officer,
        "=inspection",
        1,
    )


@pytest.mark.parametrize("content", ["people", "summary"])
def test_export_to_xlsx_opens_with_dates(client, house, officer, content):
    given = {"content": content, "kind": "xlsx", "purpose": "Тексеру"}

    answer = client.post(reverse("desk:export"), given)

    page = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert page["B4"].is_date
    assert page["A7"].value == (
        house.insider.staff_number if content == "people" else house.mine.title
    )


# --- Accounts -------------------------------------------------------------------------


def test_account_is_created_once_and_its_letter_speaks_her_language(
    client, house, officer
):
    person = AppointmentFactory(
        establishment=house.mine, staff_member__user=None, staff_member__language="ru"
    ).staff_member
    url = reverse("desk:account", args=[person.key])

    wrong = client.post(url, {"email": "not an address"})
    assert wrong.context["form"].errors.keys() == {"email"}
    answer = client.post(url, {"email": ""})

    person.refresh_from_db()
    assert person.user.roles == {"learner"}
    assert 'lang="ru"' in answer.content.decode()
    assert Activation.objects.get().created_by == officer
    assert client.post(url, {"email": ""}).context["form"].errors


def test_personnel_office_cannot_touch_accounts_of_other_roles(client, house, officer):
    trainer = UserFactory(roles=[Role.TRAINER, Role.LEARNER])
    person = AppointmentFactory(
        establishment=house.mine, staff_member__user=trainer
    ).staff_member

    code = client.post(reverse("desk:issue-code", args=[person.key]))
    close = client.post(
        reverse("desk:close-account", args=[person.key]), {"reason": "x"}
    )

    assert (code.status_code, close.status_code) == (404, 404)
    assert not Activation.objects.exists()


def test_personnel_office_gives_no_roles(client, house, officer):
    person = AppointmentFactory(
        establishment=house.mine, staff_member__user=None
    ).staff_member

    client.post(
        reverse("desk:account", args=[person.key]), {"roles": ["administrator"]}
    )

    person.refresh_from_db()
    assert person.user.roles == {"learner"}


def test_new_code_opens_the_account_and_withdraws_the_old(client, house, officer):
    old = activation.issue(house.insider.user, by=None)

    answer = client.post(reverse("desk:issue-code", args=[house.insider.key]))

    assert old not in answer.content.decode()
    assert Activation.objects.filter(withdrawn_at=None).count() == 1


def test_account_is_closed_with_a_reason(client, house, officer):
    url = reverse("desk:close-account", args=[house.insider.key])

    assert client.post(url, {"reason": ""}).context["form"].errors
    assert client.post(url, {"reason": "Зейнетке шықты"}).status_code == 302

    house.insider.user.refresh_from_db()
    assert not house.insider.user.is_active
    assert (
        client.post(reverse("desk:issue-code", args=[house.insider.key])).status_code
        == 302
    )


def test_administrator_sees_numbers_and_no_names(client, house, enter):
    enter(Role.ADMINISTRATOR)

    page = client.get(reverse("desk:accounts")).content.decode()
    found = client.post(reverse("desk:accounts"), {"words": "Бөтен"})

    assert house.outsider.staff_number in page
    assert "Бөтен" not in page
    assert not found.context["lines"]


@pytest.mark.parametrize("name", ["desk:accounts", "desk:people"])
def test_search_for_what_no_database_keeps_finds_nobody(client, house, officer, name):
    answer = client.post(reverse(name), {"words": "a\x00b"})

    assert answer.status_code == 200
    assert "finder" in answer.context or not answer.context["lines"]


@pytest.mark.parametrize(
    ("state", "number"),
    [("none", 0), ("waiting", 0), ("active", 1), ("closed", 0), ("x", 1)],
)
def test_accounts_are_listed_by_state(client, house, officer, state, number):
    StaffMember.objects.get(pk=house.insider.pk)

    answer = client.get(reverse("desk:accounts"), {"state": state})

    assert len(answer.context["lines"]) == number


# --- Releases -------------------------------------------------------------------------


def proposal(author):
    """A course of two modules, one of which is new; pages would need their revisions."""
    course = CourseFactory()
    old, fresh = (
        UnitVersionFactory(
            unit=UnitFactory(course=course, kind=Unit.Kind.MODULE), published_by=author
        )
        for _part in range(2)
    )
    EditionFactory(course=course, versions=[old])
    for position, version in enumerate([old, fresh], start=1):
        course.proposed_entries.create(unit=version.unit, position=position)
    return course


def test_author_cannot_release_her_own_change(client, house, enter):
    course = proposal(enter(Role.TRAINER))
    url = reverse("desk:release-course", args=[course.slug])

    page = client.get(url)
    client.post(url, {"seen": proposing.seal(course)})

    assert not page.context["may_approve"]
    assert len(page.context["missing"]) == 1
    assert course.editions.count() == 1


def test_second_person_releases_what_she_saw(client, house, enter):
    course = proposal(UserFactory())
    enter(Role.SAFEGUARD_REVIEWER)
    url = reverse("desk:release-course", args=[course.slug])

    assert client.get(url).context["missing"] == []
    client.post(url, {"seen": "something else"})
    assert course.editions.count() == 1
    client.post(url)
    assert course.editions.count() == 1
    client.post(url, {"seen": proposing.seal(course)})
    assert course.editions.count() == 2


# --- Audit ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        {"since": "x"},
        {"area": "nothing"},
        {"since": "0001-01-01"},
        {"until": "9999-12-31"},
    ],
)
def test_audit_says_what_is_wrong_with_the_filter(client, house, enter, query):
    enter(Role.ADMINISTRATOR)

    answer = client.get(reverse("desk:audit"), query)

    assert answer.context["form"].errors.keys() == query.keys()


def test_audit_names_what_was_done_to_in_words(client, enter):
    administrator = enter(Role.ADMINISTRATOR)
    trail.write("accounts.closed", by=administrator, on=administrator)
    Entry.objects.create(
        at=timezone.now(), action="old.act", subject_type="gone.thing", subject_id="7"
    )

    page = client.get("/ru/desk/audit/").text

    assert f"Пользователь\u00a0{administrator.pk}" in page
    assert "gone.thing\u00a07" in page
    assert "accounts.user" not in page


def test_audit_filters_and_is_audited(client, house, enter):
    user = enter(Role.ADMINISTRATOR)
    today = f"{timezone.localdate():%Y-%m-%d}"

    client.get(reverse("desk:audit"))
    answer = client.get(
        reverse("desk:audit"), {"area": "audit", "since": today, "until": today}
    )

    assert [entry.action for entry, *_rest in answer.context["lines"]] == ["audit.read"]
    assert Entry.objects.filter(action="audit.read", by=user).count() == 2


# --- Home -----------------------------------------------------------------------------


def test_home_shows_hr_who_is_late(client, house, officer):
    with translation.override("en"):
        answer = client.get(reverse("desk:home"))

    assert answer.context["late"] == 1
    assert "Бөтен" not in answer.content.decode()
