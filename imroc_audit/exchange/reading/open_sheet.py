"""Any file of answers as a sheet: what it is, which survey tool made it, and what its columns are."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Final, NamedTuple

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.csv_file import Worth, open_csv
from imroc_audit.exchange.reading.files import (
    CONTENTS,
    EMPTY,
    OLD_WORKBOOK,
    PDF,
    WORKBOOK,
    start_of,
)
from imroc_audit.exchange.reading.layout import (
    TOP,
    Documents,
    KeyFile,
    Layout,
    Source,
    Top,
)
from imroc_audit.exchange.reading.numbering import numbering, without_numbering
from imroc_audit.exchange.reading.sheet import Raw, Rows, Sheet, as_wide
from imroc_audit.exchange.reading.sources import DOCUMENTS, SOURCES, recognise, recognise_documents

MOST_COLUMNS: Final = 2_000
KEY_ENDING: Final = "-key.csv"
MARKED: Final = 1_000
"""More than there are headings to be expected: the marks of a survey tool decide."""
NOT_A_TABLE: Final = (
    (
        OLD_WORKBOOK,
        f"{CONTENTS[OLD_WORKBOOK]}. Save it in Excel without a password as '.xlsx'.",
    ),
    (PDF, "a PDF, and not one of our forms. Export the answers as a table."),
    (b"{\\rtf", "a document. Export the answers as a table."),
    (b"\x1f\x8b", "a compressed file. Unpack it first."),
)
_TAG: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!doctype html|html|(?:bundle|questionnaireresponse)[\s>])", re.I
)
MARKED_UP: Final = (
    (
        (b"http://hl7.org/fhir", b"<QuestionnaireResponse"),
        "FHIR as XML. Export the responses as JSON, which servers give for _format=json.",
    ),
    ((b"urn:schemas-microsoft-com:office:spreadsheet",), "an Excel table as XML. Save it in Excel as '.xlsx'."),
    ((b"<html", b"<!doctype html"), "a web page. Open it in Excel and save it as '.xlsx', or export it again."),
    ((), "XML. Export the answers as a table."),
)
"""What a text in tags is, by one of the marks that its beginning has; the last entry takes all others."""
SAVED_AGAIN: Final = "A first column without a heading was left out. It only numbers the rows, as R and pandas do."
Numbered = list[tuple[int, list[str]]]
CANNOT: Final = (IndexError, KeyError, ValueError, TypeError)
"""What arranging the columns of another tool's file may end in, where --from says that it is one."""


class SourceFiles(NamedTuple):
    """Files that are read together, and how. `expected`: normalised headings that the questionnaire may lead to."""

    paths: tuple[Path, ...]
    """One table, or documents of one source."""
    expected: frozenset[str]
    source: str | None = None
    """The source's name where a person gave it."""
    key: Path | None = None
    """The file that says what the codes in this one mean."""
    delimiter: str | None = None
    encoding: str | None = None

    @property
    def name(self) -> str:
        more = len(self.paths) - 1
        return str(self.paths[0]) + (f" and {more} more" if more else "")


def open_sheet(answers: SourceFiles) -> AbstractContextManager[Sheet]:
    """Open a table or documents. Raises UnreadableError, also while the rows are read."""
    if documents := documents_of(answers.paths[0], answers.source):
        return _open_documents(answers, *documents)
    return _open_table(answers)


def documents_of(path: Path, source: str | None) -> tuple[Documents, str] | None:
    """The source of a file that is no table, and why; None where it may be a table."""
    if source is not None:
        return next(((one, "you said so") for one in DOCUMENTS if one.name == source), None)
    return recognise_documents(start_of(path))


def key_file(path: Path) -> KeyFile | None:
    """How to read a file that says what the codes in another one mean; None where it is none."""
    if start_of(path).startswith((WORKBOOK, *(magic for magic, _ in NOT_A_TABLE))):
        return None
    with _open_raw(path, lambda top: any(_is_key(source, top) for source in SOURCES)) as raw:
        top = without_numbering(tuple(tuple(cells) for _, cells in islice(raw.rows, TOP)))
    return next((source.key for source in SOURCES if source.key and _is_key(source, top)), None)


def key_title(source: str) -> str | None:
    """What a person calls the file that says what the codes of a source mean; None where it has none."""
    return next((one.key.title for one in SOURCES if one.name == source and one.key), None)


def key_beside(path: Path) -> Path | None:
    """A file with the same name but for its ending, as survey tools name what belongs together."""
    beside = path.with_name(f"{path.stem}{KEY_ENDING}")
    return beside if beside.is_file() and key_file(beside) else None


def _is_key(source: Source, top: Top) -> bool:
    return source.key is not None and bool(top) and source.key.recognise(top)


@contextmanager
def _open_documents(answers: SourceFiles, documents: Documents, reason: str) -> Iterator[Sheet]:
    for path in answers.paths:
        start_of(path)
    contents = documents.read(answers.paths)
    recognised = _recognised(documents.title, reason)
    layout = contents.layout
    yield Sheet(
        answers.name,
        layout.columns,
        contents.rows,
        documents.name,
        recognised,
        complete=layout.complete,
        notes=layout.notes,
        questionnaire=contents.questionnaire,
        form=contents.form,
        separator=layout.separator,
        own_codes=layout.own_codes,
        na_means=layout.na_means,
    )


