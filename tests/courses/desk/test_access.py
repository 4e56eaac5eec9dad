"""What is beyond a remit on the desk, and what is written down of it; roles: see the doors."""

import pytest
from django.urls import reverse

from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.courses.desk.doors.asking import undone
from tests.factories.compliance import ExemptionFactory

pytestmark = pytest.mark.django_db

ABOUT_PEOPLE = (
    "person",
    "timeline",
    "assign",
    "exempt",
    "rename",
    "end-exemption",
    "account",
    "issue-code",
    "mail-code",
    "close-account",
)


def address(name, person, house):
    keys = [person.key]
    if name == "end-exemption":
        keys += [ExemptionFactory(staff_member=person, course=house.rule.course).pk]
    return reverse(f"desk:{name}", args=keys)


@pytest.mark.parametrize("method", ["get", "post"])
def test_attempts_at_people_of_another_prison_are_noted_with_the_person(
    client, house, enter, method
):
    """That they do not exist for her is in the table of doors."""
    enter(Role.FACILITY_HR)
    only = {
        "issue-code": "post",
        "mail-code": "post",
        "person": "get",
        "timeline": "get",
    }

    found = {}
    for name in ABOUT_PEOPLE:
        with undone():
            wanted = address(name, house.outsider, house)
            answer = getattr(client, only.get(name, method))(wanted)
            entry = Entry.objects.get(action="staff.refused")
            found[name] = (answer.status_code, entry.person)

    assert found == dict.fromkeys(ABOUT_PEOPLE, (404, str(house.outsider.key)))


@pytest.mark.parametrize("name", ["compliance", "people", "export"])
def test_another_prison_in_the_filter_does_not_exist(client, house, enter, name):
    enter(Role.FACILITY_HR)

    answer = client.get(reverse(f"desk:{name}"), {"establishment": house.other.code})

    assert answer.status_code == 404
    entry = Entry.objects.get(action="compliance.refused")
    assert (entry.subject_id, entry.details) == (
        str(house.other.pk),
        {"establishment": house.other.code},
    )


def test_remit_that_has_ended_shows_nobody(client, house, enter, say_purpose):
    user = enter(Role.FACILITY_HR)
    say_purpose()
    user.remits.update(ends_on="2020-02-01")

    answer = client.get(reverse("desk:people"))

    assert not answer.context["page"].object_list
    assert (
        client.get(reverse("desk:person", args=[house.insider.key])).status_code == 404
    )
