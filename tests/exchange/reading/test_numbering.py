"""A file that R or pandas saved again is known for what it was: what numbers its rows is left out first."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from imroc_audit.exchange.reading.numbering import numbering
from imroc_audit.exchange.reading.open_sheet import SourceFiles, key_file, open_sheet
from imroc_audit.exchange.rows.row_mapper import ImportedRow
from imroc_audit.model.questionnaire import Questionnaire
from tests.exchange.import_rows import proposed, read_rows
from tests.exchange.reading.sources.exports import EXPORTS, KEYS
from tests.exchange.reading.sources.test_sources import TABLES, rows_of

Saved = Callable[..., Path]
HEADINGS = ("", "Unnamed: 0", "...1", "X")


@pytest.fixture
def saved_again(tmp_path: Path) -> Saved:
    """A fixture with a column before it that numbers the rows from `first`."""

    def save(name: str, heading: str, first: int = 0) -> Path:
        path = tmp_path / f"{Path(name).stem}.csv"
        headings, *rows = rows_of(name)
        file = io.StringIO(newline="")
        csv.writer(file).writerows([[heading, *headings], *([n, *row] for n, row in enumerate(rows, start=first))])
        path.write_text(file.getvalue(), encoding="utf-8", newline="")
        return path

    return save


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(("heading", "first"), [(heading, heading == "X") for heading in HEADINGS])
def test_a_column_that_numbers_the_rows_is_left_out_in_every_tool_s_file(
    saved_again: Saved, name: str, heading: str, first: bool
) -> None:
    path = saved_again(name, heading, int(first))
    with open_sheet(SourceFiles((path,), frozenset())) as sheet:
        assert sheet.source == EXPORTS[name].source
        assert len(sheet.columns) == len(rows_of(name)[0])
        assert {len(cells) for _, cells in sheet.rows} == {len(sheet.columns)}
        assert sheet.na_means == ""
        assert "A first column without a heading was left out" in sheet.notes[-1]


@pytest.mark.parametrize("name", KEYS)
def test_a_key_that_was_saved_again_is_a_key(saved_again: Saved, name: str) -> None:
    assert key_file(saved_again(name, "")) is not None


def test_a_file_that_was_saved_again_twice_is_known(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(",Unnamed: 0,record_id,c01_1,audit_complete\n0,5,1,3,2\n1,9,2,3,2\n", encoding="utf-8")
    with open_sheet(SourceFiles((path,), frozenset())) as sheet:
        assert (sheet.source, sheet.headings) == ("redcap", ("record_id", "c01_1", "audit_complete"))


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        (["|a", "0|x", "1|y"], 1),
        (["|a", "3|x", "17|y"], 1),
        (["|a"], 1),
        (["|a", "x|x", "y|y"], 0),
        (["|a", "2|x", "1|y"], 0),
        (["|a", "|x"], 0),
        (["", "0", "1"], 0),
        (["X|a", "1|x", "2|y"], 1),
        (["X|a", "1|x", "3|y"], 0),
        (["X|a", "3|x", "4|y"], 0),
        (["X|a"], 0),
        (["id|a", "1|x", "2|y"], 0),
    ],
)
def test_a_column_numbers_rows_where_it_has_no_name_and_rises(rows: list[str], columns: int) -> None:
    assert numbering(tuple(tuple(row.split("|")) for row in rows)) == columns


def test_an_unfinished_record_of_a_file_that_was_saved_again_does_not_count(
    tmp_path: Path, tiny: Questionnaire
) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(
        ",record_id,audit_timestamp,perspective,c01_1,c02_1,audit_complete\n"
        "1,7,2026-09-03 10:00:00,staff,3,4,2\n"
        "2,8,[not completed],staff,1,,0\n",
        encoding="utf-8",
    )
    rows: list[ImportedRow] = read_rows(path, proposed(path, tiny), tiny)
    assert [(row.response.answers, row.response.month) for row in rows] == [("3_4__", "2026-09")]
    assert rows[0].row_id.startswith("id")
