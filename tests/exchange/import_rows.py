"""Read a file through a map, as an import does, without a database."""

from collections.abc import Callable
from pathlib import Path

from imroc_audit.errors import RejectedError
from imroc_audit.exchange.mapping.column_map import ColumnMap, load_map
from imroc_audit.exchange.mapping.map_file import map_text
from imroc_audit.exchange.mapping.proposal import expected_headings, propose
from imroc_audit.exchange.reading.open_sheet import SourceFiles, open_sheet
from imroc_audit.exchange.rows.import_sheet import import_sheet, refuse_misfit
from imroc_audit.exchange.rows.rejected import RejectedRows
from imroc_audit.exchange.rows.row_mapper import Destination, ImportedRow, RowMapper
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.questionnaire import Questionnaire


def read_rows(
    path: Path,
    column_map: ColumnMap,
    questionnaire: Questionnaire,
    *,
    teams: tuple[str, ...] = (),
    hmac: Callable[[str], str] = lambda text: text,
    say: Callable[[str], None] = lambda _: None,
) -> list[ImportedRow]:
    """Every row of a file. say: is told the notes. Raises UnreadableError with everything that is not understood."""
    columns = column_map.columns
    answers = SourceFiles(
        (path,), frozenset(column_map.named), columns.source, None, columns.delimiter, columns.encoding
    )
    with open_sheet(answers) as sheet:
        refuse_misfit(sheet, column_map, questionnaire, teams)
        rejected = RejectedRows(path, sheet, (), write=False)
        mapper = RowMapper(
            sheet, column_map, questionnaire, Destination(AuditCycleName("2026-autumn"), teams, "2026-09", hmac)
        )
        rows = list(import_sheet(sheet, mapper, rejected))
        for note in (*sheet.notes, *mapper.notes()):
            say(note)
        if mapper.findings:
            raise RejectedError("not understood", mapper.findings.listed(sheet.name))
    return rows


def proposed(
    path: Path, questionnaire: Questionnaire, *, perspective: str | None = None, source: str | None = None
) -> ColumnMap:
    """The map that is proposed for a file, as if a person had agreed to it."""
    with open_sheet(SourceFiles((path,), expected_headings(questionnaire), source)) as sheet:
        samples = [cells for _, cells in sheet.rows]
        proposal = propose(sheet, samples, questionnaire, form="form", perspective=perspective)
    column_map, problems = load_map(map_text(proposal.data), "map.yaml", questionnaire)
    assert column_map is not None, problems
    return column_map


def answers_in(path: Path, questionnaire: Questionnaire, *, perspective: str | None = None) -> list[str]:
    """The answers of every row of a file, through the map that is proposed for it."""
    rows = read_rows(path, proposed(path, questionnaire, perspective=perspective), questionnaire)
    return [row.response.answers for row in rows]
