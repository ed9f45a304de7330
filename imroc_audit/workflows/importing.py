"""Answers collected elsewhere, added to the open audit cycle all together or not at all."""

from datetime import date
from pathlib import Path

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.column_map import load_map
from imroc_audit.exchange.csv_file import read_responses
from imroc_audit.model.questionnaire import Record
from imroc_audit.workflows.opening import definition_of, open_audit_cycle, open_workspace, read_text


class Imported(Record):
    """What an import did: how many responses were added, and how many were there already."""

    audit_cycle: str
    added: int
    already_there: int
    notes: tuple[str, ...] = ()
    """How the file was read, and what of it was left out."""


def import_file(workspace: Path | None, file: Path, map_file: Path, today: date) -> Imported:
    """Read a file through its map. Raises UnreadableError with every problem, and then nothing is added."""
    found = open_workspace(workspace)
    repository = found.repository()
    audit_cycle = open_audit_cycle(repository)
    questionnaire = definition_of(audit_cycle)
    column_map, problems = load_map(read_text(map_file), map_file.name, questionnaire)
    if column_map is None:
        raise UnreadableError(f"{map_file.name}: the map cannot be used. Nothing was imported:", problems)
    notes: list[str] = []
    rows = read_responses(
        file,
        column_map,
        questionnaire,
        audit_cycle=audit_cycle.name,
        teams=tuple(team.name for team in found.settings.teams),
        month=f"{today:%Y-%m}",
        hmac=found.hmac,
        say=notes.append,
    )
    count = repository.add_imported(audit_cycle.name, ((row.row_id, row.response, row.comments) for row in rows))
    return Imported(
        audit_cycle=audit_cycle.name, added=count.added, already_there=count.already_there, notes=tuple(notes)
    )
