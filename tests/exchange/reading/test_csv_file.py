"""Files as they really come: each kind is read, or ends in one clear message with nothing imported."""

import errno
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.reading.csv_file import open_csv
from imroc_audit.exchange.rows.row_mapper import ImportedRow

Imported = Callable[..., list[ImportedRow]]

ROWS = "Q1,Q2,Straße\nMostly true,Not true,Señor\nI don’t know,,Ænima\n"


def answers(rows: list[ImportedRow]) -> list[str]:
    return [row.response.answers for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends_are_recognised(
    imported: Imported, encoding: str, delimiter: str, newline: str
) -> None:
    text = ROWS.replace(",", delimiter).replace("\n", newline)
    assert answers(imported(text.encode(encoding))) == ["30___", "?.___"]


def test_big_endian_utf_16_is_recognised(imported: Imported) -> None:
    assert answers(imported(b"\xfe\xff" + ROWS.encode("utf-16-be"))) == ["30___", "?.___"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_recognised(imported: Imported, encoding: str) -> None:
    assert answers(imported(ROWS.encode(encoding))) == ["30___", "?.___"]


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_line_that_tells_excel_the_delimiter_is_followed_and_is_no_row(
    imported: Imported, line: str, encoding: str, newline: str
) -> None:
    text = "Q1;Q2;a,b,c,d,e\nMostly true;Not true;1,2,3,4,5\n"
    assert answers(imported(f"{line}\n{text}".replace("\n", newline).encode(encoding))) == ["30___"]


def test_the_map_s_delimiter_goes_before_the_one_for_excel(imported: Imported) -> None:
    text = "perspective: staff\ndelimiter: comma\nstatements: {Q1: c01.1}\n"
    assert answers(imported("sep=;\nQ1,Q2\nNot true,\n", text)) == ["0____"]


def test_a_tab_may_be_told_to_excel(imported: Imported) -> None:
    assert answers(imported("sep=\t\nQ1\tQ2\nNot true\t\n")) == ["0.___"]


def test_windows_1252_is_said_to_be_a_guess(imported: Imported, notes: list[str]) -> None:
    imported(ROWS.encode("cp1252"))
    assert "It is not UTF-8, so it was read as Windows-1252" in notes[0]


def test_the_map_decides_on_encoding_and_delimiter(imported: Imported, notes: list[str]) -> None:
    text = "perspective: staff\nencoding: windows-1252\ndelimiter: tab\nstatements: {'a,b': c01.1}\n"
    assert answers(imported("a,b\tß\nNot true\t;\n".encode("cp1252"), text)) == ["0____"]
    assert not any("1252" in note for note in notes)


def test_a_delimiter_inside_a_heading_does_not_mislead(imported: Imported) -> None:
    text = 'perspective: staff\nstatements: {"We listen, always": c01.1, Q2: c01.2}\n'
    assert answers(imported("x;We listen, always;Q2;y\n1,2;Not true;;3,4\n", text)) == ["0.___"]


def test_line_breaks_and_quotes_inside_cells_are_kept(imported: Imported) -> None:
    text = "perspective: staff\nstatements: {'I listen to people': c01.1}\ncomments: {Why: c01}\n"
    (row,) = imported('"I listen\nto people",Why\nNot true,"She said ""yes"",\nthen left"\n', text)
    assert row.comments[0].text == 'She said "yes",\nthen left'


def test_rows_are_counted_as_a_spreadsheet_counts_them(imported: Imported) -> None:
    with pytest.raises(UnreadableError, match=r": row 5: column 'Q1': 'Maybe'"):
        imported(b'\nQ1,Q2\n"Not\ntrue",\n\nMaybe,\n')


BAD = {
    "empty": (b"", "the file is empty"),
    "only a byte order mark": (b"\xef\xbb\xbf", "the file is empty"),
    "only blank lines": (b"\n\n ,,\n", "the file is empty"),
    "only headings": (b"Q1,Q2\n", r"there are headings and no answers \(0 rows\)"),
    "headings and blank rows": (b"Q1,Q2\n,\n\n", r"there are headings and no answers \(0 rows\)"),
    "too few cells": (b"Q1,Q2\nNot true,\nNot true\n", "row 3: 1 cells below 2 headings"),
    "too many cells": (b"Q1,Q2\nNot true,,x\n", "row 2: 3 cells below 2 headings"),
    "unclosed quote": (
        b'Q1,Q2\nNot true,\n"Not true,\nNot true,\n',
        "row 3: a quotation mark is opened here and never",
    ),
    "unclosed quote in the headings": (
        b'Q1,"Q2\nNot true,\n',
        "row 1: a quotation mark is opened here and never",
    ),
    "quote inside a cell": (b'Q1,Q2\n"Not "true"",\n', "row 2: a quotation mark stands inside a cell"),
    "NUL": (b"Q1,Q2\nNot true,\nNot\0true,\n", "line 3 holds NUL characters"),
    "a NUL at the beginning": (b"Q\0Q1,Q2\nNot true,\n", "line 1 holds NUL characters"),
    "half a UTF-16 character": (b"\xff\xfeQ\x001\x00,", "not utf-16 text"),
    "neither encoding": (b"Q1,Q2\nNot true,\x81\xff\n", "neither UTF-8 nor Windows-1252"),
    "UTF-8 that breaks off": (b"\xef\xbb\xbfQ1,Q2\nNot true,\xff\n", "not utf-8-sig text"),
    "2 MB in one cell": (
        b'Q1,Q2\n"' + b"x" * 2_000_000 + b'",\n',
        "row 2: a cell holds more than 131,072 characters",
    ),
    "2 MB of lines in one cell": (
        b'Q1,Q2\n"' + b"x\n" * 1_000_000 + b'",\n',
        "row 2: a cell holds more than 131,072",
    ),
    "one endless line": (b"Q1,Q2\n" + b"x," * 4_200_000, "line 2 is far too long for a table"),
    "another questionnaire": (b"Ja,Nein\nsecret,2\n", "Its headings are: 'Ja', 'Nein'"),
    "a column is missing": (b"Q1,Q3\nNot true,\n", r"map\.yaml:3: no column of .* is headed 'Q2'"),
    "a heading twice": (b"Q1,Q2, q1\nNot true,,\n", r"map\.yaml:3: several columns of .* are headed 'Q1'"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_cannot_be_used_ends_in_one_message(imported: Imported, kind: str) -> None:
    contents, said = BAD[kind]
    with pytest.raises(UnreadableError, match=said) as error:
        imported(contents)
    assert "secret" not in str(error.value)


WORKBOOK, OLD_WORKBOOK, PDF, TEXT = (
    b"PK\x03\x04" + bytes(100),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"%PDF-1.7\n",
    b"Q1\n1\n",
)


@pytest.mark.parametrize(
    ("name", "contents", "said"),
    [
        ("a.csv", WORKBOOK, "the name ends in '.csv', and what is in it is an Excel workbook, or another kind of zip"),
        ("a.txt", OLD_WORKBOOK, "the name ends in '.txt', and what is in it is an old or a password-protected Excel"),
        ("a.json", PDF, "the name ends in '.json', and what is in it is a PDF"),
        ("a.XLSX", TEXT, "the name ends in '.xlsx', and what is in it is text"),
        ("a.xls", TEXT, "the name ends in '.xls', and what is in it is text"),
        ("a.pdf", WORKBOOK, "the name ends in '.pdf', and what is in it is an Excel workbook"),
        ("a.xlsx", WORKBOOK, "this workbook is damaged or cut short"),
        ("a.dat", WORKBOOK, "this workbook is damaged or cut short"),
        ("a.xlsx", OLD_WORKBOOK, "this is an old or a password-protected Excel workbook"),
        ("a.xls", OLD_WORKBOOK, "this is an old or a password-protected Excel workbook"),
        ("a.pdf", PDF, "this PDF is damaged"),
    ],
)
def test_the_ending_of_a_name_and_what_is_in_the_file_go_together(
    imported: Imported, tmp_path: Path, name: str, contents: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(contents)
    with pytest.raises(UnreadableError, match=said):
        imported(tmp_path / name)


def test_every_ragged_row_is_listed(imported: Imported) -> None:
    with pytest.raises(UnreadableError, match="rows 2 and 4: 1 cells below 2 headings"):
        imported("Q1,Q2\nNot true\nNot true,\nNot true\n")


def test_blank_cells_beyond_the_headings_do_no_harm(imported: Imported) -> None:
    assert answers(imported("Q1,Q2\nNot true,,, \n")) == ["0.___"]


def test_cells_of_comments_may_be_missing_at_the_end_and_others_may_not(imported: Imported) -> None:
    text = "perspective: staff\nstatements: {Q1: c01.1, Q2: c01.2}\ncomments: {Why: c01}\n"
    assert answers(imported("Q1,Q2,Why\nNot true,\nNot true,,They ask.\n", text)) == ["0.___", "0.___"]
    with pytest.raises(UnreadableError, match="row 2: 1 cells below 3 headings"):
        imported("Q1,Q2,Why\nNot true\n", text)


def test_a_heading_twice_does_no_harm_where_the_map_does_not_name_it(imported: Imported) -> None:
    assert answers(imported("Q1,Note,Note,Q2\nNot true,a,b,\n")) == ["0.___"]


def test_a_missing_file_is_said_to_be_missing(imported: Imported, tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="there is no such file"):
        imported(tmp_path / "none.csv")


def test_a_folder_is_refused(imported: Imported, tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="this is a folder"):
        imported(tmp_path)


def test_a_name_that_no_file_can_have_is_refused(imported: Imported) -> None:
    with pytest.raises(UnreadableError, match="cannot be read"):
        imported(Path("a\0b.csv"))
    with pytest.raises(UnreadableError, match="cannot be read"):
        imported(Path("a" * 5000))


@pytest.fixture
def sock(tmp_path: Path) -> Iterator[Path]:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        yield tmp_path / "s"


def test_a_pipe_is_refused_without_waiting_for_it(imported: Imported, tmp_path: Path, sock: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "pipe.csv", Path("/dev/zero"), sock):
        with pytest.raises(UnreadableError, match="this is a pipe or a device"):
            imported(path)


def test_a_file_that_may_not_be_read_is_refused(
    imported: Imported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")  # root is never refused, so this stands in for it

    (tmp_path / "locked.csv").write_text("Q1,Q2\n")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableError, match=r"cannot be read \(Permission denied\)"):
        imported(tmp_path / "locked.csv")


def test_a_file_written_to_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "growing.csv"
    path.write_text("Q1\nNot true\n")

    def read_while_it_grows() -> None:
        with open_csv(path, len) as raw, path.open("a") as more:
            more.write("Not true\n")
            more.flush()
            list(raw.rows)

    with pytest.raises(UnreadableError, match="the file changed while it was read"):
        read_while_it_grows()


def test_rows_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("Q1\n" + "Not true\n" * 100_000 + '"never closed')
    with open_csv(path, len) as raw:
        assert next(raw.rows) == (1, ["Q1"])
