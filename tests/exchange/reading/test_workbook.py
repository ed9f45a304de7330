"""Workbooks as they really come: values are read as they are seen, or the whole ends in one clear message."""

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.rows.row_mapper import ImportedRow
from imroc_audit.exchange.tables import DataTable, write_workbook

Imported = Callable[..., list[ImportedRow]]

ROWS = (("Q1", "Q2", "More"), ("Mostly true", "Not true", "=1"), ("I don’t know", None, None))


def book_of(rows: Any = ROWS) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]  # a new workbook has a sheet
    return book


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[Workbook], Path]:
    def save(book: Workbook) -> Path:
        path = tmp_path / "answers.xlsx"
        book.save(path)
        return path

    return save


Saved = Callable[[Workbook], Path]


def answers(rows: list[ImportedRow]) -> list[str]:
    return [row.response.answers for row in rows]


def test_a_workbook_is_read_as_the_same_table_as_csv_would_be(imported: Imported, saved: Saved) -> None:
    book = book_of((("Q1", "Q2", "n"), ("Mostly true", "Not true", 1.0), (None, None, None), ("I don't know", None, 2)))
    rows = imported(saved(book))
    assert answers(rows) == ["30___", "?.___"]
    again = imported("Q1,Q2,n\nMostly true,Not true,1\n,,\nI don't know,,2\n")
    assert [row.row_id for row in rows] == [row.row_id for row in again]


@pytest.mark.parametrize("name", ["answers", "answers.2026", "Answers.XLSX"])
def test_a_workbook_needs_no_ending_to_its_name(imported: Imported, saved: Saved, tmp_path: Path, name: str) -> None:
    book = book_of((("Q1", "Q2"), ("Not true", None)))
    assert answers(imported(saved(book).rename(tmp_path / name))) == ["0.___"]


def test_days_and_times_are_days(imported: Imported, saved: Saved) -> None:
    text = "perspective: staff\ndate: {column: When, format: iso}\nstatements: {Q1: c01.1}\n"
    days = (datetime.fromisoformat("2026-03-04T10:15"), date(2026, 4, 1), "2026-05-06")
    book = book_of((("Q1", "When"), *(("Not true", day) for day in days)))
    assert [row.response.month for row in imported(saved(book), text)] == ["2026-03", "2026-04", "2026-05"]


def test_sheets_that_are_not_read_are_named(imported: Imported, saved: Saved, notes: list[str]) -> None:
    book = book_of((("Q1", "Q2"), ("Not true", None)))
    book.create_sheet("Pivot")
    book.create_sheet("Old answers").sheet_state = "hidden"
    imported(saved(book))
    assert notes[0] == "Hidden sheets were not read: 'Old answers'."
    assert notes[1] == "The first sheet was read, 'Sheet', and not: 'Pivot'."


def test_a_sheet_that_is_formatted_to_its_last_column_is_as_wide_as_its_headings(
    imported: Imported, saved: Saved
) -> None:
    book = book_of((("Q1", "Q2"), ("Not true", None)))
    book.active["XFD2"].number_format = "0.00"  # type: ignore[index]
    assert answers(imported(saved(book))) == ["0.___"]


def merged() -> Workbook:
    book = book_of((("Q1", "Q2"), ("Not true", None), (None, None)))
    book.active.merge_cells("A2:A3")  # type: ignore[union-attr]
    return book


