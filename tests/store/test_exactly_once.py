"""A response acknowledged is a response kept, once: many programs at a time, and programs that die."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from imroc_audit.model.ids import AuditCycleName
from imroc_audit.store.repository import Repository
from imroc_audit.store.schema import responses
from tests.store.people import Where, prepare

SENDER = Path(__file__).with_name("sender.py")
SPRING = "2026-spring"
EACH = 12


class Outcome(NamedTuple):
    """What eight programs said, word by word, and the place where they stored it."""

    where: Where
    said: list[list[str]]


def start(where: Where, programs: int, shared: str, number: int) -> subprocess.Popen[str]:
    """Start the programs, and let them go when each is ready."""
    command = [sys.executable, str(SENDER), str(where), str(programs), shared, str(number)]
    sender = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert sender.stdin is not None
    assert sender.stdout is not None
    assert [sender.stdout.readline() for _ in range(programs)] == ["ready\n"] * programs
    sender.stdin.close()
    return sender


def stored_keys(repository: Repository) -> Counter[str]:
    with repository.database.read() as connection:
        return Counter(connection.scalars(responses.select().with_only_columns(responses.c.key)))


@pytest.fixture(scope="module")
def eight(new_place: Callable[[], Where]) -> Outcome:
    """Eight programs send the same draft, and then drafts of their own, all starting at once."""
    where = new_place()
    prepare(where)
    with Repository.open(where) as repository:
        repository.save_draft("shared", AuditCycleName(SPRING), "{}", "2026-03")
    with start(where, 8, "shared", EACH) as sender:
        assert sender.stdout is not None
        said = [line.split() for line in sender.stdout]
    assert sender.returncode == 0
    return Outcome(where, said)


def test_of_eight_programs_that_send_one_draft_one_stores_it(eight: Outcome) -> None:
    answers = sorted(words[1] for words in eight.said if words[0] == "shared")
    assert answers == ["False"] * 7 + ["True"]


def test_everything_that_eight_programs_sent_is_stored_once(eight: Outcome) -> None:
    acknowledged = Counter(words[2] for words in eight.said if words[0] == "sent")
    with Repository.open(eight.where) as repository:
        stored = stored_keys(repository)
    assert len(acknowledged) == 8 * EACH
    assert stored.total() == 8 * EACH + 1
    assert stored & acknowledged == acknowledged
    assert set(stored.values()) == {1}


@pytest.mark.parametrize("attempt", range(4))
def test_killing_the_program_loses_nothing_and_doubles_nothing(sqlite: Path, attempt: int) -> None:
    with start(sqlite, 1, "", 1_000_000) as sender:
        time.sleep(random.uniform(0.3, 0.6))
        sender.send_signal(signal.SIGKILL)
        assert sender.stdout is not None
        lines = [line.split() for line in sender.stdout if line.endswith("\n")]
    assert sender.returncode == -signal.SIGKILL
    saved = {words[1]: words[2] for words in lines if words[0] == "saved"}
    sent = {words[1]: words[2] for words in lines if words[0] == "sent"}
    with Repository.open(sqlite) as repository:
        stored = stored_keys(repository)
        waiting = {draft for draft in saved if repository.load_draft(draft) is not None}
    assert len(sent) > 5
    assert set(stored.values()) == {1}
    assert set(sent.values()) <= set(stored)
    assert len(set(stored) - set(sent.values())) <= 1
    assert {saved[draft] for draft in saved.keys() - waiting} == set(stored)


def test_a_draft_survives_a_kill_at_any_moment(sqlite: Path) -> None:
    code = (
        "import os, sys, signal; from pathlib import Path;"
        "from imroc_audit.store.repository import Repository;"
        "Repository.open(Path(sys.argv[1])).save_draft('k', '2026-spring', 'all of it', '2026-03');"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    died = subprocess.run([sys.executable, "-c", code, str(sqlite)], check=False)
    assert died.returncode == -signal.SIGKILL
    with Repository.open(sqlite) as repository:
        assert repository.load_draft("k") == (SPRING, "all of it")
