"""Answers collected elsewhere, added to the open audit cycle all together or not at all."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from itertools import zip_longest
from pathlib import Path
from typing import Final, NamedTuple

from pydantic import field_serializer

from imroc_audit.errors import AuditError, RejectedError, UsageError
from imroc_audit.exchange.mapping.column_map import ColumnMap
from imroc_audit.exchange.mapping.map_file import without_check
from imroc_audit.exchange.mapping.proposal import expected_headings
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.open_sheet import SourceFiles, documents_of, key_beside, key_file
from imroc_audit.exchange.reading.sheet import Sheet
from imroc_audit.exchange.rows.import_sheet import (
    Progress,
    import_sheet,
    left_out,
    not_mapped,
    refuse_misfit,
    used_columns,
)
from imroc_audit.exchange.rows.rejected import RejectedRows, all_read_again, kept, path_for
from imroc_audit.exchange.rows.row_mapper import Destination, ImportedRow, RowMapper
from imroc_audit.model.ids import AuditCycleName, PerspectiveId, TeamName
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import Record
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.exchange.import_maps import ColumnUse, PlannedFile, Planner, load, opened
from imroc_audit.workflows.exchange.import_values import UnknownValue, unknown_values
from imroc_audit.workflows.opening import read_text
from imroc_audit.workflows.output import write_whole

ROW_ID: Final = 32
"""Hexadecimal digits of a row's HMAC that are kept: 128 bits, which no two rows share by chance."""


class NotUnderstoodError(RejectedError):
    """Some rows are not understood; and the values in them of which somebody can say what they stand for."""

    def __init__(self, rejections: Sequence[str], values: Sequence[UnknownValue]) -> None:
        self.values = tuple(values)
        super().__init__("Nothing was imported, because not all of it is understood.", rejections)


class ImportPlan(NamedTuple):
    """Everything that is known before a row is imported."""

    audits: Audits
    audit_cycle: AuditCycleName
    questionnaire: Questionnaire
    files: tuple[PlannedFile, ...]

    @property
    def unseen(self) -> tuple[PlannedFile, ...]:
        """Files with a map that nobody has agreed to yet."""
        return tuple(file for file in self.files if file.to_check is not None)


class GroupAdded(Record):
    """How many responses of one group were added."""

    perspective: PerspectiveId
    team: TeamName
    responses: int


class Unknown(Record):
    """A value that stands for nothing that is known, and how often. Without the value where it may say too much."""

    column: str
    value: str | None
    rows: int
    first_row: int


class FileRead(Record):
    """What was read of a file, and what was not."""

    file: str
    recognised: str
    map_file: str
    columns: tuple[ColumnUse, ...]
    to_check: tuple[str, ...] | None
    rows: int
    incomplete: int
    left_out: int
    personal_columns: tuple[str, ...]
    other_columns: tuple[str, ...]
    not_asked: tuple[str, ...]
    """Statements that no column is mapped to."""
    not_understood: tuple[Unknown, ...]
    problems: tuple[str, ...]
    """What is wrong with its rows; as JSON each says whose rows they are."""
    rejected: int
    notes: tuple[str, ...]

    @field_serializer("problems")
    def _with_the_file(self, problems: tuple[str, ...]) -> list[str]:
        return [f"{self.file}: {problem}" for problem in problems]


class Imported(Record):
    """What an import did, or would do: how many responses were added, and how many were there already."""

    audit_cycle: AuditCycleName
    dry_run: bool
    added: int
    already_there: int
    groups: tuple[GroupAdded, ...]
    files: tuple[FileRead, ...]
    deleted: tuple[str, ...] = ()
    """Files of rows that were rejected before, and have all been read now."""


