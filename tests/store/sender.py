"""People who answer, in programs of their own: they save drafts, send them, and say what was acknowledged.

python sender.py WHERE PROGRAMS SHARED_KEY NUMBER starts as many programs, waits for the end of stdin, and
then each sends SHARED_KEY and NUMBER drafts of its own.
"""

import os
import secrets
import sys
from pathlib import Path

from imroc_audit.model.response import Response
from imroc_audit.store.repository import Repository

LINKED = "the answers and the comment, still together"


def main(where: str, programs: str, shared: str, number: str) -> None:
    children: list[int] = []
    for _ in range(int(programs) - 1):
        child = os.fork()
        if child == 0:
            children.clear()
            break
        children.append(child)
    answer(where, shared, int(number))
    if any(os.waitpid(child, 0)[1] for child in children):
        sys.exit("one of the programs failed")


def answer(where: str, shared: str, number: int) -> None:
    repository = Repository.open(where if where.startswith("postgresql") else Path(where))
    say("ready")
    sys.stdin.read()
    if shared:
        say("shared", repository.send(shared, person(), ()))
    for _ in range(number):
        draft, response = secrets.token_hex(16), person()
        repository.save_draft(draft, response.audit_cycle, LINKED, response.month)
        say("saved", draft, response.key)
        say("sent", draft, response.key, repository.send(draft, response, ()))


def person() -> Response:
    return Response(
        key=secrets.token_hex(16),
        audit_cycle="2026-spring",
        perspective=secrets.choice(("staff", "service_user")),
        mode="web",
        month="2026-03",
        answers="3420?1.4-_",
    )


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
