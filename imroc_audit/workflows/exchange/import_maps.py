"""For each file of an import: the map that it has in the workspace, or a new one that is proposed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal, NamedTuple

from imroc_audit.errors import AuditError, UnreadableError, UsageError
from imroc_audit.exchange.mapping.column_map import ColumnMap, load_map
from imroc_audit.exchange.mapping.contents import Samples, looked_at
from imroc_audit.exchange.mapping.map_file import (
    fits,
    is_like,
    is_of_form,
    map_name,
    map_text,
    uses,
)
from imroc_audit.exchange.mapping.proposal import propose
from imroc_audit.exchange.mapping.proposed import Proposal
from imroc_audit.exchange.matching.labels import answer_labels, perspective_labels, team_labels
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.open_sheet import SourceFiles, key_title, open_sheet
from imroc_audit.exchange.reading.sheet import Sheet, shown_headings, tells_of_a_person
from imroc_audit.exchange.rows.import_sheet import refuse_misfit
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import Record
from imroc_audit.store.workspace import Workspace
from imroc_audit.workflows.opening import read_text
from imroc_audit.workflows.output import MAPS, write_whole

DOUBTS_TOLD: Final = 3
MapIs = Literal["given", "known", "new"]
Maps = Sequence[tuple[Path, ColumnMap | None, Sequence[object]]]
"""Every map in the workspace, with what is wrong with those that cannot be used."""


class ColumnUse(Record):
    """What one column is taken for, how that is known and how sure it is, out of 100."""

    heading: str
    target: str
    how: str
    confidence: int


class PlannedFile(NamedTuple):
    """One table, or documents that are read together, with the map to read it."""

    answers: SourceFiles
    recognised: str
    map_path: Path
    map_is: MapIs
    columns: tuple[ColumnUse, ...]
    """Empty where a person has agreed to the map."""
    to_check: tuple[str, ...] | None
    """What is not certain, in sentences; None once a person has agreed to the map."""
    notes: tuple[str, ...]


class Planner:
    """Finds the map for each file, or proposes one."""

    def __init__(self, workspace: Workspace, questionnaire: Questionnaire, perspective: str | None) -> None:
        self._questionnaire = questionnaire
        self._perspective = perspective
        self._teams = tuple(team.name for team in workspace.settings.teams)
        self._folder = workspace.path / MAPS

    def with_map(self, answers: SourceFiles, column_map: ColumnMap, path: Path) -> PlannedFile:
        with opened(answers, self._questionnaire) as (sheet, _):
            refuse_misfit(sheet, column_map, self._questionnaire, self._teams)
            return PlannedFile(answers, sheet.recognised, path, "given", (), column_map.columns.check, ())

    def with_proposal(self, answers: SourceFiles) -> PlannedFile:
        with opened(answers, self._questionnaire) as (sheet, samples):
            name = _name(answers, sheet)
            proposal = self._propose(sheet, samples, name)
            maps = tuple(self._maps())
            map_is: MapIs = "known"
            if (path := self._known(maps, sheet, proposal, name)) is None:
                self._refuse_unusable(answers, sheet, proposal, maps)
                map_is, path = "new", self._free(name)
                _name_form(maps, sheet, proposal, path)
                _write_map(path, map_text(proposal.data))
            column_map = load(path, self._questionnaire)
            if (to_check := column_map.columns.check) is None:
                return PlannedFile(answers, sheet.recognised, path, map_is, (), None, ())
            columns = _columns(column_map, proposal)
            return PlannedFile(answers, sheet.recognised, path, map_is, columns, to_check, proposal.notes)

    def _propose(self, sheet: Sheet, samples: Samples, name: str) -> Proposal:
        return propose(sheet, samples, self._questionnaire, form=name, perspective=self._perspective, teams=self._teams)

    def _known(self, maps: Maps, sheet: Sheet, proposal: Proposal, name: str) -> Path | None:
        """The map in the workspace that was made for this form; of several, the one that is called like the file."""
        form_of = {}
        for path, column_map, problems in maps:
            if column_map is None and path.stem == name:
                raise UnreadableError(f"{path}: the map cannot be used. Mend these, or delete it:", problems)
            if column_map is not None and fits(column_map, sheet, proposal):
                form_of[path] = column_map.columns.form
        if (called := self._folder / f"{name}.yaml") in form_of:
            return called
        if len(set(form_of.values())) > 1:
            listed = ", ".join(map(str, form_of))
            raise UsageError(
                f"{sheet.name}: there are several maps for it. Say with --map which one is right: {listed}."
            )
        return next(iter(form_of), None)

    def _maps(self) -> Iterator[tuple[Path, ColumnMap | None, Sequence[object]]]:
        for path in sorted(self._folder.glob("*.yaml")):
            yield path, *load_map(read_text(path), path.name, self._questionnaire)

    def _refuse_unusable(self, answers: SourceFiles, sheet: Sheet, proposal: Proposal, maps: Maps) -> None:
        if "statements" not in proposal.data and proposal.doubts:
            first, more = proposal.doubts[:DOUBTS_TOLD], len(proposal.doubts) - DOUBTS_TOLD
            raise UnreadableError(
                f"{sheet.name}: it is not certain which columns are the statements of '{self._questionnaire.id}'. "
                f"{' '.join(first)}{f' And so with {more} more.' if more > 0 else ''} Delete the columns that are not "
                "meant, or write a map: see docs/import.md."
            )
        if "statements" not in proposal.data:
            key = None if answers.key else key_title(sheet.source)
            hint = f"give {key} as a second file after it, or " if key else ""
            raise UnreadableError(
                f"{sheet.name}: no column is headed by a statement of '{self._questionnaire.id}', so this may be "
                f"another questionnaire's file. If it is not: {hint}write a map: see docs/import.md. "
                f"{' '.join((sheet.recognised, *sheet.notes))} {self._headings(sheet)}"
            )
        if "perspective" not in proposal.data:
            known = ", ".join(self._questionnaire.perspective_ids)
            raise UsageError(
                f"{sheet.name}: nothing in it says whose answers these are. If they are all of one perspective, add "
                f"--perspective and one of: {known}. If a column says it, write a map: see docs/import.md."
                f"{_known_people(maps, sheet, proposal)}"
            )

    def _headings(self, sheet: Sheet) -> str:
        """What the headings are. Where they are somebody's answers, none of them is told."""
        labels = perspective_labels(self._questionnaire) | answer_labels(self._questionnaire) | team_labels(self._teams)
        if any(normalise(heading) in labels or tells_of_a_person(heading) for heading in sheet.headings):
            return "Its first row looks like somebody's answers: the headings have to stand in the first row."
        return f"The headings have to stand in the first row. There stands: {shown_headings(sheet.headings)}."

    def _free(self, name: str) -> Path:
        names = (name, *(f"{name}-{number}" for number in range(2, 10_000)))
        return next(path for each in names if not (path := self._folder / f"{each}.yaml").exists())


