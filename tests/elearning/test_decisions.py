"""Proposals and decisions: made once, by somebody else, about what was shown."""

import pytest
from django.utils import translation

from courses.certificates.errors import DesignError
from courses.certificates.models import DesignDecision
from elearning.accounts.errors import AccountError
from elearning.accounts.models import AccountChange, AccountChangeDecision
from elearning.audit.models import Entry
from elearning.decisions import OutdatedPageError, decide_proposal, withdraw_proposal
from tests.factories.accounts import UserFactory
from tests.factories.designs import AT, DesignDecisionFactory, DesignFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def design():
    return DesignFactory()


def decision(by=None, reason="Compared"):
    return DesignDecision(
        is_confirmed=True, reason=reason, by=by or UserFactory(), at=AT
    )


@pytest.mark.parametrize("reason", ["", "  "])
def test_decision_without_a_reason_is_refused(design, reason):
    with pytest.raises(DesignError, match="Give the reason"):
        decide_proposal(design, decision(reason=reason))

    assert not DesignDecision.objects.exists()
    assert not Entry.objects.exists()


def test_decision_of_the_proposer_is_refused_and_the_proposal_stays_open(design):
    with pytest.raises(DesignError, match="second person must decide"):
        decide_proposal(design, decision(by=design.made_by))

    assert design.is_open


def test_decided_proposal_is_not_decided_again(design):
    DesignDecisionFactory(design=design)

    with pytest.raises(DesignError, match="already decided"):
        decide_proposal(design, decision())


def test_proposal_that_differs_from_the_page_is_not_decided(design):
    with pytest.raises(OutdatedPageError):
        decide_proposal(design, decision(), shown=("1", lambda _design: "2"))

    assert design.is_open


def test_decision_is_stored_with_an_audit_entry(design):
    made = decide_proposal(
        design,
        decision(reason=" Compared "),
        shown=("1", lambda _design: "1"),
        prepare=lambda kept: {"number": kept.number},
        palette="steppe",
    )

    entry = Entry.objects.get()
    assert made == DesignDecision.objects.get(design=design)
    assert (entry.action, entry.by_id) == (
        "certificates.design_confirmed",
        made.by_id,
    )
    assert (entry.subject_id, entry.reason) == (str(design.pk), "Compared")
    assert entry.details == {"number": design.number, "palette": "steppe"}


def test_only_the_proposer_withdraws(design):
    with pytest.raises(DesignError, match="Not yours"):
        withdraw_proposal(design, decision(), "Not yours")


def test_decision_of_the_proposer_cannot_be_stored_beside_the_function(design):
    with pytest.raises(DesignError):
        DesignDecision.objects.create(
            design=design, is_confirmed=False, reason="x", by=design.made_by, at=AT
        )


def test_proposer_stores_a_withdrawal_only():
    change = AccountChange.objects.create(
        user=UserFactory(),
        kind=AccountChange.Kind.CLOSING,
        reason="x",
        made_by=UserFactory(),
        made_at=AT,
    )
    facts = {"change": change, "reason": "x", "by": change.made_by, "at": AT}

    with pytest.raises(AccountError):
        AccountChangeDecision.objects.create(is_confirmed=True, **facts)
    made = AccountChangeDecision.objects.create(is_confirmed=False, **facts)

    assert made.verdict == "withdrawn"
