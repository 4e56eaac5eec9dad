"""The desk of corrected keys: who does what, what is shown before, and to whom."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.assessment.corrections import key_corrections, regrades
from courses.assessment.marks import attempt_marking
from courses.assessment.models import (
    KeyCorrection,
    QuestionVersion,
    Regrading,
    RegradingReview,
)
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    answer,
    begin,
    edition_with_exam,
    exam_enrolment,
)
from tests.factories.staff import AppointmentFactory

pytestmark = pytest.mark.django_db

FULL = {"effect": "full", "reason": "Екі жауап та дұрыс"}


@pytest.fixture
def edition():
    """Four questions, all asked; three right ones pass."""
    return edition_with_exam([{}] * 4)


@pytest.fixture
def question(edition):
    return QuestionVersion.objects.filter(version__entries__edition=edition).last()


def sat(question, learner=None, *, right=False):
    """A marked attempt with one other question wrong, and ``question`` as told."""
    edition = question.version.entries.get().edition
    facts = {"learner": learner} if learner else {}
    attempt = begin(exam_enrolment(edition=edition, **facts))
    mine = attempt.items.get(question=question).position
    other = attempt.items.exclude(question=question).first().position
    answer(attempt, wrong={other} if right else {other, mine})
    return attempt_marking.mark_attempt(attempt, at=NOW)


def proposed(question, effect="full", given=None):
    draft = key_corrections.draft_correction(question, effect, given=given)
    return key_corrections.propose_correction(
        draft, reason="Кілт қате", by=UserFactory(), at=NOW
    )


@pytest.fixture
def lost(house, question):
    """A pass of the insider that a corrected key turned."""
    sat(question, house.insider, right=True)
    kept = proposed(question, "replaced", ["b"])
    key_corrections.decide_correction(
        kept, is_confirmed=True, reason="Иә", by=UserFactory(), at=NOW
    )
    regrades.apply_due_corrections(NOW)
    return Regrading.objects.get()


def address(name, question, lost):
    keys = {
        "propose": lambda: [question.pk],
        "correction": lambda: [KeyCorrection.objects.get().key],
        "decide": lambda: [KeyCorrection.objects.get().key],
        "review": lambda: [lost.pk],
    }.get(name, list)
    return reverse(f"desk:corrections:{name}", args=keys())


def test_unknown_question_and_correction_are_not_found(client, enter):
    enter(Role.TRAINER)

    for name, key in [
        ("propose", 987654),
        ("correction", uuid.uuid4()),
        ("decide", uuid.uuid4()),
    ]:
        page = client.get(reverse(f"desk:corrections:{name}", args=[key]))
        assert page.status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"effect": "full"},
        {"effect": "magic", "reason": "Себеп"},
        {"effect": "replaced", "reason": "Себеп"},
        {"effect": "replaced", "reason": "Себеп", "choice": "z"},
        {"effect": "replaced", "reason": "Себеп", "choice": ["a", "b"]},
        {"effect": "replaced", "reason": "Себеп", "choice": "a"},
    ],
)
def test_what_makes_no_correction_is_said_and_nothing_is_kept(
    client, enter, question, sent
):
    enter(Role.TRAINER)

    page = client.post(
        reverse("desk:corrections:propose", args=[question.pk]), sent | {"keep": "1"}
    )

    assert page.status_code == 400
    assert page.context["form"].errors
    assert not KeyCorrection.objects.exists()


def test_first_the_effect_is_shown_and_nothing_is_kept(client, enter, question):
    enter(Role.TRAINER)
    attempt = sat(question)

    page = client.post(
        reverse("desk:corrections:propose", args=[question.pk]),
        {"effect": "replaced", "reason": "Себеп", "choice": "b"},
    )

    assert page.status_code == 200
    assert not KeyCorrection.objects.exists()
    assert page.context["preview"].attempts == 1
    assert attempt.enrolment.learner.family_name not in page.content.decode()


def test_one_proposes_and_another_one_confirms(client, enter, question):
    sat(question)
    enter(Role.TRAINER)
    client.post(
        reverse("desk:corrections:propose", args=[question.pk]), FULL | {"keep": "1"}
    )
    kept = KeyCorrection.objects.get()
    decide = reverse("desk:corrections:decide", args=[kept.key])

    own = client.post(decide, {"decision": "confirm", "reason": "Иә"})
    assert own.status_code == 400
    assert KeyCorrection.objects.get().is_open

    enter(Role.SAFEGUARD_REVIEWER)
    client.post(decide, {"decision": "confirm", "reason": "Иә"})
    decision = KeyCorrection.objects.get().decision

    assert (decision.is_confirmed, decision.attempts, decision.changed) == (True, 1, 1)
    again = client.post(decide, {"decision": "decline", "reason": "Жоқ"})
    assert again.status_code == 302 or again.context["form"].errors
    assert KeyCorrection.objects.get().decision == decision


def test_reviewer_proposes_where_no_trainer_may(client, enter, question):
    reviewer = enter(Role.SAFEGUARD_REVIEWER)
    url = reverse("desk:corrections:propose", args=[question.pk])
    sat(question)

    page = reverse("desk:bank:question", args=[question.version.unit.key])
    assert url in client.get(page).text
    client.post(url, FULL | {"keep": "1"})

    assert KeyCorrection.objects.get().proposed_by == reviewer


def test_who_would_gain_is_not_offered_to_confirm(client, enter, question):
    reviewer = enter(Role.SAFEGUARD_REVIEWER)
    attempt = sat(question)
    learner = attempt.enrolment.learner
    learner.user = reviewer
    learner.save()
    kept = proposed(question)
    decide = reverse("desk:corrections:decide", args=[kept.key])

    page = client.get(decide)
    assert 'value="decline"' in page.text
    assert 'value="confirm"' not in page.text
    given = {"decision": "confirm", "reason": "Иә"}
    assert client.post(decide, given).status_code == 400
    assert client.post(decide, given | {"decision": "decline"}).status_code == 302

    assert not KeyCorrection.objects.get().decision.is_confirmed


def test_page_of_a_correction_names_nobody(client, enter, question, lost):
    enter(Role.TRAINER)

    page = client.get(
        reverse("desk:corrections:correction", args=[lost.correction.key])
    )

    learner = lost.attempt.enrolment.learner
    assert page.context["to_fail"] == 1
    assert learner.family_name not in page.content.decode()
    assert learner.staff_number not in page.content.decode()
    assert str(learner.key) not in page.content.decode()


def test_officer_sees_the_passes_of_her_people_alone(
    client, enter, house, question, lost
):
    enter(Role.MINISTRY_HR)
    other = Regrading.objects.exclude(pk=lost.pk)
    assert not other.exists()

    page = client.get(reverse("desk:corrections:passes"))

    assert [one.pk for one in page.context["page"]] == [lost.pk]
    assert Entry.objects.filter(action="assessment.lost_passes_viewed").exists()


def test_pass_of_somebody_elses_people_is_not_found(client, enter, house, question):
    sat(question, house.outsider, right=True)
    kept = proposed(question, "replaced", ["b"])
    key_corrections.decide_correction(
        kept, is_confirmed=True, reason="Иә", by=UserFactory(), at=NOW
    )
    regrades.apply_due_corrections(NOW)
    enter(Role.MINISTRY_HR)

    page = client.get(
        reverse("desk:corrections:review", args=[Regrading.objects.get().pk])
    )

    assert page.status_code == 404


def test_ministry_decides_about_a_pass(client, enter, lost):
    enter(Role.MINISTRY_HR)
    url = reverse("desk:corrections:review", args=[lost.pk])

    assert client.post(url, {"decision": "stand"}).status_code == 400
    client.post(url, {"decision": "stand", "reason": "Қате бізден кетті"})

    review = RegradingReview.objects.get(regrading=lost)
    assert (review.decision, review.reason) == ("stand", "Қате бізден кетті")


def test_bank_and_statistics_lead_to_the_correction(client, enter, question):
    sat(question)
    enter(Role.TRAINER)
    wanted = reverse("desk:corrections:propose", args=[question.pk])

    for page in (
        reverse("desk:bank:question", args=[question.version.unit.key]),
        reverse("desk:statistics:question", args=[question.pk]),
    ):
        assert wanted in client.get(page).content.decode()


@pytest.mark.parametrize("name", ["correction", "list", "passes"])
def test_number_of_queries_does_not_grow(client, enter, house, question, name):
    def turned(number):
        """Let a corrected key turn the passes of so many more people."""
        for _number in range(number):
            person = AppointmentFactory(establishment=house.mine).staff_member
            attempt = sat(question, person, right=True)
            attempt.items.filter(question=question).update(mark=1, correction=None)
        regrades.apply_due_corrections(NOW)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            page = client.get(address(name, question, None))
        assert page.status_code == 200
        return len(seen)

    enter(Role.MINISTRY_HR if name == "passes" else Role.TRAINER)
    kept = proposed(question, "replaced", ["b"])
    key_corrections.decide_correction(
        kept, is_confirmed=True, reason="Иә", by=UserFactory(), at=NOW
    )
    turned(1)
    queries()
    with_one = queries()
    turned(2)

    assert queries() == with_one
