"""The directory of a ZIP file is looked at before anything is made of it."""

import io
import struct
import tracemalloc
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import pytest

from content.questions.exchange.zip_reader import extract_all_files, extract_single_file
from content.questions.notation.exchange_question import ExchangeError
from content.studio.file_content import has_declared_type
from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.xlsx_files import read_xlsx
from elearning.zip_files import open_zip

_ENTRY = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *[0] * 16)
ENTRIES = 100_000


def end(entries, size, place, *, comment=0):
    few = min(entries, 0xFFFF)
    return struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, few, few, size, place, comment)


def endless(entries=ENTRIES):
    """A file of as many empty entries, some 46 bytes each; it begins like any other."""
    first = struct.pack("<4s5H3L2H", b"PK\x03\x04", *[0] * 10)
    directory = _ENTRY * entries
    return first + directory + end(entries, len(directory), len(first))


def endless_zip64(entries=ENTRIES):
    directory = _ENTRY * entries
    size = len(directory)
    whole = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, entries, entries, size, 0
    )
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, size, 1)
    return directory + whole + locator + end(0, 0, 0)


def packed(**files):
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


HOSTILE = {
    "many entries": endless(),
    "ZIP64": endless_zip64(),
    "a comment after it": endless()[:-2] + struct.pack("<H", 9) + b"a comment",
    "a small record in the comment": (
        endless()[:-2] + struct.pack("<H", 22) + end(0, 0, 0)
    ),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_directory_without_end_is_refused_and_takes_no_memory(content):
    file = io.BytesIO(content)
    tracemalloc.start()
    try:
        with pytest.raises(BadZipFile):
            open_zip(file)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most < 1024 * 1024


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_no_upload_opens_such_a_file(content):
    with pytest.raises(StaffListError) as refused:
        list(read_xlsx(content))
    assert refused.value.code == "damaged"
    for read in (
        extract_all_files,
        lambda content: extract_single_file(content, "a.zip"),
    ):
        with pytest.raises(ExchangeError):
            read(b"PK" + content)
    assert not any(
        has_declared_type(io.BytesIO(content), ending)
        for ending in ("docx", "xlsx", "pptx", "odt")
    )


@pytest.mark.parametrize("comment", [b"", b"a comment", b"x" * 65_535])
def test_usual_file_is_opened_with_and_without_a_comment(comment):
    file = io.BytesIO(packed(**{"a.txt": "ä", "b.txt": "b"}))
    with ZipFile(file, "a") as archive:
        archive.comment = comment

    with open_zip(file) as archive:
        assert archive.namelist() == ["a.txt", "b.txt"]
        assert archive.read("a.txt") == "ä".encode()


def test_file_of_seven_thousand_parts_is_opened():
    content = packed(**{f"items/question-{number}.xml": "" for number in range(7000)})

    with open_zip(io.BytesIO(content)) as archive:
        assert len(archive.infolist()) == 7000


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06", b"x" * 100_000])
def test_what_is_no_zip_is_refused_as_such(content):
    with pytest.raises(BadZipFile):
        open_zip(io.BytesIO(content))
