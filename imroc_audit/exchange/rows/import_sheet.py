"""Answers collected elsewhere, through a map: rows of a sheet in, responses out, all of them or none."""

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Final

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.mapping.column_map import ColumnMap, TeamColumn
from imroc_audit.exchange.mapping.map_checks import code, use
from imroc_audit.exchange.mapping.wordings import is_worded_as_a_statement, known_wordings, scale_of
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.sheet import Sheet, shown, shown_heading, shown_headings
from imroc_audit.exchange.rows.rejected import RejectedRows
from imroc_audit.exchange.rows.row_mapper import ImportedRow, RowMapper
from imroc_audit.model.files.yaml_text import Place, Problem
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import say

ROWS_BETWEEN: Final = 2_000
"""After how many rows somebody hears how far it is."""

Progress = Callable[[float], None]
"""Is told which share of the file has been read, from 0 to 1."""


def import_sheet(
    sheet: Sheet, mapper: RowMapper, rejected: RejectedRows, progress: Progress = lambda _: None
) -> Iterator[ImportedRow]:
    """The rows of a sheet of any format as responses, in memory that does not grow with them.

    Those that are not understood go to `rejected`, and `mapper.findings` says why. Raises UnreadableError when
    the file breaks off, with what was found until then.
    """
    try:
        width = len(sheet.columns)
        for count, (row, cells) in enumerate(sheet.rows):
            if len(cells) != width:
                cells = mapper.fitted(cells)
            if (imported := mapper.imported(row, cells)) is not None:
                yield imported
            elif reasons := mapper.findings.take_reasons():
                rejected.add(row, cells, reasons)
            if not count % ROWS_BETWEEN:
                progress(sheet.share_read())
    except UnreadableError as broken_off:
        raise UnreadableError(str(broken_off), mapper.findings.listed(sheet.name)) from None
    if not mapper.rows:
        raise UnreadableError(f"{sheet.name}: there are headings and no answers (0 rows) below them.")
    progress(1.0)


def refuse_misfit(sheet: Sheet, column_map: ColumnMap, questionnaire: Questionnaire, teams: tuple[str, ...]) -> None:
    """Raise UnreadableError when the map names columns or teams that do not exist."""
    if not any(heading in sheet.places for heading in column_map.headings):
        raise UnreadableError(
            f"{sheet.name}: no column has a heading that {column_map.source} names, so the map is not for"
            f" this file. Its headings are: {shown_headings(sheet.headings)}."
        )
    problems = [
        *_unknown_columns(sheet, column_map, questionnaire),
        *_unknown_teams(column_map, teams),
        *_other_scales(sheet, column_map, questionnaire),
    ]
    if problems:
        problems.sort(key=lambda problem: problem.line)
        raise UnreadableError(
            f"{sheet.name}: nothing was imported, because the map does not fit:",
            (*problems, f"The file's headings are: {shown_headings(sheet.headings)}."),
        )


def _unknown_columns(sheet: Sheet, column_map: ColumnMap, questionnaire: Questionnaire) -> Iterator[Problem]:
    places, keys = sheet.places, sheet.keys
    known = known_wordings(questionnaire)
    for key, (heading, place) in column_map.headings.items():
        if key not in places:
            what = f"no column of {sheet.name} is headed {shown_heading(heading)}"
            meant = get_close_matches(key, keys, n=1)
            remedy = f" Did you mean {shown_heading(sheet.headings[keys.index(meant[0])])}?" if meant else ""
            yield column_map.problem(place, what, f"Copy the heading as it stands in the file.{remedy}")
        elif (again := f"{key} (2)") in places and again not in column_map.named:
            what = f"several columns of {sheet.name} are headed {shown_heading(heading)}"
            remedy = (
                f"Call them {shown_heading(heading)} and {shown_heading(f'{heading} (2)')}, from left to right, and"
            )
            yield column_map.problem(place, what, f"{remedy} list those that you do not use under 'ignore'.")
        elif (column := sheet.columns[places[key]]).role == "personal" and not is_worded_as_a_statement(column, known):
            what = f"the column {shown_heading(heading)} is about a person, and such columns are never read"
            yield column_map.problem(place, what, "Take it out of the map.")


def _other_scales(sheet: Sheet, column_map: ColumnMap, questionnaire: Questionnaire) -> Iterator[Problem]:
    """Numbers that the map gives another meaning than the heading of a column states."""
    answers, places = column_map.columns.answers, sheet.places
    options = {str(option.value): say(option.text) for option in questionnaire.scale.options}
    for heading in column_map.columns.statement_of if answers else ():
        scale = scale_of(sheet.columns[places[key]], questionnaire) if (key := normalise(heading)) in places else None
        for label, value in answers.items():
            stated = (scale or {}).get(normalise(label))
            if stated is not None and stated != code(value, questionnaire):
                what = f"the heading {shown_heading(heading)} says that {label} is '{options.get(stated, stated)}'"
                remedy = "Take the number out of 'answers': it would mean two things."
                yield column_map.problem(("answers", label), what, remedy)
                break


def _unknown_teams(column_map: ColumnMap, teams: tuple[str, ...]) -> Iterator[Problem]:
    """Teams that the map itself names, and the workspace does not."""
    team, known = column_map.columns.team, set(map(normalise, teams))
    named: dict[Place, str | None] = {("team",): team} if isinstance(team, str) else {}
    if isinstance(team, TeamColumn):
        named = {("team", "labels", label): name for label, name in team.labels.items()}
        named |= {("teams", label): name for label, name in column_map.columns.teams.items()}
    for place, name in named.items():
        if name is not None and normalise(name) not in known:
            what = f"{shown(name)} is not a team of this workspace"
            yield column_map.problem(place, what, f"{use(teams, name)} Teams are listed in imroc-audit.toml.")


def left_out(sheet: Sheet, column_map: ColumnMap) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Headings of columns that are not read: those about a person, and the others."""
    used = used_columns(sheet, column_map)
    unused = [column for number, column in enumerate(sheet.columns) if number not in used]
    personal = tuple(column.heading for column in unused if column.role == "personal")
    return personal, tuple(column.heading for column in unused if column.role != "personal")


def used_columns(sheet: Sheet, column_map: ColumnMap) -> tuple[int, ...]:
    """The numbers of the columns that the map names, in the order of the sheet."""
    places = sheet.places
    return tuple(sorted({places[key] for key in column_map.headings}))


def not_mapped(column_map: ColumnMap, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Ids of the statements that no column is mapped to."""
    mapped = set(column_map.columns.statement_of.values())
    return tuple(statement.id for statement in questionnaire.statements if statement.id not in mapped)
