import base64
import random
import re
from datetime import date

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from courses.certificates.credentials.status_positions import StatusPosition
from courses.certificates.errors import QrClaimError, UnusableKeyError
from courses.certificates.models import Certificate, KeyRevocation
from courses.certificates.qr_claims import claim_codec, name_commitments
from courses.certificates.qr_claims.claim_codec import (
    QrClaim,
    build_qr_url,
    build_signed_claim,
    decode_claim,
)
from tests.courses.certificates.qr_claims.conftest import AT, VECTORS, kept
from tests.factories.certificates import CertificateFactory

pytestmark = pytest.mark.django_db

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
TEXT = VECTORS["claims"][0]["text"].rpartition("/")[2]

#: The database only reads a key, so examples need none of their own.
together = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def certificate_of(vector):
    """The row of which the claim of ``vector`` was made."""
    facts = vector["claim"]
    return Certificate(
        pk=vector["row"],
        number=facts["number"],
        course_code=facts["course"],
        edition_number=facts["edition"],
        issued_on=date.fromisoformat(facts["issued_on"]),
        expires_on=date.fromisoformat(facts["expires_on"]),
        holder_name=vector["name"],
        holder_salt=facts["salt"],
    )


def claim_of(vector):
    facts = vector["claim"]
    return QrClaim(
        number=facts["number"],
        course_code=facts["course"],
        edition_number=facts["edition"],
        issued_on=date.fromisoformat(facts["issued_on"]),
        expires_on=date.fromisoformat(facts["expires_on"]),
        salt=bytes.fromhex(facts["salt"]),
        commitment=bytes.fromhex(facts["commitment"]),
        place=StatusPosition(facts["list"], facts["index"]),
        kid=facts["kid"],
    )


# --- what is refused ----------------------------------------------------------------


@pytest.mark.parametrize("vector", VECTORS["refused"], ids=lambda one: one["what"])
def test_what_was_not_signed_here_exactly_so_is_refused(keys, vector):
    with pytest.raises(QrClaimError) as refused:
        decode_claim(vector["text"])

    assert refused.value.word == vector["word"]


@pytest.mark.parametrize(
    "word", sorted({vector["word"] for vector in VECTORS["refused"]})
)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_each_refusal_is_a_sentence_in_each_language(keys, word, language):
    text = next(one["text"] for one in VECTORS["refused"] if one["word"] == word)

    with translation.override("en"), pytest.raises(QrClaimError) as english:
        decode_claim(text)
    with translation.override(language), pytest.raises(QrClaimError) as refused:
        decode_claim(text)

    assert str(refused.value).endswith(".")
    assert (str(refused.value) == str(english.value)) is (language == "en")


def test_a_text_of_a_megabyte_is_refused_before_anything_is_done(
    keys, django_assert_num_queries
):
    with django_assert_num_queries(0), pytest.raises(QrClaimError) as refused:
        decode_claim("A" * 2**20)

    assert refused.value.word == "too_long"


def test_after_its_key_was_revoked_a_claim_proves_nothing(keys):
    KeyRevocation.objects.create(key=keys, revoked_at=AT, reason="Lost")

    with pytest.raises(QrClaimError) as refused:
        decode_claim(TEXT)

    assert refused.value.word == "revoked_key"


@given(some.integers(0, len(TEXT) - 1), some.sampled_from(ALPHABET))
@together
def test_one_character_changed_is_never_accepted(keys, place, other):
    changed = TEXT[:place] + other + TEXT[place + 1 :]

    if changed != TEXT:
        with pytest.raises(QrClaimError):
            decode_claim(changed)


@given(some.data())
@together
def test_bytes_changed_left_out_or_put_in_are_never_accepted(keys, data):
    whole = base64.b32decode(TEXT + "=" * (-len(TEXT) % 8))
    start = data.draw(some.integers(0, len(whole)))
    end = data.draw(some.integers(start, min(len(whole), start + 8)))
    changed = whole[:start] + data.draw(some.binary(max_size=8)) + whole[end:]

    if changed != whole:
        with pytest.raises(QrClaimError):
            decode_claim(base64.b32encode(changed).decode().rstrip("="))


@given(some.text(max_size=700) | some.text(ALPHABET, max_size=700))
@together
def test_any_text_is_refused_with_a_sentence_and_never_fails(keys, text):
    with pytest.raises(QrClaimError):
        decode_claim(text)


def test_a_million_guessed_signatures_would_find_nothing(keys):
    """A guess must hit 64 bytes; of 500, each as near as can be, none comes through."""
    chance = random.Random(1)
    whole = base64.b32decode(TEXT + "=" * (-len(TEXT) % 8))

    for _guess in range(500):
        guessed = whole[:-64] + chance.randbytes(64)
        with pytest.raises(QrClaimError) as refused:
            decode_claim(base64.b32encode(guessed).decode().rstrip("="))
        assert refused.value.word == "altered"


def test_without_a_key_nothing_is_signed(db):
    with pytest.raises(UnusableKeyError):
        build_qr_url(CertificateFactory())


# --- what is accepted ---------------------------------------------------------------


@pytest.mark.parametrize("vector", VECTORS["claims"], ids=lambda one: one["what"])
def test_claim_is_read_as_in_the_shared_vectors(
    keys, vector, django_assert_num_queries
):
    with django_assert_num_queries(1):
        assert decode_claim(vector["text"]) == claim_of(vector)


@pytest.mark.parametrize("vector", VECTORS["claims"][::2], ids=lambda one: one["what"])
def test_claim_is_written_as_in_the_shared_vectors(keys, vector, settings):
    settings.BASE_URL = "https://training.example"

    assert build_qr_url(certificate_of(vector)) == vector["text"]


def test_claim_of_a_certificate_says_what_its_row_says(keys):
    certificate = CertificateFactory()

    claim = decode_claim(build_qr_url(certificate))

    assert claim.number == certificate.number
    assert claim.expires_on == certificate.expires_on
    assert claim.commitment == name_commitments.compute_name_commitment(
        certificate.holder_name, claim.salt
    )
    assert claim.kid == keys.kid


def test_claim_of_an_older_key_counts_until_that_is_revoked(keys):
    text = build_signed_claim(CertificateFactory())
    newer = kept("unknown")

    assert decode_claim(text).kid == keys.kid
    assert decode_claim(build_signed_claim(CertificateFactory())).kid == newer.kid


def test_address_is_of_the_characters_that_keep_a_square_code_small(keys, settings):
    settings.BASE_URL = "https://training.example:8443"

    address = build_qr_url(CertificateFactory())

    assert re.fullmatch(r"HTTPS://TRAINING\.EXAMPLE:8443/V/[A-Z2-7]+", address)


def test_longest_certificate_has_a_claim_that_is_read(keys):
    longest = CertificateFactory(
        number="Қ" * 32,
        course_code="C1-M1-M2-M3-M4-M5-M6-M7-M8-M9-MX",
        edition_number=2**31 - 1,
        expires_on=date.max,
    )

    text = build_signed_claim(longest)

    assert decode_claim(text).number == longest.number
    assert len(text) <= claim_codec.LIMIT


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (TEXT, True),
        (f"https://host/v/{TEXT.lower()}/", True),
        ("D2Y91A63YRQFGVWFFRMN517TS0E8", False),
        ("https://host.example/v/D2Y9 1A63 YRQF GVWF FRMN 517T S0E8/", False),
        ("", False),
    ],
)
def test_claim_is_told_from_a_code_for_typing(text, is_one):
    assert claim_codec.is_claim_text(text) is is_one
