"""`import` of one form that has a branch for each perspective, as it comes out of a survey tool."""

import csv
import io
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Run
from tests.exchange.reading.sources.exports import FIXTURES, WITH_BRANCHES
from tests.exchange.reading.sources.people import TEAMS

GOOGLE = FIXTURES / "google-forms-branches.csv"
OWN_LABELS = {
    "People using services": "Someone using services",
    "Relatives and friends": "Relative or friend",
    "Staff": "Member of staff",
}


@pytest.fixture
def asking(run: Run, tmp_path: Path) -> Path:
    """A workspace whose audit cycle asks the questionnaire of the fixtures."""
    teams = [word for team in TEAMS for word in ("--team", team)]
    assert run("init", tmp_path / "audit", "--organisation", "Our trust", *teams).code == 0
    opened = run("-w", tmp_path / "audit", "cycle", "open", "spring", "--questionnaire", "ten-challenges-pulse")
    assert opened.code == 0
    return tmp_path / "audit"


def import_(run: Run, asking: Path, file: Path, *options: str) -> Ran:
    return run("-w", asking, "import", file, *options)


def perspectives(audit: Path) -> Counter[str]:
    with closing(sqlite3.connect(audit / "audit.db")) as connection:
        return Counter(one for (one,) in connection.execute("SELECT perspective FROM responses"))


@pytest.mark.parametrize("name", WITH_BRANCHES)
def test_a_form_with_branches_needs_no_map_made_by_hand(run: Run, asking: Path, name: str) -> None:
    dry = import_(run, asking, FIXTURES / name, "--dry-run")
    assert (dry.code, perspectives(asking)) == (0, {})
    assert "10 statements have several columns, as in a form with branches." in " ".join(dry.err.split())
    assert "36 responses would be added to 'spring'. Nothing was imported." in dry.out
    assert "  Relatives and friends, Elm ward: 3\n" in dry.out
    assert "count as not asked" not in dry.err
    done = import_(run, asking, FIXTURES / name, "--yes")
    assert (done.code, done.out.splitlines()[-1]) == (0, "36 responses added to 'spring'.")
    assert perspectives(asking) == {"staff": 12, "service_user": 12, "carer": 12}


def changed(folder: Path, row: int, heading: str, cell: str) -> Path:
    """The Google form with another cell in one row, of which the first has the headings."""
    rows = list(csv.reader(io.StringIO(GOOGLE.read_text(encoding="utf-8"), newline="")))
    rows[row - 1][next(number for number, each in enumerate(rows[0]) if heading in each)] = cell
    path = folder / "changed.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_an_answer_in_two_branches_is_rejected_with_the_reason_and_without_the_answer(
    run: Run, asking: Path, tmp_path: Path
) -> None:
    file = changed(tmp_path, 2, "Staff have told me about courses I can join.", "All true")
    ran = import_(run, asking, file, "--yes")
    assert (ran.code, perspectives(asking)) == (65, {})
    assert "an answer stands here, in words that are not those for staff" in ran.err
    assert "All true" not in ran.err
    (rejected,) = csv.DictReader(
        (asking / "imports" / "changed-rejected.csv").read_text(encoding="utf-8-sig").splitlines(keepends=True)
    )
    assert rejected["Row"] == "2"
    assert "in words that are not those for staff" in rejected["Reason"]
    assert "All true" not in rejected["Reason"]


def test_labels_of_the_form_s_own_are_imported_once_somebody_has_checked_them(
    run: Run, asking: Path, tmp_path: Path
) -> None:
    text = GOOGLE.read_text(encoding="utf-8")
    for ours, theirs in OWN_LABELS.items():
        text = text.replace(f',"{ours}",', f',"{theirs}",')
    file = tmp_path / "own.csv"
    file.write_text(text, encoding="utf-8", newline="")
    ran = import_(run, asking, file, "--yes")
    assert (ran.code, perspectives(asking)) == (1, {})
    assert "1 thing is not certain. Look at 'check'" in " ".join(ran.err.split())
    map_file = asking / "maps" / "own.yaml"
    written = map_file.read_text(encoding="utf-8")
    assert '    "Someone using services": "service_user"\n' in written
    map_file.write_text(written.partition("\n# This is not certain")[0] + "\n", encoding="utf-8")
    assert import_(run, asking, file, "--yes").code == 0
    assert perspectives(asking) == {"staff": 12, "service_user": 12, "carer": 12}
