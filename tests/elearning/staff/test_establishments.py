"""Establishments are founded under others and called otherwise; bad input first."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from elearning.audit.models import Entry
from elearning.staff.errors import StaffError
from elearning.staff.establishment_tree import (
    EstablishmentTree,
    close_establishment,
    relocate_establishment,
)
from elearning.staff.establishments import create_establishment, update_establishment
from elearning.staff.models import Establishment
from tests.factories.accounts import UserFactory
from tests.factories.staff import EstablishmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
KIND = Establishment.Kind.UNIT
TITLES = {"kk": "3-бөлім", "ru": "Отряд 3", "en": "Unit 3"}


@pytest.fixture
def prison():
    root = EstablishmentFactory(code="root")
    return EstablishmentFactory(code="prison", parent=root, external_id="P-1")


def today():
    return timezone.localdate()


def refused(*words):
    """That a sentence with these words is raised, in English."""
    return pytest.raises(StaffError, match=".*".join(words))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"code": "prison"}, "code prison is already in use"),
        ({"code": "PRISON"}, "code PRISON is already in use"),
        ({"external_id": "P-1"}, "key P-1"),
        ({"titles": TITLES | {"kk": " "}}, "Қазақша, Русский"),
        ({"titles": {"kk": "Бөлім"}}, "Қазақша, Русский"),
        ({"titles": TITLES | {"en": "x" * 256}}, "255 characters"),
    ],
)
def test_what_cannot_be_founded_is_refused_in_words(prison, given, words):
    usual = {"code": "unit", "kind": KIND, "titles": TITLES}

    with translation.override("en"), refused(words):
        create_establishment(prison, **(usual | given), by=None)

    assert Establishment.objects.count() == 2
    assert not Entry.objects.exists()


def test_nothing_is_founded_under_a_closed_place(prison):
    close_establishment(prison, on=today(), by=None)

    with translation.override("en"), refused("is closed"):
        create_establishment(prison, "unit", KIND, TITLES, by=None)


def test_a_place_is_founded_in_its_order_and_told_in_the_trail(prison):
    by = UserFactory()
    create_establishment(prison, "unit-b", KIND, TITLES, by=by, reason="Order 5")
    create_establishment(prison, "unit-a", KIND, TITLES | {"kk": " 1-бөлім  "}, by=by)

    under = list(Establishment.objects.get(code="prison").get_children())
    assert [(one.code, one.titles["kk"]) for one in under] == [
        ("unit-a", "1-бөлім"),
        ("unit-b", "3-бөлім"),
    ]
    entry = Entry.objects.order_by("pk").first()
    assert (entry.action, entry.by, entry.reason) == (
        "staff.establishment_founded",
        by,
        "Order 5",
    )


def test_reports_of_before_lack_a_place_founded_since(prison):
    unit = create_establishment(prison, "unit", KIND, TITLES, by=None)
    prison.refresh_from_db()

    assert EstablishmentTree(today()).children_of(prison) == [unit]
    assert EstablishmentTree(today() - timedelta(days=1)).children_of(prison) == []


def test_new_titles_are_told_with_the_old_ones_and_the_same_ones_change_nothing(prison):
    by = UserFactory()
    same = prison.titles

    assert update_establishment(prison, titles=same, external_id="P-1", by=by) == []
    changed = update_establishment(
        prison, titles=TITLES, external_id="", by=by, reason="Order 6"
    )

    assert changed == ["titles", "external_id"]
    assert Establishment.objects.get(code="prison").titles == TITLES
    (entry,) = Entry.objects.all()
    assert entry.details["before"]["titles"] == same
    assert (entry.action, entry.reason) == ("staff.establishment_changed", "Order 6")


def test_the_key_of_another_place_is_refused(prison):
    other = EstablishmentFactory(code="other")

    with translation.override("en"), refused("key P-1"):
        update_establishment(other, titles=other.titles, external_id="P-1", by=None)


def test_a_place_is_not_moved_to_where_it_stands_or_under_a_closed_one(prison):
    root = Establishment.objects.get(code="root")
    with translation.override("en"), refused("already"):
        relocate_establishment(prison, root, on=today(), by=None)

    shut = EstablishmentFactory(code="shut", parent=root, closed_on=today())
    tomorrow = today() + timedelta(days=1)
    with translation.override("en"), refused("closed"):
        relocate_establishment(
            Establishment.objects.get(code="prison"), shut, on=tomorrow, by=None
        )


def test_a_place_with_open_ones_under_it_stays_open(prison):
    unit = create_establishment(prison, "unit", KIND, TITLES, by=None)
    prison.refresh_from_db()

    with translation.override("en"), refused("Unit 3", "move it first"):
        close_establishment(prison, on=today(), by=None)
    with translation.override("en"), refused("passed"):
        close_establishment(unit, on=today() - timedelta(days=1), by=None)
