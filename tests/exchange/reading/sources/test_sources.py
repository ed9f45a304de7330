"""Each survey tool's files are known for what they are, and everything that people said is found in them."""

import csv
import io
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Final, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imroc_audit.exchange.forms.form import FormField
from imroc_audit.exchange.matching.cells import DATES, month_of
from imroc_audit.exchange.matching.names import field_name
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.layout import MISSING, TOP, Column, Layout, Source
from imroc_audit.exchange.reading.sources import DOCUMENTS, NAMES, SOURCES, recognise, recognise_documents
from tests.exchange.reading.sources.exports import EXPORTS, FIXTURES, KEYS
from tests.exchange.reading.sources.people import Person, form
from tests.exchange.reading.sources.tools import DO_NOT_READ

GUIDE: Final = (FIXTURES.parents[2] / "docs" / "exchange.md").read_text(encoding="utf-8")
DELIMITERS: Final = ",;\t^|"
TABLES: Final = [name for name in EXPORTS if EXPORTS[name].source in [source.name for source in SOURCES]]
JSON: Final = [name for name in EXPORTS if name not in TABLES]


class Answered(NamedTuple):
    """A file with its headings taken off, and only of those who finished."""

    layout: Layout
    rows: list[list[str]]


def rows_of(name: str) -> list[list[str]]:
    """The rows of a fixture, by a reader of the tests' own."""
    path = FIXTURES / name
    if path.suffix == ".xlsx":
        from openpyxl import load_workbook

        return [["" if cell is None else str(cell) for cell in row] for row in load_workbook(path).worksheets[0].values]
    file = path.read_bytes()
    encoding = "utf-16" if file.startswith(b"\xff\xfe") else "cp1252" if name == "table.csv" else "utf-8-sig"
    text = file.decode(encoding)
    return max((list(csv.reader(io.StringIO(text, newline=""), delimiter=each)) for each in DELIMITERS), key=_width)


def _width(rows: list[list[str]]) -> int:
    return len(rows[0])


