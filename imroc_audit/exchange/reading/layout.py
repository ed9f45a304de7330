"""What every survey tool's file comes down to: what its columns are, and which of its rows are people's answers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from imroc_audit.exchange.matching.cells import DateFormat

Top = tuple[tuple[str, ...], ...]
"""The first rows of a table as they stand, up to TOP of them; the first has at least one cell that is not blank."""

TOP: Final = 5

Role = Literal["answer", "id", "date", "personal", "tool"]
"""Columns of the roles "personal" and "tool" are never read. All columns of the role "id" together number a row."""

NaMeans = Literal["not_applicable", "skipped", ""]
"""What "n/a" and "NA" stand for, in a map's words; "" where nobody can know, and a person has to say it."""
OR: Final = "\x1f"
"""Between several labels of one cell: it is only understood where they all mean the same."""

MISSING: Final = "\x1e"
"""Before the label of a value that the file declares as missing: it is no answer, unless the label is one."""

NO_LABELS: Final[Mapping[str, str]] = MappingProxyType({})


Complete = Callable[[Sequence[str]], bool | None]
"""Of a row's cells: False where the person had not finished, or the tool marks the row as a test or as rejected; None
where the tool's word for it is not known, as one in another language."""


class Column(NamedTuple):
    """One column of a survey tool's file."""

    heading: str
    """As a map names it. No other column of the layout has the same, however it is spelt."""
    names: tuple[str, ...] = ()
    """Other forms by which it may be matched: a code, a question's text, one row of a grid."""
    role: Role = "answer"
    labels: Mapping[str, str] = NO_LABELS
    """Cell as it stands → label, where the tool says what its codes mean. The label "" is as good as a blank cell;
    several labels have OR between them."""
    date_format: DateFormat | None = None
    """Of a column with the role "date": how the tool usually writes days, for where they can be read in two ways."""


class Layout(NamedTuple):
    """How to read one file of a survey tool."""

    columns: tuple[Column, ...]
    """In the file's order."""
    header_rows: int
    """How many rows from the top are no answers."""
    complete: Complete | None = None
    separator: str = ""
    """What stands between several choices in one cell."""
    notes: tuple[str, ...] = ()
    """Sentences that the person importing should read."""
    own_codes: bool = True
    """Whether 0 to 4, dk and na may be our codes below a heading that is a statement's id. Some tools number by
    themselves, mostly from 1, whatever the heading is: there a bare number means nothing."""
    na_means: NaMeans = ""
    """Where a tool writes "n/a" for every question that nobody answered, that is no answer, in any column."""


class KeyFile(NamedTuple):
    """A second file in which a tool says what the codes of the first one mean."""

    title: str
    """What a person calls it, as in "the data dictionary"."""
    recognise: Callable[[Top], bool]
    explain: Callable[[Layout, Sequence[Sequence[str]]], Layout]
    """The layout with the labels that all the rows of the key file give."""


class Source(NamedTuple):
    """A survey tool whose files are tables."""

    name: str
    """What --from takes."""
    title: str
    recognise: Callable[[Top], str]
    """Why this is a file of the tool, as the end of a sentence, or "" where it is not."""
    arrange: Callable[[Top], Layout]
    key: KeyFile | None = None


class Contents(NamedTuple):
    """What files that are no tables hold, as a table."""

    layout: Layout
    rows: Iterator[tuple[int, list[str]]]
    """A number by which a person can find it, counted from 1, and a cell for each column of the layout."""
    questionnaire: str = ""
    """The hash of the questionnaire that was answered, where the files say it: no other may take these answers."""
    form: str = ""
    """What tells these rows from those of other forms, where that is the same for every file of the source."""


class Documents(NamedTuple):
    """A source whose files are no tables."""

    name: str
    title: str
    recognise: Callable[[bytes], str]
    """From the first bytes of a file: why it is one, as the end of a sentence, or ""."""
    read: Callable[[Sequence[Path]], Contents]
    """Raises UnreadableError, also while the rows are read, for a file that cannot be used."""
    together: bool = True
    """Whether several files are read as one; else each is a form of its own, and `read` takes one."""