def plan_import(
    audits: Audits,
    files: Sequence[Path],
    *,
    map_file: Path | None = None,
    source: str | None = None,
    perspective: str | None = None,
) -> ImportPlan:
    """Recognise files, and find or write the map for each. Raises UnreadableError where one cannot be read."""
    audit_cycle = audits.open_cycle
    questionnaire = audits.questionnaire(audit_cycle)
    if perspective is not None and perspective not in questionnaire.perspective_ids:
        known = ", ".join(questionnaire.perspective_ids)
        raise UsageError(f"There is no perspective '{perspective}'. Use one of: {known}.")
    if map_file is not None and perspective is not None:
        raise UsageError("The map says whose answers they are. Leave out --perspective, or --map.")
    planner = Planner(audits.workspace, questionnaire, perspective)
    expected = expected_headings(questionnaire)
    if map_file is not None:
        column_map = load(map_file, questionnaire)
        columns = column_map.columns
        together = _together(
            files, expected | column_map.named, source or columns.source, columns.delimiter, columns.encoding
        )
        planned = [planner.with_map(answers, column_map, map_file) for answers in together]
    else:
        planned = [planner.with_proposal(answers) for answers in _together(files, expected, source)]
    return ImportPlan(audits, audit_cycle.name, questionnaire, tuple(planned))


def accept_maps(plan: ImportPlan) -> None:
    """A person has agreed to the maps: they say so from now on."""
    for path in {file.map_path for file in plan.unseen}:
        write_whole(path, without_check(read_text(path)).encode(), own=True)


def carry_out(
    plan: ImportPlan, *, dry_run: bool = False, keep: bool = True, progress: Progress = lambda _: None
) -> Imported:
    """Read every file through its map, in one transaction.

    Raises NotUnderstoodError where rows are not understood: then they are in a file of their own, and nothing is added.
    dry_run: add and write nothing, and say what would happen. keep: whether to write that file.
    """
    audits, workspace = plan.audits, plan.audits.workspace
    teams = tuple(team.name for team in workspace.settings.teams)
    destination = Destination(
        plan.audit_cycle, teams, f"{audits.today:%Y-%m}", lambda words: workspace.hmac(words)[:ROW_ID]
    )
    read: list[FileRead] = []
    is_alone = len(plan.files) == 1  # rows of one file are all different
    with closing(_rows(plan, destination, read, progress, dry_run=dry_run, keep=keep and not dry_run)) as rows:
        count = audits.repository.add_imported(plan.audit_cycle, rows, dry_run=dry_run, distinct=is_alone)
    groups = (
        GroupAdded(perspective=group.perspective, team=group.team, responses=n) for group, n in count.groups.items()
    )
    return Imported(
        audit_cycle=plan.audit_cycle,
        dry_run=dry_run,
        added=count.added,
        already_there=count.already_there,
        groups=tuple(groups),
        files=tuple(read),
        deleted=() if dry_run else tuple(_delete_rejected(plan)),
    )


def _together(
    files: Sequence[Path],
    expected: frozenset[str],
    source: str | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
) -> Iterator[SourceFiles]:
    """The files that are read as one: documents of one source, or a table with its key."""
    documents: dict[str, list[Path]] = {}
    tables = []
    for path in files:
        if found := documents_of(path, source):
            documents.setdefault(found[0].name if found[0].together else str(path), []).append(path)
        else:
            tables.append(path)
    for paths in documents.values():
        yield SourceFiles(tuple(paths), expected, source)
    keys = [path for path in tables if len(tables) > 1 and key_file(path)]
    key_of = _keys(tables, keys)
    if idle := [str(key) for key in keys if key not in key_of.values()]:
        raise UsageError(
            f"{', '.join(idle)}: this says what the codes of another file mean, and it is not certain of which. Name "
            "each of these directly after the file that it belongs to."
        )
    for path, key in key_of.items():
        yield SourceFiles((path,), expected, source, key, delimiter, encoding)


def _keys(tables: Sequence[Path], keys: Sequence[Path]) -> dict[Path, Path | None]:
    """Each table → its key: the one with the same name, or named directly after it, or the only one there is."""
    key_of = {}
    for path, after in zip_longest(tables, tables[1:]):
        if path not in keys:
            given = after if after in keys else None
            key_of[path] = key_beside(path) or given or (keys[0] if len(keys) == 1 else None)
    return key_of


