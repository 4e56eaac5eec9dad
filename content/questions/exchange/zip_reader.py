"""Safe reading of ZIP files from outside: checked before anything is unpacked."""

import io
import lzma
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from content.questions.notation.exchange_question import ExchangeError
from content.questions.picture_files import ENDINGS
from elearning.zip_files import open_zip

#: The maximum size of a file.
LARGEST = 5 * 1024 * 1024
#: The name of the note on losses beside an exported file.
LEFT_OUT = "left-out.txt"
MOST_MEMBERS = 7000
LARGEST_WHOLE = 60 * 1024 * 1024
LARGEST_RATIO = 200
#: Below this size, no compression ratio is suspicious.
_HARMLESS = 1024 * 1024
_ENCRYPTED = 0x1
_PACKED = (".zip", ".xlsm")
#: Extensions of files with questions.
_READABLE = {".csv", ".tsv", ".txt", ".gift", ".xml", ".xlsx", ".zip"}
#: Members that identify a ZIP as a package or a table.
_WHOLES = {"imsmanifest.xml", "xl/workbook.xml"}
#: The folder in which macOS stores its metadata.
_OF_A_MAC = "__MACOSX/"
_DECLARED = tuple(
    mark.encode(form)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for form in ("utf-8", "utf-16-le", "utf-16-be")
)


def extract_xml_files(
    content: bytes, *, with_pictures: bool = False
) -> dict[str, bytes]:
    """Return the XML files of a ZIP file by name, and its pictures on request.

    Raises ``ExchangeError`` for files that could exhaust memory, escape their folder or
    hide something: too many members, a suspicious ratio, ``..``, a password, or a
    document type.
    """
    with open_archive(content) as archive:
        members = archive.infolist()
        _examine(members)
        files = {
            member.filename: _xml(archive, member)
            for member in members
            if member.filename.lower().endswith((".xml", ".rels", ".vml"))
        }
        shown = [one for one in members if one.filename.lower().endswith(ENDINGS)]
        if with_pictures:
            files |= {one.filename: _bounded(archive, one) for one in shown}
        return files


def extract_all_files(content: bytes) -> dict[str, bytes]:
    """Return every file of a ZIP by name, with the checks of ``extract_xml_files``."""
    with open_archive(content) as archive:
        members = [one for one in archive.infolist() if not one.is_dir()]
        _examine(members)
        return {one.filename: _bounded(archive, one) for one in members}


def extract_single_file(content: bytes, name: str) -> tuple[bytes, str]:
    """Return the only readable file of a ZIP and its name; else the file itself.

    Thus an export with a note on losses can be imported as it is. A QTI package or a
    table counts as one file only inside such a ZIP, and its own content is checked like
    that of any other. Raises ``ExchangeError`` as ``extract_xml_files`` does.
    """
    if not content.startswith(b"PK"):
        return content, name
    with open_archive(content) as archive:
        members = [one for one in archive.infolist() if _counts(one)]
        if len(members) != 1 or not _is_readable(members[0]):
            return content, name
        _examine(archive.infolist(), holds_packed=True)
        with archive.open(members[0]) as file:
            return file.read(LARGEST + 1), members[0].filename


def _counts(member: ZipInfo) -> bool:
    aside = member.is_dir() or member.filename.startswith(_OF_A_MAC)
    return not aside and member.filename != LEFT_OUT


def _is_readable(member: ZipInfo) -> bool:
    suffix = PurePosixPath(member.filename).suffix.lower()
    return suffix in _READABLE and member.filename not in _WHOLES


@contextmanager
def open_archive(content: bytes) -> Iterator[ZipFile]:
    """Open a ZIP file; raises ``ExchangeError`` if it is damaged, also during reading."""
    try:
        with open_zip(io.BytesIO(content)) as archive:
            yield archive
    except (
        BadZipFile,
        EOFError,
        NotImplementedError,  # a compression method that Python does not support
        OSError,
        RuntimeError,
        ValueError,
        lzma.LZMAError,
        struct.error,
        zlib.error,
    ) as error:
        raise ExchangeError(
            _("The file is damaged: it is incomplete or not a ZIP. Save it again.")
        ) from error


def _examine(members: list[ZipInfo], *, holds_packed: bool = False) -> None:
    """Refuse dangerous members; with ``holds_packed``, one may itself be a ZIP."""
    if len(members) > MOST_MEMBERS:
        raise ExchangeError(
            _("There are too many files in this ZIP. The limit is %(count)s. Split it.")
            % {"count": MOST_MEMBERS}
        )
    if sum(member.file_size for member in members) > LARGEST_WHOLE:
        raise ExchangeError(_too_large())
    for member in members:
        parts = member.filename.replace("\\", "/").split("/")
        if ".." in parts or not parts[0] or ":" in parts[0]:
            raise ExchangeError(
                _(
                    "The ZIP contains a name that points outside its folder: "
                    "“%(name)s”. Pack it again."
                )
                % {"name": member.filename[:80]}
            )
        if member.flag_bits & _ENCRYPTED:
            raise ExchangeError(_("The ZIP has a password. Save it without one."))
        if not holds_packed and member.filename.lower().endswith(_PACKED):
            raise ExchangeError(
                _("There is a ZIP inside the ZIP. Unpack it and upload what is in it.")
            )
        is_large = member.file_size > _HARMLESS
        if is_large and member.file_size > LARGEST_RATIO * max(member.compress_size, 1):
            raise ExchangeError(_too_large())


def _bounded(archive: ZipFile, member: ZipInfo) -> bytes:
    with archive.open(member) as file:
        content = file.read(LARGEST_WHOLE + 1)
    if len(content) > LARGEST_WHOLE:
        raise ExchangeError(_too_large())
    return content


def _xml(archive: ZipFile, member: ZipInfo) -> bytes:
    content = _bounded(archive, member)
    if any(mark in content for mark in _DECLARED):
        raise ExchangeError(
            _(
                "“%(name)s” declares a document type or entities, which can be used to "
                "attack a server. Export the file again without them."
            )
            % {"name": member.filename[:80]}
        )
    return content


def _too_large() -> str:
    return _("Unpacked, this file is far too large. Split it into smaller files.")
