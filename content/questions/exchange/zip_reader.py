"""ZIP files from outside: looked at before anything in them is unpacked."""

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

#: The largest file that is read at all.
LARGEST = 5 * 1024 * 1024
#: What an export tells beside its file, where something was lost.
LEFT_OUT = "left-out.txt"
MOST_MEMBERS = 7000
LARGEST_WHOLE = 60 * 1024 * 1024
LARGEST_RATIO = 200
#: Below this size nothing is suspicious, however well it packs.
_HARMLESS = 1024 * 1024
_ENCRYPTED = 0x1
_PACKED = (".zip", ".xlsm")
#: Files that some program reads questions from.
_READABLE = {".csv", ".tsv", ".txt", ".gift", ".xml", ".xlsx", ".zip"}
#: What makes a ZIP a package or a table, however little is in it.
_WHOLES = {"imsmanifest.xml", "xl/workbook.xml"}
#: Where a Mac keeps what no other system knows.
_OF_A_MAC = "__MACOSX/"
_DECLARED = tuple(
    mark.encode(form)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for form in ("utf-8", "utf-16-le", "utf-16-be")
)


def extract_xml_files(
    content: bytes, *, with_pictures: bool = False
) -> dict[str, bytes]:
    """Return the XML files of a ZIP file by their names, and its pictures where asked.

    Raises ``ExchangeError`` for what could fill the memory, leave its folder, or hide
    something: many members, a size out of proportion, ``..``, a password, document types.
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
    """Return every file of a ZIP by its name; looked at as ``extract_xml_files`` does."""
    with open_archive(content) as archive:
        members = [one for one in archive.infolist() if not one.is_dir()]
        _examine(members)
        return {one.filename: _bounded(archive, one) for one in members}


def extract_single_file(content: bytes, name: str) -> tuple[bytes, str]:
    """Return the one readable file of a ZIP and its name; else the file as it came.

    So an export with a note on what it lost comes back as it is. A package of QTI or a
    table is one file only where it lies in such a ZIP; what is inside that is looked at
    as in any other. Raises ``ExchangeError`` as ``extract_xml_files`` does.
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
    """Lend a ZIP file; ``ExchangeError`` where it is damaged, now or while it is read."""
    try:
        with open_zip(io.BytesIO(content)) as archive:
            yield archive
    except (
        BadZipFile,
        EOFError,
        NotImplementedError,  # a way of packing that Python does not know
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
    """Refuse what is made to harm; a ZIP of one file may hold that one packed."""
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
