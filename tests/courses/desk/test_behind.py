"""Reports say since when what has changed is not in their numbers yet."""

import pytest
from django.urls import reverse

from courses.compliance.models import Recount
from courses.compliance.periods import period_lookup
from courses.compliance.periods.rebuild_requests import request_rebuild_for_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["desk:home", "desk:compliance"])
def test_page_says_when_more_people_wait_than_can_be_reckoned_at_once(
    client, officer, house, page, monkeypatch
):
    address = reverse(page)
    assert client.get(address).context["behind"] is None
    monkeypatch.setattr(period_lookup, "BATCH", 0)
    request_rebuild_for_person(house.insider.pk)
    waits = Recount.objects.get()

    answer = client.get(address)

    assert answer.context["behind"] == waits.asked_at
    assert 'class="callout callout-note"' in answer.content.decode()
