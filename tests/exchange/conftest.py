"""A map for the tiny questionnaire, and an importer that a test hands a few lines of CSV."""

import hashlib
import hmac
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from imroc_audit.exchange.mapping.column_map import ColumnMap, load_map
from imroc_audit.exchange.rows.row_mapper import ImportedRow
from imroc_audit.model.questionnaire import Questionnaire
from tests.exchange.import_rows import read_rows

MAP = """
perspective: staff
statements: {Q1: c01.1, Q2: c01.2}
"""


def keyed(text: str) -> str:
    return hmac.new(b"a key for tests", text.encode(), hashlib.sha256).hexdigest()


@pytest.fixture
def mapped(tiny: Questionnaire) -> Callable[[str], ColumnMap]:
    """A map without mistakes, from its text."""

    def load(text: str) -> ColumnMap:
        column_map, problems = load_map(dedent(text), "map.yaml", tiny)
        assert column_map is not None, problems
        return column_map

    return load


@pytest.fixture
def notes() -> list[str]:
    """What the importer said."""
    return []


@pytest.fixture
def imported(
    tmp_path: Path, tiny: Questionnaire, mapped: Callable[[str], ColumnMap], notes: list[str]
) -> Callable[..., list[ImportedRow]]:
    """Import a path, bytes, or readable lines of CSV; by default through a map with Q1 and Q2 of staff."""

    def run(file: Path | bytes | str, map_text: str = MAP) -> list[ImportedRow]:
        path = file if isinstance(file, Path) else tmp_path / "answers.csv"
        if isinstance(file, bytes):
            path.write_bytes(file)
        elif isinstance(file, str):
            path.write_text(dedent(file).lstrip("\n"), encoding="utf-8", newline="")
        return read_rows(path, mapped(map_text), tiny, teams=("Elm ward", "Oak team"), hmac=keyed, say=notes.append)

    return run