def _rows(
    plan: ImportPlan, destination: Destination, read: list[FileRead], progress: Progress, *, dry_run: bool, keep: bool
) -> Generator[ImportedRow]:
    """The rows of all files. read: takes what was read of each; keep: whether to write down those that are rejected.

    Raises NotUnderstoodError once all are read.
    """
    rejections, unknown = [], list[UnknownValue]()
    with ExitStack() as unless_told:
        for number, file in enumerate(plan.files):
            with _reading(plan, file, destination, write=keep) as (sheet, column_map, mapper, rejected):
                unless_told.callback(rejected.delete)
                yield from import_sheet(sheet, mapper, rejected, _part(progress, number, len(plan.files)))
                read.append(_file_read(file, sheet, column_map, mapper, rejected.count, plan.questionnaire))
                unknown += unknown_values(file.map_path, mapper, plan.questionnaire, destination.teams)
            if rejected.count:
                rejections += [*mapper.findings.listed(sheet.name), f"{sheet.name}: {rejected}"]
        if rejections and not dry_run:
            unless_told.pop_all()
            raise NotUnderstoodError(rejections, unknown)


@contextmanager
def _reading(
    plan: ImportPlan, file: PlannedFile, destination: Destination, *, write: bool
) -> Iterator[tuple[Sheet, ColumnMap, RowMapper, RejectedRows]]:
    """What it takes to read a file. write: whether to keep the rows that are not understood."""
    column_map = load(file.map_path, plan.questionnaire)
    with opened(file.answers, plan.questionnaire) as (sheet, _):
        refuse_misfit(sheet, column_map, plan.questionnaire, destination.teams)
        path = path_for(plan.audits.workspace.path, file.map_path.stem)
        with RejectedRows(path, sheet, used_columns(sheet, column_map), write=write) as rejected:
            yield sheet, column_map, RowMapper(sheet, column_map, plan.questionnaire, destination), rejected


def _delete_rejected(plan: ImportPlan) -> Iterator[str]:
    """Delete what earlier imports of these forms rejected, once all of its rows have been read again."""
    for file in plan.files:
        for path in kept(plan.audits.workspace.path, file.map_path.stem):
            with suppress(OSError, AuditError):  # the answers are in: what stays here is told by `status`
                if _is_read_again(path, file, plan.questionnaire):
                    path.unlink()
                    yield str(path)


def _is_read_again(rejected: Path, file: PlannedFile, questionnaire: Questionnaire) -> bool:
    columns = load(file.map_path, questionnaire).columns
    known_by = list(columns.id)
    if known_by and not isinstance(columns.perspective, str):
        known_by.append(columns.perspective.column)  # forms of two perspectives may have the same ids
    with opened(file.answers, questionnaire) as (sheet, _):
        return all_read_again(rejected, sheet, [sheet.places[normalise(heading)] for heading in known_by])


def _part(progress: Progress, number: int, files: int) -> Progress:
    """Progress of one file as a part of all."""
    return lambda share: progress((number + share) / files)


def _file_read(
    file: PlannedFile,
    sheet: Sheet,
    column_map: ColumnMap,
    mapper: RowMapper,
    rejected: int,
    questionnaire: Questionnaire,
) -> FileRead:
    personal, others = left_out(sheet, column_map)
    return FileRead(
        file=sheet.name,
        recognised=file.recognised,
        map_file=str(file.map_path),
        columns=file.columns,
        to_check=file.to_check,
        rows=mapper.rows,
        incomplete=mapper.incomplete,
        left_out=mapper.left_out,
        personal_columns=personal,
        other_columns=others,
        not_asked=not_mapped(column_map, questionnaire),
        not_understood=tuple(
            Unknown(column=one.column, value=one.value, rows=one.rows, first_row=one.first_row)
            for one in mapper.findings.not_understood()
        ),
        problems=tuple(mapper.findings.problems()),
        rejected=rejected,
        notes=(*file.notes, *sheet.notes, *mapper.notes()),
    )
