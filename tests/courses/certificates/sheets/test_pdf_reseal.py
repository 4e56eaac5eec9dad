import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from courses.certificates.errors import PrintingError
from courses.certificates.keys import key_creation
from courses.certificates.models import KeyPurpose, KeyRevocation, Sheet
from courses.certificates.sheets import certificate_pdfs, pdf_reseal
from courses.certificates.sheets.certificate_pdfs import get_certificate_pdf
from elearning.audit.models import Entry
from tests.factories.certificates import CertificateFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys", "papers")]


def said(capsys, *arguments):
    call_command("certificates_resign", *arguments)
    return capsys.readouterr().out.splitlines()


def newest(certificate):
    return Sheet.objects.of(certificate, "kk", "sheet").first()


def test_without_a_newer_key_there_is_nothing_to_do(capsys, keys):
    get_certificate_pdf(CertificateFactory(), "kk")

    assert said(capsys) == [
        f"0 papers are to be sealed by {keys[KeyPurpose.PAPER]}.",
        "0 papers were made again.",
    ]
    assert not Entry.objects.filter(action="certificates.papers_resealed").exists()


def test_papers_of_an_older_key_are_made_again_once(capsys, papers):
    certificates = [CertificateFactory() for _one in range(3)]
    for certificate in certificates:
        get_certificate_pdf(certificate, "kk")
    newer = key_creation.create_signing_key(KeyPurpose.PAPER, by=None)

    assert said(capsys) == [
        f"3 papers are to be sealed by {newer}.",
        "3 …",
        "3 papers were made again.",
    ]
    assert said(capsys)[-1] == "0 papers were made again."
    assert {newest(one).key for one in certificates} == {newer}
    assert len(list(papers.rglob("*.pdf"))) == 3
    entry = Entry.objects.get(action="certificates.papers_resealed")
    assert (entry.by, entry.details) == (None, {"papers": 3})


def test_papers_of_a_revoked_key_are_made_again(capsys, keys):
    certificate = CertificateFactory()
    get_certificate_pdf(certificate, "kk")
    newer = key_creation.create_signing_key(KeyPurpose.PAPER, by=None)
    KeyRevocation.objects.create(
        key=keys[KeyPurpose.PAPER], revoked_at=timezone.now(), reason="Copied."
    )

    said(capsys)

    assert newest(certificate).key == newer


def test_since_leaves_papers_of_earlier_keys_as_they_are(capsys, keys):
    first, second = CertificateFactory(), CertificateFactory()
    get_certificate_pdf(first, "kk")
    stolen = key_creation.create_signing_key(KeyPurpose.PAPER, by=None)
    get_certificate_pdf(second, "kk")
    newer = key_creation.create_signing_key(KeyPurpose.PAPER, by=None)

    said(capsys, "--since", stolen.kid)

    assert (newest(first).key, newest(second).key) == (keys[KeyPurpose.PAPER], newer)


def test_an_unknown_key_is_told():
    with pytest.raises(CommandError, match="2031"):
        call_command("certificates_resign", "--since", "paper-2031-nothing")


def test_without_any_key_the_command_says_what_to_do(keys):
    KeyRevocation.objects.create(
        key=keys[KeyPurpose.PAPER], revoked_at=timezone.now(), reason="Copied."
    )

    with pytest.raises(CommandError, match="certificates_keys create"):
        call_command("certificates_resign")


def test_a_paper_that_cannot_be_made_stays_and_is_named(papers, monkeypatch):
    certificate = CertificateFactory()
    before = get_certificate_pdf(certificate, "kk")
    key_creation.create_signing_key(KeyPurpose.PAPER, by=None)

    def torn(*_how):
        raise PrintingError("It cannot be set.")

    monkeypatch.setattr(certificate_pdfs, "build_sealed_pdf", torn)

    with pytest.raises(CommandError, match=certificate.number):
        call_command("certificates_resign")
    assert get_certificate_pdf(certificate, "kk") == before


def test_what_is_due_is_asked_in_one_query(keys, django_assert_num_queries):
    for _one in range(3):
        get_certificate_pdf(CertificateFactory(), "kk")
    newer = key_creation.create_signing_key(KeyPurpose.PAPER, by=None)

    with django_assert_num_queries(1):
        assert len(list(pdf_reseal.list_pdfs_to_reseal(newer))) == 3
