"""Responses written as CSV and read back through a map are the same responses, in any dialect of CSV."""

import csv
import io
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.mapping.column_map import load_map
from imroc_audit.exchange.rows.row_mapper import ImportedRow
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import say
from tests.exchange.import_rows import read_rows

TEAMS: Final = ("Elm ward", "Oak team", "")
STATEMENTS: Final = ("c01.1", "c01.2", "c02.1", "c02.2", "c02.3")
CHALLENGES: Final = ("c01", "c02")

MAP = """
perspective: {column: "Who, exactly?"}
team: {column: Team}
statements: {c01.1: c01.1, c01.2: c01.2, c02.1: c02.1, c02.2: c02.2, c02.3: c02.3}
answers: {nothing: skipped}
comments: {Why: c01}
priorities: [First, Second]
"""
HEADINGS: Final = ("Who, exactly?", "Team", *STATEMENTS, "Why", "First", "Second")


class Person(NamedTuple):
    perspective: str
    team: str
    answers: str
    comment: str
    priorities: tuple[str, ...]


@st.composite
def people(draw: st.DrawFn) -> Person:
    perspective = draw(st.sampled_from(("staff", "service_user", "carer")))
    codes = draw(st.text("01234?-.", min_size=5, max_size=5))
    characters = st.characters(categories=("L", "N", "P", "S", "Zs"))
    return Person(
        perspective,
        draw(st.sampled_from(TEAMS)),
        codes[:4] + ("_" if perspective == "carer" else codes[4]),
        draw(st.text(characters, max_size=30)).strip(),
        tuple(draw(st.permutations(CHALLENGES))[: draw(st.integers(0, 2))]),
    )


def written(person: Person, tiny: Questionnaire) -> list[str]:
    scale = tiny.scale
    labels = {str(option.value): say(option.text) for option in scale.options} | {
        "?": say(scale.dont_know.text),
        "-": say(scale.not_applicable.text),
        ".": "nothing",
        "_": "",
    }
    first, second, *_ = (*person.priorities, "", "")
    answers = [labels[code] for code in person.answers]
    return [person.perspective, person.team, *answers, person.comment, first, second]


def read(text: str, encoding: str, tiny: Questionnaire) -> list[ImportedRow]:
    return read_bytes(MAP, text.encode(encoding), tiny)


def read_bytes(map_text: str, contents: bytes, tiny: Questionnaire) -> list[ImportedRow]:
    column_map, problems = load_map(map_text, "map.yaml", tiny)
    assert column_map is not None, problems
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answers.csv"
        path.write_bytes(contents)
        return read_rows(path, column_map, tiny, teams=TEAMS[:2])


def found(row: ImportedRow) -> Person:
    response = row.response
    comment = row.comments[0].text if row.comments else ""
    return Person(response.perspective, response.team, response.answers, comment, tuple(response.priorities.split()))


@given(
    everyone=st.lists(people(), min_size=1, max_size=12),
    delimiter=st.sampled_from(",;\t"),
    encoding=st.sampled_from(("utf-8", "utf-8-sig", "utf-16")),
    quoting=st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    order=st.permutations(range(len(HEADINGS))),
)
def test_what_is_written_is_read_back(
    tiny: Questionnaire, everyone: list[Person], delimiter: str, encoding: str, quoting: int, order: list[int]
) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]  # one of the two above
    for cells in (HEADINGS, *(written(person, tiny) for person in everyone)):
        writer.writerow([cells[column] for column in order])
    rows = read(file.getvalue(), encoding, tiny)
    assert [found(row) for row in rows] == everyone
    assert len({row.row_id for row in rows}) == len(everyone)


@given(everyone=st.lists(people(), max_size=10), more=st.lists(people(), min_size=1, max_size=5), data=st.data())
def test_a_grown_export_in_any_order_adds_as_many_rows_as_are_new(
    tiny: Questionnaire, everyone: list[Person], more: list[Person], data: st.DataObject
) -> None:
    def export(some: list[Person]) -> str:
        file = io.StringIO()
        csv.writer(file).writerows([HEADINGS, *(written(person, tiny) for person in some)])
        return file.getvalue()

    stored = {row.row_id for row in read(export(everyone), "utf-8", tiny)} if everyone else set()
    grown = read(export(data.draw(st.permutations(everyone + more))), "utf-8", tiny)
    new = [found(row) for row in grown if row.row_id not in stored]
    assert sorted(new) == sorted(more)
    assert stored <= {row.row_id for row in grown}


SCRAPS: Final = (*HEADINGS, "Mostly true", "staff", "Elm ward", *'"",;\t\n\0éx', "\r\n")
BYTES: Final = st.lists(st.sampled_from(SCRAPS), max_size=40).map(lambda parts: "".join(parts).encode())


@given(st.binary(max_size=60) | BYTES)
def test_any_file_is_imported_or_refused_and_never_a_crash(tiny: Questionnaire, contents: bytes) -> None:
    with suppress(UnreadableError):
        read_bytes(MAP, contents, tiny)
    with suppress(UnreadableError):
        read_bytes("perspective: staff\nstatements: {x: c01.1}\n", b"x,y\n" + contents, tiny)
