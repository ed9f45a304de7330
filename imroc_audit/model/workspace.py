"""A workspace's settings: the organisation, its teams, and `imroc-audit.toml` read and written."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Final, Literal

from pydantic import Field, StrictInt, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from imroc_audit.model.ids import PerspectiveId, TeamName
from imroc_audit.model.record import IDENTIFIER, Record

SMALLEST_THRESHOLD: Final = 3

NAME: Final = StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=200, pattern=r"^\P{Cc}+$")
Name = Annotated[str, NAME]
DatabaseUrl = Annotated[str, StringConstraints(strict=True, pattern=r"^postgres(ql)?(\+psycopg)?://.+$")]
HeadCount = Annotated[StrictInt, Field(ge=1)]


class Team(Record):
    """A team, and how many people could answer in it, by perspective id, where that is known."""

    name: Annotated[TeamName, NAME]
    head_counts: dict[Annotated[PerspectiveId, IDENTIFIER], HeadCount] = Field(default_factory=dict)


class Settings(Record):
    """What `imroc-audit.toml` says."""

    organisation: Name
    teams: tuple[Team, ...] = ()
    database: DatabaseUrl | None = None
    """The URL of a PostgreSQL database; None means the SQLite file `audit.db` in the workspace."""
    threshold: Annotated[StrictInt, Field(ge=SMALLEST_THRESHOLD)] = 10
    """Results from fewer people than this are never shown."""
    label: Literal["", "synthetic"] = ""

    @property
    def terms(self) -> "PublicationTerms":
        return PublicationTerms(threshold=self.threshold, teams=self.teams)


class PublicationTerms(Record):
    """What decides which results of an audit cycle are shown. It is kept when the cycle is closed, so that a later
    change of settings cannot make a second set of results to compare with the first.
    """

    threshold: int
    teams: tuple[Team, ...]


def parse_settings(text: str, source: str) -> tuple[Settings | None, tuple[str, ...]]:
    """Read `imroc-audit.toml`. Returns its settings, or None and every problem as `file:line: what: remedy`.

    text: the file's contents; source: the file's name, for messages.
    """
    text = text.removeprefix("\ufeff")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, (_syntax_problem(str(error), text, source),)
    except RecursionError:
        return None, (f"{source}:1: this is not valid TOML: Check the brackets.",)
    problems = list(_repeated_teams(data, text))
    settings = None
    try:
        settings = Settings.model_validate(data)
    except ValidationError as error:
        problems += [(_line(text, each["loc"]), _sentence(each)) for each in error.errors(include_url=False)]
    if problems:
        return None, tuple(f"{source}:{line}: {what}" for line, what in sorted(set(problems)))
    return settings, ()


def settings_text(settings: Settings) -> str:
    """The settings as `imroc-audit.toml`, with a comment that explains each key."""
    return "\n".join(_lines(settings)).rstrip() + "\n"


def _lines(settings: Settings) -> Iterator[str]:
    yield "# The settings of this self-audit. Lines that start with # explain, and are not read."
    yield ""
    yield from _entry("organisation", settings.organisation, "Your organisation's name, as reports show it.")
    yield from _entry(
        "threshold",
        settings.threshold,
        f"Results from fewer people than this are never shown. {SMALLEST_THRESHOLD} or more; 10 is safe.",
    )
    yield from _entry(
        "database",
        settings.database,
        "Where answers are kept. Without this line: the file audit.db next to this one.\n"
        "Leave the password out: PostgreSQL reads it from ~/.pgpass or PGPASSWORD.",
        example="postgresql+psycopg://user@host/name",
    )
    if settings.label:
        yield from _entry("label", settings.label, "These answers are made up; every page says so.")
    yield "# One part for each team. head_counts says how many people could answer, by perspective,"
    yield "# so that reports can give response rates. It may be left out."
    for team in settings.teams:
        yield "[[teams]]"
        yield f"name = {_toml(team.name)}"
        if team.head_counts:
            counts = ", ".join(f"{_key(perspective)} = {count}" for perspective, count in team.head_counts.items())
            yield f"head_counts = {{ {counts} }}"
        yield ""
    if not settings.teams:
        yield "#"
        yield "# [[teams]]"
        yield '# name = "Elm ward"'
        yield "# head_counts = { staff = 24 }"


def _entry(key: str, value: str | int | None, about: str, example: str | int = "") -> Iterator[str]:
    """A key under the comment that explains it; a key that is not set stands there as an example."""
    for line in about.splitlines():
        yield f"# {line}"
    yield f"# {key} = {_toml(example)}" if value is None else f"{key} = {_toml(value)}"
    yield ""


def _toml(value: str | int) -> str:
    """A TOML value. JSON's strings are TOML's, but for the character DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _toml(name)


