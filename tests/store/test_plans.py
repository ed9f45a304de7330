"""The plan in the database: every version is kept, and nothing is stored twice."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imroc_audit.errors import AuditError
from imroc_audit.model.plan import Book, LogEntry, Observation, PlanEntry
from imroc_audit.pdsa import steps
from imroc_audit.store.database import Database
from imroc_audit.store.plans import Plans, Step
from tests.plans import ROLE, action, agreement
from tests.store.people import Where, prepare

DAY = "2026-05-01"


@pytest.fixture
def plans(where: Where) -> Iterator[Plans]:
    database = Database.open(where)
    yield Plans(database)
    database.close()


def planning(**changes: object) -> Step:
    return lambda book: steps.plan(book, [action(**changes)])


def seeing(value: float, *, correct: bool = False) -> Step:
    seen = [Observation(date="2026-05-05", value=value)]
    return lambda book: steps.observe(book, "a1", "asked", seen, correct=correct)


def test_what_is_written_is_read_back(plans: Plans) -> None:
    plans.write(planning(), DAY, ROLE)
    plans.write(lambda book: steps.agree(book, agreement()), DAY, ROLE)
    plans.write(seeing(12), DAY, ROLE)
    plans.write(lambda book: steps.log(book, "a1", LogEntry(date="2026-05-04", text="Tried.")), DAY, ROLE)
    book = Book.of(plans.history())
    assert book.actions["a1"].action == action()
    assert book.agreements == {"2026-spring": agreement()}
    assert book.actions["a1"].observations["asked"][0].value == 12
    assert book.actions["a1"].log[1][0].text == "Tried."


def test_every_version_is_kept_with_its_day_and_role(plans: Plans) -> None:
    plans.write(planning(), DAY, "ward manager")
    plans.write(planning(aim="Other."), "2026-05-02", "peer worker")
    plans.write(seeing(12), "2026-05-05", ROLE)
    plans.write(seeing(13, correct=True), "2026-05-06", ROLE)
    assert [(one.kind, one.version, one.date, one.role) for one in plans.history()] == [
        ("action", 1, DAY, "ward manager"),
        ("action", 2, "2026-05-02", "peer worker"),
        ("observation", 1, "2026-05-05", ROLE),
        ("observation", 2, "2026-05-06", ROLE),
    ]


def test_the_same_again_is_no_new_version(plans: Plans) -> None:
    assert len(plans.write(planning(), DAY, ROLE)) == 1
    assert plans.write(planning(), "2026-06-01", "somebody else") == ()
    same = PlanEntry("action", "a1", "planned", action())
    assert plans.write(lambda _: [same, same], "2026-06-01", ROLE) == ()
    assert len(plans.history()) == 1


def test_a_step_that_is_refused_leaves_nothing(plans: Plans) -> None:
    plans.write(planning(), DAY, ROLE)

    def half(book: Book) -> Iterator[PlanEntry]:
        yield from steps.plan(book, [action(id="a2")])
        raise AuditError("No.")

    with pytest.raises(AuditError, match="No"):
        plans.write(half, DAY, ROLE)
    assert list(Book.of(plans.history()).actions) == ["a1"]


TEXTS = st.sampled_from(("one", "two", "three"))


@given(st.lists(TEXTS, max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=15)
def test_history_keeps_every_version_that_ever_was(tmp_path: Path, aims: list[str]) -> None:
    place = tmp_path / f"{len(list(tmp_path.iterdir()))}.db"
    prepare(place)
    database = Database.open(place)
    plans = Plans(database)
    for aim in aims:
        plans.write(planning(aim=aim), DAY, ROLE)
    changed = [aim for n, aim in enumerate(aims) if n == 0 or aim != aims[n - 1]]
    history = plans.history()
    database.close()
    assert [getattr(one.content, "aim", "") for one in history] == changed
    assert [one.version for one in history] == list(range(1, len(changed) + 1))


WRITER = """
import sys
from pathlib import Path
from imroc_audit.model.plan import Observation
from imroc_audit.pdsa import steps
from imroc_audit.store.database import Database
from imroc_audit.store.plans import Plans
where = sys.argv[1] if "://" in sys.argv[1] else Path(sys.argv[1])
plans = Plans(Database.open(where))
for day in range(1, 11):
    seen = [Observation(date=f"2026-{sys.argv[2]}-{day:02}", value=day)]
    plans.write(lambda book: steps.observe(book, "a1", "asked", seen), "2026-05-01", "writer")
"""


def test_several_people_write_at_once_and_nothing_is_lost(where: Where) -> None:
    plans = Plans(Database.open(where))
    plans.write(planning(), DAY, ROLE)
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(where), month]) for month in ("01", "02", "03", "04")
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0, 0]
    assert len(Book.of(plans.history()).actions["a1"].observations["asked"]) == 40
    assert len(plans.history()) == 41


def test_an_audit_of_before_there_were_plans_gets_one(sqlite: Path) -> None:
    import sqlite3

    with sqlite3.connect(sqlite) as connection:
        connection.execute("DROP TABLE plan_records")
        connection.execute("ALTER TABLE audit_cycles DROP COLUMN number")
        connection.execute("DROP INDEX audit_cycle_names")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.close()
    plans = Plans(Database.open(sqlite))
    assert Book.of(plans.history()) == Book()
    plans.write(planning(), DAY, ROLE)


def test_a_plan_needs_a_database(tmp_path: Path, new_place: Callable[[], Where]) -> None:
    with pytest.raises(AuditError, match="the database is missing"):
        Plans(Database.open(tmp_path / "none.db"))
