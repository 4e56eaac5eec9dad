import io
from datetime import date

import pikepdf
import pytest
from django.urls import reverse

from courses.certificates.credentials import open_badge
from courses.certificates.documents import certificate_document
from courses.certificates.keys import key_creation
from courses.certificates.models import (
    Certificate,
    KeyPurpose,
    KeyRevocation,
    SigningKey,
    Verification,
)
from courses.certificates.seals.pdf_seal import seal_pdf
from courses.certificates.verification import pdf_verification
from tests.factories.certificates import CertificateFactory, WithdrawalFactory

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}
FORM = "/kk/verify/"


@pytest.fixture
def certificate(keys):
    return CertificateFactory(
        completion__edition__course__code="C1",
        edition_number=3,
        expires_on=date(2999, 3, 2),
        holder_name="Қыдырбаева Әсел Ғаниқызы",
    )


def unsealed(certificate, language="kk", form="sheet"):
    attached = open_badge.build_badge_json(certificate)
    return certificate_document.render_certificate_pdf(
        certificate, language, form, attached=attached
    )


@pytest.fixture
def paper(certificate):
    return seal_pdf(unsealed(certificate))


def send(client, content, **more):
    file = io.BytesIO(content)
    file.name = "Қыдырбаева.pdf"
    return client.post(FORM, {"file": file}, **more)


def locked(pdf):
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(written, encryption=pikepdf.Encryption(user="a", owner="b"))
    return written.getvalue()


# --- what proves nothing ------------------------------------------------------------


def test_each_file_that_proves_nothing_says_why(client, certificate, paper):
    plain = unsealed(certificate)
    files = {
        "not_a_pdf": b"PK\x03\x04 a letter",
        "unsigned": plain,
        "encrypted": locked(plain),
        "altered": paper.replace(b"/Lang", b"/Long", 1),
        "no_certificate": seal_pdf(
            certificate_document.render_certificate_pdf(certificate, "kk")
        ),
        "too_large": b"%PDF-1.7" + b"\0" * (5 * 1024 * 1024),
    }

    answers = {word: send(client, content) for word, content in files.items()}
    told = {word: send(client, files[word], headers=JSON).json() for word in files}

    assert {word: answer.status_code for word, answer in answers.items()} == {
        "not_a_pdf": 422,
        "unsigned": 422,
        "encrypted": 422,
        "altered": 422,
        "no_certificate": 422,
        "too_large": 413,
    }
    assert {word: one["problem"] for word, one in told.items()} == {
        word: word for word in files
    }
    assert all(answer.context["answer"].sentence for answer in answers.values())
    assert not Verification.objects.exists()


def test_empty_file_is_no_pdf_and_no_file_is_asked_for(client):
    assert send(client, b"").context["answer"].state == "missing"
    assert client.post(FORM).status_code == 422
    assert list(client.post(FORM).context["file_form"].errors) == ["file"]


def test_far_too_large_request_is_refused_unread(client):
    answer = client.generic(
        "POST", FORM, b"", content_type="multipart/form-data", CONTENT_LENGTH="99999999"
    )

    assert answer.status_code == 413


def test_file_sealed_by_another_service_is_not_ours(client, paper):
    SigningKey.objects.filter(
        purpose__in=[KeyPurpose.PAPER, KeyPurpose.AUTHORITY]
    ).delete()

    answer = send(client, paper, headers=JSON)

    assert answer.json()["problem"] == "unknown_key"


def test_file_sealed_by_a_revoked_key_proves_nothing(client, keys, paper):
    KeyRevocation.objects.create(
        key=keys["paper"], revoked_at=keys["paper"].created_at, reason="Lost"
    )
    key_creation.create_signing_key(KeyPurpose.PAPER, by=None)

    assert send(client, paper, headers=JSON).json()["problem"] == "revoked_key"


