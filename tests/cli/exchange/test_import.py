"""`import` says how many answers it added, and nothing of what is in them."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.children import listen_to_signals
from tests.cli.conftest import Run

COMPLETELY = "Completely true"


@pytest.fixture
def files(run: Run, audit: Path, tmp_path: Path) -> tuple[Path, Path]:
    """An export with one answer and its map, and an open audit cycle."""
    assert run("-w", audit, "cycle", "open", "spring", "--questionnaire", "tiny").code == 0
    export, map_file = tmp_path / "answers.csv", tmp_path / "map.yaml"
    export.write_text(f"Q1,Q2,Name\n{COMPLETELY},{COMPLETELY},Kim\n", encoding="utf-8")
    map_file.write_text("perspective: staff\nstatements: {Q1: c01.1, Q2: c01.2}\n", encoding="utf-8")
    return export, map_file


@pytest.mark.terminal
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_an_import_that_is_ended_from_outside_leaves_no_rows_behind(run: Run, audit: Path, name: str) -> None:
    assert run("-w", audit, "cycle", "open", "spring", "--questionnaire", "tiny").code == 0
    file = audit.parent / "long.csv"
    file.write_text("perspective,c01.1\nstaff,what?\n" + "staff,4\n" * 300_000, encoding="utf-8")
    command = [sys.executable, "-m", "imroc_audit", "-w", str(audit), "import", str(file), "--yes"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, preexec_fn=listen_to_signals) as importing:
        while not list((audit / "imports").glob("*")):
            assert importing.poll() is None
            time.sleep(0.01)
        importing.send_signal(number := getattr(signal, name))
        assert importing.wait() == 128 + number
    assert list((audit / "imports").iterdir()) == []


def test_one_answer_is_one_response(run: Run, audit: Path, files: tuple[Path, Path]) -> None:
    export, map_file = files
    first, again = (run("-w", audit, "import", export, "--map", map_file) for _ in range(2))
    assert first.out == "1 response added to 'spring'.\n"
    assert again.out == "0 responses added to 'spring'.\nImported before, and left out: 1.\n"


def test_the_summary_as_json_has_counts_and_no_answers(run: Run, audit: Path, files: tuple[Path, Path]) -> None:
    export, map_file = files
    done = run("-w", audit, "import", export, "--map", map_file, "--json")
    found = json.loads(done.out)
    assert {key: found[key] for key in ("audit_cycle", "added", "already_there")} == {
        "audit_cycle": "spring",
        "added": 1,
        "already_there": 0,
    }
    assert found["files"][0]["personal_columns"] == ["Name"]
    assert COMPLETELY not in done.out + done.err
    assert "Kim" not in done.out + done.err
