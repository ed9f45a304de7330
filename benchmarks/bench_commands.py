"""What commands cost beside an older build, which is kept here by its commit: processor time, and databases opened.

Pairs in turn, older and now, on the demo and on a large audit; the median of the ratios holds where the machine's
speed drifts. A process spends some of its time on loading libraries, the same in both, so the ratio of what is left is
told too. Needs git, for the older build.

Usage: python benchmarks/bench_commands.py [ROUNDS [PEOPLE]]
"""

import csv
import io
import os
import random
import resource
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

OLDER: Final = "7366126"
"""The last commit before what a command works on was opened once."""
ROUNDS: Final = 5
PEOPLE: Final = 60_000
TEAMS: Final = tuple(f"Team {number}" for number in range(1, 41))
CYCLES: Final = ("2025-spring", "2026-spring")
ANSWERS: Final = ("0", "1", "2", "2", "3", "3", "4", "4", "dk", "na")
LIBRARIES: Final = "import typer, pydantic, sqlalchemy.dialects.sqlite, numpy, scipy.special"
COUNT: Final = """
import atexit, runpy, sys
from sqlalchemy import event
from sqlalchemy.pool import Pool
opened = []
event.listen(Pool, "connect", lambda *_: opened.append(1))
atexit.register(lambda: print(f"\\nopened {len(opened)}", file=sys.stderr))
sys.argv[0] = "imroc-audit"
runpy.run_module("imroc_audit", run_name="__main__")
"""
AGREEMENT: Final = (
    "date: {today}\nroom: {{staff: 2, carer: 2}}\npriorities: [{{challenge: c01, reason: It matters.}}]\n"
)
PLAN: Final = """\
actions:
  - id: a1
    challenge: c01
    aim: More people are asked.
    lead: ward manager
    measures: [{{name: asked, unit: percent, direction: up, baseline: 20, target: 50, how_often: every week}}]
    pdsa_cycles:
      - {{change_idea: Ask first., prediction: Yes., scale: one person, start: {today}, review: {today}}}
"""


class Build(NamedTuple):
    """The program as it is in a folder, run by this interpreter."""

    name: str
    root: Path

    def command(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, "-m", "imroc_audit", *map(str, arguments)]

    def run(self, command: list[str]) -> "subprocess.CompletedProcess[str]":
        environment = {**os.environ, "PYTHONPATH": str(self.root)}
        return subprocess.run(command, env=environment, cwd=self.root, capture_output=True, text=True, check=True)

    def opened(self, arguments: list[str]) -> int:
        """How often the command connects to a database."""
        told = self.run([sys.executable, "-c", COUNT, *arguments]).stderr
        return int(told.rpartition("opened ")[2])


def main(rounds: int = ROUNDS, people: int = PEOPLE) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        older, now = Build("older", _older(folder / "older")), Build("now", Path(__file__).parents[1])
        audits = {"the demo": folder / "demo", f"{len(TEAMS)} teams, {people:,} people": folder / "large"}
        older.run(older.command("demo", folder / "demo"))
        _make_large(older, folder, people)
        libraries = median(_seconds(now, [sys.executable, "-c", LIBRARIES]) for _ in range(rounds))
        print(f"processor seconds of {OLDER} and now; loading the libraries alone: {libraries:.2f}")
        for name, audit in audits.items():
            for what, command, is_new in _commands(folder):
                _compare((older, now), name, what, _on_a_copy(folder, audit, command, is_new=is_new), rounds, libraries)


def _compare(
    builds: tuple[Build, Build], audit: str, what: str, prepare: Callable[[], list[str]], rounds: int, libraries: float
) -> None:
    opened = [build.opened(prepare()) for build in builds]  # compiles, too
    pairs = []
    for _ in range(rounds):
        older, now = (_seconds(build, build.command(*prepare())) for build in builds)
        pairs.append((older, now))
    whole = median(now / older for older, now in pairs)
    work = median((now - libraries) / (older - libraries) for older, now in pairs)
    seconds = " -> ".join(f"{median(each):.2f}" for each in zip(*pairs, strict=True))
    print(
        f"{audit}: {what}: {whole:.2f} x ({seconds} s); without the libraries {work:.2f} x (aim: at most 0.5 for study "
        f"and report); databases opened {opened[0]} -> {opened[1]}"
    )


