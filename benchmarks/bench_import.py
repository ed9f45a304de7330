"""From a CSV file to stored responses, against a bare loop of the csv module over the same file. Prints ratios.

python benchmarks/bench_import.py [PEOPLE]
"""

import csv
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final

from imroc_audit.exchange.mapping.column_map import load_map
from imroc_audit.exchange.reading.open_sheet import SourceFiles, open_sheet
from imroc_audit.exchange.rows.import_sheet import import_sheet
from imroc_audit.exchange.rows.rejected import RejectedRows
from imroc_audit.exchange.rows.row_mapper import Destination, ImportedRow, RowMapper
from imroc_audit.model.files.definition import parse_questionnaire
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import say
from imroc_audit.model.response import AuditCycle
from imroc_audit.model.workspace import PublicationTerms
from imroc_audit.resources import bundled
from imroc_audit.store.keyed_hash import keyed_hash
from imroc_audit.store.repository import Repository
from imroc_audit.workflows.exchange.importing import ROW_ID

PEOPLE: Final = 200_000
FEW: Final = 50_000
CYCLE: Final = "2026-spring"
TEAMS: Final = tuple(f"Team {number}" for number in range(1, 7))
ROUNDS: Final = 3
HMAC: Final = keyed_hash(b"a key for benchmarks")
TERMS: Final = PublicationTerms(threshold=10, teams=()).model_dump_json()


def main(people: int = PEOPLE) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.csv"
        # Memory first: a program that is started counts what the one that starts it has taken by then.
        write_answers(path, FEW)
        few = peak_memory(path)
        write_answers(path, people)
        many = peak_memory(path)
        print(f"peak memory, {people:,} / {FEW:,} rows  {many / few:.2f}   ({many / 1e6:.0f} / {few / 1e6:.0f} MB)")
        print(f"against a bare csv.reader over {people:,} rows x 44 columns:")
        for name, by_id in (("by the tool's id", True), ("by the whole row", False)):
            mapped = speed(path, partial(map_all, path, by_id))
            whole = speed(path, partial(import_all, path, by_id))
            print(f"rows to responses, {name}      {mapped:.2f} x its speed")
            print(f"file to database, {name}       {whole:.2f} x its speed   (0.20 is wanted)")


def speed(path: Path, run: Callable[[], float]) -> float:
    """How fast a run is beside the bare loop: the median of pairs, as a machine is not always equally quick.

    run: returns the seconds it took.
    """
    return median(seconds(lambda: read_bare(path)) / run() for _ in range(ROUNDS))


def seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def questionnaire() -> Questionnaire:
    path = bundled("questionnaires") / "ten-challenges.yaml"
    found, problems = parse_questionnaire(path.read_text(encoding="utf-8"), path.name)
    assert found is not None, problems
    return found


def write_answers(path: Path, people: int) -> None:
    """An export with the labels of the questionnaire, the same every time."""
    asked, chance = questionnaire(), random.Random(1)
    scale = asked.scale
    labels = [say(one.text) for one in (*scale.options, scale.dont_know, scale.not_applicable)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["ID", "Completed", "Who", "Team", *(statement.id for statement in asked.statements)])
        for number in range(people):
            day = f"2026-09-{chance.randint(1, 30):02} {chance.randint(8, 20):02}:15"
            who = (chance.choice(asked.perspective_ids), chance.choice(TEAMS))
            writer.writerow([number, day, *who, *chance.choices([*labels, ""], k=len(asked.statements))])


def read_bare(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file))


def rows(path: Path, by_id: bool) -> Iterator[ImportedRow]:
    asked = questionnaire()
    text = "perspective: {column: Who}\nteam: {column: Team}\ndate: {column: Completed, format: iso}\n"
    text += "statements:\n" + "".join(f"  {statement.id}: {statement.id}\n" for statement in asked.statements)
    column_map, problems = load_map(text + "id: ID\n" * by_id, "map.yaml", asked)
    assert column_map is not None, problems
    destination = Destination(AuditCycleName(CYCLE), TEAMS, "2026-09", lambda words: HMAC(words)[:ROW_ID])
    with open_sheet(SourceFiles((path,), frozenset(column_map.named))) as sheet:
        rejected = RejectedRows(path, sheet, (), write=False)
        mapper = RowMapper(sheet, column_map, asked, destination)
        yield from import_sheet(sheet, mapper, rejected)
        assert not mapper.findings


def map_all(path: Path, by_id: bool) -> float:
    return seconds(lambda: sum(1 for _ in rows(path, by_id)))


def import_all(path: Path, by_id: bool) -> float:
    """Seconds of an import into a new database."""
    asked = questionnaire()
    with tempfile.TemporaryDirectory() as folder, Repository.create(Path(folder) / "audit.db") as repository:
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
        return seconds(lambda: repository.add_imported(AuditCycleName(CYCLE), rows(path, by_id), distinct=True))


def peak_memory(path: Path) -> int:
    """The most memory that a program of its own needs for an import, in bytes."""
    command = [sys.executable, __file__, "--measure", str(path)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def print_peak_memory(path: Path) -> None:
    import resource

    import_all(path, by_id=True)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print_peak_memory(Path(sys.argv[2]))
    else:
        main(*map(int, sys.argv[1:]))