def _syntax_problem(message: str, text: str, source: str) -> str:
    what, _, where = message.partition(" (at ")
    numbered = re.match(r"line (\d+)", where)
    line = int(numbered[1]) if numbered else max(1, len(text.splitlines()))
    remedy = "Check the quotes, brackets and equals signs on this line and the one above."
    return f"{source}:{line}: this is not valid TOML ({what[:1].lower()}{what[1:]}): {remedy}"


def _repeated_teams(data: Mapping[str, Any], text: str) -> Iterator[tuple[int, str]]:
    """Two teams of one name would be counted as one."""
    first: dict[str, int] = {}
    teams = data.get("teams")
    for number, team in enumerate(teams if isinstance(teams, list) else ()):
        name = team.get("name") if isinstance(team, dict) else None
        if not isinstance(name, str):
            continue
        line = _line(text, ("teams", number, "name"))
        known = name.strip().casefold()
        if known in first:
            yield (
                line,
                f"the team '{name}' is already given on line {first[known]}: Give one of them another name.",
            )
        first.setdefault(known, line)


def _line(text: str, place: Sequence[str | int]) -> int:
    """The line of a key, or the nearest one above it that can be found. TOML's reader gives no lines."""
    lines = text.splitlines()
    keys = [step for step in place if isinstance(step, str)]
    start, end, best = 0, len(lines), 1
    headers = [number for number, line in enumerate(lines) if re.match(r"\s*\[\[\s*teams\s*\]\]", line)]
    if len(place) > 1 and place[0] == "teams" and isinstance(place[1], int) and place[1] < len(headers):
        start, end = headers[place[1]], next(iter(headers[place[1] + 1 :]), end)
        keys, best = keys[1:], start + 1
    elif headers:
        end = max(headers[0], 1)
    for key in keys:
        pattern = re.compile(rf"""\s*(\[\s*(teams\.)?)?["']?{re.escape(key)}["']?\s*[=.\]]""")
        found = next((number for number in range(start, end) if pattern.match(lines[number])), None)
        if found is not None:
            start, best = found, found + 1
    return best


def _sentence(detail: ErrorDetails) -> str:
    """What is wrong and how to mend it. What stands in the file is left out: it may hold a password."""
    loc = [str(step) for step in detail["loc"] if step != "[key]"]
    key = f"'{loc[-1]}'" if not loc[-1].isdecimal() else f"entry {int(loc[-1]) + 1} of '{loc[-2]}'"
    context = detail.get("ctx", {})
    match detail["type"]:
        case "string_pattern_mismatch" | "string_too_long" if detail["loc"][-1] == "[key]":
            return f"{key} is not the id of a perspective: Use ids such as staff, service_user or carer."
        case "missing":
            return f"{key} is missing: Add it."
        case "extra_forbidden":
            return f"{key} is not a key that is known here: Check its spelling, or take it away."
        case "int_type" | "greater_than_equal":
            return f"{key} is not a whole number of at least {context.get('ge', 1)}: Change it."
        case "literal_error":
            return f"{key} is not one of {context.get('expected')}: Change it, or take the line away."
        case "string_pattern_mismatch" if detail["loc"][-1] == "database":
            return f"{key} is not a database URL: Use the form postgresql+psycopg://user@host/name."
        case "string_type":
            return f"{key} should be a text: Put it in quotes."
        case "string_too_short" | "string_too_long" | "string_pattern_mismatch":
            return f"{key} is empty, too long or holds characters that cannot be used: Change it."
        case "tuple_type":
            return f"{key} should be a list: Give each team a part that starts with [[teams]]."
        case "dict_type" | "model_type" | "model_attributes_type":
            return f"{key} should be a group of keys: Use the form {{ staff = 24 }}."
    return f"{key}: {detail['msg'][:1].lower()}{detail['msg'][1:]}: Change it."
