import base64
import gzip
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from courses.certificates.credentials import status_lists
from courses.certificates.credentials.status_lists import (
    StatusPurpose,
    build_status_list,
    build_status_list_jwt,
    compute_status_bits,
)
from courses.certificates.credentials.status_positions import (
    LENGTH,
    compute_status_position,
)
from courses.certificates.errors import UnusableKeyError
from courses.certificates.keys import private_key_files
from courses.certificates.models import Certificate
from courses.updates.models import UpdateDemand
from tests.factories.certificates import CertificateFactory, WithdrawalFactory
from tests.factories.updating import change, edition_citing, guideline, held

ON = date(2026, 6, 1)


@pytest.fixture
def revoked(key):
    certificate = CertificateFactory()
    WithdrawalFactory(completion=certificate.completion, withdrawn_on=ON)
    return certificate


@pytest.fixture
def replaced(key):
    certificate = CertificateFactory()
    CertificateFactory(
        completion=certificate.completion,
        replaces=certificate,
        number="C1-2026-000999-XX",
        issued_on=ON,
    )
    return certificate


def read(credential):
    """The bits of a list as whoever fetches it reads them."""
    text = credential["credentialSubject"]["encodedList"]
    assert text.startswith("u")
    return gzip.decompress(base64.urlsafe_b64decode(text[1:] + "=="))


