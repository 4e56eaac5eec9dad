"""Detection of file types and reading of their rows."""

from collections.abc import Iterator

from elearning.staff.importing.csv_files import read_csv
from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.table_rows import TableRow
from elearning.staff.importing.xlsx_files import read_xlsx

#: The maximum size of a file, in bytes.
LARGEST = 30 * 1024 * 1024
#: Signatures of unsupported files: old or protected Excel files, PDF.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROTECTED = "EncryptedPackage".encode("utf-16-le")


def read_table_rows(content: bytes) -> Iterator[TableRow]:
    """Yield the rows of a file; raises ``StaffListError`` at the first unreadable one."""
    if not content.strip():
        raise StaffListError("empty")
    if len(content) > LARGEST:
        raise StaffListError("too_large", most=LARGEST // 1024 // 1024)
    if content.startswith(_OLE):
        raise StaffListError("password" if _PROTECTED in content else "old_excel")
    if content.startswith(b"%PDF"):
        raise StaffListError("not_a_table")
    if content.startswith(b"PK"):
        return read_xlsx(content)
    return read_csv(content)
