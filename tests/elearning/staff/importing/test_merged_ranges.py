"""What a merged range costs does not depend on how far it claims to reach."""

import io
import tracemalloc
import zipfile

import openpyxl
import pytest

from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.merged_ranges import (
    MOST_RANGES,
    MergedRanges,
    read_merged_ranges,
)
from elearning.staff.importing.table_reader import read_table_rows
from elearning.staff.importing.table_rows import WIDEST, UnreadableCell
from tests.factories.staff_lists import HEADINGS, row

MEGABYTE = 1024 * 1024


def workbook(aside, rows=b""):
    """Return a list of one person with XML of our own beside and below its rows."""
    made = openpyxl.Workbook()
    made.active.append(HEADINGS)
    made.active.append(row("1", "east", "guard"))
    file, changed = io.BytesIO(), io.BytesIO()
    made.save(file)
    with (
        zipfile.ZipFile(file) as before,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            end = rows + b"</sheetData>" + aside
            part = before.read(name).replace(b"</sheetData>", end)
            after.writestr(name, part)
    return changed.getvalue()


def merges(*spans):
    return b"".join(f'<mergeCell ref="{span}"/>'.encode() for span in spans)


def read_whole(content):
    """Return the rows, or why they are refused, and the most memory that it took."""
    tracemalloc.start()
    try:
        found = list(read_table_rows(content))
    except StaffListError as error:
        assert str(error)
        found = error.code
    finally:
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return found, most


@pytest.mark.parametrize(
    "spans",
    [["A1:XFD1048576"], ["A1:BH200000"] * MOST_RANGES],
    ids=["a whole sheet", "as many as are read"],
)
def test_far_reaching_ranges_take_no_memory_and_make_no_rows(spans):
    content = workbook(merges(*spans))
    assert len(content) < 20_000

    rows, most = read_whole(content)

    assert len(rows) == 2
    assert list(rows[1].cells) == [UnreadableCell("merged", spans[0])] * WIDEST
    assert most < 16 * MEGABYTE


def test_ten_thousand_ranges_are_refused_before_the_sheet_is_unpacked():
    found, most = read_whole(workbook(merges(*["A1:BH200000"] * 10_000)))

    assert found == "too_many_merged"
    assert most < 16 * MEGABYTE


def test_row_costs_the_columns_that_are_read_however_many_ranges_cover_it():
    found = MergedRanges(f"A{row}:XFD1048576" for row in range(1, MOST_RANGES))

    assert len(found.in_row(MOST_RANGES)) == WIDEST
    assert found.in_row(MOST_RANGES)[0] == "A1:XFD1048576"


def test_range_is_told_where_it_is_and_nowhere_else():
    found = MergedRanges(["B3:C4", "A2:A2", "BG1:BZ1"])

    assert [found.in_row(number) for number in range(1, 6)] == [
        {58: "BG1:BZ1", 59: "BG1:BZ1"},
        {0: "A2:A2"},
        {1: "B3:C4", 2: "B3:C4"},
        {1: "B3:C4", 2: "B3:C4"},
        {},
    ]


def test_every_range_is_counted_once_wherever_the_file_is_cut():
    class Slow(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 37) if self.tell() else size)

    spans = [f"A{number}:B{number}" for number in range(1, 400)]
    head = b"<sheetData></sheetData>"
    found = read_merged_ranges(Slow(head + merges(*spans)))

    assert [found.in_row(number)[0] for number in range(1, 400)] == spans


@pytest.mark.parametrize(
    "aside",
    [
        b'<hyperlink ref="A1"/>' * 500_000,
        merges("A1:B1") + b'<col min="1" max="2"/>' * 500_000,
    ],
)
def test_much_beside_the_rows_is_refused(aside):
    found, most = read_whole(workbook(aside))

    assert found == "bomb"
    assert most < 32 * MEGABYTE


def test_much_before_the_rows_is_refused_behind_a_comment_too():
    cols = b'<col min="1" max="2"/>' * 500_000

    with pytest.raises(StaffListError) as refused:
        read_merged_ranges(io.BytesIO(b"<!--<sheetData>-->" + cols + b"<sheetData/>"))

    assert refused.value.code == "bomb"


def test_gap_that_claims_rows_without_end_is_refused():
    last = b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'

    with pytest.raises(StaffListError) as refused:
        for _row in read_table_rows(workbook(b"", rows=last)):
            pass

    assert refused.value.code == "too_many_rows"
