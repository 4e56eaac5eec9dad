import hashlib
import stat
from datetime import timedelta

import pytest
from django.conf import settings as installed
from django.utils import timezone

from courses.certificates.documents import certificate_document
from courses.certificates.errors import PrintingError, UnusableKeyError
from courses.certificates.keys import key_creation
from courses.certificates.models import KeyPurpose, KeyRevocation, Sheet
from courses.certificates.sheets.certificate_pdfs import (
    get_certificate_pdf,
    store_new_pdf,
)
from elearning.audit.errors import AuditError
from elearning.audit.models import Entry
from tests.factories.certificates import CertificateFactory
from tests.racing import race

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]


@pytest.fixture
def certificate():
    return CertificateFactory()


def revoked(key, at=None):
    return KeyRevocation.objects.create(
        key=key, revoked_at=at or timezone.now(), reason="The file was copied."
    )


def test_a_paper_is_made_once_and_handed_out_as_it_is(certificate, papers, monkeypatch):
    first = get_certificate_pdf(certificate, "ru")
    monkeypatch.setattr(
        certificate_document, "render_certificate_pdf", None
    )  # nothing is set again

    assert get_certificate_pdf(certificate, "ru") == first
    row = Sheet.objects.get()
    assert (row.language, row.form, row.size) == ("ru", "sheet", len(first))
    assert row.digest == hashlib.sha256(first).hexdigest()
    assert row.key.purpose == KeyPurpose.PAPER


def test_a_kept_paper_is_found_with_one_query(
    certificate, papers, django_assert_num_queries
):
    get_certificate_pdf(certificate, "kk")

    with django_assert_num_queries(1):
        get_certificate_pdf(certificate, "kk")


def test_each_language_and_form_is_a_paper_of_its_own(certificate, papers):
    made = {
        (language, form): get_certificate_pdf(certificate, language, form)
        for language in ("kk", "ru", "en")
        for form in ("sheet", "card")
    }

    assert Sheet.objects.count() == 6
    assert {key: get_certificate_pdf(certificate, *key) for key in made} == made


def test_the_file_is_for_the_platform_alone_and_names_nobody(certificate, papers, keys):
    get_certificate_pdf(certificate, "kk")

    row = Sheet.objects.get()
    (file,) = [path for path in papers.rglob("*") if path.is_file()]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    key = str(certificate.key)
    assert str(file.relative_to(papers)) == (
        f"{key[:2]}/{key}-kk-sheet-{keys[KeyPurpose.PAPER].kid}-{row.digest[:16]}.pdf"
    )


def test_papers_lie_outside_of_what_is_served_as_media():
    from elearning.settings import base

    place = base.STORAGES["papers"]["OPTIONS"]["location"]

    assert not place.is_relative_to(base.MEDIA_ROOT)
    assert not place.is_relative_to(base.STATIC_ROOT)
    assert installed.STORAGES["papers"]


def test_a_lost_file_is_made_anew(certificate, papers):
    first = get_certificate_pdf(certificate, "kk")
    for file in papers.rglob("*.pdf"):
        file.unlink()

    assert get_certificate_pdf(certificate, "kk") == first
    assert get_certificate_pdf(certificate, "kk") == first
    assert Sheet.objects.count() == 1


def test_a_lost_file_that_comes_out_otherwise_is_another_paper(
    certificate, papers, settings
):
    first = get_certificate_pdf(certificate, "kk")
    for file in papers.rglob("*.pdf"):
        file.unlink()
    settings.CERTIFICATE_BASIS = {"kk": "2026 жылғы 1 ақпандағы № 7 бұйрық."}

    second = get_certificate_pdf(certificate, "kk")

    assert second != first
    assert get_certificate_pdf(certificate, "kk") == second
    assert Sheet.objects.count() == 2


@pytest.mark.parametrize(
    "spoil",
    [lambda data: data[:-1] + b"!", lambda data: data + b"\n", lambda data: b""],
)
def test_an_altered_file_is_refused_made_anew_and_written_down(
    certificate, papers, spoil
):
    first = get_certificate_pdf(certificate, "kk")
    (file,) = papers.rglob("*.pdf")
    file.write_bytes(spoil(first))

    assert get_certificate_pdf(certificate, "kk") == first
    assert file.read_bytes() == first
    entry = Entry.objects.filter(action="certificates.paper_altered").latest("pk")
    assert (entry.by, entry.person) == (None, str(certificate.holder.key))


def test_the_paper_of_a_revoked_key_is_not_handed_out(certificate, papers, keys):
    get_certificate_pdf(certificate, "kk")
    newer = key_creation.create_signing_key(KeyPurpose.PAPER, by=None)
    revoked(keys[KeyPurpose.PAPER])

    get_certificate_pdf(certificate, "kk")

    assert [row.key for row in Sheet.objects.all()] == [newer, keys[KeyPurpose.PAPER]]


def test_an_older_key_that_is_trusted_keeps_its_papers(certificate, papers, keys):
    first = get_certificate_pdf(certificate, "kk")
    key_creation.create_signing_key(KeyPurpose.PAPER, by=None)

    assert get_certificate_pdf(certificate, "kk") == first


@pytest.mark.parametrize("purpose", [KeyPurpose.CLAIM, KeyPurpose.CREDENTIAL])
def test_a_paper_whose_code_or_credential_is_of_a_revoked_key_is_made_anew(
    certificate, papers, keys, purpose
):
    get_certificate_pdf(certificate, "kk")
    key_creation.create_signing_key(purpose, by=None)
    revoked(keys[purpose], timezone.now() + timedelta(seconds=1))

    assert not Sheet.objects.standing().exists()


def test_without_a_key_for_papers_nothing_is_made(certificate, papers, keys):
    revoked(keys[KeyPurpose.PAPER])

    with pytest.raises(UnusableKeyError, match="certificates_keys create"):
        get_certificate_pdf(certificate, "kk")
    assert not Sheet.objects.exists()


def test_a_paper_that_cannot_be_kept_is_told_and_leaves_no_row(certificate, papers):
    papers.parent.mkdir(exist_ok=True)
    papers.write_text("no folder")

    with pytest.raises(PrintingError):
        get_certificate_pdf(certificate, "kk")
    assert not Sheet.objects.exists()


def test_a_row_of_a_paper_is_neither_changed_nor_deleted(certificate, papers):
    get_certificate_pdf(certificate, "kk")
    row = Sheet.objects.get()

    with pytest.raises(AuditError):
        row.save()
    with pytest.raises(AuditError):
        row.delete()


@pytest.mark.django_db(transaction=True)
def test_a_paper_made_by_several_at_once_is_one_file_for_all(certificate, papers):
    made = race(lambda _number: store_new_pdf(certificate, "kk", "sheet"), threads=4)

    assert len(set(made)) == 1
    assert Sheet.objects.count() == 1
    assert len(list(papers.rglob("*.pdf"))) == 1