def _commands(folder: Path) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """What is measured: its name, its arguments, and whether it needs an open audit cycle."""
    yield "study", ("study",), False
    yield "report --format html", ("report", "--format", "html", "--output", str(folder / "written")), False
    yield "cycle close", ("cycle", "close", "--yes"), True


def _on_a_copy(folder: Path, audit: Path, command: tuple[str, ...], *, is_new: bool) -> Callable[[], list[str]]:
    """The arguments of a command, each time on a fresh copy of the audit."""
    source, copy = audit.with_name(f"{audit.name}-open") if is_new else audit, folder / "copy"

    def prepare() -> list[str]:
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(source, copy)
        return ["-w", str(copy), *command]

    return prepare


def _seconds(build: Build, command: list[str]) -> float:
    """Processor seconds of a whole process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    build.run(command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _older(folder: Path) -> Path:
    """The older build, from the history of this repository."""
    archive = subprocess.run(
        ["git", "archive", OLDER], cwd=Path(__file__).parents[1], check=True, capture_output=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder, filter="data")
    return folder


def _make_large(older: Build, folder: Path, people: int) -> None:
    """Two audit cycles with an agreement and an action, made with the older build's own commands.

    Beside it a copy in which the second is open, and a copy of the demo in which a fourth one is.
    """
    audit, table, rows = folder / "large", folder / "template.csv", folder / "answers.csv"
    teams = [part for team in TEAMS for part in ("--team", f"{team}={max(1, people // len(TEAMS))}")]
    older.run(older.command("init", audit, "--organisation", "A large trust", *teams))
    older.run(older.command("questionnaire", "template", "ten-challenges", "--output", table))
    for cycle in CYCLES:
        older.run(older.command("-w", audit, "cycle", "open", cycle))
        _write_rows(table, rows, cycle, people)
        older.run(older.command("-w", audit, "import", rows, "--yes"))
        if cycle == CYCLES[-1]:
            shutil.copytree(audit, folder / "large-open")
        older.run(older.command("-w", audit, "cycle", "close", "--yes"))
    for name, text, command in (("agreement", AGREEMENT, ("agree", "--from")), ("plan", PLAN, ("plan", "apply"))):
        file = folder / f"{name}.yaml"
        file.write_text(text.format(today=datetime.now().astimezone().date()), encoding="utf-8")
        older.run(older.command("-w", audit, *command, file))
    shutil.copytree(folder / "demo", folder / "demo-open")
    older.run(older.command("-w", folder / "demo-open", "cycle", "open", "next"))


def _write_rows(template: Path, file: Path, cycle: str, people: int) -> None:
    """Made-up answers under the headings of the template, the same every time."""
    chance = random.Random(cycle)
    headings = next(csv.reader(template.read_text(encoding="utf-8-sig").splitlines()))
    with file.open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table)
        writer.writerow(headings)
        for number in range(people):
            chosen = chance.sample(range(1, 11), 3)
            writer.writerow([_cell(chance, heading, f"{cycle}-{number}", chosen) for heading in headings])


def _cell(chance: random.Random, heading: str, row_id: str, chosen: list[int]) -> str:
    if heading == "id":
        return row_id
    if heading == "perspective":
        return chance.choice(("staff", "staff", "service_user", "carer"))
    if heading == "team":
        return chance.choice(TEAMS)
    if heading.startswith("priority"):
        return f"c{chosen[int(heading[-1]) - 1]:02}"
    if heading.endswith("comment"):
        return "We were asked about it." if chance.random() < 0.0005 else ""
    return "" if heading == "date" else chance.choice(ANSWERS)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
