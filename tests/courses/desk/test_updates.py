"""Certificates to be updated, as the personnel office and trainers see them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from courses.acknowledgements.acknowledgement_records import record_acknowledgement
from courses.acknowledgements.reading_rules import create_reading_rule
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.compliance import RequirementFactory
from tests.factories.courses import LONG_AGO, CourseRemitFactory
from tests.factories.provisions import published_guideline, weighed
from tests.factories.staff import AppointmentFactory
from tests.factories.updating import DAY, change, edition_citing, guideline, held

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def edition(house):
    """A course under MG-6 1.1 that the posts of both prisons demand; each has a holder."""
    guideline("1.1", "1.2")
    edition = edition_citing("MG-6 1.1", asked=2)
    RequirementFactory(post=house.rule.post, course=edition.course, months=24)
    yesterday = timezone.localdate() - DAY
    for person in (house.insider, house.outsider):
        held(edition, learner=person, passed_on=yesterday)
    return edition


def changed(days_ago=0):
    change("1.1", at=timezone.now() - timedelta(days=days_ago))


def text(answer):
    return " ".join(answer.content.decode().split())


def test_numbers_are_those_of_the_remit_with_the_minutes(
    client, edition, officer, say_purpose
):
    changed()
    say_purpose()

    for name in ("home", "compliance"):
        answer = client.get(reverse(f"desk:{name}"))

        found = answer.context["updates"]
        assert (found.people, found.late, found.minutes) == (1, 0, 6)
        assert found.due_on == timezone.localdate() + 45 * DAY
        assert "about 6 minutes of duty time each" in text(answer)


def test_nothing_is_said_where_nothing_has_changed(client, edition, officer):
    assert "Certificates to be updated" not in text(client.get(reverse("desk:home")))


def test_past_the_day_she_counts_as_late(client, edition, officer):
    changed(days_ago=46)

    found = client.get(reverse("desk:compliance")).context["updates"]

    assert (found.people, found.late, found.due_on) == (
        1,
        0,
        timezone.localdate() + 44 * DAY,
    )


def test_list_keeps_those_who_wait(client, edition, officer, house, say_purpose):
    changed()
    say_purpose()

    answer = client.get(reverse("desk:people"), {"update": "on"})

    (line,) = answer.context["page"]
    assert (line.person, line.standing.course) == (house.insider, edition.course)
    assert "certificate to be updated by" in text(answer)


def test_record_of_a_person_says_by_when(client, edition, officer, house):
    changed()

    shown = text(client.get(reverse("desk:person", args=[house.insider.key])))

    day = timezone.localdate() + 45 * DAY
    assert f"update by {day.day} {day:%B %Y}" in shown
    assert "update of the certificate, about 6 minutes" in shown


def test_export_tells_day_and_minutes(client, edition, officer):
    changed()

    answer = client.post(
        f"{reverse('desk:export')}?update=on",
        {"content": "people", "kind": "csv", "purpose": "Roster"},
    )

    lines = b"".join(answer.streaming_content).decode().splitlines()
    day = timezone.localdate() + 45 * DAY
    assert lines[-1].endswith(f"{day:%Y-%m-%d};6") or lines[-1].endswith(
        f"{day:%Y-%m-%d},6"
    )


def test_trainer_sees_before_the_release_which_questions_lack(client, enter, edition):
    trainer = enter(Role.TRAINER)
    CourseRemitFactory(user=trainer, course=edition.course)
    other = edition_citing("MG-6 1.1")
    weighed(published_guideline("1.1", "1.2", words="Жаңа"), "1.1")

    answer = client.get(reverse("desk:impact", args=["mg-6"]))

    (found,) = answer.context["updates"]
    assert (found.course, found.questions, found.lacks) == (edition.course, 2, 3)
    assert other.course.code not in text(answer)


# --- guidelines to be read, in the report and its export ---------------------------------


@pytest.fixture
def to_read(house):
    """A guideline that the posts of both prisons have to read since long ago."""
    document = guideline("1.1").document
    create_reading_rule(
        house.rule.post, document, starts_on=LONG_AGO.date(), days=30, by=None
    )
    return document


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize("people", [1, 3])
def test_report_counts_readings_of_the_remit_alone(
    client, house, to_read, say_purpose, people
):
    say_purpose()
    for _number in range(people - 1):
        AppointmentFactory(establishment=house.mine, post=house.rule.post)

    with CaptureQueriesContext(connection) as asked:
        (row,) = client.get(reverse("desk:compliance")).context["readings"]

    assert (row.document, row.required, row.overdue) == (to_read, people, people)
    assert len([one for one in asked if "readingrule" in one["sql"]]) == 1


def test_reading_counts_from_the_day_on_which_she_said_so(
    client, officer, house, to_read, say_purpose
):
    say_purpose()
    record_acknowledgement(
        house.insider, to_read.current_edition, language="kk", by=house.insider.user
    )
    yesterday = timezone.localdate() - DAY

    def report(**query):
        (row,) = client.get(reverse("desk:compliance"), query).context["readings"]
        return row.done, row.overdue

    assert report() == (1, 0)
    assert report(on=yesterday.isoformat()) == (0, 1)


def test_export_tells_who_has_read_what_and_is_audited(client, officer, house, to_read):
    answer = client.post(
        reverse("desk:export"),
        {"content": "guidelines", "kind": "csv", "purpose": "Inspection"},
    )

    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert house.insider.staff_number in lines[-1]
    assert "MG-6" in lines[-1]
    assert not any(house.outsider.staff_number in line for line in lines)
    entry = Entry.objects.get(action="compliance.export_ended")
    assert (entry.reason, entry.details["rows"]) == ("Inspection", 1)
