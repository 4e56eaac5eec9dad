"""A revocation that waits and a correction never meet: none lands on a row out of force."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import translation

from courses.certificates.errors import CertificateError
from courses.certificates.lifecycle import certificate_revocation
from courses.certificates.models import Certificate, RevocationProposal
from courses.recognition.errors import RecognitionError
from courses.records.completions.completion_correction import (
    CorrectionRequest,
    plan_correction,
    record_corrections,
)
from courses.records.models import Completion, Withdrawal
from elearning.accounts.roles import Role
from tests.factories.recognition import (
    AT,
    certified,
    corrected,
    officer,
    proposed_correction,
)
from tests.racing import race
from tests.waiting import until

EARLIER = date(2024, 1, 5)


@pytest.fixture(autouse=True)
def _here():
    with translation.override("en"), time_machine.travel(AT, tick=False):
        yield


def two_passes():
    """A pass, and the next one, whose last day follows from the first."""
    first = certified(
        passed_on=date(2024, 3, 2),
        expires_on=date(2026, 3, 2),
        recorded_at=AT - timedelta(days=800),
    )
    second = certified(
        first.learner,
        first.course,
        passed_on=date(2026, 2, 20),
        expires_on=date(2028, 3, 2),
        recorded_at=AT - timedelta(days=60),
    )
    return first, second


def proposed(completion):
    return certificate_revocation.propose_revocation(
        completion.certificates.get(),
        ground="fraud",
        authority="Ministry",
        reason="Somebody else sat it.",
        by=officer(),
        at=AT,
    )


def decided(proposal, *, is_confirmed=True):
    return certificate_revocation.decide_revocation(
        RevocationProposal.objects.get(pk=proposal.pk),
        is_confirmed=is_confirmed,
        reason="Seen.",
        by=officer(Role.MINISTRY_HR),
        at=AT,
    )


def is_done(act, *refusals):
    try:
        act()
    except refusals:
        return False
    return True


@pytest.mark.django_db
def test_earlier_pass_is_not_corrected_past_a_revocation_that_waits():
    first, second = two_passes()
    correction = proposed_correction(first, EARLIER)
    revocation = proposed(second)

    with pytest.raises(RecognitionError, match="must be decided first"):
        corrected(correction)

    decided(revocation)
    assert Withdrawal.objects.get().completion == second
    assert Certificate.objects.counting(AT.date()).count() == 0


@pytest.mark.django_db
def test_nobody_proposes_a_correction_that_would_replace_what_may_be_revoked():
    first, second = two_passes()
    proposed(second)

    with pytest.raises(RecognitionError, match="must be decided first"):
        proposed_correction(first, EARLIER)


@pytest.mark.django_db
def test_revocation_of_a_pass_that_was_corrected_since_is_declined_and_never_confirmed():
    first, second = two_passes()
    revocation = proposed(second)
    wanted = CorrectionRequest(EARLIER, first.score)
    changes = plan_correction(first, wanted, today=AT.date())  # as if nobody had looked
    record_corrections(changes, reason="The protocol says so.", by=officer(), at=AT)

    with pytest.raises(CertificateError, match="Decline the proposal"):
        decided(revocation)
    assert not Withdrawal.objects.exists()

    decided(revocation, is_confirmed=False)
    newest = Completion.objects.get(supersedes=second)
    decided(proposed(newest))
    assert Withdrawal.objects.get().completion == newest


def somebody_waits_for_us():
    """Tell whether another connection waits for what this transaction holds."""
    if connection.vendor == "sqlite":  # whoever writes waits for whoever does
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted"
            " AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        )
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_revocation_proposed_while_an_earlier_pass_is_corrected_waits_and_is_refused():
    first, second = two_passes()
    correction = proposed_correction(first, EARLIER)

    def propose():
        try:
            return is_done(lambda: proposed(second), CertificateError)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        corrected(correction)
        proposing = pool.submit(propose)
        until(lambda: proposing.done() or somebody_waits_for_us(), every=0.01)

    assert not proposing.result()
    assert not RevocationProposal.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_revocation_confirmed_beside_a_correction_takes_the_pass_that_stands():
    first, second = two_passes()
    correction = proposed_correction(first, EARLIER)
    revocation = proposed(second)
    acts = [
        lambda: is_done(lambda: corrected(correction), RecognitionError),
        lambda: is_done(lambda: decided(revocation), CertificateError),
    ]

    _corrected, revoked = race(lambda number: acts[number](), threads=2)

    assert revoked
    assert Withdrawal.objects.get().completion == second
    assert not Completion.objects.filter(supersedes=second).exists()
