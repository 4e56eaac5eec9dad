"""The page of the check of records."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from courses.recognition.consistency import check_run
from courses.recognition.consistency.finding_texts import RecordsFindingKind
from courses.recognition.models import RecordsCheck
from elearning.accounts.roles import Role
from tests.factories.compliance import PassFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def address():
    return reverse("desk:records-check")


def kinds(answer):
    return [line["finding"].kind for line in answer.context["page"]]


def test_page_says_that_nothing_was_checked_yet(client, enter, address):
    enter(Role.MINISTRY_HR)

    assert "Not checked yet" in client.get(address).content.decode()


def test_check_is_made_when_asked_for_and_shows_the_remit_alone(
    client, house, enter, address
):
    enter(Role.MINISTRY_HR)
    PassFactory(learner=house.insider, course=house.rule.course)
    PassFactory(learner=house.outsider, course=house.rule.course)

    answer = client.post(address, follow=True)

    assert kinds(answer) == [RecordsFindingKind.NO_CERTIFICATE]
    assert answer.context["page"][0]["finding"].learner == house.insider
    assert "no certificate proves it" in answer.content.decode()
    assert kinds(client.get(address, {"kind": RecordsFindingKind.CLOSED_PLACE})) == []


def test_large_service_is_checked_by_the_worker_alone(
    client, house, enter, address, monkeypatch
):
    monkeypatch.setattr(check_run, "FEW", 1)
    enter(Role.MINISTRY_HR)

    answer = client.post(address)

    assert answer.status_code == 200
    assert "Check now" not in answer.content.decode()
    assert not RecordsCheck.objects.exists()


def test_page_takes_the_same_queries_for_any_number(
    client, house, enter, address, django_assert_max_num_queries
):
    enter(Role.MINISTRY_HR)
    PassFactory(learner=house.insider)
    check_run.run_records_check(timezone.now())
    client.get(address)
    with django_assert_max_num_queries(40) as one:
        client.get(address)
    PassFactory.create_batch(2, learner=house.insider)
    check_run.run_records_check(timezone.now())
    with django_assert_max_num_queries(len(one)):
        assert len(kinds(client.get(address))) == 3
