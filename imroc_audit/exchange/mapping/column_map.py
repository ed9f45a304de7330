"""The reviewed map from a survey tool's columns and labels to a questionnaire, written in YAML."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Annotated, Any, Final, Literal, NamedTuple

from pydantic import BeforeValidator, Discriminator, Field, StrictInt, Tag

from imroc_audit.exchange.mapping import map_checks
from imroc_audit.exchange.matching.cells import DateFormat
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.model.files.checked_yaml import checked
from imroc_audit.model.files.yaml_text import Place, Problem, YamlText, read_yaml
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import Record, Words

LEAVE_OUT: Final = map_checks.LEAVE_OUT


def _listed(value: Any) -> Any:
    """One heading stands for a list of one."""
    return value if value is None or isinstance(value, list | tuple) else (value,)


def _as_texts(value: Any) -> Any:
    """What stands in cells, where YAML would read a number."""
    values = _listed(value)
    return [str(one) if isinstance(one, int) else one for one in values] if values is not None else values


Cells = Annotated[tuple[Words, ...], Field(min_length=1), BeforeValidator(_as_texts)]
"""What stands in a column, one or several."""
Headings = Annotated[tuple[Words, ...], Field(min_length=1), BeforeValidator(_listed)]
"""The heading of a column, or those of several of which each person fills one."""


class PerspectiveColumn(Record):
    """A column that says who someone is; labels: what it holds → perspective id, or leave_out."""

    column: Words
    labels: dict[str, Words] = Field(default_factory=dict)


class TeamColumn(Record):
    """A column that names the team; labels: what it holds → the workspace's name, or nothing for no team."""

    column: Headings
    labels: dict[str, Words | None] = Field(default_factory=dict)
    unknown: Literal["problem", "none"] = "problem"


class DateColumn(Record):
    """A column with the day of the answers, of which the month is kept."""

    column: Words
    format: DateFormat


# Branches are named in brackets, because validation_problems must not take them for keys of the file.
def _kind(value: Any) -> str:
    return "(column)" if isinstance(value, dict | Record) else "(fixed)"


def _statement_kind(value: Any) -> str:
    return "(headings)" if isinstance(value, list | tuple) else "(id)"


def _code_kind(value: Any) -> str:
    return "(number)" if isinstance(value, int) and not isinstance(value, bool) else "(word)"


IdOrHeadings = Annotated[
    Annotated[Words, Tag("(id)")] | Annotated[Headings, Tag("(headings)")], Discriminator(_statement_kind)
]
AnswerCode = Annotated[
    Annotated[StrictInt, Tag("(number)")] | Annotated[Words, Tag("(word)")], Discriminator(_code_kind)
]
FixedOrPerspectiveColumn = Annotated[
    Annotated[Words, Tag("(fixed)")] | Annotated[PerspectiveColumn, Tag("(column)")], Discriminator(_kind)
]
FixedOrTeamColumn = Annotated[
    Annotated[Words, Tag("(fixed)")] | Annotated[TeamColumn, Tag("(column)")], Discriminator(_kind)
]


class MapDefinition(Record):
    """The keys of a map file. Headings and labels are matched after normalising; see docs/import.md."""

    questionnaire: Words | None = None
    source: Words | None = None
    """The survey tool whose file it is, by the name that --from takes."""
    form: Words | None = None
    """Names the form that the file comes from, where another form may have the same ids or rows."""
    delimiter: Literal["comma", "semicolon", "tab", "pipe", "caret"] | None = None
    encoding: Literal["utf-8", "utf-16", "windows-1252"] | None = None
    perspective: FixedOrPerspectiveColumn
    team: FixedOrTeamColumn | None = None
    statements: Annotated[dict[str, IdOrHeadings], Field(min_length=1)]
    """Heading → statement id; or, where a statement has several columns, its id → their headings."""
    answers: dict[str, AnswerCode] = Field(default_factory=dict)
    """Label → option value, option label, dont_know, not_applicable or skipped."""
    teams: dict[str, Words | None] = Field(default_factory=dict)
    """Label in the column of teams → the workspace's name, or nothing for no team; as `labels` below `team`."""
    leave_out: dict[str, Cells] = Field(default_factory=dict)
    """Heading → what stands in that column of rows that are not to be imported, such as tests."""
    id: Annotated[tuple[Words, ...], BeforeValidator(_listed)] = ()
    """Headings of the columns that together number a row."""
    date: DateColumn | None = None
    comments: dict[str, Words] = Field(default_factory=dict)
    """Heading → challenge id."""
    priorities: tuple[Headings, ...] = ()
    """Columns, most important first."""
    ignore: tuple[Words, ...] = ()
    """Headings of columns that are left out, so that somebody who reads the map sees all of the file."""
    check: tuple[Words, ...] | None = None
    """What is not certain, in sentences; None once a person has agreed to the map."""

    @property
    def team_labels(self) -> dict[str, str | None]:
        """Label → the workspace's name of a team, or None for no team."""
        return (self.team.labels if isinstance(self.team, TeamColumn) else {}) | self.teams

    @property
    def statement_of(self) -> dict[str, str]:
        """Heading → statement id."""
        return by_heading(self.statements)


def by_heading(statements: Mapping[str, str | Sequence[str]]) -> dict[str, str]:
    """Heading → statement id, from what a map says of statements."""
    pairs = (
        ((key, value),) if isinstance(value, str) else ((heading, key) for heading in value)
        for key, value in statements.items()
    )
    return dict(chain.from_iterable(pairs))


class ColumnMap(NamedTuple):
    """A map without mistakes, and its text, so that a problem met later can still name the line."""

    columns: MapDefinition
    yaml: YamlText

    @property
    def source(self) -> str:
        return self.yaml.source

    @property
    def headings(self) -> dict[str, tuple[str, Place]]:
        """Each normalised heading that the map uses → how it is written there, and where."""
        used = (*map_checks.leaving_out(self.yaml.data), *map_checks.headings(self.yaml.data))
        return {normalise(heading): (heading, place) for heading, place in used}

    @property
    def named(self) -> set[str]:
        """Each normalised heading that the map uses or leaves out by name."""
        return {*self.headings, *map(normalise, self.columns.ignore)}

    def problem(self, place: Place, what: str, remedy: str) -> Problem:
        return self.yaml.problem(place, what, remedy)


def load_map(text: str, source: str, questionnaire: Questionnaire) -> tuple[ColumnMap | None, tuple[Problem, ...]]:
    """Read a map for a questionnaire. Returns it, or None and every problem found, in the order of the file.

    text: the file's contents; source: the file's name, for messages.
    """
    yaml = read_yaml(text, source)
    definition, problems = checked(MapDefinition, yaml, map_checks.CHECKS, questionnaire)
    return (ColumnMap(definition, yaml) if definition else None), problems
