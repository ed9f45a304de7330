"""A column of addresses or NHS numbers is about a person, whatever its heading is."""

import pytest

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.mapping.contents import looked_at, tells_who
from imroc_audit.exchange.reading.layout import Column
from imroc_audit.exchange.reading.sheet import Rows, Sheet

EMAILS = ("ann@example.org", "Bo Other <bo@example.nhs.uk>", "", "none")
NHS_NUMBERS = ("943 476 5919", "9434765870", "")


def sheet_of(rows: Rows, *columns: Column) -> Sheet:
    return Sheet("answers.csv", columns, rows, "table", "")


@pytest.mark.parametrize("cells", [EMAILS, NHS_NUMBERS])
def test_a_column_in_which_most_cells_tell_who_somebody_is_is_personal(cells: tuple[str, ...]) -> None:
    rows = ((number, [cell, "4"]) for number, cell in enumerate(cells, start=2))
    sheet, samples = looked_at(sheet_of(rows, Column("Anything else?"), Column("c01.1")))
    assert [column.role for column in sheet.columns] == ["personal", "answer"]
    assert (len(samples), len(list(sheet.rows))) == (len(cells), len(cells))


@pytest.mark.parametrize(
    "cells",
    [
        (),
        ("",),
        ("Write to ann@example.org", "They listen", "They rush"),
        ("1234567890", "1234567891"),
        ("01632 960961", "4"),
        ("Mostly true", "12345678901"),
    ],
)
def test_other_columns_are_not(cells: tuple[str, ...]) -> None:
    assert not tells_who(cells)


def test_a_tool_s_own_number_may_pass_the_check_by_chance() -> None:
    assert not tells_who(("9434765919",), "id")
    assert tells_who(("9434765919", "9434765870", "9434765919"), "id")
    assert not tells_who(("9434765919",) * 3, "date")


def test_what_cannot_be_read_is_raised_where_it_stands() -> None:
    def rows() -> Rows:
        yield 2, ["4"]
        raise UnreadableError("row 3: it breaks off")

    sheet, samples = looked_at(sheet_of(rows(), Column("c01.1")))
    assert samples == [["4"]]
    assert next(sheet.rows) == (2, ["4"])
    with pytest.raises(UnreadableError, match="breaks off"):
        next(sheet.rows)
