"""Answers collected elsewhere, through a map: rows of a sheet in, responses out, all of them or none."""

from collections import Counter
from collections.abc import Callable, Iterator
from difflib import get_close_matches

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.column_map import ColumnMap, TeamColumn
from imroc_audit.exchange.map_checks import use
from imroc_audit.exchange.normalise import normalise
from imroc_audit.exchange.row_ids import Hmac
from imroc_audit.exchange.row_mapper import Destination, ImportedRow, RowMapper
from imroc_audit.exchange.sheet import Sheet, shown, shown_heading, shown_headings
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.yaml_text import Place, Problem

Say = Callable[[str], None]


def import_sheet(
    sheet: Sheet,
    column_map: ColumnMap,
    questionnaire: Questionnaire,
    destination: Destination,
    *,
    hmac: Hmac,
    say: Say,
) -> Iterator[ImportedRow]:
    """The rows of a sheet of any format as responses, in memory that does not grow with them.

    Raises UnreadableError before the first row when the map does not fit, and after the last one with
    everything that is not understood.
    """
    _refuse_misfit(sheet, column_map, destination.teams)
    for note in (*sheet.notes, *_unused(sheet, column_map, questionnaire)):
        say(f"{sheet.name}: {note}")
    mapper = RowMapper(sheet, column_map, questionnaire, destination, hmac)
    try:
        for row, cells in sheet.rows:
            if imported := mapper.imported(row, cells):
                yield imported
    except UnreadableError as broken_off:
        raise UnreadableError(str(broken_off), mapper.findings.listed(sheet.name)) from None
    if problems := mapper.findings.listed(sheet.name):
        what = "nothing was imported, because not all of it is understood."
        raise UnreadableError(f"{sheet.name}: {what}", problems)
    if not mapper.seen["rows"]:
        raise UnreadableError(f"{sheet.name}: there are headings and no answers (0 rows) below them.")
    for note in mapper.notes():
        say(f"{sheet.name}: {note}")


def _refuse_misfit(sheet: Sheet, column_map: ColumnMap, teams: tuple[str, ...]) -> None:
    """Raise UnreadableError when the map names columns or teams that do not exist."""
    has, named = Counter(sheet.keys), column_map.headings
    if not any(heading in has for heading in named):
        raise UnreadableError(
            f"{sheet.name}: no column has a heading that {column_map.source} names, so the map is not for"
            f" this file. Its headings are: {shown_headings(sheet.headings)}."
        )
    problems = [*_unknown_columns(sheet, column_map, has), *_unknown_teams(column_map, teams)]
    if problems:
        problems.sort(key=lambda problem: problem.line)
        what = "nothing was imported, because the map does not fit. The file's headings are"
        raise UnreadableError(f"{sheet.name}: {what}: {shown_headings(sheet.headings)}.", problems)


def _unknown_columns(sheet: Sheet, column_map: ColumnMap, has: Counter[str]) -> Iterator[Problem]:
    for key, (heading, place) in column_map.headings.items():
        if not has[key]:
            what = f"no column of {sheet.name} is headed {shown_heading(heading)}"
            meant = get_close_matches(key, has, n=1)
            remedy = f" Did you mean {shown_heading(sheet.headings[sheet.keys.index(meant[0])])}?" if meant else ""
            yield column_map.problem(place, what, f"Copy the heading as it stands in the file.{remedy}")
        elif has[key] > 1:
            what = f"{has[key]} columns of {sheet.name} are headed {shown_heading(heading)}"
            yield column_map.problem(place, what, "Give each column a heading of its own.")


def _unknown_teams(column_map: ColumnMap, teams: tuple[str, ...]) -> Iterator[Problem]:
    """Teams that the map itself names, and the workspace does not."""
    team, known = column_map.columns.team, set(map(normalise, teams))
    named: dict[Place, str | None] = {("team",): team} if isinstance(team, str) else {}
    if isinstance(team, TeamColumn):
        named = {("team", "labels", label): name for label, name in team.labels.items()}
    for place, name in named.items():
        if name is not None and normalise(name) not in known:
            what = f"{shown(name)} is not a team of this workspace"
            yield column_map.problem(place, what, f"{use(teams, name)} Teams are listed in imroc-audit.toml.")


def _unused(sheet: Sheet, column_map: ColumnMap, questionnaire: Questionnaire) -> Iterator[str]:
    """What the file has and the map does not use, and what the questionnaire asks and the file has not."""
    named, mapped = column_map.headings, set(column_map.columns.statements.values())
    ignored = tuple(heading for heading in sheet.headings if normalise(heading) not in named)
    if ignored:
        yield f"Columns that the map does not name were left out: {shown_headings(ignored)}."
    missing = [statement.id for statement in questionnaire.statements if statement.id not in mapped]
    if missing:
        yield f"Statements that no column is mapped to count as not asked: {', '.join(missing)}."
