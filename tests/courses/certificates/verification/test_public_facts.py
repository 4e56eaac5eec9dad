from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import F

from courses.certificates.errors import QrClaimError
from courses.certificates.models import Certificate
from courses.certificates.qr_claims import claim_codec
from courses.certificates.verification.certificate_lookup import (
    FoundCertificate,
    find_certificate,
)
from courses.certificates.verification.public_facts import (
    build_public_facts,
    is_name_or_number,
)
from courses.updates.models import UpdateDemand
from tests.factories.certificates import CertificateFactory, WithdrawalFactory
from tests.factories.keys import keys_in
from tests.factories.updating import change, edition_citing, guideline, held

AT = datetime(2026, 6, 1, 7, 0, tzinfo=UTC)


@pytest.fixture
def found():
    certificate = Certificate(
        number="C1-2026-004217-K6", holder_name="Семёнова Әсел Ілиясқызы"
    )
    return FoundCertificate(certificate)


@pytest.fixture
def keys(settings, tmp_path, db):
    return keys_in(settings, tmp_path)


# --- names and numbers --------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "…",
        "Семёнова",
        "Семёнова Асель Ілиясқызы",
        "Семёнова Әсел Iлиясқызы",  # the Latin letter
        "Семёнова Әсел Ілиясқызы Семёнова",
        "=HYPERLINK()",
        "عبد الله",
        "Ы" * 200,
        "C1-2026-004217-K7",
        "C1-2026-004218-K6",
    ],
)
def test_another_name_or_number_does_not_match(found, typed):
    assert not is_name_or_number(found, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "Семёнова Әсел Ілиясқызы",
        "  СЕМЁНОВА   әсел\u00a0ілиясқызы ",
        "Семенова Асел Илияскызы",
        "Семе\u0308нова Әсел Ілиясқызы.",
        "Әсел Ілиясқызы Семёнова",
        "\u202eСемёнова\u202c Әсел Ілияс\u00adқызы",
        " c1-2026-004217-k6 ",
        "С1–2026–004217–К6",  # typed with the Cyrillic letters С and К
        "C1 - 2026 - 004217 - K6",
    ],
)
def test_name_or_number_matches_however_it_is_typed(found, typed):
    assert is_name_or_number(found, typed)


@pytest.mark.parametrize(
    "name", ["=1+2", "عبد الله محمد", "\u202eСарина\u202c", "Ы" * 302, "Ахметов-Нұров"]
)
def test_any_name_on_paper_matches_itself(name):
    assert is_name_or_number(
        FoundCertificate(Certificate(number="X", holder_name=name)), name
    )


def test_name_without_a_letter_matches_nothing():
    assert not is_name_or_number(
        FoundCertificate(Certificate(number="X", holder_name="—")), "—"
    )


def test_name_must_be_the_one_that_was_signed_too(keys):
    certificate = CertificateFactory(holder_name="Сарина Алия")
    scanned = find_certificate(claim_codec.build_qr_url(certificate))
    scanned.certificate.holder_name = (
        "Нурова Алия"  # as if somebody had altered the row
    )

    assert not is_name_or_number(scanned, "Сарина Алия")
    assert not is_name_or_number(scanned, "Нурова Алия")
    assert is_name_or_number(scanned, certificate.number)


# --- what leads to a row ------------------------------------------------------------


def test_code_and_claim_lead_to_the_same_certificate(keys):
    certificate = CertificateFactory()

    assert find_certificate(certificate.grouped_code).certificate == certificate
    assert (
        find_certificate(claim_codec.build_qr_url(certificate)).certificate
        == certificate
    )
    assert find_certificate("0" * 28) is None


def test_claim_of_a_certificate_that_is_not_in_the_register_is_told(keys):
    gone = Certificate(
        pk=7,
        number="C1-2026-000007-AA",
        course_code="C1",
        issued_on=date(2026, 3, 2),
        expires_on=date(2028, 3, 2),
    )

    with pytest.raises(QrClaimError) as refused:
        find_certificate(claim_codec.build_signed_claim(gone))

    assert refused.value.word == "not_registered"


