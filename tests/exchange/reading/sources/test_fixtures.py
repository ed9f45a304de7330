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
    """Bytes; of a workbook or a data file its cells, because every one that is saved holds the time."""
    if name.endswith((".sav", ".zsav", ".dta")):
        return _data(file, name)
    if not name.endswith(".xlsx"):
        return file
    from openpyxl import load_workbook

    return [list(sheet.values) for sheet in load_workbook(io.BytesIO(file))]


def _data(file: bytes, name: str) -> Any:
    import pyreadstat

    read = pyreadstat.read_dta if name.endswith("dta") else pyreadstat.read_sav
    data, meta = read(io.BytesIO(file), output_format="dict", user_missing=True)
    return data, meta.column_labels, meta.variable_value_labels, meta.missing_ranges, meta.missing_user_values
