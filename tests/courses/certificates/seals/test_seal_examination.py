import io
from datetime import UTC, datetime

import hypothesis.strategies as st
import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from courses.certificates.keys import key_creation, key_revocation, private_key_files
from courses.certificates.keys.key_fingerprints import compute_kid
from courses.certificates.models import KeyPurpose, SigningKey
from courses.certificates.seals import pdf_seal, seal_examination
from courses.certificates.seals.pdf_seal import seal_pdf
from courses.certificates.seals.seal_examination import SealFinding, examine_seal
from courses.certificates.seals.seal_locations import list_seal_locations
from tests.courses.certificates.seals.papers import paper
from tests.courses.certificates.seals.strangers import (
    private_of,
    sealed_by,
    signed_by_stranger,
    signer,
    stranger,
)
from tests.factories.keys import keys_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(keys):
    """A paper that the service has sealed."""
    return seal_pdf(paper())


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "not_a_pdf"),
        (b"PK\x03\x04 a letter", "not_a_pdf"),
        (b" " * 2000 + b"%PDF-1.7", "not_a_pdf"),
        (b"%PDF-1.7", "unsigned"),
        (b"%PDF-1.7 " + b"[" * 1_000_000, "unsigned"),
        (b"%PDF-1.7 " + b"<< /A " * 500_000, "unsigned"),
        (b"%PDF-1.7 xref\n0 9999999999\n/Prev 9 /Prev 9", "unsigned"),
        (b"%PDF-1.7 trailer << /Encrypt 5 0 R >>", "encrypted"),
        (b"%PDF-1.7 /ByteRange [ 0 1 2 ]", "altered"),
        (b"%PDF-1.7 /ByteRange [ 0 9999999999 9999999999 9 ]", "altered"),
        (b"%PDF-1.7 <00> /ByteRange [ 0 9 13 9 ]", "altered"),
        (b"%PDF-1.7 <zz> /ByteRange [ 0 9 13 9 ]", "altered"),
        (b"%PDF-1.7 <30> /ByteRange [ 0 9 13 9 ]" * 100_000, "altered"),
        (b"%PDF-1.7 /ByteRange [" + b" " * 1_000_000, "altered"),
    ],
)
def test_what_bears_no_seal_is_told_in_a_word(keys, content, problem):
    assert examine_seal(content) == SealFinding(problem)


def test_a_very_large_file_is_not_looked_at(sealed):
    assert examine_seal(sealed + b" " * seal_examination.LIMIT) == SealFinding(
        "too_large"
    )


def test_a_paper_without_a_seal_is_unsigned(keys):
    assert examine_seal(paper()) == SealFinding("unsigned")


def test_a_paper_locked_with_a_password_is_encrypted(keys):
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper())) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))

    assert examine_seal(locked.getvalue()) == SealFinding("encrypted")


def test_a_byte_changed_anywhere_is_seen(sealed):
    for place in range(0, len(sealed), 149):
        changed = bytearray(sealed)
        changed[place] ^= 0x20
        assert not examine_seal(bytes(changed)).intact, place


def test_what_is_altered_never_reaches_pyhanko(sealed, caplog):
    changed = sealed.replace(b"/Title (Certificate)", b"/Title (Certifikate)")

    assert changed != sealed
    assert examine_seal(changed).problem == "altered"
    assert not caplog.records


def test_a_digit_changed_anywhere_in_the_seal_is_seen(sealed):
    (found,) = list_seal_locations(sealed)
    end = sealed.index(b"0" * 64, found.before)

    for place in range(found.before, end, 37):
        changed = bytearray(sealed)
        changed[place] ^= 0x01
        assert not examine_seal(bytes(changed)).intact, place


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_is_put_in_place_of_bytes_is_seen(sealed, data):
    start = data.draw(st.integers(0, len(sealed)))
    end = data.draw(st.integers(start, min(start + 500, len(sealed))))
    other = data.draw(st.binary(max_size=200))
    changed = sealed[:start] + other + sealed[end:]

    assert examine_seal(changed).intact == (changed == sealed)


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(seal_of=st.binary(min_size=1, max_size=400))
def test_any_bytes_where_a_seal_stands_are_refused(sealed, seal_of):
    (place,) = list_seal_locations(sealed)
    room = place.after - place.before - 2
    digits = seal_of.hex().encode().ljust(room, b"0")
    changed = sealed[: place.before + 1] + digits + sealed[place.after - 1 :]

    assert not examine_seal(changed).intact


@pytest.mark.parametrize("share", [0.1, 0.4, 0.7, 0.99])
def test_a_paper_cut_short_is_not_intact(sealed, share):
    found = examine_seal(sealed[: int(len(sealed) * share)])

    assert found.problem in {"unsigned", "altered"}


@pytest.mark.parametrize("tail", [b"\n", b"%", b"\n%%EOF\n"])
def test_a_paper_with_something_behind_it_is_altered(keys, tail):
    found = examine_seal(seal_pdf(paper()) + tail)

    assert (found.problem, found.key, found.covers_all) == (
        "altered",
        keys[KeyPurpose.PAPER],
        False,
    )


