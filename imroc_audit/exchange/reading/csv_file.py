"""CSV files as survey tools and spreadsheets write them, opened safely and read row by row."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.reading.files import open_unchanged
from imroc_audit.exchange.reading.layout import TOP, Top
from imroc_audit.exchange.reading.sheet import Raw, Rows

BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

DELIMITERS: Final = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "caret": "^"}
ENCODINGS: Final = {"utf-8": "utf-8", "utf-16": "utf-16", "windows-1252": "cp1252"}

SAVE_AS: Final = "Open it in the program it comes from and save it as 'CSV UTF-8'."
NAMED_DELIMITER: Final = re.compile(r'"?sep=([^\w\s"]|\t)"?[\r\n]*', re.IGNORECASE)
SHORT: Final = 20
CHUNK: Final = 1 << 20
LONGEST_LINE: Final = 1 << 23
"""In characters. A line beyond this is no table, and is not taken into memory."""

Worth = Callable[[Top], int]
"""How much of what is expected the first rows of a table hold."""


@contextmanager
def open_csv(path: Path, worth: Worth, *, delimiter: str | None = None, encoding: str | None = None) -> Iterator[Raw]:
    """Open a regular file as CSV.

    worth: decides on the delimiter where none is given; delimiter, encoding: names in DELIMITERS and ENCODINGS.
    Raises UnreadableError, also while the rows are read, when the file is not a table of text.
    """
    with open_unchanged(path) as binary:
        known, notes = _encoding(path, encoding)
        named = _named_delimiter(path, known)
        separator = DELIMITERS[delimiter] if delimiter else named or _delimiter(path, known, worth)
        size = path.stat().st_size
        text = io.TextIOWrapper(binary, encoding=known, newline="")
        if named:
            text.readline()
        yield Raw(_rows(text, path, separator), lambda: binary.tell() / size, notes)
        text.detach()  # or it would close the file before it is known to be unchanged


def _encoding(path: Path, given: str | None) -> tuple[str, tuple[str, ...]]:
    """The encoding to read with, and what to say of it."""
    with path.open("rb") as file:
        start = file.read(8)
    marked = next((name for mark, name in BYTE_ORDER_MARKS if start.startswith(mark)), None) or _utf_16(start)
    if given or marked:
        return ("utf-8-sig" if given == "utf-8" else ENCODINGS.get(given or "") or marked or "utf-8"), ()
    if _decodes(path, "utf-8"):
        return "utf-8", ()
    if _decodes(path, "cp1252"):
        return "cp1252", ("It is not UTF-8, so it was read as Windows-1252: check letters with accents.",)
    raise UnreadableError(f"{path}: this is neither UTF-8 nor Windows-1252 text. {SAVE_AS}")


def _utf_16(start: bytes) -> str | None:
    """The encoding of UTF-16 without its mark, of whose first characters each has one byte that is not NUL."""
    first, second = start[::2], start[1::2]
    if all(first) and second and not any(second):
        return "utf-16-le"
    return "utf-16-be" if second and all(second) and not any(first) else None


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _named_delimiter(path: Path, encoding: str) -> str | None:
    """The delimiter in a first line "sep=;", which is for Excel and no row."""
    with path.open(encoding=encoding, newline="") as file, suppress(UnicodeError):
        named = NAMED_DELIMITER.fullmatch(file.readline(SHORT))
        return named[1] if named else None
    return None


def _delimiter(path: Path, encoding: str, worth: Worth) -> str:
    """The delimiter with which the first rows are worth most; where they are worth nothing, the most headings.

    One that cannot read the headings goes before one that finds a single heading, so that its error is told.
    """

    def found(delimiter: str) -> tuple[int, int]:
        try:
            with path.open(encoding=encoding, newline="") as file:
                rows = _rows(file, path, delimiter)
                headings = next(rows, (0, []))[1]
                return worth(_top(headings, rows)), 2 * len(headings)
        except UnreadableError:
            return 0, 3

    return max(DELIMITERS.values(), key=found)


def _top(headings: list[str], rows: Rows) -> Top:
    """The headings and what can be read of the rows below them."""
    top = [tuple(headings)]
    with suppress(UnreadableError):  # what is wrong below the headings is told when the rows are read
        top += [tuple(cells) for _, cells in islice(rows, TOP - 1)]
    return tuple(top)


def _rows(file: TextIO, path: Path, delimiter: str) -> Rows:
    """Number and cells of each row. Blank lines are counted, as a spreadsheet counts them, and left out."""
    row = 0
    reader = csv.reader(_lines(file, path), delimiter=delimiter, strict=True)
    try:
        for row, cells in enumerate(reader, start=1):
            if cells:
                yield row, cells
    except csv.Error as error:
        raise UnreadableError(f"{path}: row {row + 1}: {_reason(error)}") from None
    except UnicodeError:
        raise UnreadableError(f"{path}: after row {row}: not {file.encoding} text. {SAVE_AS}") from None


def _lines(file: TextIO, path: Path) -> Iterator[str]:
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        if "\0" in line:
            raise UnreadableError(f"{path}: line {number} holds NUL characters, so this is not plain text. {SAVE_AS}")
        if len(line) == LONGEST_LINE:
            raise UnreadableError(f"{path}: line {number} is far too long for a table. {SAVE_AS}")
        yield line


def _reason(error: csv.Error) -> str:
    """What the csv module means, in words that a person can act on."""
    text = str(error)
    if "field larger than" in text:
        what = f"a cell holds more than {csv.field_size_limit():,} characters"
        return f"{what}. Shorten it, or look for a quotation mark that is never closed."
    if "unexpected end of data" in text:
        return "a quotation mark is opened here and never closed. Close it, or export the file again."
    if "expected after" in text:
        return "a quotation mark stands inside a cell. Write it twice, or export the file again."
    return f"this is not CSV ({text}). Export the file again."
