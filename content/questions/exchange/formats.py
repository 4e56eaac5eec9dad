"""The formats of questions: which there are, and which one a file has."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.questions.exchange.columns import FIXED
from content.questions.exchange.csv_files import read_csv, write_csv
from content.questions.exchange.decoding import decode
from content.questions.exchange.gift_reading import read_gift
from content.questions.exchange.gift_writing import write_gift
from content.questions.exchange.moodle_reading import read_moodle
from content.questions.exchange.moodle_writing import write_moodle
from content.questions.exchange.packages import LARGEST, opened
from content.questions.exchange.qti_files import read_qti, write_second, write_third
from content.questions.exchange.question import (
    ExchangeError,
    Loss,
    Question,
    Reading,
)
from content.questions.exchange.tables import known_headings
from content.questions.exchange.xlsx_files import read_xlsx, write_xlsx

#: How much of a file is looked at to tell its format.
_HEAD = 64 * 1024

type Reader = Callable[[bytes, str], tuple[Reading, str]]
type Writer = Callable[[Sequence[Question]], tuple[bytes, list[Loss]]]


@dataclass(frozen=True)
class Format:
    """A format; without ``carries_languages`` a file holds one language.

    ``carries_pictures`` are packages that hold the pictures of their questions.
    """

    name: str
    label: str | Promise
    extension: str
    content_type: str
    read: Reader
    write: Writer
    carries_languages: bool = False
    carries_pictures: bool = False


def format_of(content: bytes, name: str) -> Format:
    """Return the format of a file by what is in it; raises ``ExchangeError``."""
    if len(content) > LARGEST:
        raise ExchangeError(
            _("The file is larger than %(size)s MB. Split it into smaller files.")
            % {"size": LARGEST // 1024 // 1024}
        )
    if not content.strip():
        raise ExchangeError(_("The file is empty. Choose another one."))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise ExchangeError(
            _("This is an old Excel file (XLS). Save it as XLSX and upload it again.")
        )
    if content.startswith(b"PK"):
        return FORMATS[_packed(content)]
    text, _encoding = decode(content)
    found = _written(text.lstrip(), PurePosixPath(name).suffix.lower())
    if found not in FORMATS:
        raise ExchangeError(
            _(
                "The format of this file is not known. Upload GIFT, Moodle XML, QTI, CSV "
                "or XLSX."
            )
        )
    return FORMATS[found]


def _written(text: str, suffix: str) -> str:
    if text.startswith("<"):
        head = text[:_HEAD]
        if "<qti-assessment-item" in head:
            return "qti3"
        return "qti2" if "assessmentItem" in head else "moodle"
    first = text.partition("\n")[0]
    if suffix in {".csv", ".tsv"} or any(
        known_headings(first.split(one)) > len(FIXED) // 4 for one in ";,\t"
    ):
        return "csv"
    return "gift" if "{" in text or "::" in text else ""


def _packed(content: bytes) -> str:
    """Return what a ZIP file is by the names in it; next to nothing is unpacked."""
    with opened(content) as archive:
        names = set(archive.namelist())
        if "imsmanifest.xml" in names:
            with archive.open("imsmanifest.xml") as manifest:
                return "qti3" if b"v3p0" in manifest.read(_HEAD) else "qti2"
    return "xlsx" if "xl/workbook.xml" in names else "qti2"


def _reader(read: Callable[[str, str], Reading]) -> Reader:
    def whole(content: bytes, language: str) -> tuple[Reading, str]:
        text, encoding = decode(content)
        return read(text, language), encoding

    return whole


def _writer(
    write: Callable[[Sequence[Question]], tuple[str, list[Loss]]],
) -> Writer:
    def whole(questions: Sequence[Question]) -> tuple[bytes, list[Loss]]:
        text, losses = write(questions)
        return text.encode(), losses

    return whole


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format(
            "xlsx",
            gettext_lazy("Table (XLSX)"),
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            read_xlsx,
            write_xlsx,
            carries_languages=True,
        ),
        Format(
            "csv",
            gettext_lazy("Table (CSV)"),
            "csv",
            "text/csv; charset=utf-8",
            _reader(read_csv),
            _writer(write_csv),
            carries_languages=True,
        ),
        Format(
            "gift",
            "GIFT",
            "gift.txt",
            "text/plain; charset=utf-8",
            _reader(read_gift),
            _writer(write_gift),
        ),
        Format(
            "moodle",
            "Moodle XML",
            "xml",
            "application/xml",
            _reader(read_moodle),
            _writer(write_moodle),
        ),
        Format(
            "qti2",
            "QTI 2.1",
            "qti21.zip",
            "application/zip",
            read_qti,
            write_second,
            carries_languages=True,
            carries_pictures=True,
        ),
        Format(
            "qti3",
            "QTI 3.0",
            "qti30.zip",
            "application/zip",
            read_qti,
            write_third,
            carries_languages=True,
            carries_pictures=True,
        ),
    )
}
