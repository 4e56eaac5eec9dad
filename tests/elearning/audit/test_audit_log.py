import pytest
from django.db import connection

from elearning.audit import audit_log
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.staff import StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


def test_an_entry_for_each_stands_in_the_record_of_each():
    officer, people = UserFactory(), [StaffMemberFactory() for _one in range(3)]

    written = audit_log.record_action_for_each(
        "staff.exported",
        by=officer,
        about=[(one, one.key) for one in people],
        reason="Yearly archive",
        kind="zip",
    )

    entries = Entry.objects.order_by("pk")
    assert written == 3
    assert [entry.person for entry in entries] == [str(one.key) for one in people]
    assert [entry.subject_id for entry in entries] == [str(one.pk) for one in people]
    assert {(entry.by, entry.reason) for entry in entries} == {
        (officer, "Yearly archive")
    }
    assert entries[0].details == {"kind": "zip"}


def test_entries_for_nobody_are_none():
    assert audit_log.record_action_for_each("staff.exported", by=None, about=[]) == 0
    assert not Entry.objects.exists()


@pytest.mark.parametrize(("forged", "queries"), [(0, 1), (2, 1), (5, 2)])
def test_newest_entry_is_asked_for_without_a_hundred_others(
    django_assert_num_queries, forged, queries
):
    user = UserFactory()
    written = [
        audit_log.record_action("tests.done", by=None, on=user) for _one in range(2)
    ]
    for _one in range(forged):
        entry = audit_log.build_entry("tests.done", by=None, on=user)
        Entry.objects.bulk_create([entry])
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE audit_entry SET reason = 'x' WHERE id = %s", [entry.pk]
            )

    with django_assert_num_queries(queries) as asked:
        assert audit_log.find_latest_entry(["tests.done"], type(user)) == written[-1]
    assert asked[0]["sql"].endswith("LIMIT 3")
