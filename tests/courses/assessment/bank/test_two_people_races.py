"""States proposed and decided at the same moment: one proposal, one decision."""

import pytest

from courses.assessment.bank import question_states
from courses.assessment.errors import QuestionBankError
from courses.assessment.models import (
    QuestionState,
    StateChange,
    StateDecision,
    StateProposal,
)
from courses.models import Unit
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW, edition_with_exam
from tests.racing import THREADS, race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database_vendor]


@pytest.fixture
def question():
    edition = edition_with_exam([{}] * 5)
    return Unit.objects.filter(course=edition.course, kind="question").first()


@pytest.fixture
def people():
    return [UserFactory() for _number in range(THREADS)]


def refused(act):
    """Do it, or say that it was refused."""
    try:
        return act()
    except QuestionBankError:
        return None


def propose(unit, by):
    return question_states.change_question_state(
        unit, QuestionState.RETIRED, reason="Себеп", by=by, at=NOW
    )


def test_raced_proposals_keep_one(question, people):
    kept = race(lambda number: refused(lambda: propose(question, people[number])))

    assert [one for one in kept if one] == [StateProposal.objects.get()]


def test_raced_decisions_keep_one(question, people):
    proposal = propose(question, UserFactory())
    mark = question_states.build_proposal_mark(proposal)

    found = race(
        lambda number: refused(
            lambda: question_states.decide_state_proposal(
                proposal,
                is_confirmed=True,
                reason="Иә",
                expected=mark,
                by=people[number],
                at=NOW,
            )
        )
    )

    assert [one for one in found if one] == [StateDecision.objects.get()]
    assert StateChange.objects.get().state == QuestionState.RETIRED
