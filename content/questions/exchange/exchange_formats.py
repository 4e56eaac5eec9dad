"""Exchange formats for questions, and detection of a file’s format."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.questions.exchange.csv_files import read_question_csv, write_question_csv
from content.questions.exchange.gift_files import read_gift, write_gift
from content.questions.exchange.moodle_files import read_moodle, write_moodle
from content.questions.exchange.qti_files import read_qti, write_qti2, write_qti3
from content.questions.exchange.question_tables import count_known_headings
from content.questions.exchange.text_encoding import decode_text
from content.questions.exchange.xlsx_files import (
    read_question_xlsx,
    write_question_xlsx,
)
from content.questions.exchange.zip_reader import LARGEST, open_archive
from content.questions.notation.exchange_question import (
    ExchangeError,
    ExchangeQuestion,
    ExportLoss,
    ReadResult,
)
from content.questions.notation.table_columns import FIXED

#: The number of characters, or of bytes of a manifest, read to detect a format.
_HEAD = 64 * 1024

type Reader = Callable[[bytes, str], tuple[ReadResult, str]]
type Writer = Callable[[Sequence[ExchangeQuestion]], tuple[bytes, list[ExportLoss]]]


@dataclass(frozen=True)
class ExchangeFormat:
    """A format; without ``carries_languages`` a file has one language.

    With ``carries_pictures`` it is a package that contains the pictures.
    """

    name: str
    label: str | Promise
    extension: str
    content_type: str
    read: Reader
    write: Writer
    carries_languages: bool = False
    carries_pictures: bool = False


def detect_format(content: bytes, name: str) -> ExchangeFormat:
    """Return the format of a file, detected by its content; raises ``ExchangeError``."""
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
    text, _encoding = decode_text(content)
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
        count_known_headings(first.split(one)) > len(FIXED) // 4 for one in ";,\t"
    ):
        return "csv"
    return "gift" if "{" in text or "::" in text else ""


def _packed(content: bytes) -> str:
    """Return the format of a ZIP file by the names in it; almost nothing is unpacked."""
    with open_archive(content) as archive:
        names = set(archive.namelist())
        if "imsmanifest.xml" in names:
            with archive.open("imsmanifest.xml") as manifest:
                return "qti3" if b"v3p0" in manifest.read(_HEAD) else "qti2"
    return "xlsx" if "xl/workbook.xml" in names else "qti2"


def _reader(read: Callable[[str, str], ReadResult]) -> Reader:
    def whole(content: bytes, language: str) -> tuple[ReadResult, str]:
        text, encoding = decode_text(content)
        return read(text, language), encoding

    return whole


def _writer(
    write: Callable[[Sequence[ExchangeQuestion]], tuple[str, list[ExportLoss]]],
) -> Writer:
    def whole(questions: Sequence[ExchangeQuestion]) -> tuple[bytes, list[ExportLoss]]:
        text, losses = write(questions)
        return text.encode(), losses

    return whole


FORMATS: dict[str, ExchangeFormat] = {
    one.name: one
    for one in (
        ExchangeFormat(
            "xlsx",
            gettext_lazy("Table (XLSX)"),
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            read_question_xlsx,
            write_question_xlsx,
            carries_languages=True,
        ),
        ExchangeFormat(
            "csv",
            gettext_lazy("Table (CSV)"),
            "csv",
            "text/csv; charset=utf-8",
            _reader(read_question_csv),
            _writer(write_question_csv),
            carries_languages=True,
        ),
        ExchangeFormat(
            "gift",
            "GIFT",
            "gift.txt",
            "text/plain; charset=utf-8",
            _reader(read_gift),
            _writer(write_gift),
        ),
        ExchangeFormat(
            "moodle",
            "Moodle XML",
            "xml",
            "application/xml",
            _reader(read_moodle),
            _writer(write_moodle),
        ),
        ExchangeFormat(
            "qti2",
            "QTI 2.1",
            "qti21.zip",
            "application/zip",
            read_qti,
            write_qti2,
            carries_languages=True,
            carries_pictures=True,
        ),
        ExchangeFormat(
            "qti3",
            "QTI 3.0",
            "qti30.zip",
            "application/zip",
            read_qti,
            write_qti3,
            carries_languages=True,
            carries_pictures=True,
        ),
    )
}
