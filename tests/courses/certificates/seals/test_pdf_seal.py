import io
from datetime import timedelta

import pikepdf
import pytest
from django.utils import timezone

from courses.certificates.errors import PrintingError, UnusableKeyError
from courses.certificates.keys import (
    key_creation,
    key_revocation,
    private_key_files,
    x509_certificates,
)
from courses.certificates.models import KeyPurpose
from courses.certificates.seals.pdf_seal import seal_pdf
from courses.certificates.seals.seal_examination import SealFinding, examine_seal
from tests.courses.certificates.seals.papers import paper

pytestmark = pytest.mark.django_db


def opened(sealed):
    return pikepdf.open(io.BytesIO(sealed))


@pytest.mark.parametrize("pdf", [b"", b"nothing", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_paper_is_not_sealed(keys, pdf):
    with pytest.raises(PrintingError):
        seal_pdf(pdf)


def test_a_sealed_paper_is_not_sealed_again(keys):
    with pytest.raises(PrintingError):
        seal_pdf(seal_pdf(paper()))


def test_without_keys_it_is_told_what_to_do(keys_folder):
    with pytest.raises(UnusableKeyError, match="certificates_keys create"):
        seal_pdf(paper())


def test_with_an_open_file_nothing_is_sealed(keys):
    private_key_files.get_private_key_path(keys[KeyPurpose.PAPER].name).chmod(0o644)

    with pytest.raises(UnusableKeyError, match="chmod 600"):
        seal_pdf(paper())


def test_in_an_open_folder_nothing_is_sealed(keys, keys_folder):
    keys_folder.chmod(0o755)

    with pytest.raises(UnusableKeyError, match="chmod 700"):
        seal_pdf(paper())


def test_with_a_revoked_authority_nothing_is_sealed(keys):
    key_revocation.revoke_signing_key(
        keys[KeyPurpose.AUTHORITY], by=None, reason="It was copied."
    )

    with pytest.raises(UnusableKeyError, match="certificates_keys create"):
        seal_pdf(paper())


def test_no_seal_says_a_time_at_which_its_key_was_not_certified(keys):
    ends_at = x509_certificates.load_x509_certificate(
        keys[KeyPurpose.PAPER]
    ).not_valid_after_utc

    for at in (timezone.now() - timedelta(days=1), ends_at + timedelta(seconds=1)):
        with pytest.raises(UnusableKeyError, match="certificates_keys rotate"):
            seal_pdf(paper(), at=at)


def test_a_sealed_paper_is_intact(keys):
    at = timezone.now().replace(microsecond=0)

    found = examine_seal(seal_pdf(paper(), at=at))

    assert found == SealFinding("", keys[KeyPurpose.PAPER], at, covers_all=True)
    assert found.intact


def test_the_authority_may_lie_in_a_safe_while_papers_are_sealed(keys):
    private_key_files.get_private_key_path(keys[KeyPurpose.AUTHORITY].name).unlink()

    assert examine_seal(seal_pdf(paper())).intact


def test_the_newest_key_seals_and_what_the_older_sealed_stays_intact(keys):
    before = seal_pdf(paper())
    newer = key_creation.create_signing_key(KeyPurpose.PAPER, by=None)

    assert examine_seal(before).key == keys[KeyPurpose.PAPER]
    assert examine_seal(before).intact
    assert examine_seal(seal_pdf(paper())).key == newer


def test_a_newer_authority_vouches_for_newer_keys_alone(keys):
    before = seal_pdf(paper())
    newer = key_creation.create_signing_key(KeyPurpose.AUTHORITY, by=None)

    assert (
        x509_certificates.get_issuing_key(keys[KeyPurpose.PAPER])
        == keys[KeyPurpose.AUTHORITY]
    )
    assert (
        x509_certificates.get_issuing_key(
            key_creation.create_signing_key(KeyPurpose.PAPER, by=None)
        )
        == newer
    )
    assert examine_seal(before).intact
    assert examine_seal(seal_pdf(paper())).intact


def test_the_same_paper_sealed_at_the_same_moment_is_the_same_file(keys):
    at = timezone.now()

    assert seal_pdf(paper(), at=at) == seal_pdf(paper(), at=at)


def test_sealing_takes_two_queries(keys, django_assert_num_queries):
    with django_assert_num_queries(2):
        seal_pdf(paper())


def test_the_seal_certifies_the_document_and_permits_no_change(keys):
    at = timezone.now()

    document = opened(seal_pdf(paper(), at=at))

    root = document.Root
    (field,) = root.AcroForm.Fields
    assert root.AcroForm.SigFlags == 3
    assert root.Perms.DocMDP == field.V
    assert field.V.SubFilter == "/ETSI.CAdES.detached"
    assert str(field.V.M) == f"D:{at:%Y%m%d%H%M%S}Z"
    (reference,) = field.V.Reference
    assert reference.TransformMethod == "/DocMDP"
    assert reference.TransformParams.P == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "Берген органның электрондық мөрі"),
        ("ru", "Электронная печать выдавшего органа"),
        ("en", "Electronic seal of the issuer"),
    ],
)
def test_the_seal_is_read_out_in_the_language_of_the_paper(keys, language, words):
    document = opened(seal_pdf(paper(language)))

    root = document.Root
    (field,) = root.AcroForm.Fields
    form = root.StructTreeRoot.K[0].K[-1]
    assert str(field.TU) == words
    assert form.S == "/Form"
    assert form.K.Obj == field
    assert (
        pikepdf.NumberTree(root.StructTreeRoot.ParentTree)[field.StructParent] == form
    )


def test_the_seal_takes_no_room_on_the_page(keys):
    document = opened(seal_pdf(paper()))

    page = document.pages[0]
    (widget,) = page.Annots
    assert list(widget.Rect) == [0, 0, 0, 0]
    assert page.Tabs == "/S"


def test_all_else_of_the_paper_stays_as_it_was(keys):
    before, after = opened(paper()), opened(seal_pdf(paper()))

    assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
    assert after.docinfo == before.docinfo
    assert after.pages[0].Contents.read_bytes() == before.pages[0].Contents.read_bytes()


def test_a_paper_whose_title_speaks_of_seals_is_sealed_all_the_same(keys):
    title = "/ByteRange [ 0 9999999999 9999999999 9999999999 ] /Contents <00>"

    assert examine_seal(seal_pdf(paper(title=title))).intact


def test_no_person_stands_in_the_certificates(keys):
    names = {
        attribute.value
        for purpose in (KeyPurpose.AUTHORITY, KeyPurpose.PAPER)
        for attribute in x509_certificates.load_x509_certificate(keys[purpose]).subject
    }

    kid = keys[KeyPurpose.AUTHORITY].kid
    assert names == {"KZ", "Training platform", f"Authority {kid}"}
