"""The audit at the desk: filtered, in words, and itself audited."""

import pytest
from django.urls import reverse
from django.utils import timezone

from elearning.accounts.roles import Role
from elearning.audit import audit_log
from elearning.audit.models import Entry

pytestmark = pytest.mark.django_db


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
    audit_log.record_action("accounts.closed", by=administrator, on=administrator)
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
