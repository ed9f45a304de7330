"""Maps in a folder of the workspace: written for a person to read, found again when the same form comes again."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from imroc_audit.exchange.mapping.column_map import LEAVE_OUT, ColumnMap, PerspectiveColumn, TeamColumn, by_heading
from imroc_audit.exchange.mapping.proposed import Proposal
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.sheet import Sheet
from imroc_audit.model.files.yaml_writer import dump_yaml, quoted, with_entries, without_key

DOUBTFUL: Final = ("some", "contents")
"""How a column may be known that somebody who knew better may have left out of a map."""
ABOUT: Final = """\
Which column of a form is what. Look at each line. docs/import.md says what the keys mean.
The same form is read with this map when it comes again."""
NOT_CERTAIN: Final = "This is not certain. Correct above what is wrong, and then take this list away."
UNSEEN: Final = "Nobody has agreed to this map yet. When all of it is right, take the next line away."

EMPTY_PLACES: Final = """
# If something in the file is not understood, say here what it stands for. Take the # away where you write.
# answers:  # the number of an option from 0, or dont_know, not_applicable or skipped
#   "Mostley true": 3
# teams:  # a team of imroc-audit.toml, or nothing for no team
#   "elm": "Elm ward"
# leave_out:  # the rows in which this stands below a heading, such as tests
#   "Name of a column": ["test"]
"""
"""Examples that are comments, after all else in a new map."""

_OTHER: Final = re.compile(r"[^\w]+")
_NAMED: Final = ("perspective", "team", "date")
"""Keys whose parts have names of their own, and not headings."""


class ValueMeaning(NamedTuple):
    """What a person said that a value stands for."""

    value: str
    asks: Literal["answer", "team", "perspective"]
    meaning: str | int | None
    """As a map says it: an option's number or one of WORDS, a team or None, a perspective; or LEAVE_OUT."""
    headings: tuple[str, ...]
    """Of the columns in which it stands."""


def map_name(stem: str) -> str:
    """A file's name as the name of a map: small letters, digits and single hyphens."""
    return _OTHER.sub("-", stem.lower()).strip("-_") or "form"


def map_text(data: Mapping[str, Any]) -> str:
    """A map as the text of its file. data: as in `Proposal.data`."""
    document = CommentedMap()
    document.yaml_set_start_comment(ABOUT)
    for key, value in data.items():
        by_name = key in _NAMED and isinstance(value, Mapping)
        document[key] = {name: _written(part) for name, part in value.items()} if by_name else _written(value)
        if not isinstance(value, str):
            document.yaml_set_comment_before_after_key(key, before=f"\n{_comment_on(key, value)}")
    return dump_yaml(document) + EMPTY_PLACES


def with_meanings(text: str, column_map: ColumnMap, decisions: Iterable[ValueMeaning]) -> str:
    """The text of a map that says what some values stand for. column_map: what it says until now."""
    entries: dict[tuple[str, ...], Any] = {}
    left_out: dict[str, list[str]] = {}
    for decision in decisions:
        if decision.meaning == LEAVE_OUT and decision.asks != "perspective":
            for heading in decision.headings:
                left_out.setdefault(heading, [*_left_out(column_map, heading)]).append(decision.value)
        elif decision.asks == "perspective":
            entries["perspective", "labels", decision.value] = decision.meaning
        else:
            entries["answers" if decision.asks == "answer" else "teams", decision.value] = decision.meaning
    return with_entries(text, entries | {("leave_out", heading): values for heading, values in left_out.items()})


def _left_out(column_map: ColumnMap, heading: str) -> tuple[str, ...]:
    """What stands in a column of rows that a map leaves out until now."""
    given = column_map.columns.leave_out.items()
    return next((values for key, values in given if normalise(key) == normalise(heading)), ())


def without_check(text: str) -> str:
    """The text of a map after a person has looked at what was to be checked; all else in it stays as it is."""
    for comment in (NOT_CERTAIN, UNSEEN):
        text = text.replace(f"# {comment}\n", "")
    return without_key(text, "check").rstrip("\n") + "\n"


def fits(column_map: ColumnMap, sheet: Sheet, proposal: Proposal) -> bool:
    """Whether a map can be used for a sheet: it was made for this form, with days that are written so."""
    given, date = column_map.columns.date, proposal.data.get("date")
    same_days = given is None or date is None or given.model_dump() == date
    return same_days and is_of_form(column_map, sheet, proposal)


def is_of_form(column_map: ColumnMap, sheet: Sheet, proposal: Proposal) -> bool:
    """Whether a map was made for this form: it has all that would be proposed, and needs nothing that is not there."""
    used = {normalise(column.heading) for column in proposal.columns if column.target and column.how not in DOUBTFUL}
    return (
        column_map.columns.source in (None, sheet.source)
        and set(column_map.headings) <= sheet.places.keys()
        and used <= column_map.named
        and _same_people(column_map, proposal)
        and not (proposal.is_given and isinstance(column_map.columns.perspective, PerspectiveColumn))
    )


def is_like(column_map: ColumnMap, sheet: Sheet, proposal: Proposal) -> bool:
    """Whether a map may be of the same form before that was changed: half of its statements are headed as there."""
    statements = {normalise(heading): one for heading, one in column_map.columns.statement_of.items()}
    proposed = {normalise(heading): one for heading, one in by_heading(proposal.data["statements"]).items()}
    same = statements.items() & proposed.items()
    is_tool = column_map.columns.source in (None, sheet.source)
    return is_tool and _same_people(column_map, proposal) and 2 * len(same) >= len(statements)


def uses(column_map: ColumnMap) -> dict[str, str]:
    """Normalised heading → what a map takes the column for, as a person reads it."""
    columns = column_map.columns
    targets = {heading: f"statement {statement}" for heading, statement in columns.statement_of.items()}
    targets |= {heading: f"comment on {challenge}" for heading, challenge in columns.comments.items()}
    for rank, headings in enumerate(columns.priorities, start=1):
        targets |= dict.fromkeys(headings, f"priority {rank}")
    targets |= dict.fromkeys(columns.id, "id")
    if columns.date is not None:
        targets[columns.date.column] = "date"
    if isinstance(columns.perspective, PerspectiveColumn):
        targets[columns.perspective.column] = "perspective"
    if isinstance(columns.team, TeamColumn):
        targets |= dict.fromkeys(columns.team.column, "team")
    return {normalise(heading): target for heading, target in targets.items()}


def _same_people(column_map: ColumnMap, proposal: Proposal) -> bool:
    """Whether a column says whose answers they are, or they are all of the perspective that is proposed.

    A column of which only most is known may be left out in the map by somebody who knew better.
    """
    columns = column_map.columns
    some = {normalise(one.heading) for one in proposal.columns if one.how in DOUBTFUL and one.target == "perspective"}
    return (
        isinstance(columns.perspective, PerspectiveColumn)
        or columns.perspective == proposal.perspective
        or bool(some & {*map(normalise, columns.ignore)})
    )


def _comment_on(key: str, value: Any) -> str:
    return "" if key != "check" else NOT_CERTAIN if value else UNSEEN


def _written(value: Any) -> Any:
    """Every text in quotes, so that a heading means itself and nothing else; a list within a list on one line."""
    match value:
        case str():
            return quoted(value)
        case Mapping():
            return {quoted(heading): _written(meaning) for heading, meaning in value.items()}
        case Sequence():
            return CommentedSeq(map(_in_a_list, value))
    return value


def _in_a_list(value: Any) -> Any:
    if isinstance(value, str):
        return quoted(value)
    row = CommentedSeq(map(quoted, value))
    row.fa.set_flow_style()
    return row