def is_set(found, certificate):
    """Bitstring Status List 1.0 §3.2: the first bit is the highest of its byte."""
    index = compute_status_position(certificate.pk).index
    return bool(found[index // 8] & 0x80 >> index % 8)


def ones(found):
    return int.from_bytes(found).bit_count()


def test_a_withdrawn_pass_sets_one_bit_from_its_day_on(revoked):
    CertificateFactory()

    before = compute_status_bits(StatusPurpose.REVOCATION, 0, on=ON - timedelta(days=1))
    since = compute_status_bits(StatusPurpose.REVOCATION, 0, on=ON)

    assert (ones(before), len(before) * 8) == (0, LENGTH)
    assert (ones(since), is_set(since, revoked)) == (1, True)
    assert ones(compute_status_bits(StatusPurpose.REFRESH, 0, on=ON)) == 0


def test_a_replaced_certificate_sets_one_bit_from_the_day_of_the_new_one(replaced):
    before = compute_status_bits(StatusPurpose.REFRESH, 0, on=ON - timedelta(days=1))
    since = compute_status_bits(StatusPurpose.REFRESH, 0, on=ON)

    assert ones(before) == 0
    assert (ones(since), is_set(since, replaced)) == (1, True)
    assert not is_set(since, replaced.replaced_by)
    assert ones(compute_status_bits(StatusPurpose.REVOCATION, 0, on=ON)) == 0


def test_a_withdrawn_pass_revokes_every_certificate_of_it(replaced):
    WithdrawalFactory(completion=replaced.completion, withdrawn_on=ON)

    found = compute_status_bits(StatusPurpose.REVOCATION, 0, on=ON)

    assert ones(found) == 2
    assert is_set(found, replaced)
    assert is_set(found, replaced.replaced_by)


def test_bits_agree_with_the_state_of_every_certificate(revoked, replaced):
    plain = CertificateFactory()
    found = {kind: compute_status_bits(kind, 0, on=ON) for kind in StatusPurpose}

    states = {
        certificate.state_on(ON): (
            is_set(found[StatusPurpose.REVOCATION], certificate),
            is_set(found[StatusPurpose.REFRESH], certificate),
        )
        for certificate in (revoked, replaced, plain)
    }

    assert states == {
        "revoked": (True, False),
        "replaced": (False, True),
        "valid": (False, False),
    }


def test_an_overdue_update_sets_one_bit(key):
    guideline("1.1")
    certificate, untouched = held(edition_citing("MG-6 1.1")), CertificateFactory()
    change("1.1", among=("1.1",))
    due_on = UpdateDemand.objects.get().due_on

    before = compute_status_bits(StatusPurpose.SUSPENSION, 0, on=due_on)
    late = compute_status_bits(
        StatusPurpose.SUSPENSION, 0, on=due_on + timedelta(days=1)
    )

    assert ones(before) == 0
    assert (ones(late), is_set(late, certificate)) == (1, True)
    assert not is_set(late, untouched)


def test_a_certificate_past_its_own_last_day_is_expired_and_not_suspended(key):
    guideline("1.1")
    certificate = held(edition_citing("MG-6 1.1"))
    change("1.1", among=("1.1",))

    late = compute_status_bits(
        StatusPurpose.SUSPENSION, 0, on=certificate.expires_on + timedelta(days=1)
    )

    assert ones(late) == 0


def test_who_is_suspended_is_told_once_until_the_list_is_renewed(
    key, django_assert_num_queries
):
    caches["files"].clear()
    guideline("1.1")
    certificate = held(edition_citing("MG-6 1.1"))
    change("1.1", among=("1.1",))
    due_on = UpdateDemand.objects.get().due_on
    at = datetime(due_on.year, due_on.month, due_on.day, 7, tzinfo=UTC)
    at += timedelta(days=1)

    first = build_status_list(StatusPurpose.SUSPENSION, 0, at=at)
    with django_assert_num_queries(1):  # for the key
        again = build_status_list(
            StatusPurpose.SUSPENSION, 0, at=at + timedelta(minutes=1)
        )

    assert again == first
    assert is_set(read(first), certificate)


def test_the_next_list_begins_where_one_ends(key):
    assert status_lists.has_status_list(0)
    assert not status_lists.has_status_list(1)
    certificate = CertificateFactory(pk=LENGTH + 1)
    WithdrawalFactory(completion=certificate.completion, withdrawn_on=ON)

    assert status_lists.has_status_list(1)
    assert ones(compute_status_bits(StatusPurpose.REVOCATION, 0, on=ON)) == 0
    assert is_set(compute_status_bits(StatusPurpose.REVOCATION, 1, on=ON), certificate)


def test_a_list_is_a_credential_of_the_issuer(revoked):
    at = datetime(2026, 6, 3, 5, 27, 30, tzinfo=timezone.get_default_timezone())
    own = "https://training.example/credentials/status/revocation/0/"

    made = build_status_list(StatusPurpose.REVOCATION, 0, at=at)

    assert made.pop("proof")
    assert is_set(read(made), revoked)
    assert made["credentialSubject"].pop("encodedList")
    assert made == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": own,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": "https://training.example/credentials/issuer/",
        "validFrom": "2026-06-03T00:20:00Z",
        "validUntil": "2026-07-03T00:20:00Z",
        "credentialSubject": {
            "id": f"{own}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "ttl": 3_600_000,
        },
    }


def test_a_list_is_signed_once_until_a_bit_changes(key):
    at = timezone.now().replace(minute=1)
    first = build_status_list(StatusPurpose.REVOCATION, 0, at=at)
    assert (
        build_status_list(StatusPurpose.REVOCATION, 0, at=at + timedelta(minutes=1))
        == first
    )
    certificate = CertificateFactory()

    WithdrawalFactory(completion=certificate.completion)
    second = build_status_list(StatusPurpose.REVOCATION, 0, at=at)

    assert is_set(read(second), certificate)
    caches["files"].clear()
    assert build_status_list(StatusPurpose.REVOCATION, 0, at=at) == second


def test_a_list_of_ten_minutes_ago_is_signed_anew(key):
    at = timezone.now()

    early, late = (
        build_status_list(StatusPurpose.REVOCATION, 0, at=moment)
        for moment in (at, at + timedelta(minutes=10))
    )

    assert early["validFrom"] < late["validFrom"]
    assert read(early) == read(late)


def test_a_list_costs_the_same_queries_whatever_is_in_it(
    key, django_assert_num_queries
):
    for count in (1, 3):
        for _each in range(count):
            WithdrawalFactory(completion=CertificateFactory().completion)
        caches["files"].clear()
        with django_assert_num_queries(5):  # rows, trail twice, its passes, the key
            build_status_list(StatusPurpose.REVOCATION, 0, at=timezone.now())


def test_without_a_key_there_is_no_list(key):
    private_key_files.get_private_key_path(key.name).unlink()

    with pytest.raises(UnusableKeyError):
        build_status_list_jwt(StatusPurpose.REVOCATION, 0, at=timezone.now())


def test_places_of_lists_are_told_by_rows(key):
    certificate = CertificateFactory()

    assert [
        entry["statusListIndex"]
        for entry in status_lists.build_status_entries(certificate)
    ] == [str(compute_status_position(Certificate.objects.get().pk).index)] * 3
