"""People who answer, for the tests of the store."""

import os
import secrets
import subprocess
from pathlib import Path

from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.response import AuditCycle, Comment, Response
from imroc_audit.model.workspace import PublicationTerms
from imroc_audit.store.repository import Repository

Where = Path | str
TERMS = PublicationTerms(threshold=10, teams=()).model_dump_json()


def prepare(where: Where) -> None:
    with Repository.create(where) as repository:
        repository.open_cycle(cycle())


def cycle(name: str = "2026-spring", opened: str = "2026-03-01") -> AuditCycle:
    return AuditCycle(
        name=name,
        status="open",
        opened=opened,
        questionnaire_id="ten-challenges",
        questionnaire_version="1",
        questionnaire_hash="f00d",
        definition='{"id":"ten-challenges"}',
        terms=TERMS,
    )


def response(
    perspective: str = "staff",
    team: str = "Elm ward",
    answers: str = "3420?1.4-_",
    priorities: tuple[str, ...] = ("c03", "c07"),
    key: str | None = None,
) -> Response:
    return Response(
        key=key or secrets.token_hex(16),
        audit_cycle="2026-spring",
        perspective=perspective,
        team=team,
        mode="terminal",
        month="2026-03",
        answers=answers,
        priorities=priorities,
    )


def comment(text: str = "More walks, please.", challenge: str = "c03", key: str | None = None) -> Comment:
    return Comment(
        key=key or secrets.token_hex(16),
        audit_cycle="2026-spring",
        perspective="staff",
        challenge=challenge,
        text=text,
    )


def send(repository: Repository, person: Response, *said: Comment, draft_key: str | None = None) -> bool:
    """Save a draft and send it."""
    draft_key = draft_key or secrets.token_hex(16)
    repository.save_draft(draft_key, person.audit_cycle, "{}", person.month)
    return repository.send(draft_key, person, said)


def everyone(repository: Repository, size: int | None = None) -> list[tuple[str, str, str, str]]:
    """Every response as (perspective, team, answers, priorities), sorted."""
    return sorted(
        (*group, answers, priorities)
        for group, strings, choices in repository.group_batches(AuditCycleName("2026-spring"), size)
        for answers, priorities in zip(strings.split("\n"), choices.split("\n"), strict=True)
    )


def run_without_privileges(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a program that permissions hold for: root's own files too, when the tests run as root."""
    if os.getuid() == 0:
        command = ("setpriv", "--bounding-set=-all", "--inh-caps=-all", *command)
    return subprocess.run(command, capture_output=True, text=True, check=False)
