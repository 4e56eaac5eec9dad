"""The tree and its places at the desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.desk.organisation.establishment_headcounts import build_establishment_tree
from elearning.audit.models import Entry
from elearning.staff.models import Establishment, Relocation
from tests.factories.staff import AppointmentFactory, EstablishmentFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TITLES = {"title_kk": "3-бөлім", "title_ru": "Отряд 3", "title_en": "Unit 3"}


def tree():
    return reverse("desk:organisation:tree")


def page(name, code):
    return reverse(f"desk:organisation:{name}", args=[code])


def today():
    return timezone.localdate()


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def shape(branches):
    return [
        (one.place.code, one.people, shape(one.children))
        if one.children
        else (one.place.code, one.people)
        for one in branches
    ]


@pytest.mark.usefixtures("ministry")
@pytest.mark.parametrize(
    ("name", "given", "field"),
    [
        ("found", {"code": ""}, "code"),
        ("found", {"code": "не код"}, "code"),
        ("found", {"kind": "castle"}, "kind"),
        ("found", {"kind": ""}, "kind"),
        ("found", {"title_kk": " "}, "title_kk"),
        ("found", {"title_ru": "\0"}, "title_ru"),
        ("found", {"reason": ""}, "reason"),
        ("found", {"code": "east"}, "__all__"),
        ("describe", {"title_ru": ""}, "title_ru"),
        ("move", {"parent": "nowhere"}, "parent"),
        ("move", {"parent": "east-prison"}, "parent"),
        ("move", {"parent": "east"}, "__all__"),
        ("move", {"on": "2020-01-01"}, "__all__"),
        ("move", {"on": "soon"}, "on"),
        ("close", {"on": "2020-01-01"}, "__all__"),
        ("close", {}, "__all__"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(client, service, name, given, field):
    usual = TITLES | {
        "code": "unit",
        "kind": "unit",
        "parent": "west",
        "on": f"{today()}",
        "reason": "Order 5",
    }
    before = list(Establishment.objects.values())

    answer = client.post(page(name, "east-prison"), usual | given)

    assert set(answer.context["form"].errors) == {field}
    assert list(Establishment.objects.values()) == before
    assert not Relocation.objects.exists()


def test_tree_counts_everybody_once_and_keeps_closed_places_apart(service, ministry):
    east = service.place("east-prison")
    EstablishmentFactory(
        code="shut", parent=service.place("west"), closed_on=today() - DAY
    )
    second = EstablishmentFactory(code="second", parent=service.place("east"))
    AppointmentFactory(
        staff_member=service.insider, establishment=second, is_acting=True
    )
    AppointmentFactory(establishment=east, ends_on=today() - DAY)
    AppointmentFactory(establishment=east, starts_on=today() + DAY)

    tops, closed = build_establishment_tree(ministry, today())

    assert shape(tops) == [
        (
            "root",
            2,
            [
                ("east", 1, [("east-prison", 1), ("second", 1)]),
                ("west", 1, [("west-prison", 1)]),
            ],
        )
    ]
    assert [place.code for place in closed] == ["shut"]


def test_facility_officer_reads_her_own_subtree_and_changes_nothing(
    client, service, facility
):
    tops, closed = build_establishment_tree(facility, today())
    seen = client.get(page("place", "east-prison"))

    assert (shape(tops), closed) == ([("east-prison", 1)], [])
    assert "ministry" in client.get(tree()).text
    assert page("found", "east-prison") not in seen.text
    assert page("place", "east") not in seen.text
    assert client.get(page("place", "west-prison")).status_code == 404


def test_a_place_names_nobody_to_who_does_not_say_what_for(client, service, ministry):
    address = page("place", "east-prison")

    shown, refused = client.get(address), client.post(address, {"purpose": " "})

    assert refused.context["form"].errors.keys() == {"purpose"}
    for answer in (shown, refused):
        assert answer.context["people_under"] == 1
        assert service.insider.staff_number not in answer.text
    assert not Entry.objects.filter(action__startswith="staff.list").exists()


def test_a_place_shows_who_works_there_and_the_look_is_audited(
    client, service, ministry
):
    AppointmentFactory(
        establishment=service.place("east-prison"),
        post=service.guard,
        share=50,
        is_acting=True,
        starts_on=today() + DAY,
    )
    answer = client.post(
        page("place", "east-prison"), {"purpose": "Inspection"}, follow=True
    )

    assert reverse("desk:person", args=[service.insider.key]) in answer.text
    assert "50% of the post" in answer.text
    assert service.outsider.staff_number not in answer.text
    entry = Entry.objects.get(action="staff.list_viewed")
    assert (entry.by, entry.details["establishment"]) == (ministry, "east-prison")
    opened = Entry.objects.get(action="staff.list_opened")
    assert (opened.by, opened.reason) == (ministry, "Inspection")


def test_a_place_is_founded_renamed_moved_and_closed(client, service, ministry):
    data = TITLES | {"code": "unit-3", "kind": "unit", "reason": "Order 5"}
    founded = client.post(page("found", "east-prison"), data, follow=True)
    renamed = client.post(
        page("describe", "unit-3"),
        TITLES
        | {
            "title_en": "Unit Three",
            "kind": "women",
            "external_id": "U-3",
            "reason": "Order 6",
        },
        follow=True,
    )
    moved = client.post(
        page("move", "unit-3"),
        {"parent": "west-prison", "on": f"{today()}", "reason": "Order 7"},
        follow=True,
    )
    planned = client.post(
        page("move", "unit-3"),
        {"parent": "west", "on": f"{today() + 9 * DAY}", "reason": "Order 8"},
        follow=True,
    )
    closed = client.post(
        page("close", "unit-3"),
        {"on": f"{today() + DAY}", "reason": "Order 9"},
        follow=True,
    )

    assert [told(answer) for answer in (founded, renamed, moved, planned, closed)] == [
        ["Unit 3 added."],
        ["Changes saved."],
        ["Establishment moved."],
        ["Move recorded; the structure changes on that date."],
        ["Last day of the establishment recorded."],
    ]
    unit = service.place("unit-3")
    assert (unit.titles["en"], unit.kind, unit.external_id, unit.closed_on) == (
        "Unit Three",
        "women",
        "U-3",
        today() + DAY,
    )
    assert [one.code for one in unit.get_ancestors()] == ["root", "west", "west-prison"]
    entries = Entry.objects.filter(by=ministry).exclude(reason="")
    assert [(entry.action, entry.reason) for entry in entries.order_by("pk")] == [
        ("staff.establishment_founded", "Order 5"),
        ("staff.establishment_changed", "Order 6"),
        ("staff.establishment_changed", "Order 6"),
        ("staff.relocated", "Order 7"),
        ("staff.relocated", "Order 8"),
        ("staff.establishment_closed", "Order 9"),
    ]
    assert "Planned" in closed.text


def test_a_closed_place_is_read_and_no_longer_changed(client, service, ministry):
    EstablishmentFactory(
        code="shut", parent=service.place("west"), closed_on=today() - DAY
    )

    assert page("found", "shut") not in client.get(page("place", "shut")).text
    for name in ("found", "describe", "move", "close"):
        assert client.get(page(name, "shut")).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_the_same_for_any_number(
    client, service, ministry, number, django_assert_num_queries
):
    for _number in range(number):
        place = EstablishmentFactory(parent=service.place("east-prison"))
        AppointmentFactory(establishment=place)
        AppointmentFactory(establishment=service.place("east-prison"))
    client.post(page("place", "east-prison"), {"purpose": "Inspection"})
    client.get(tree())

    with django_assert_num_queries(7):
        client.get(tree())
    with django_assert_num_queries(15):
        client.get(page("place", "east-prison"))
