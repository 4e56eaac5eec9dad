"""Somebody with the database alone takes no bit out of a status list, and no list away."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from courses.certificates.credentials import status_lists
from courses.certificates.credentials.status_lists import (
    StatusPurpose,
    build_status_list,
    compute_status_bits,
)
from courses.certificates.credentials.status_positions import LENGTH
from courses.certificates.lifecycle.certificate_revocation import (
    decide_revocation,
    propose_revocation,
)
from courses.certificates.offline import verifier_assets
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.courses.certificates.credentials.test_status_lists import is_set, ones, read
from tests.factories.accounts import UserFactory
from tests.factories.certificates import CertificateFactory, CertifiedCompletionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


@pytest.fixture
def revoked(key):
    """A certificate that two persons have revoked."""
    certificate, now = CertificateFactory(), timezone.now()
    facts = {"ground": "breach", "authority": "Office", "reason": "A telephone."}
    office = [UserFactory(roles=[Role.MINISTRY_HR]) for _person in range(2)]
    proposal = propose_revocation(certificate, **facts, by=office[0], at=now)
    decide_revocation(
        proposal, is_confirmed=True, reason="So it is.", by=office[1], at=now
    )
    return certificate


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def today(kind, number=0):
    return compute_status_bits(kind, number, on=timezone.localdate())


def forget_withdrawal(certificate):
    run("DELETE FROM records_withdrawal")


def put_withdrawal_off(certificate):
    run("UPDATE records_withdrawal SET withdrawn_on = '2099-01-01'")


def put_withdrawal_on_another(certificate):
    other = CertificateFactory().completion_id
    run("UPDATE records_withdrawal SET completion_id = %s", other)


def put_certificate_on_another(certificate):
    other = CertifiedCompletionFactory().pk
    run(
        "UPDATE certificates_certificate SET completion_id = %s WHERE id = %s",
        other,
        certificate.pk,
    )


@pytest.mark.parametrize(
    "tamper",
    [
        forget_withdrawal,
        put_withdrawal_off,
        put_withdrawal_on_another,
        put_certificate_on_another,
    ],
)
def test_revocation_stays_in_the_list_whatever_became_of_its_row(revoked, tamper):
    tamper(revoked)

    assert is_set(today(StatusPurpose.REVOCATION), revoked)


def test_revocation_that_was_deleted_stays_in_what_is_handed_out(revoked):
    now = timezone.now()
    moments = [now, now + timedelta(minutes=1), now + timedelta(minutes=11)]
    before = read(build_status_list(StatusPurpose.REVOCATION, 0, at=now))

    run("DELETE FROM records_withdrawal")
    after = [
        read(build_status_list(StatusPurpose.REVOCATION, 0, at=moment))
        for moment in moments
    ]

    assert is_set(before, revoked)
    assert [is_set(found, revoked) for found in after] == [True] * 3


def test_certificate_stays_replaced_though_the_newer_was_deleted(key):
    certificate = CertificateFactory()
    newer = CertificateFactory(
        completion=certificate.completion, replaces=certificate, number="newer"
    )
    run("DELETE FROM certificates_certificate WHERE id = %s", newer.pk)

    assert is_set(today(StatusPurpose.REFRESH), certificate)


def test_entry_put_in_by_hand_revokes_nothing(key):
    certificate = CertificateFactory()
    forged = Entry(
        at=timezone.now(),
        action="certificates.revoked",
        subject_type="certificates.certificate",
        subject_id=str(certificate.pk),
        proof="0" * 64,
    )
    Entry.objects.bulk_create([forged])

    assert ones(today(StatusPurpose.REVOCATION)) == 0


def test_list_does_not_vanish_with_its_certificates(key):
    certificate = CertificateFactory(pk=LENGTH + 1)
    run("DELETE FROM certificates_certificate WHERE id = %s", certificate.pk)

    assert status_lists.has_status_list(1)
    assert "revocation/1" in verifier_assets.list_status_list_names()
