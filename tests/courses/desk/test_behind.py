"""Reports say since when what has changed is not in their numbers yet."""

import pytest
from django.urls import reverse

from courses.compliance.models import Recount
from courses.compliance.periods import reading
from courses.compliance.periods.asking import ask_recount_one

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["desk:home", "desk:compliance"])
def test_page_says_when_more_people_wait_than_can_be_reckoned_at_once(
    client, officer, house, page, monkeypatch
):
    address = reverse(page)
    assert client.get(address).context["behind"] is None
    monkeypatch.setattr(reading, "BATCH", 0)
    ask_recount_one(house.insider.pk)
    waits = Recount.objects.get()

    answer = client.get(address)

    assert answer.context["behind"] == waits.asked_at
    assert 'class="callout callout-note"' in answer.content.decode()