@pytest.mark.django_db
def test_forged_claim_looks_for_no_row(keys, django_assert_num_queries):
    text = claim_codec.build_signed_claim(CertificateFactory())
    forged = text[:-4] + ("AAAA" if text[-4:-1] != "AAA" else "EEEA")

    with django_assert_num_queries(1), pytest.raises(QrClaimError) as refused:
        find_certificate(forged)

    assert refused.value.word == "altered"


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        ("course_code", "C2", ["course"]),
        ("edition_number", F("edition_number") + 1, ["edition"]),
        ("issued_on", date(2025, 1, 1), ["issued_on"]),
        ("expires_on", date(2031, 1, 1), ["expires_on"]),
        ("holder_salt", "0" * 32, ["holder"]),
    ],
)
def test_what_the_register_says_otherwise_is_named(keys, fact, value, words):
    certificate = CertificateFactory()
    text = claim_codec.build_signed_claim(certificate)
    Certificate.objects.filter(pk=certificate.pk).update(**{fact: value})

    assert build_public_facts(find_certificate(text), at=AT)["differs"] == words


# --- how it stands ------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "status"),
    [
        (datetime(2026, 3, 1, 18, 59, tzinfo=UTC), "not_yet_valid"),
        (datetime(2026, 3, 1, 19, 0, tzinfo=UTC), "valid"),  # midnight in Almaty
        (datetime(2028, 3, 2, 18, 59, tzinfo=UTC), "valid"),
        (datetime(2028, 3, 2, 19, 0, tzinfo=UTC), "expired"),
    ],
)
def test_state_is_of_the_day_at_the_office(on, status):
    assert (
        build_public_facts(FoundCertificate(CertificateFactory()), at=on)["status"]
        == status
    )


@pytest.mark.django_db
def test_revoked_one_says_since_when_and_not_why():
    made = CertificateFactory()
    WithdrawalFactory(completion=made.completion, withdrawn_on=date(2026, 5, 4))

    told = build_public_facts(find_certificate(made.code), at=AT)

    assert (told["status"], told["since"]) == ("revoked", "2026-05-04")
    assert "reason" not in told
    assert "ground" not in told


@pytest.mark.django_db
def test_replaced_one_says_since_when_and_nothing_of_the_newer():
    made = CertificateFactory()
    newer = CertificateFactory(
        completion=made.completion,
        replaces=made,
        number="C1-2026-2",
        issued_on=date(2026, 5, 1),
    )

    told = build_public_facts(find_certificate(made.code), at=AT)

    assert (told["status"], told["since"]) == ("replaced", "2026-05-01")
    assert newer.number not in str(told)
    assert newer.code not in str(told)


def test_update_is_told_while_it_is_due_and_ends_it_once_it_was_missed(
    keys, django_assert_num_queries
):
    guideline("1.1")
    certificate = held(edition_citing("MG-6 1.1"))
    change("1.1", among=("1.1",))
    due_on = UpdateDemand.objects.get().due_on
    last_day = datetime(due_on.year, due_on.month, due_on.day, 7, tzinfo=UTC)

    with django_assert_num_queries(4):  # the page notes that it was asked: five
        waiting = build_public_facts(find_certificate(certificate.code), at=last_day)
    missed = build_public_facts(
        find_certificate(certificate.code), at=last_day + timedelta(days=1)
    )

    assert (waiting["status"], waiting["update_due_on"]) == ("valid", str(due_on))
    assert (missed["status"], missed["update_due_on"]) == ("expired", str(due_on))


def test_change_is_looked_for_where_the_edition_rests_on_one(
    db, django_assert_num_queries
):
    untouched = CertificateFactory()
    found = find_certificate(untouched.code)

    with django_assert_num_queries(0):
        build_public_facts(found, at=AT + timedelta(days=1))

    assert not UpdateDemand.objects.exists()
