"""What is kept of the scan of a paper."""

import io

import pikepdf
import pytest
from django.utils import translation
from PIL import Image

from courses.recognition import scan_sanitiser
from courses.recognition.errors import ScanError
from tests.factories.recognition import photograph, sheet


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_picture_is_painted_anew_without_the_notes_of_the_camera(kind):
    found = scan_sanitiser.sanitise_scan(photograph(kind, size=(3000, 2000)))

    with Image.open(io.BytesIO(found.data)) as picture:
        kept = picture.format, picture.size, dict(picture.getexif())
    assert (found.kind, kept) == (kind.lower(), (kind, (2400, 1600), {}))
    assert b"Serikov" not in found.data


def test_document_keeps_its_pages_and_neither_author_nor_script():
    found = scan_sanitiser.sanitise_scan(sheet(2, script=True))

    with pikepdf.open(io.BytesIO(found.data)) as paper:
        assert (found.kind, len(paper.pages)) == ("pdf", 2)
        assert "/OpenAction" not in paper.Root
    assert b"Serikov" not in found.data
    assert b"app.alert" not in found.data


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is not a PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is not a PDF"),
        (b"MZ\x90 a program called scan.pdf", "is not a PDF"),
        (b"%PDF-1.7 and nothing else", "cannot be opened"),
        (b"\xff\xd8\xff and nothing else", "cannot be opened"),
        (photograph("PNG")[:60], "cannot be opened"),
        (b"%PDF-" + b"0" * scan_sanitiser.HEAVIEST, "larger than 5 MB"),
    ],
)
def test_what_is_no_scan_is_refused_with_a_sentence(content, words):
    with pytest.raises(ScanError, match=words):
        scan_sanitiser.sanitise_scan(content)


def test_document_that_is_locked_or_too_long_is_refused():
    with pytest.raises(ScanError, match="protected by a password"):
        scan_sanitiser.sanitise_scan(sheet(password="x"))
    with pytest.raises(ScanError, match="10 pages at most"):
        scan_sanitiser.sanitise_scan(sheet(11))


def test_picture_that_claims_to_be_huge_is_not_unpacked():
    with pytest.raises(ScanError, match="too wide or too high"):
        scan_sanitiser.sanitise_scan(
            photograph("PNG", size=(scan_sanitiser.LONGEST + 1, 1))
        )