BAD: dict[str, tuple[Callable[[], Workbook], str]] = {
    "empty": (Workbook, "the file is empty"),
    "only headings": (lambda: book_of(ROWS[:1]), r"headings and no answers \(0 rows\)"),
    "merged cells": (merged, r"cells are merged \(A2:A3\)"),
    "formulas never worked out": (
        lambda: book_of((("Q1", "Q2"), ("Not true", "=1+1"), ("=1+1", None))),
        r"formulas that were never worked out \(the first is B2\)",
    ),
    "16,000 columns": (lambda: book_of((tuple(f"q{n}" for n in range(16_000)), ("x",) * 16_000)), "16,000 columns"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_workbook_that_cannot_be_used_ends_in_one_message(imported: Imported, saved: Saved, kind: str) -> None:
    make, said = BAD[kind]
    with pytest.raises(UnreadableError, match=said) as error:
        imported(saved(make()))
    assert len(str(error.value).splitlines()) == 1


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """A workbook with one of its parts changed; a part that it does not have is added."""
    target = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
        if part not in old.namelist():
            new.writestr(part, change(b""))
    return target


SHEET = "xl/worksheets/sheet1.xml"
TAG = re.compile(rb"<(/?)(?=\w)")


def prefixed(path: Path) -> Path:
    """A workbook with a prefix before each tag and a line break after it, as other programs may write them."""

    def change(xml: bytes) -> bytes:
        return TAG.sub(rb"<\1x:", xml).replace(b"xmlns=", b"xmlns:x=", 1).replace(b"><x:", b">\r\n <x:")

    return rewritten(path, SHEET, change)


def test_tags_with_a_prefix_are_read(imported: Imported, saved: Saved) -> None:
    assert answers(imported(prefixed(saved(book_of((("Q1", "Q2"), ("Not true", None))))))) == ["0.___"]


@pytest.mark.parametrize("kind", ["merged cells", "formulas never worked out"])
def test_what_cannot_be_used_is_seen_behind_prefixes(imported: Imported, saved: Saved, kind: str) -> None:
    make, said = BAD[kind]
    with pytest.raises(UnreadableError, match=said):
        imported(prefixed(saved(make())))


def test_blanks_without_end_are_looked_through_at_once(imported: Imported, saved: Saved) -> None:
    path = saved(book_of((("Q1", "Q2"), ("Not true", None))))
    blanks = b"</sheetData><f/>" + b" " * 400_000
    endless = rewritten(path, SHEET, lambda xml: xml.replace(b"</sheetData>", blanks))
    assert answers(imported(endless)) == ["0.___"]


def test_a_blank_sheet_before_the_answers_is_skipped(imported: Imported, saved: Saved, notes: list[str]) -> None:
    book = book_of((("Q1", "Q2"), ("Not true", None)))
    book.create_sheet("Cover", 0).column_dimensions["A"].width = 30
    assert answers(imported(saved(book))) == ["0.___"]
    assert notes[0] == "The first sheet that is not blank was read, 'Sheet', and not: 'Cover'."


def test_what_the_library_warns_of_is_not_shown(imported: Imported, saved: Saved) -> None:
    """A warning fails a test."""
    path = saved(book_of((("Q1", "Q2"), ("Not true", None))))
    styles = re.compile(rb"<cellStyleXfs.*</cellStyleXfs>|<cellStyles.*</cellStyles>|<cellXfs.*</cellXfs>")
    assert answers(imported(rewritten(path, "xl/styles.xml", lambda xml: styles.sub(b"", xml)))) == ["0.___"]
    book = book_of((("Q1", "Q2"), ("Not true", None)))
    book.active["B3"] = datetime.fromisoformat("2026-09-03")  # type: ignore[index]  # a new workbook has a sheet
    late = rewritten(saved(book), SHEET, lambda xml: re.sub(rb"<v>4\d+</v>", b"<v>9999999999</v>", xml))
    with pytest.raises(UnreadableError, match="row 3: column 'Q2'"):
        imported(late)


def test_a_strict_open_xml_workbook_is_refused_with_what_to_do(imported: Imported, saved: Saved) -> None:
    own, strict = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    path = rewritten(saved(book_of()), "xl/workbook.xml", lambda xml: xml.replace(own, strict))
    with pytest.raises(UnreadableError, match=r"Save it in Excel as 'Excel Workbook \(\.xlsx\)'"):
        imported(path)


FORMULA = re.compile(rb'<c r="A2".*?</c>')


def test_what_a_formula_showed_is_read_and_said_to_be(imported: Imported, saved: Saved, notes: list[str]) -> None:
    path = saved(book_of((("Q1", "Q2"), ("=1+1", None))))
    worked_out = rewritten(
        path, SHEET, lambda xml: FORMULA.sub(b'<c r="A2" t="str"><f>1+1</f><v>Not true</v></c>', xml)
    )
    assert answers(imported(worked_out)) == ["0.___"]
    assert "Some cells hold formulas: what they showed when the workbook was saved was read." in notes


def test_a_workbook_with_macros_is_refused(imported: Imported, saved: Saved) -> None:
    with pytest.raises(UnreadableError, match="holds macros"):
        imported(rewritten(saved(book_of()), "xl/vbaProject.bin", lambda _: b"Sub AutoOpen"))


def test_a_part_that_unpacks_to_far_more_than_it_should_is_refused(imported: Imported, saved: Saved) -> None:
    with pytest.raises(UnreadableError, match="more than 200 times its size"):
        imported(rewritten(saved(book_of()), "xl/media/image1.png", lambda _: bytes(20 << 20)))


def test_a_zip_file_that_is_no_workbook_is_refused(imported: Imported, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("answers.csv", "Q1,Q2")
    with pytest.raises(UnreadableError, match=r"this is a zip file\. Unpack it, and import the file that is in it"):
        imported(tmp_path / "a.xlsx")


def test_a_file_of_another_office_program_is_refused(imported: Imported, saved: Saved) -> None:
    path = saved(book_of())
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("word/document.xml", "x")
    with pytest.raises(UnreadableError, match="a zip file and not an Excel workbook"):
        imported(path)


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"])
def test_a_damaged_part_ends_in_one_message(imported: Imported, saved: Saved, part: str) -> None:
    with pytest.raises(UnreadableError, match=r"damaged or cut short|is empty"):
        imported(rewritten(saved(book_of()), part, lambda xml: xml[: len(xml) // 2]))


def test_a_workbook_cut_short_ends_in_one_message(imported: Imported, saved: Saved) -> None:
    path = saved(book_of())
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(UnreadableError, match="damaged or cut short"):
        imported(path)


def test_two_megabytes_in_one_cell_are_refused(imported: Imported, saved: Saved) -> None:
    path = saved(book_of((("Q1", "Q2"), ("endless", None))))
    endless = rewritten(path, SHEET, lambda xml: xml.replace(b"endless", b"x" * 2_000_000))
    with pytest.raises(UnreadableError, match="row 2: a cell holds more than 131,072 characters"):
        imported(endless)


def test_a_workbook_with_every_sheet_hidden_is_refused(imported: Imported, saved: Saved) -> None:
    path = rewritten(saved(book_of()), "xl/workbook.xml", lambda xml: xml.replace(b'"visible"', b'"hidden"'))
    with pytest.raises(UnreadableError, match="every sheet of this workbook is hidden"):
        imported(path)


def test_a_password_protected_workbook_is_refused(imported: Imported, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    with pytest.raises(UnreadableError, match="password"):
        imported(tmp_path / "a.xlsx")


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("Mostly_x0020_true", "3"),
        ("Mostly true_x000D_\n", "3"),
        ("_x004d_ostly true", "3"),
    ],
)
def test_the_escapes_of_a_workbook_are_read_as_what_they_stand_for(
    imported: Imported, saved: Saved, stored: str, read: str
) -> None:
    assert answers(imported(saved(book_of((("Q1", "Q2"), (stored, None))))))[0][0] == read


@pytest.mark.parametrize(
    ("stored", "comment"),
    [
        ("One line_x000D_\nand another", "One line\nand another"),
        ("a _x005F_x0041_ b", "a _x0041_ b"),
        ("_xD83D__xDE00_ thanks", "\U0001f600 thanks"),
        ("nothing_x0000_ here", "nothing here"),
        ("my_xylophone_x12_", "my_xylophone_x12_"),
    ],
)
def test_escapes_in_a_comment_are_decoded(imported: Imported, saved: Saved, stored: str, comment: str) -> None:
    text = "perspective: staff\nstatements: {Q1: c01.1}\ncomments: {More: c01}\n"
    (row,) = imported(saved(book_of((("Q1", "More"), ("Not true", stored)))), text)
    assert [one.text for one in row.comments] == [comment]


def test_a_heading_may_hold_escapes(imported: Imported, saved: Saved) -> None:
    assert answers(imported(saved(book_of((("Q1_x000D_", "Q_x0032_"), ("Not true", "Not true")))))) == ["00___"]


def test_what_looks_like_an_escape_is_written_so_that_it_is_read_back(imported: Imported, tmp_path: Path) -> None:
    path = tmp_path / "answers.xlsx"
    path.write_bytes(write_workbook(DataTable("Answers", ("Q1", "More"), [("Not true", "a _x0041_ b")], {})))
    (row,) = imported(path, "perspective: staff\nstatements: {Q1: c01.1}\ncomments: {More: c01}\n")
    assert [one.text for one in row.comments] == ["a _x0041_ b"]


def test_hidden_rows_and_columns_are_read_and_said_to_be_hidden(
    imported: Imported, saved: Saved, notes: list[str]
) -> None:
    book = book_of((("Q1", "Q2"), *(("Not true", "Not true"),) * 300))
    sheet = book.worksheets[0]
    for row in (3, 4, 250):
        sheet.row_dimensions[row].hidden = True
        sheet.row_dimensions[row].height = 15
    sheet.column_dimensions["B"].hidden = True
    assert len(imported(saved(book))) == 300
    assert notes[0] == "Some columns are hidden. They were read like the others."
    assert notes[1].startswith("3 rows are hidden, by a filter or by hand, and were read like the others.")


def test_a_workbook_without_hidden_rows_says_nothing(imported: Imported, saved: Saved, notes: list[str]) -> None:
    imported(saved(book_of((("Q1", "Q2"), ("Not true", "Not true")))))
    assert notes == []
