"""States of questions at the desk: changed, quarantined, lifted, and missed in a release."""

import pytest
from django.urls import reverse

from courses.assessment.bank import states
from courses.assessment.models import LeakDecision, State, StateChange
from elearning.accounts.roles import Role
from tests.courses.desk.bank.questions import address, sat
from tests.factories.courses import OutcomeFactory

pytestmark = pytest.mark.django_db


def test_trainer_changes_a_state(client, enter, question):
    user = enter(Role.TRAINER)

    client.post(
        address("state", question), {"state": "trial", "reason": "Әлі сыналмаған"}
    )

    fact = StateChange.objects.get()
    assert (fact.unit, fact.state, fact.by) == (question, "trial", user)
    page = client.get(address("question", question))
    assert "Әлі сыналмаған" in page.content.decode()


def test_quarantine_says_first_what_the_exam_will_lack(client, enter, question):
    enter(Role.TRAINER)

    page = client.get(address("quarantine", question))

    assert len(page.context["consequences"]) == 4


def test_trainer_quarantines_decides_and_a_second_person_lifts(
    client, house, enter, question
):
    trainer = enter(Role.TRAINER)
    sat(question, house.insider)

    client.post(address("quarantine", question), {"reason": "Топта тарап кетті"})
    client.post(
        address("decide", question), {"decision": "examine", "reason": "Екеуі ғана"}
    )
    refused = client.post(address("lift", question), {"reason": "Қателестім"})

    assert refused.context["form"].errors
    assert states.state_of(question) == State.QUARANTINED
    kept = LeakDecision.objects.get()
    assert (kept.decision, kept.attempts, kept.by) == ("examine", 1, trainer)
    enter(Role.SAFEGUARD_REVIEWER)
    client.post(address("lift", question), {"reason": "Жалған дабыл"})
    assert states.state_of(question) == State.LIVE
    shown = client.get(address("question", question)).content.decode()
    assert "Екеуі ғана" in shown
    assert "Жалған дабыл" in shown


def test_release_page_warns_of_what_the_bank_lacks(client, enter, edition):
    OutcomeFactory(course=edition.course, number=77)
    for entry in edition.entries.all()[::-1]:
        edition.course.proposed_entries.create(
            unit=entry.version.unit, position=100 - entry.position
        )
    enter(Role.SAFEGUARD_REVIEWER)

    page = client.get(reverse("desk:release-course", args=[edition.course.slug]))

    proposal = page.context["proposal"]
    assert len(proposal.warnings) == 2, "an outcome, and no must-pass question"
    assert len(proposal.missing) == 2, "the new order at both gates, and nothing else"
    assert "77" in page.content.decode()