def top_of(name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(map(tuple, islice(rows_of(name), TOP)))


@cache
def answered(name: str) -> Answered:
    if name in JSON:
        documents = next(one for one in DOCUMENTS if one.name == EXPORTS[name].source)
        contents = documents.read([FIXTURES / name])
        layout, rows = contents.layout, [cells for _, cells in contents.rows]
    else:
        source, _ = recognise(top_of(name))
        layout, rows = source.arrange(top_of(name)), rows_of(name)
        if key := EXPORTS[name].key:
            assert source.key is not None
            layout = source.key.explain(layout, rows_of(key))
        rows = rows[layout.header_rows :]
    complete = layout.complete
    return Answered(layout, [cells for cells in rows if complete is None or complete(cells)])


def people_of(name: str) -> list[Person]:
    return [someone for someone in EXPORTS[name].everyone if someone.finished]


def column_for(layout: Layout, field: FormField) -> int:
    """The one column of answers that is headed by the field's name or its question."""
    found = [number for number, column in enumerate(layout.columns) if _is_for(column, field)]
    assert len(found) == 1, (field.name, [layout.columns[number] for number in found])
    return found[0]


def _is_for(column: Column, field: FormField) -> bool:
    forms = (column.heading, *column.names)
    names = {field.name, field.name.replace("_", "") if field.asks.kind != "statement" else field.name}
    by_name = any(field_name(each) in names for each in forms)
    return column.role == "answer" and (by_name or normalise(field.label) in map(normalise, forms))


def read(layout: Layout, cells: list[str], column: int) -> str:
    cell = cells[column]
    label = layout.columns[column].labels.get(cell, cell).removeprefix("'")
    is_no_answer = (label == "n/a" and layout.na_means == "skipped") or label == f"{MISSING}No answer"
    return "" if is_no_answer else label.removeprefix(MISSING)


# Recognition.


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_recognised_as_its_tool_s_and_by_no_earlier_one(name: str) -> None:
    claims = [source.name for source in SOURCES if source.recognise(top_of(name))]
    assert claims[0] == EXPORTS[name].source
    assert set(claims) <= {EXPORTS[name].source, "template", "table"}
    source, reason = recognise(top_of(name))
    assert (source.name, recognise_documents((FIXTURES / name).read_bytes()[:4096])) == (claims[0], None)
    assert reason
    assert not reason.endswith(".")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_recognised_by_its_headings_alone(name: str) -> None:
    layout = answered(name).layout
    assert recognise(top_of(name)[: layout.header_rows])[0].name == EXPORTS[name].source


@pytest.mark.parametrize("name", JSON)
def test_json_is_recognised_by_its_first_bytes(name: str) -> None:
    found = recognise_documents((FIXTURES / name).read_bytes()[:4096])
    assert found is not None
    assert found[0].name == EXPORTS[name].source


@pytest.mark.parametrize("name", KEYS)
def test_a_key_file_is_known_from_the_answers_that_it_explains(name: str) -> None:
    (answers,) = (export for export in EXPORTS.values() if export.key == name)
    (key,) = (source.key for source in SOURCES if source.name == answers.source)
    assert key is not None
    assert key.recognise(top_of(name))
    assert not any(one.key.recognise(top_of(each)) for each in TABLES for one in SOURCES if one.key)


def test_every_source_has_a_fixture() -> None:
    assert set(NAMES) - {export.source for export in EXPORTS.values()} <= {"pdf"}


@pytest.mark.parametrize("name", NAMES)
def test_the_guide_says_how_to_get_the_files_of_every_source(name: str) -> None:
    assert re.search(rf"^\| .*, `{name}` \|", GUIDE, re.MULTILINE)


# The table of marks in the guide.

MARKS_TABLE: Final = GUIDE.partition("<!-- marks -->")[2].partition("<!-- end of marks -->")[0]
NA: Final = {"not_applicable": "`n/a`", "skipped": "never `n/a`", "": "you are asked"}


def marks_of(source: str) -> list[str]:
    """The cells of a source's row in the guide, after its name."""
    (row,) = (line for line in MARKS_TABLE.splitlines() if line.startswith(f"| `{source}` |"))
    return [cell.strip() for cell in row.strip("| ").split(" | ")][1:]


def named(cell: str) -> set[str]:
    return {normalise(name) for name in re.findall(r"`([^`]+)`", cell)}


def test_the_table_of_marks_has_a_row_for_every_source_and_no_other() -> None:
    assert sorted(re.findall(r"^\| `([\w-]+)` \|", MARKS_TABLE, re.MULTILINE)) == sorted(NAMES)


@pytest.mark.parametrize("name", EXPORTS)
def test_the_table_of_marks_is_true(name: str) -> None:
    finished, no_answer, na, id_, month, personal = marks_of(EXPORTS[name].source)
    layout = answered(name).layout
    assert na == NA[layout.na_means]
    assert ("or `n/a`" in no_answer) == (layout.na_means == "skipped")
    assert not finished.startswith("everybody in the file") or layout.complete is None
    for role, cell in (("id", id_), ("date", month), ("personal", personal)):
        headings = {normalise(one.heading.partition(". ")[0]) for one in layout.columns if one.role == role}
        own = headings - IN_PEOPLE_S_WORDS
        assert own <= named(cell), role


IN_PEOPLE_S_WORDS: Final = {
    # Names that a project or a language gives, and columns that stand in the guide in other words.
    *map(normalise, ("study_id", "Record ID", "Repeat Instrument", "Repeat Instance", "redcap_event_name")),
    *map(normalise, ("pulse_timestamp", "Survey Timestamp", "Survey Identifier", "phone_ok")),
    *map(normalise, ("Response ID", "Date submitted", "Access code", "IP address", "Referrer URL", "First name")),
    *map(normalise, ("Last name", "Email address", "URN", "Antwort-ID", "Benutzer-ID", "Anzeigename", "Zeitstempel")),
    *map(normalise, ("Date", "Your name (optional)")),
}


@pytest.mark.parametrize(
    "headings",
    [
        "ID,Start time,Ward",
        "ID,We listen",
        "Respondent ID,We listen",
        "URN,Q1",
        "Timestamp",
        "id,submitdate",
        "_id,start",
    ],
)
def test_an_ordinary_table_is_not_taken_for_a_tool_s(headings: str) -> None:
    top = (tuple(headings.split(",")), ("one", "two", "three")[: headings.count(",") + 1])
    assert recognise(top)[0].name == "table"


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
@pytest.mark.parametrize("name", ["table.csv", "kobo.csv", "qualtrics.csv", "surveymonkey.csv"])
def test_a_source_that_is_named_for_another_tool_s_file_reads_it_or_says_so(source: Source, name: str) -> None:
    try:
        layout = source.arrange(top_of(name))
    except (ValueError, IndexError):
        return
    assert len(layout.columns) == len(top_of(name)[0])


MARKS: Final = sorted(
    {cell for name in TABLES if name != "microsoft-forms.xlsx" for row in top_of(name) for cell in row}
)
ROWS: Final = st.lists(st.sampled_from(MARKS) | st.text(max_size=5), max_size=8).map(tuple)


@given(ROWS.filter(lambda row: any(map(str.strip, row))), st.lists(ROWS, max_size=TOP - 1))
def test_a_table_of_any_shape_is_recognised_and_arranged(first: tuple[str, ...], others: list[tuple[str, ...]]) -> None:
    rows = (first, *others)
    layout = recognise(rows)[0].arrange(rows)
    assert len(layout.columns) == len(first)
    assert len({normalise(column.heading) for column in layout.columns}) == len(first)
    if layout.complete is not None:
        layout.complete([""] * len(first))


# What is in the files.


@pytest.mark.parametrize("name", EXPORTS)
def test_everyone_who_finished_is_there_and_nobody_else(name: str) -> None:
    assert len(answered(name).rows) == len(people_of(name))


@pytest.mark.parametrize("name", EXPORTS)
def test_every_answer_is_found_below_its_question(name: str) -> None:
    layout, rows = answered(name)
    for someone, cells in zip(people_of(name), rows, strict=True):
        for field in _fields(name, layout, someone):
            given = read(layout, cells, column_for(layout, field))
            assert given in (someone.code(field), someone.label(field)), field.name


def _fields(name: str, layout: Layout, someone: Person) -> Iterator[FormField]:
    """Every field that the file has; a perspective is hidden where the tool can hide nothing."""
    asked = form(someone.perspective)
    by_name = any(field_name(each) == "perspective" for one in layout.columns for each in (one.heading, *one.names))
    for field in asked.fields:
        skipped_by_all = name in JSON and not any(one.by_field[field.name] for one in people_of(name))
        left_out = field.asks.kind == "perspective" and not by_name
        typed_in = name == "table.csv" and field.asks.kind == "priority"
        if not (skipped_by_all or left_out or typed_in):
            yield field


@pytest.mark.parametrize("name", EXPORTS)
def test_every_day_is_found(name: str) -> None:
    layout, rows = answered(name)
    dates = [number for number, column in enumerate(layout.columns) if column.role == "date"]
    assert len(dates) == EXPORTS[name].dated
    for column in dates:
        days = [cells[column] for cells in rows]
        possible = [written for written in DATES if all(month_of(day, written) for day in days)]
        written = possible[0] if len(possible) == 1 else layout.columns[column].date_format
        assert written is not None
        assert [month_of(day, written) for day in days] == [f"{one.answered:%Y-%m}" for one in people_of(name)]


@pytest.mark.parametrize("name", EXPORTS)
def test_every_person_has_an_id_of_their_own(name: str) -> None:
    layout, rows = answered(name)
    ids = [number for number, column in enumerate(layout.columns) if column.role == "id"]
    without = ("google-forms.csv", "google-sheets.csv", "nextcloud-forms-early.csv", "table.csv")
    assert bool(ids) == (name not in without)
    assert not ids or len({tuple(cells[number] for number in ids) for cells in rows}) == len(rows)


@pytest.mark.parametrize("name", EXPORTS)
def test_personal_data_stand_only_in_columns_that_are_never_read(name: str) -> None:
    layout, rows = answered(name)
    for number, column in enumerate(layout.columns):
        if column.role not in ("personal", "tool"):
            assert not any(mark in cells[number] for cells in rows for mark in DO_NOT_READ), column.heading


@pytest.mark.parametrize("name", EXPORTS)
def test_no_two_headings_are_alike(name: str) -> None:
    headings = [normalise(column.heading) for column in answered(name).layout.columns]
    assert all(headings)
    assert len(set(headings)) == len(headings)
