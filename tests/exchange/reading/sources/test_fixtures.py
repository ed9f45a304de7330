"""The fixtures are what the scripts beside this file make. To write them anew: WRITE_FIXTURES=1 pytest THIS FILE."""

import io
import os
from typing import Any

import pytest

from tests.exchange.reading.sources.exports import EXPORTS, FIXTURES, KEYS, WITH_BRANCHES

FILES = {name: export.write for name, export in (EXPORTS | WITH_BRANCHES).items()} | KEYS


@pytest.mark.parametrize("name", FILES)
def test_a_fixture_is_as_its_script_makes_it(name: str) -> None:
    path, made = FIXTURES / name, FILES[name]()
    if os.environ.get("WRITE_FIXTURES") and not (
        path.exists() and _content(path.read_bytes(), name) == _content(made, name)
    ):
        path.write_bytes(made)
    assert _content(path.read_bytes(), name) == _content(made, name)


def test_every_fixture_has_a_script() -> None:
    assert {path.name for path in FIXTURES.iterdir()} == set(FILES)


def _content(file: bytes, name: str) -> Any:
    """Bytes; of a workbook its cells, because every one that is saved holds the time."""
    if not name.endswith(".xlsx"):
        return file
    from openpyxl import load_workbook

    return [list(sheet.values) for sheet in load_workbook(io.BytesIO(file))]
