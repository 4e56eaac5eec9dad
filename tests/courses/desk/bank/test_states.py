"""States of questions at the desk: changed, quarantined, lifted, and missed in a release."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.assessment.bank import question_quarantine, question_states
from courses.assessment.models import (
    LeakDecision,
    QuestionState,
    StateChange,
    StateDecision,
    StateProposal,
)
from elearning.accounts.roles import Role
from tests.courses.desk.bank.questions import address, leak, sat
from tests.factories.accounts import pass_both_steps
from tests.factories.assessment import NOW, lift_quarantine, put_in_state
from tests.factories.courses import OutcomeFactory
from tests.factories.updating import change, cite, guideline

pytestmark = pytest.mark.django_db


def end(client, url, **given):
    """Open the page about a proposal, and send its form."""
    shown = client.get(url)
    mark = shown.context["form"]["expected"].value()
    assert f'value="{mark}"' in shown.text
    return client.post(url, given | {"expected": mark})


def test_trainer_changes_a_state_that_no_exam_counts(client, enter, question):
    put_in_state(question, QuestionState.RETIRED)
    user = enter(Role.TRAINER)

    client.post(
        address("state", question), {"state": "trial", "reason": "Әлі сыналмаған"}
    )

    fact = StateChange.objects.first()
    assert (fact.unit, fact.state, fact.by) == (question, "trial", user)
    page = client.get(address("question", question))
    assert "Әлі сыналмаған" in page.content.decode()


def test_state_is_proposed_found_by_a_second_person_and_decided(
    client, enter, question
):
    decide = address("decide-state", question)
    trainer = enter(Role.TRAINER)
    given = {"decision": "confirm", "reason": "Рас"}
    client.post(address("state", question), {"state": "retired", "reason": "Ескірді"})
    own = client.get(reverse("desk:home")).context["states"]
    refused = end(client, decide, **given)

    assert refused.context["form"].errors
    assert question_states.get_question_state(question) == QuestionState.LIVE
    reviewer = enter(Role.SAFEGUARD_REVIEWER)
    assert (own, client.get(reverse("desk:home")).context["states"]) == (0, 1)
    listed = client.get(address("proposals", question)).text
    assert address("question", question) in listed
    assert decide in client.get(address("question", question)).text
    asked = client.get(decide).context["consequences"]
    assert "Ескірді" in asked[1]
    assert trainer.staff_number in asked[1]
    assert len(asked) == 3, "the state, the reason, and what the exam would lack"
    end(client, decide, **given)

    assert question_states.get_question_state(question) == QuestionState.RETIRED
    fact = StateChange.objects.get()
    assert (fact.by, fact.confirmed_by) == (trainer, reviewer)
    assert reviewer.staff_number in client.get(address("question", question)).text
    assert client.post(decide, given).status_code == 404


def test_proposed_state_is_declined_or_taken_back(client, enter, question):
    decide, withdraw = address("decide-state", question), "withdraw-state"
    enter(Role.TRAINER)
    given = {"state": "retired", "reason": "Ескірді"}
    client.post(address("state", question), given)
    assert address(withdraw, question) in client.get(address("question", question)).text
    end(client, address(withdraw, question), reason="Қателестім")
    client.post(address("state", question), given)
    enter(Role.TRAINER)
    theirs = end(client, address(withdraw, question), reason="Бөтен")
    end(client, decide, decision="decline", reason="Керек")

    assert theirs.context["form"].errors
    assert question_states.get_question_state(question) == QuestionState.LIVE
    ended = StateDecision.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(ended) == ["withdrawn", "declined"]


def test_second_person_confirms_nothing_that_was_not_on_their_screen(
    client, enter, question
):
    decide, change = address("decide-state", question), address("state", question)
    trainer = enter(Role.TRAINER)
    client.post(change, {"state": "trial", "reason": "Сынау"})
    enter(Role.SAFEGUARD_REVIEWER)
    read = client.get(decide).context["form"].initial.get("expected", "")
    own = Client()
    pass_both_steps(own, trainer)
    end(own, address("withdraw-state", question), reason="Қателестім")
    own.post(change, {"state": "retired", "reason": "Ескірді"})

    given = {"decision": "confirm", "reason": "Рас"}
    for sent in ({"expected": read}, {}):
        assert client.post(decide, given | sent).url == decide

    assert question_states.get_question_state(question) == QuestionState.LIVE
    assert end(client, decide, **given).url == address("question", question)
    assert question_states.get_question_state(question) == QuestionState.RETIRED


def test_reviewer_quarantines_a_question(client, enter, question):
    enter(Role.SAFEGUARD_REVIEWER)
    page = client.get(address("question", question)).text

    client.post(address("quarantine", question), {"reason": "Топта тарап кетті"})

    assert address("quarantine", question) in page
    assert address("state", question) not in page
    assert question_states.get_question_state(question) == QuestionState.QUARANTINED


def test_quarantine_says_first_what_the_exam_will_lack(client, enter, question):
    enter(Role.TRAINER)

    page = client.get(address("quarantine", question))

    assert len(page.context["consequences"]) == 5


def test_trainer_quarantines_decides_and_a_second_person_lifts(
    client, house, enter, question
):
    trainer = enter(Role.TRAINER)
    sat(question, house.insider)

    client.post(address("quarantine", question), {"reason": "Топта тарап кетті"})
    end(client, address("decide", question), decision="examine", reason="Екеуі ғана")
    refused = client.post(address("lift", question), {"reason": "Қателестім"})

    assert refused.context["form"].errors
    assert question_states.get_question_state(question) == QuestionState.QUARANTINED
    kept = LeakDecision.objects.get()
    assert (kept.decision, kept.attempts, kept.by) == ("examine", 1, trainer)
    enter(Role.SAFEGUARD_REVIEWER)
    end(client, address("lift", question), reason="Жалған дабыл")
    assert question_states.get_question_state(question) == QuestionState.LIVE
    shown = client.get(address("question", question)).content.decode()
    assert "Екеуі ғана" in shown
    assert "Жалған дабыл" in shown


@pytest.mark.parametrize("name", ["lift", "decide"])
def test_page_about_one_quarantine_ends_or_decides_no_later_one(
    client, house, enter, question, name
):
    sat(question, house.insider)
    first = leak(question)
    enter(Role.TRAINER)
    read = client.get(address(name, question)).context["form"]["expected"].value()
    lift_quarantine(question)
    second = leak(question)
    given = {"reason": "Жалған", "decision": "stand", "expected": read}

    answer = client.post(address(name, question), given)

    assert (read, answer.url) == (str(first.pk), address(name, question))
    assert question.state_changes.latest("pk") == second
    assert not LeakDecision.objects.exists()


def test_exception_answers_for_no_objection_that_was_not_on_the_page(
    client, enter, question
):
    put_in_state(question, QuestionState.TRIAL)
    enter(Role.TRAINER)
    state = address("state", question)
    read = client.get(state).context["form"]["expected"].value()
    guideline("1.1", "1.2")
    cite(question.versions.get(), "MG-6 1.1")
    change("1.1")
    given = {"state": "live", "reason": "Керек", "exception": "on", "expected": read}

    assert client.post(state, given).url == state
    assert not StateProposal.objects.waiting().exists()
    end(client, state, **given)
    assert StateProposal.objects.waiting().get().is_exception


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


def test_second_person_reads_that_a_question_is_still_right_and_stays_where_it_is(
    client, enter, question
):
    state = QuestionState.QUARANTINED
    put_by = enter(Role.TRAINER)
    question_quarantine.quarantine_question(
        question, reason="Тарады", by=put_by, at=NOW
    )
    StateProposal.objects.create(
        unit=question,
        before=state,
        state=state,
        reason="Мерзім сол",
        reaffirms=question.versions.get().question,
        proposed_by=put_by,
        proposed_at=NOW,
    )
    enter(Role.SAFEGUARD_REVIEWER)

    assert "→" not in client.get(address("proposals", question)).text
    said = client.get(address("decide-state", question)).context["consequences"]
    assert said[0].count(str(state.label)) == 1
    assert "1" in said[2], "the version that exams ask"
    assert len(said) == 4, "the state stays, the reason, and what one answers for"