@contextmanager
def _open_table(answers: SourceFiles) -> Iterator[Sheet]:
    (path,) = answers.paths
    with _open_raw(path, _worth(answers.expected), answers.delimiter, answers.encoding) as raw:
        head, rest, numbering = _without_numbering(*_head(_from_headings(raw.rows)))
        if not head:
            raise UnreadableError(f"{path}: {EMPTY}")
        top = _top(head)
        if len(top[0]) > MOST_COLUMNS:
            raise UnreadableError(
                f"{path}: it has {len(top[0]):,} columns, and a questionnaire has fewer than {MOST_COLUMNS:,}. "
                "Delete those that are not answers, or export it again."
            )
        source, reason = _source(answers.source, top)
        layout = _arranged(path, source, top) if answers.source else source.arrange(top)
        layout = _explained(layout, source, answers.key)
        if numbering:
            layout = _saved_again(layout)
        below, width = chain(head[layout.header_rows :], rest), len(layout.columns)
        yield Sheet(
            str(path),
            layout.columns,
            ((number, as_wide(cells, width)) for number, cells in below) if width > len(top[0]) else below,
            source.name,
            _recognised(source.title, reason),
            raw.share_read,
            layout.complete,
            (*raw.notes, *layout.notes),
            separator=layout.separator,
            own_codes=layout.own_codes,
            na_means=layout.na_means,
        )


def _open_raw(
    path: Path, worth: Worth, delimiter: str | None = None, encoding: str | None = None
) -> AbstractContextManager[Raw]:
    start = start_of(path)
    for magic, kind in NOT_A_TABLE:
        if start.startswith(magic):
            raise UnreadableError(f"{path}: this is {kind}")
    if _TAG.match(start):
        kind = next(
            kind for marks, kind in MARKED_UP if not marks or any(mark.lower() in start.lower() for mark in marks)
        )
        raise UnreadableError(f"{path}: this is {kind}")
    if start.startswith(WORKBOOK):
        from imroc_audit.exchange.reading.workbook import open_workbook

        return open_workbook(path)
    return open_csv(path, worth, delimiter=delimiter, encoding=encoding)


def _worth(expected: frozenset[str]) -> Callable[[Top], int]:
    """How many expected headings the first rows hold, and whether they have the marks of a survey tool."""

    def worth(top: Top) -> int:
        top = without_numbering(top)
        marked = any(cell.strip() for cell in top[0]) and recognise(top)[0] is not SOURCES[-1]
        return MARKED * marked + len({normalise(cell) for row in top[:3] for cell in row} & expected)

    return worth


def _from_headings(rows: Rows) -> Rows:
    """The rows from the first that is not blank."""
    first = next((row for row in rows if any(map(str.strip, row[1]))), None)
    return iter(()) if first is None else chain((first,), rows)


def _top(head: Sequence[tuple[int, Sequence[str]]]) -> Top:
    return tuple(tuple(cells) for _, cells in head)


def _without_numbering(head: Numbered, rest: Rows) -> tuple[Numbered, Rows, int]:
    """The first rows and the others without columns that only number them, and how many of these there were."""
    if not (width := numbering(_top(head))):
        return head, rest, 0
    return [(number, cells[width:]) for number, cells in head], ((n, cells[width:]) for n, cells in rest), width


def _saved_again(layout: Layout) -> Layout:
    """A program that numbers rows may have written NA for blank cells, whatever the survey tool means by it."""
    return layout._replace(na_means="", notes=(*layout.notes, SAVED_AGAIN))


def _head(rows: Rows) -> tuple[Numbered, Rows]:
    """The first rows and the others. What cannot be read among the first is told after those that can."""
    head: Numbered = []
    try:
        head += islice(rows, TOP)
    except UnreadableError as error:
        if not head:
            raise
        return head, _failing(error)
    return head, rows


def _failing(error: UnreadableError) -> Rows:
    raise error
    yield


def _source(given: str | None, top: Top) -> tuple[Source, str]:
    if given is None:
        return recognise(top)
    return next(source for source in SOURCES if source.name == given), "you said so"


def _arranged(path: Path, source: Source, top: Top) -> Layout:
    try:
        return source.arrange(top)
    except CANNOT:
        raise UnreadableError(
            f"{path}: it is not laid out as a file of {source.title}. Leave out --from, or check the file."
        ) from None


def _explained(layout: Layout, source: Source, key: Path | None) -> Layout:
    if key is None or source.key is None:
        return layout
    with _open_raw(key, lambda top: _is_key(source, without_numbering(top))) as raw:
        rows = [cells for _, cells in raw.rows]
        width = numbering(tuple(map(tuple, rows[:TOP])))
        explained = source.key.explain(layout, [cells[width:] for cells in rows])
    return explained._replace(notes=(*explained.notes, f"What its codes mean was read from {key.name}."))


def _recognised(title: str, reason: str) -> str:
    return f"It was read as {title}, because {reason}."
