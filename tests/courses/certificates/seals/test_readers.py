"""Sealed papers as other programs read them: Poppler, pyHanko, two that know PDF/UA."""

import os
import shutil
import subprocess

import outloud
import pdfua
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from courses.certificates.documents import certificate_document
from courses.certificates.models import KeyPurpose, SigningKey
from courses.certificates.seals.pdf_seal import seal_pdf
from courses.certificates.seals.seal_examination import examine_seal
from courses.certificates.seals.seal_signers import load_asn1_certificate
from tests.courses.certificates.seals.papers import paper
from tests.factories.certificates import CertificateFactory

pytestmark = pytest.mark.django_db

needs_poppler = pytest.mark.skipif(
    not shutil.which("pdfsig") and "CI" not in os.environ,
    reason="Poppler's pdfsig is not installed.",
)


@pytest.fixture(params=["kk", "ru", "en"])
def file(keys, tmp_path, request):
    """A sealed paper in each language, as a file."""
    path = tmp_path / "sealed.pdf"
    path.write_bytes(seal_pdf(paper(request.param)))
    return path


@pytest.fixture(params=["sheet", "card"])
def certificate_file(keys, tmp_path, request):
    """A certificate as its holder gets it, its credential attached, as a file."""
    pdf = certificate_document.render_certificate_pdf(
        CertificateFactory(), "kk", request.param, attached=b"{}"
    )
    path = tmp_path / "certificate.pdf"
    path.write_bytes(seal_pdf(pdf))
    return path


def said_of(path):
    """What Poppler says about the signatures of a file."""
    asked = ["pdfsig", "-nocert", str(path)]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout


@needs_poppler
def test_poppler_finds_the_seal_valid_and_over_the_whole_document(file):
    said = said_of(file)

    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "Signature Type: ETSI.CAdES.detached" in said
    assert "Signing Hash Algorithm: SHA-256" in said
    assert "Signer Certificate Common Name: Training platform" in said


@needs_poppler
def test_poppler_finds_an_altered_paper_invalid(file):
    altered = file.read_bytes().replace(b"Certificate", b"Certifikate", 1)
    file.write_bytes(altered)

    assert "Digest Mismatch" in said_of(file)


@needs_poppler
def test_poppler_finds_the_seal_of_a_certificate_valid(certificate_file):
    said = said_of(certificate_file)

    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert examine_seal(certificate_file.read_bytes()).intact


def found_by_pyhanko(path):
    """What pyHanko, reading the whole PDF by itself, says of the one signature in it."""
    authority = SigningKey.objects.current(KeyPurpose.AUTHORITY)
    context = ValidationContext(
        trust_roots=[load_asn1_certificate(authority)], allow_fetching=False
    )
    with path.open("rb") as opened:
        (signature,) = PdfFileReader(opened).embedded_signatures
        return validate_pdf_signature(signature, context)


def test_pyhanko_finds_the_seal_valid_trusted_and_over_the_whole_file(certificate_file):
    found = found_by_pyhanko(certificate_file)

    assert (found.bottom_line, found.intact, found.trusted) == (True, True, True)
    assert found.coverage == SignatureCoverageLevel.ENTIRE_FILE


def test_pyhanko_finds_an_altered_paper_invalid(file):
    altered = file.read_bytes().replace(b"Certificate", b"Certifikate", 1)
    file.write_bytes(altered)

    found = found_by_pyhanko(file)

    assert (found.bottom_line, found.intact) == (False, False)


def test_a_sealed_certificate_stays_fit_for_screen_readers(certificate_file):
    assert pdfua.validate(str(certificate_file)).findings == ()
    heard = outloud.check(str(certificate_file))
    assert (heard.errors, heard.error) == (0, None)


def test_those_who_know_pdf_ua_find_nothing_wrong(file):
    assert pdfua.validate(str(file)).findings == ()
    heard = outloud.check(str(file))
    assert (heard.verdict, heard.error) == ("pass", None)
