"""What docs/exchange.md says about exports is true of every one of them."""

import re

import pytest

from imroc_audit.exchange.results.results_tables import Number
from imroc_audit.workflows.exchange.exporting import FORMATS
from tests.places import DOCS

GUIDE = (DOCS / "exchange.md").read_text(encoding="utf-8")
TABLE = re.search(r"\| export \| format \|.*?\n\n", GUIDE, re.DOTALL)


@pytest.mark.parametrize("what", FORMATS)
def test_the_table_says_what_every_format_keeps_and_loses(what: str) -> None:
    assert TABLE is not None
    told, export = set(), ""
    for row in TABLE[0].strip().splitlines()[2:]:
        first, formats, keeps, loses = (cell.strip() for cell in row.strip("|").split("|"))
        export = first.strip("`") or export
        assert keeps, row
        assert loses, row
        if export.split()[0] == what:
            told |= set(formats.split(", "))
    assert told == set(FORMATS[what])


@pytest.mark.parametrize("column", ["audit_cycle", *Number._fields])
def test_every_column_of_the_results_is_explained(column: str) -> None:
    assert f"| `{column}` |" in GUIDE
