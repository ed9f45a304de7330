"""Our own template, also where a program saved it again."""

from pathlib import Path

import pytest

from imroc_audit.exchange.reading.open_sheet import SourceFiles, open_sheet
from imroc_audit.exchange.reading.sources.template import BLANKS_AS_NA

HEADINGS = "id,perspective,team,c01_1,c01_comment,priority_1"


@pytest.mark.parametrize("row", ["1,staff,elm,NA,NA,c01", "1,staff,NA,NA,Fine.,c01", "1,staff,elm,3,Fine.,NA"])
def test_na_is_no_answer_where_a_program_wrote_it_for_blanks(tmp_path: Path, row: str) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(f"{HEADINGS}\n2,staff,elm,NA,Good.,c01\n{row}\n", encoding="utf-8")
    with open_sheet(SourceFiles((path,), frozenset())) as sheet:
        assert (sheet.source, sheet.na_means) == ("template", "")
        assert BLANKS_AS_NA in sheet.notes


def test_na_does_not_apply_where_only_statements_have_it(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(f"{HEADINGS}\n1,staff,elm,NA,Fine.,c01\n2,staff,elm,3,,\n", encoding="utf-8")
    with open_sheet(SourceFiles((path,), frozenset())) as sheet:
        assert (sheet.source, sheet.na_means) == ("template", "not_applicable")
