"""From the database to the full tally, against a bare loop that only reads the answers. Prints ratios.

python benchmarks/bench_tally.py [PEOPLE]
"""

import random
import secrets
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from imroc_audit.model.files.definition import parse_questionnaire
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import AuditCycle, Response
from imroc_audit.model.workspace import PublicationTerms
from imroc_audit.resources import bundled
from imroc_audit.store.repository import ImportedRow, Repository

PEOPLE: Final = 100_000
FEW: Final = 20_000
MANY: Final = 200_000
CYCLE: Final = "2026-spring"
TEAMS: Final = tuple(f"Team {number}" for number in range(1, 7))
ROUNDS: Final = 9
TERMS: Final = PublicationTerms(threshold=10, teams=()).model_dump_json()


def main(people: int = PEOPLE) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "audit.db"
        began = time.perf_counter()
        build(place, people)
        print(f"{people:,} responses x 40 stored through Repository.add_imported: {time.perf_counter() - began:.1f} s")
        bare = best(lambda: read_bare(place))
        batches = best(lambda: read_batches(place))
        whole = best(lambda: tally_everyone(place))
    print(f"bare SELECT answers, joined        1.00   ({bare * 1000:.0f} ms)")
    print(f"Repository.group_batches           {batches / bare:.2f}   ({batches * 1000:.0f} ms)")
    print(f"database to full tally             {whole / bare:.2f}   ({whole * 1000:.0f} ms; at most 2 is wanted)")
    few, many = peak_memory(FEW), peak_memory(MANY)
    print(f"peak memory, {MANY:,} / {FEW:,} people  {many / few:.2f}   ({many / 1e6:.0f} / {few / 1e6:.0f} MB)")


def best(run: Callable[[], object]) -> float:
    """The shortest of several runs, in seconds."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return min(times)


def read_bare(place: Path) -> str:
    with closing(sqlite3.connect(place)) as connection:
        return "".join(answers for (answers,) in connection.execute("SELECT answers FROM responses"))


def read_batches(place: Path) -> int:
    with Repository.open(place) as repository:
        return sum(answers.count("\n") + 1 for _, answers, _ in repository.group_batches(AuditCycleName(CYCLE)))


def tally_everyone(place: Path) -> int:
    from imroc_audit.tally import AnswerLayout, tally_batches

    with Repository.open(place) as repository:
        return (
            tally_batches(AnswerLayout.of(questionnaire()), repository.group_batches(AuditCycleName(CYCLE)))
            .of()
            .respondents
        )


def questionnaire() -> Questionnaire:
    path = bundled("questionnaires") / "ten-challenges.yaml"
    if path not in _READ:
        found, problems = parse_questionnaire(path.read_text(encoding="utf-8"), path.name)
        assert found is not None, problems
        _READ[path] = found
    return _READ[path]


_READ: Final[dict[Path, Questionnaire]] = {}


def build(place: Path, people: int) -> None:
    """A database with one audit cycle and random answers, the same every time."""
    asked = questionnaire()
    with Repository.create(place) as repository:
        repository.open_cycle(
            AuditCycle(
                name=CYCLE,
                status="open",
                opened="2026-03-01",
                questionnaire_id=asked.id,
                questionnaire_version=asked.version,
                questionnaire_hash=asked.hash,
                definition=asked.canonical,
                terms=TERMS,
            )
        )
        repository.add_imported(AuditCycleName(CYCLE), rows(asked, people))
        repository.close_cycle(CYCLE, "2026-04-01", TERMS)


def rows(asked: Questionnaire, people: int) -> Iterator[ImportedRow]:
    chance = random.Random(1)
    challenges = [challenge.id for challenge in asked.challenges]
    characters = "".join(map(str, range(len(asked.scale.options)))) + "?-."
    for number in range(people):
        response = Response(
            key=secrets.token_hex(16),
            audit_cycle=CYCLE,
            perspective=chance.choice(asked.perspective_ids),
            team=chance.choice(TEAMS),
            mode="import",
            month="2026-03",
            answers="".join(chance.choices(characters, k=len(asked.statements))),
            priorities=tuple(chance.sample(challenges, asked.priorities)),
        )
        yield f"row {number}", response.row, ()


def peak_memory(people: int) -> int:
    """The most memory that a program of its own needs for a tally, in bytes."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "audit.db"
        build(place, people)
        command = [sys.executable, __file__, "--measure", str(place)]
        return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def measure(place: Path) -> None:
    """Linux counts a program's peak from its own start; getrusage would begin with that of its parent."""
    tally_everyone(place)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(int(status.partition("VmHWM:")[2].split()[0]) * 1024)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(Path(sys.argv[2]))
    else:
        main(*map(int, sys.argv[1:]))