@contextmanager
def opened(answers: SourceFiles, questionnaire: Questionnaire) -> Iterator[tuple[Sheet, Samples]]:
    """A sheet of this questionnaire's answers, as far as it says what it is of; and its first rows."""
    with open_sheet(answers) as sheet:
        if sheet.questionnaire not in ("", questionnaire.hash):
            raise UnreadableError(
                f"{sheet.name}: these answers are to another questionnaire, or to another version of "
                f"'{questionnaire.id}', than the open audit cycle asks. Use the forms made for it."
            )
        yield looked_at(sheet)


def load(path: Path, questionnaire: Questionnaire) -> ColumnMap:
    column_map, problems = load_map(read_text(path), path.name, questionnaire)
    if column_map is None:
        raise UnreadableError(f"{path.name}: the map cannot be used. Nothing was imported:", problems)
    return column_map


def _known_people(maps: Maps, sheet: Sheet, proposal: Proposal) -> str:
    """Whose answers the same form held before, so that nobody looks for what is wrong with a map that is right."""
    earlier = (
        (path, column_map.columns.perspective)
        for path, column_map, _ in maps
        if column_map is not None
        and isinstance(column_map.columns.perspective, str)
        and fits(column_map, sheet, proposal._replace(perspective=column_map.columns.perspective))
    )
    return "".join(f" {MAPS}/{path.name} is for this form with answers of {one} alone." for path, one in earlier)


def _name_form(maps: Maps, sheet: Sheet, proposal: Proposal, path: Path) -> None:
    """Say in a new map of which form it is. Rows of one form count once."""
    proposal.data["form"] = sheet.form or path.stem
    for earlier, column_map, _ in () if sheet.form else maps:
        form = column_map.columns.form if column_map else None
        if column_map is None or form is None or not is_like(column_map, sheet, proposal):
            continue
        proposal.data["form"] = form
        if not is_of_form(column_map, sheet, proposal):  # else only its days are written in another way
            known = (
                "rows that were imported before are known again by their ids, and nobody counts twice."
                if "id" in proposal.data
                else "but its rows have no ids, and whoever was imported before counts twice. Take those rows out."
            )
            proposal.data["check"].append(
                f"This form is like the one of {MAPS}/{earlier.name}, and not the same. It is taken for that form "
                f"with a change: {known} If it is another form, write another name under 'form', such as "
                f"{path.stem}."
            )
        return


def _columns(column_map: ColumnMap, proposal: Proposal) -> tuple[ColumnUse, ...]:
    """What a map takes the columns for. How that is known is told where it is what was proposed."""
    columns = []
    targets = uses(column_map)
    for column in proposal.columns:
        target = targets.get(normalise(column.heading), "")
        how, confidence = (column.how, column.confidence) if target == column.target else ("map", 0)
        columns.append(ColumnUse(heading=column.heading, target=target, how=how, confidence=confidence))
    return tuple(columns)


def _write_map(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise AuditError(f"{path.parent}: the folder for maps cannot be made ({error.strerror}).") from None
    write_whole(path, text.encode(), own=True)


def _name(answers: SourceFiles, sheet: Sheet) -> str:
    """What files about these answers are called. A filled form's own name may be that of the person."""
    return map_name(sheet.form or answers.paths[0].stem)
