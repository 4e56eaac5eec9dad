"""The pages of an update, and what others see of a certificate that waits for one."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.assessment.bank.question_quarantine import quarantine_question
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt
from courses.updates.models import UpdateDone
from tests.factories.accounts import UserFactory
from tests.factories.assessment import answer, reaffirm
from tests.factories.updating import (
    DAY,
    change,
    cite,
    edition_citing,
    guideline,
    held,
    questions_of,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def edition():
    guideline("1.1", "1.2")
    return edition_citing("MG-6 1.1", asked=2)


@pytest.fixture
def certificate(edition):
    return held(edition)


def changed(days_ago=0):
    change("1.1", at=timezone.now() - timedelta(days=days_ago))


def recheck(edition):
    for question in questions_of(edition)[:2]:
        reaffirm(question, at=timezone.now())


def address(certificate):
    return reverse("updating:update", args=[certificate.completion.enrolment.key])


@pytest.fixture
def learner(certificate, client):
    client.force_login(certificate.holder.user)
    return client


def page(answer):
    return " ".join(answer.content.decode().split())


def test_another_persons_update_does_not_exist(certificate, client):
    changed()
    client.force_login(UserFactory())

    assert client.get(address(certificate)).status_code == 404
    assert client.post(address(certificate)).status_code == 404


def test_who_has_nothing_to_update_is_led_to_her_certificates(learner, certificate):
    shown = page(learner.get(address(certificate)))

    assert "Жаңартатын ештеңе жоқ" in shown
    assert reverse("learner:certificates") in shown


@pytest.mark.parametrize("sent", [{}, {"go": "confirm"}, {"go": "x", "seen": "9-9"}])
def test_what_was_not_seen_is_neither_begun_nor_confirmed(learner, certificate, sent):
    changed(days_ago=31)

    answer = learner.post(address(certificate), sent)

    assert answer.url == address(certificate)
    assert not Attempt.every.exists()
    assert not UpdateDone.objects.exists()
    assert "қайта оқып" in page(learner.get(answer.url))


def test_changes_are_read_and_questions_answered_without_script(
    learner, certificate, edition
):
    changed()
    recheck(edition)
    home = page(learner.get(reverse("learner:training")))
    assert address(certificate) in home
    shown = learner.get(address(certificate))
    assert "<del>" in page(shown)
    assert "Заң өзгерді" in page(shown)

    begun = learner.post(
        address(certificate),
        {"seen": shown.context["task"].seen, "hold": shown.context["hold"]},
    )
    attempt = Attempt.every.get()
    assert learner.get(begun.url).status_code == 200
    answer(attempt, at=timezone.now())
    handed_in = learner.post(
        reverse("assessment:hand-in", args=[attempt.key]) + f"?w={attempt.hold}"
    )

    assert "Сертификатыңыз қайтадан жаңартылды" in page(learner.get(handed_in.url))
    assert UpdateDone.objects.get().attempt == attempt
    assert address(certificate) not in page(learner.get(reverse("learner:training")))


def test_failed_test_is_repeated_after_the_waiting_time_of_the_exam(
    learner, certificate, edition, time_machine
):
    changed()
    recheck(edition)
    facts = learner.get(address(certificate)).context
    sent = {"seen": facts["task"].seen, "hold": "a"}
    learner.post(address(certificate), sent)
    attempt_marking.mark_attempt(Attempt.every.get(), at=timezone.now())

    waiting = learner.get(address(certificate))
    learner.post(address(certificate), sent | {"hold": "b"})

    assert waiting.context["wait"] in page(waiting)
    assert 'name="hold"' not in page(waiting)
    assert Attempt.every.count() == 1
    time_machine.move_to(timezone.now() + 24 * HOUR)
    learner.force_login(certificate.holder.user)
    assert 'name="hold"' in page(learner.get(address(certificate)))


def test_test_under_way_is_continued(learner, certificate, edition):
    changed()
    recheck(edition)
    facts = learner.get(address(certificate)).context
    learner.post(address(certificate), {"seen": facts["task"].seen, "hold": "a"})

    shown = page(learner.get(address(certificate)))

    assert reverse("assessment:move", args=[Attempt.every.get().key]) in shown


def test_reading_is_confirmed_once(learner, certificate):
    changed(days_ago=31)
    seen = learner.get(address(certificate)).context["task"].seen

    for _twice in range(2):
        learner.post(address(certificate), {"go": "confirm", "seen": seen})

    assert UpdateDone.objects.count() == 1


@pytest.mark.parametrize(
    ("days_ago", "status", "words"),
    [(0, "valid", "Жарамды, жаңарту керек"), (46, "expired", "")],
)
def test_public_page_says_by_when_and_names_nobody(
    client, certificate, days_ago, status, words
):
    changed(days_ago)
    due_on = timezone.localdate() + timedelta(days=45 - days_ago)

    shown = client.get(certificate.verify_url)
    told = client.get(certificate.verify_url, headers={"Accept": "application/json"})

    assert json.loads(told.content)["status"] == status
    assert json.loads(told.content)["update_due_on"] == due_on.isoformat()
    assert words in page(shown)
    assert certificate.holder.family_name not in page(shown)
    assert "MG-6" not in page(shown)


@pytest.mark.parametrize("number", [1, 3])
def test_own_certificates_take_the_same_queries_for_many(
    learner, certificate, number, django_assert_num_queries
):
    for _number in range(number - 1):
        held(edition_citing("MG-6 1.1"), learner=certificate.holder)
    changed()

    with django_assert_num_queries(28):
        shown = learner.get(reverse("learner:certificates"))

    assert len(shown.context["updates"]) == number
    assert {row.update_due_on for row in shown.context["certificates"]} == {
        timezone.localdate() + 45 * DAY
    }


def test_page_of_one_change_tells_of_another_that_waits(learner, certificate, edition):
    changed(days_ago=40)
    recheck(edition)
    for question in questions_of(edition)[2:]:
        cite(question.version, "MG-6 1.2")
    cite(edition.entries.get(position=1).version, "MG-6 1.1", "MG-6 1.2")
    change("1.2", words="Тағы", at=timezone.now())

    shown = learner.get(address(certificate))

    (later,) = shown.context["task"].later
    assert later.demand.cause.number == 3
    assert 'name="hold"' in page(shown)
    assert page(shown).count("<del>") == 1


def test_page_tells_of_the_second_person_for_a_quarantine_of_ones_own(
    learner, certificate, edition
):
    changed(days_ago=31)
    quarantine_question(
        questions_of(edition)[0].version.unit,
        reason="Тарады",
        by=certificate.holder.user,
        at=timezone.now(),
    )

    shown = learner.get(address(certificate))

    assert shown.context["asked"].is_held_back
    assert 'name="seen"' not in page(shown)
