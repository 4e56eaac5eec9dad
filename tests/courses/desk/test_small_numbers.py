"""Small numbers in the reports of the personnel office, and the way to see them."""

from datetime import date

import pytest
from django.urls import reverse

from courses.compliance.models import Requirement
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.compliance import PassFactory, RequirementFactory
from tests.factories.courses import CourseFactory
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
    PostFactory,
    RemitFactory,
)

pytestmark = pytest.mark.django_db
REPORT = reverse("desk:compliance")
OPEN = reverse("desk:open-numbers")


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-06-15 07:00Z", tick=False)


@pytest.fixture
def prison(client):
    """A prison with twelve officers and two theologians, one of whom has not passed."""
    place = EstablishmentFactory(code="kz-07")
    course = CourseFactory(validity_months=12)
    officers, theologians = PostFactory(code="officer"), PostFactory(code="theologian")
    for post, people, passed in ((officers, 12, 6), (theologians, 2, 1)):
        RequirementFactory(post=post, course=course)
        for number in range(people):
            held = AppointmentFactory(establishment=place, post=post)
            if number < passed:
                PassFactory(learner=held.staff_member, course=course)
    user = UserFactory(roles=[Role.FACILITY_HR])
    RemitFactory(user=user, establishment=place, starts_on=date(2020, 1, 1))
    pass_both_steps(client, user)
    return place


def by_post(answer):
    return {
        line.label: {cell.state: cell.number for cell in line.cells}
        for line in answer.context["posts"]
    }


def test_nobody_is_told_how_two_theologians_stand(client, prison):
    theologians = Requirement.objects.get(post__code="theologian").post
    theologians.titles = dict.fromkeys(theologians.titles, "Theologian")
    theologians.save()

    found = by_post(client.get(REPORT))

    assert set(found.pop("Theologian").values()) <= {None, 0}
    (others,) = found.values()
    assert (others["valid"], others["expired"]) == (None, None)


@pytest.mark.parametrize("post", ["officer", "theologian"])
def test_a_filter_tells_no_more_than_the_whole_report(client, prison, post):
    total = client.get(REPORT, {"post": post}).context["all"]

    assert (total.required, total.share) == (None, None)
    assert {cell.number for cell in total.cells} <= {None, 0}


def test_small_numbers_are_shown_for_an_hour_for_a_purpose(
    client, prison, time_machine
):
    wrong = client.post(OPEN, {"purpose": "", "next": REPORT})
    assert wrong.context["form"].errors.keys() == {"purpose"}
    assert client.get(REPORT).context["is_withheld"]

    assert client.post(OPEN, {"purpose": "Audit", "next": REPORT}).url == REPORT
    answer = client.get(REPORT)
    assert "Audit" in answer.text
    assert [line.required for line in answer.context["posts"]] in ([12, 2], [2, 12])
    entry = Entry.objects.get(action="compliance.numbers_opened")
    assert (entry.reason, entry.details) == ("Audit", {"report": REPORT})

    for time in ("07:20", "07:40", "07:59"):
        time_machine.move_to(f"2026-06-15 {time}Z", tick=False)
        assert not client.get(REPORT).context["is_withheld"]
    time_machine.move_to("2026-06-15 08:00Z", tick=False)
    assert client.get(REPORT).context["is_withheld"]


def test_small_numbers_are_withheld_again_when_asked(client, prison):
    client.post(OPEN, {"purpose": "Audit"})

    answer = client.post(reverse("desk:close-numbers"), {"next": REPORT})

    assert answer.url == REPORT
    assert client.get(REPORT).context["is_withheld"]


def test_a_purpose_leads_to_no_strange_address(client, prison):
    answer = client.post(OPEN, {"purpose": "Audit", "next": "https://example.org/"})

    assert answer.url == REPORT


def test_the_exported_numbers_withhold_what_the_page_withholds(client, prison):
    answer = client.post(
        reverse("desk:export") + "?post=theologian",
        {"content": "summary", "kind": "csv", "purpose": "Audit"},
    )

    last = b"".join(answer.streaming_content).decode().splitlines()[-1].split(";")
    assert last[0] == prison.title
    assert not {"1", "2"} & set(last)