def test_file_of_a_certificate_that_is_not_in_the_register_is_told(
    client, certificate, paper
):
    Certificate.objects.filter(pk=certificate.pk).delete()

    answer = send(client, paper, headers=JSON)

    assert answer.status_code == 404
    assert answer.json()["problem"] == "not_registered"


@pytest.mark.parametrize("place", range(0, 100, 7))
def test_no_byte_of_a_file_can_be_changed(client, paper, place):
    at = len(paper) * place // 100
    changed = paper[:at] + bytes([paper[at] ^ 1]) + paper[at + 1 :]

    assert send(client, changed).status_code == 422


def test_files_are_counted(client, settings):
    few = {"certificate_file": "2/5m/key"}
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | few

    statuses = [send(client, b"x").status_code for _time in range(3)]

    assert statuses == [422, 422, 429]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"holder_name": "Нұрова Әлия"}, ["holder"]),
        ({"expires_on": date(2999, 3, 3)}, ["expires_on"]),
        ({"issued_on": date(2026, 3, 3)}, ["issued_on"]),
        ({"edition_number": 4}, ["edition"]),
        ({"public_titles": {"kk": "Басқа курс"}}, ["title"]),
        ({"number": "C1-2026-999999-AA"}, ["number"]),
        ({"code": "0" * 28}, ["code"]),
    ],
)
def test_what_the_register_says_otherwise_than_the_file_is_named(
    client, certificate, paper, facts, words
):
    Certificate.objects.filter(pk=certificate.pk).update(**facts)

    answer = send(client, paper)
    told = send(client, paper, headers=JSON).json()

    assert answer.context["answer"].state == "missing"
    assert told["differs"] == words


# --- what is genuine ----------------------------------------------------------------


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("form", ["sheet", "card"])
def test_file_of_a_certificate_is_held_against_the_register_line_by_line(
    certificate, language, form
):
    found, finding = pdf_verification.verify_certificate_pdf(
        seal_pdf(unsealed(certificate, language, form))
    )

    assert found.certificate == certificate
    assert found.differing == ()
    assert finding.intact


@pytest.mark.parametrize(
    "name",
    [
        "عبد الله محمد",
        '=HYPERLINK("http://example.org")',
        "Ы" * 200,
        "\u202eСарина\u202c Алия",
        "Zoë Ахметова-Нұрғалиқызы",
    ],
)
def test_any_name_is_found_again_in_the_file(keys, name):
    certificate = CertificateFactory(
        holder_name=name,
        edition_number=None,
        public_titles={"kk": "Өте ұзақ атауы бар оқу курсы " * 6},
    )

    found, _finding = pdf_verification.verify_certificate_pdf(
        seal_pdf(unsealed(certificate))
    )

    assert found.differing == ()


def test_page_says_that_the_file_is_unaltered_and_how_it_stands_now(
    client, certificate, paper
):
    valid = send(client, paper)
    WithdrawalFactory(completion=certificate.completion)
    revoked = send(client, paper)

    assert valid.status_code == revoked.status_code == 200
    assert valid.context["answer"].state == "valid"
    assert revoked.context["answer"].state == "revoked"
    page = valid.content.decode()
    assert (
        f'action="{reverse("certificates:verify", args=[certificate.code])}#name"'
        in page
    )
    assert "ыдырбаева" not in page
    assert [row.way for row in Verification.objects.all()] == ["file"]


def test_machine_is_told_the_same(client, certificate, paper, keys):
    told = send(client, paper, headers=JSON).json()

    assert told["status"] == "valid"
    assert told["number"] == certificate.number
    assert told["file"] == {"seal": "intact", "key": keys["paper"].kid}


def test_file_needs_no_cookie_and_is_written_nowhere(paper, settings, tmp_path):
    from django.test import Client

    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "missing"

    answer = send(Client(enforce_csrf_checks=True), paper)

    assert answer.status_code == 200
    assert not answer.cookies.get("csrftoken")
