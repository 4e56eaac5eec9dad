"""Files made to harm: each is refused in words, quickly, and nothing is unpacked."""

import io
import time
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from content.questions.exchange.exchange_formats import detect_format
from content.questions.exchange.zip_reader import LARGEST, extract_single_file
from content.questions.notation.exchange_question import MOST, ExchangeError

BOMB = (
    '<!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    "]><quiz><question type='essay'><name><text>&b;</text></name></question></quiz>"
)
EXTERNAL = (
    '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    "<quiz><question type='essay'><name><text>&x;</text></name></question></quiz>"
)
#: How much processor time a refusal may take, in seconds; on a busy machine too.
SOON = 2.5
WORKBOOK = b"<workbook/>"


def packed(**files):
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def refusal(content, name="questions"):
    with pytest.raises(ExchangeError) as error:
        content, name = extract_single_file(content, name)
        detect_format(content, name).read(content, "kk")
    return str(error.value)


@pytest.mark.parametrize("text", [BOMB, EXTERNAL, "<!DOCTYPE quiz><quiz/>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_document_types_are_refused(text, encoding):
    assert "DOCTYPE" in refusal(text.encode(encoding))


def test_encoding_that_hides_letters_is_refused():
    text = b'<?xml version="1.0" encoding="utf-7"?><quiz>\xff</quiz>'

    assert "“utf-7” is not recognised" in refusal(text)


def test_declared_encoding_is_followed():
    text = '<?xml version="1.0" encoding="windows-1251"?><quiz>Сила</quiz>'
    content = text.encode("cp1251")

    reading, encoding = detect_format(content, "a.xml").read(content, "ru")

    assert (reading.questions, encoding) == ([], "WINDOWS-1251")


def test_xml_that_is_too_deep_is_refused():
    assert "too deep" in refusal(("<quiz>" + "<a>" * 100).encode())


QUESTION = '<question type="{}"><name><text>a</text></name>{}</question>'
TEXT = '<questiontext format="html"><text>{}</text></questiontext>'


def moodle(kind, text, times=1):
    return f"<quiz>{QUESTION.format(kind, TEXT.format(text)) * times}</quiz>".encode()


@pytest.mark.parametrize(
    "content",
    [
        b"Q{=a ~b}\n\n" * 400_000,
        b"::Q::\n\n" * 500_000,
        b"<quiz>" + b'<question id="1" type="essay"/>' * (MOST + 1) + b"</quiz>",
        b"<quiz>" + b'<question type="category"/>' * (MOST + 1) + b"</quiz>",
        moodle("essay", "a", times=30_000),
        moodle("category", "a") * 2 + moodle("essay", "a", times=30_000),
    ],
    ids=[
        *("gift", "faults of gift", "moodle by another attribute", "only categories"),
        *("moodle", "categories"),
    ],
)
def test_questions_are_counted_before_they_are_read(content):
    began = time.process_time()

    assert "too many questions" in refusal(content)
    assert time.process_time() - began < SOON


def test_items_of_a_package_are_counted_before_they_are_read():
    item = '<resource type="imsqti_item_xmlv2p1" href="{}.xml"/>'
    items = "".join(item.format(number) for number in range(MOST + 1))
    manifest = f"<manifest><resources>{items}</resources></manifest>".encode()

    assert "too many questions" in refusal(packed(**{"imsmanifest.xml": manifest}))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"Q{" + b"=a " * 1_300_000 + b"}", "too long"),
        (b"Q{" + b"=a " * 30_000 + b"}", "too many answers"),
        (b"[html]" + b"<p>a</p>" * 500_000 + b"{=a ~b}", "too long"),
        (moodle("essay", "&lt;p&gt;" * 400_000), "too long"),
        (moodle("cloze", "{1:SA:=a}" * 440_000), "too long"),
        (moodle("cloze", "{1:SA:" * 700_000), "too long"),
        (moodle("cloze", "{1:SA:=a}" * 11_000), "too many answers"),
        (moodle("cloze", "{1:SA:" * 16_000), "too many answers"),
        (moodle("cloze", "{1:SA:" * 90 + "a" * 90_000), "no gap"),
        (
            moodle("multichoice", "a").replace(
                b"</question>", b"<answer/>" * 100_000 + b"</question>"
            ),
            "too many answers",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_question_without_end_is_one_fault_and_takes_no_time(content, reason):
    began = time.process_time()

    reading, _encoding = detect_format(content, "questions").read(content, "kk")

    assert reading.questions == []
    assert [reason in one.reason for one in reading.faults] == [True]
    assert time.process_time() - began < SOON


def test_file_that_is_too_large_is_refused():
    assert "larger than 5 MB" in refusal(b"a" * (LARGEST + 1))


@pytest.mark.parametrize("content", [b"", b"  \n", b"PK\x03\x04 no zip", b"just words"])
def test_empty_damaged_and_strange_files_are_refused(content):
    assert refusal(content)


@pytest.mark.parametrize(
    "name", ["../a.xml", "/etc/a.xml", "a/../../b.xml", "c:\\a.xml"]
)
def test_names_that_lead_out_of_the_folder_are_refused(name):
    content = packed(**{"xl/workbook.xml": WORKBOOK, name: b"<a/>"})

    assert "points outside its folder" in refusal(content)


def test_zip_bomb_is_refused():
    content = packed(**{"xl/workbook.xml": WORKBOOK, "xl/a.xml": b"0" * 30_000_000})

    assert "far too large" in refusal(content)


def test_zip_of_a_zip_is_refused():
    inner = packed(**{"a.xml": b"<a/>"})

    assert "ZIP inside the ZIP" in refusal(
        packed(**{"xl/workbook.xml": WORKBOOK, "inner.zip": inner})
    )


def test_zip_of_thousands_of_files_is_refused():
    files = {f"items/{number}.xml": b"" for number in range(7001)}

    assert "too many files" in refusal(packed(**{"imsmanifest.xml": b"<a/>"}, **files))


@pytest.mark.parametrize("text", [BOMB, EXTERNAL])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_inside_a_spreadsheet_are_refused(text, encoding):
    content = packed(**{"xl/workbook.xml": WORKBOOK, "xl/a.xml": text.encode(encoding)})

    assert "declares a document type" in refusal(content)


@pytest.mark.parametrize("tag", [b'<mergeCell ref="A1:XFD1048576"/>', b"<x:col/>"])
def test_spreadsheet_with_thousands_of_ranges_beside_its_rows_is_refused(tag):
    sheet = b"<worksheet><sheetData/>" + tag * 20_001 + b"</worksheet>"
    files = {"xl/workbook.xml": WORKBOOK, "xl/worksheets/sheet1.xml": sheet}

    assert "too many merged cells" in refusal(packed(**files))


def test_spreadsheet_that_is_none_is_refused():
    assert "cannot be read" in refusal(packed(**{"xl/workbook.xml": WORKBOOK}))


def test_zip_without_a_manifest_says_what_to_do():
    files = {"kk.gift.txt": b"A {T}", "ru.gift.txt": b"A {T}"}

    assert "no imsmanifest.xml" in refusal(packed(**files))


NOTE = {"left-out.txt": b"T1-Q01 (kk): lost"}


@pytest.mark.parametrize("name", ["../q.csv", "/etc/q.csv", "a/../../q.csv"])
def test_single_file_that_leads_out_of_its_folder_is_refused(name):
    assert "points outside its folder" in refusal(packed(**NOTE, **{name: b"Code"}))


def test_single_file_that_fills_the_memory_is_refused():
    assert "far too large" in refusal(packed(**NOTE, **{"q.csv": b"0" * 30_000_000}))


def test_single_file_larger_than_any_upload_is_refused():
    content = b"".join(b"%d;" % number for number in range(900_000))

    assert "larger than 5 MB" in refusal(packed(**NOTE, **{"q.csv": content}))


def test_single_file_that_is_itself_made_to_harm_is_refused():
    bomb = packed(**{"xl/workbook.xml": WORKBOOK, "xl/a.xml": b"0" * 30_000_000})
    deeper = packed(**{"a.zip": packed(**{"b.zip": packed(**{"q.csv": b"Code"})})})

    assert "far too large" in refusal(packed(**NOTE, **{"q.xlsx": bomb}))
    assert "ZIP inside the ZIP" in refusal(deeper)
    assert "DOCTYPE" in refusal(packed(**NOTE, **{"q.xml": BOMB.encode()}))


def test_single_file_of_another_kind_is_refused():
    assert "no imsmanifest.xml" in refusal(packed(**NOTE, **{"run.exe": b"MZ"}))
