"""A table is written in every format so that it can be read back, and no text becomes a formula."""

import csv
import io
import json
import sys
from collections.abc import Callable
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from imroc_audit.errors import AuditError
from imroc_audit.exchange import tables
from imroc_audit.exchange.tables import (
    TABLE_FORMATS,
    DataCell,
    DataTable,
    plain,
    write_csv,
    write_parquet,
    write_workbook,
)

Rows = list[list[Any]]

TABLE = DataTable(
    "Answers",
    ("team", "people", "mean"),
    [('Tŷ Elm, "west"\nward', 12, 2.5), ("Oak team", None, -0.25)],
    {"Questionnaire": "tiny, version 1.0"},
)


def read_csv(content: bytes) -> Rows:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return [rows[0], *([_number(cell) for cell in row] for row in rows[1:])]


def read_workbook(content: bytes) -> Rows:
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Answers"]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def read_parquet(content: bytes) -> Rows:
    found = pq.read_table(io.BytesIO(content))
    return [found.column_names, *(list(row.values()) for row in found.to_pylist())]


def _number(cell: str) -> object:
    try:
        return float(cell) if cell else None
    except ValueError:
        return cell


READERS: dict[str, Callable[[bytes], Rows]] = {"csv": read_csv, "xlsx": read_workbook, "parquet": read_parquet}


@pytest.mark.parametrize("name", TABLE_FORMATS)
def test_every_format_is_read_back_as_it_was(name: str) -> None:
    assert READERS[name](TABLE_FORMATS[name](TABLE)) == [list(TABLE.headings), *map(list, TABLE.rows)]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_like_a_formula_stays_a_text(start: str) -> None:
    text = f"{start}HYPERLINK(1)"
    found = DataTable("Answers", (text,), [(text,)], {})
    assert f"'{start}" in write_csv(found).decode()
    sheet = openpyxl.load_workbook(io.BytesIO(write_workbook(found)))["Answers"]
    assert [cell.data_type for column in sheet.iter_cols() for cell in column] == ["s", "s"]
    assert sheet["A2"].value == f"'{start}HYPERLINK(1)"


@pytest.mark.parametrize("cell", [-2.5, 0, None, "a=b", "'tis", ""])
def test_a_number_and_an_ordinary_text_stay_as_they_are(cell: DataCell) -> None:
    assert plain(cell) == cell


def test_characters_that_no_workbook_can_hold_are_left_out() -> None:
    found = DataTable("Answers", ("team",), [("Elm\x00 \x1bward",)], {})
    assert read_workbook(write_workbook(found))[1] == ["Elm ward"]


def test_notes_stand_on_a_sheet_of_their_own() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(TABLE)))
    assert book.sheetnames == ["Answers", "Notes"]
    assert book.active is book["Answers"]
    assert [cell.value for cell in book["Notes"][1]] == ["Questionnaire", "tiny, version 1.0"]


def test_a_workbook_that_is_not_for_sharing_says_so_on_its_sheet_and_opens_with_the_warning() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(TABLE._replace(warning="Keep it safe."))))
    assert book.sheetnames == ["NOT FOR SHARING", "Notes"]
    assert book.active is book["Notes"]
    assert [cell.value for cell in book["Notes"][1]] == ["NOT FOR SHARING", "Keep it safe."]


def test_notes_and_a_warning_are_in_the_metadata_of_a_parquet_file() -> None:
    found = pq.read_schema(io.BytesIO(write_parquet(TABLE._replace(warning="Keep it safe."))))
    assert json.loads(found.metadata[b"imroc-audit"]) == {
        "NOT FOR SHARING": "Keep it safe.",
        "Questionnaire": "tiny, version 1.0",
    }


def test_numbers_and_texts_in_one_column_become_texts_in_a_parquet_file() -> None:
    found = DataTable("Answers", ("c01.1",), [(4,), ("dk",), (None,)], {})
    assert read_parquet(write_parquet(found)) == [["c01.1"], ["4"], ["dk"], [None]]


def test_the_headings_of_a_sheet_stay_in_sight_and_are_printed_on_every_page() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_workbook(TABLE)))["Answers"]
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.auto_filter.ref == "A1:C3"


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 1)
    with pytest.raises(AuditError, match="2 rows do not fit into a workbook"):
        write_workbook(TABLE)


def test_parquet_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(AuditError, match=r"pip install 'imroc-audit\[parquet\]'"):
        write_parquet(TABLE)