def test_a_paper_changed_afterwards_is_altered(keys):
    out = io.BytesIO(seal_pdf(paper()))
    writer = IncrementalPdfFileWriter(out)
    writer.root["/Lang"] = generic.pdf_string("ru")
    writer.update_root()
    writer.write_in_place()

    assert examine_seal(out.getvalue()).problem == "altered"


def test_a_paper_signed_once_more_by_somebody_is_altered(keys):
    found = examine_seal(signed_by_stranger(seal_pdf(paper())))

    assert (found.problem, found.key) == ("altered", keys[KeyPurpose.PAPER])


def test_a_paper_made_anew_with_the_seal_of_another_is_altered(sealed):
    with pikepdf.open(io.BytesIO(sealed)) as document:
        document.docinfo["/Title"] = "Another"
        written = io.BytesIO()
        document.save(written)

    assert examine_seal(written.getvalue()).problem == "altered"


def test_the_seal_of_one_paper_does_not_hold_for_another(keys):
    one, other = seal_pdf(paper()), seal_pdf(paper(text="It holds not."))
    (place,), (target,) = list_seal_locations(one), list_seal_locations(other)
    moved = other[: target.before] + place.written + other[target.after :]

    assert examine_seal(moved).problem == "altered"


def test_what_somebody_else_signed_bears_an_unknown_key(keys):
    assert examine_seal(signed_by_stranger(paper())) == SealFinding("unknown_key")


def test_a_seal_of_another_service_of_the_same_name_is_unknown(settings, tmp_path):
    with transaction.atomic():
        keys_in(settings, tmp_path / "other")
        sealed = seal_pdf(paper())
        transaction.set_rollback(True)
    keys_in(settings, tmp_path / "own")

    assert examine_seal(sealed).problem == "unknown_key"


def test_a_seal_by_a_key_that_another_authority_certified_is_unknown(keys):
    assert (
        examine_seal(sealed_by(stranger(), seal_pdf(paper()))).problem == "unknown_key"
    )


def test_our_key_with_the_certificate_of_another_authority_is_not_trusted(keys):
    stolen = private_of(
        private_key_files.get_private_key_path(keys[KeyPurpose.PAPER].name)
    )

    found = examine_seal(sealed_by(stranger(stolen), seal_pdf(paper())))

    assert (found.problem, found.key) == ("altered", keys[KeyPurpose.PAPER])


def test_our_certificates_with_the_signature_of_another_are_not_trusted(keys):
    who = signer(
        ec.generate_private_key(ec.SECP256R1()),
        keys[KeyPurpose.PAPER].public,
        keys[KeyPurpose.AUTHORITY].public,
    )

    assert examine_seal(sealed_by(who, seal_pdf(paper()))).problem == "altered"


@pytest.mark.parametrize("algorithm", ["sha512", "sha384", "sha224"])
def test_another_algorithm_than_that_of_seals_is_not_trusted(keys, algorithm):
    stolen = private_of(
        private_key_files.get_private_key_path(keys[KeyPurpose.PAPER].name)
    )
    public = (keys[KeyPurpose.PAPER].public, keys[KeyPurpose.AUTHORITY].public)

    changed = sealed_by(signer(stolen, *public), seal_pdf(paper()), algorithm)

    assert examine_seal(changed).problem == "altered"


def test_the_seal_as_pyhanko_writes_it_is_the_one_that_is_expected(keys):
    private = private_of(
        private_key_files.get_private_key_path(keys[KeyPurpose.PAPER].name)
    )
    public = (keys[KeyPurpose.PAPER].public, keys[KeyPurpose.AUTHORITY].public)

    assert examine_seal(sealed_by(signer(private, *public), seal_pdf(paper()))).intact


def test_a_key_for_square_codes_seals_no_papers(keys):
    private = ec.generate_private_key(ec.SECP256R1())
    who = stranger(private)
    SigningKey.objects.create(
        name="claim",
        kid=compute_kid(private.public_key()),
        purpose=KeyPurpose.CLAIM,
        public="",
        created_at=timezone.now(),
    )

    assert examine_seal(sealed_by(who, seal_pdf(paper()))).problem == "unknown_key"


def test_what_a_revoked_key_sealed_is_not_trusted(keys, sealed):
    key_revocation.revoke_signing_key(
        keys[KeyPurpose.PAPER], by=None, reason="The server was broken into."
    )

    found = examine_seal(sealed)

    assert (found.problem, found.key) == ("revoked_key", keys[KeyPurpose.PAPER])
    assert not found.intact


def test_what_stands_under_a_revoked_authority_is_not_trusted(keys, sealed):
    key_revocation.revoke_signing_key(
        keys[KeyPurpose.AUTHORITY], by=None, reason="It was copied."
    )
    key_creation.create_missing_keys(by=None)

    assert examine_seal(sealed).problem == "revoked_key"
    assert examine_seal(seal_pdf(paper())).intact


def test_a_seal_outside_the_time_of_its_certificate_is_not_trusted(keys, monkeypatch):
    monkeypatch.setattr(pdf_seal, "_check_time", lambda _key, _at: None)

    early = seal_pdf(paper(), at=datetime(2020, 1, 1, tzinfo=UTC))

    assert examine_seal(early).problem == "altered"


def test_examining_takes_two_queries(sealed, django_assert_num_queries):
    with django_assert_num_queries(2):
        examine_seal(sealed)
