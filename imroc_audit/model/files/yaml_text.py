"""YAML as plain data that still knows its lines, and pydantic's findings as sentences about those lines."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

Place = tuple[str | int, ...]
"""Where a value stands: keys and list positions from the top, such as `("challenges", 0, "title")`."""

CONTROL_CHARACTERS: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DEEPEST: Final = 40


class Problem(NamedTuple):
    """One mistake in a file: where it is, what is wrong and how to mend it."""

    source: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.what}: {self.remedy}"


class YamlText(NamedTuple):
    """Plain data as people wrote them, the line each place stands on, and what could not be read at all."""

    source: str
    data: Any
    lines: Mapping[Place, int]
    problems: tuple[Problem, ...]

    @classmethod
    def typed(cls, data: Any) -> "YamlText":
        """The same keys as in a file, typed at options or questions: they stand on no line of any file."""
        return cls("", data, {}, ())

    def problem(self, place: Place, what: str, remedy: str) -> Problem:
        """A problem at a place; where the place itself is missing, at the nearest one above it."""
        return Problem(self.source, self.line(place), what, remedy)

    def line(self, place: Place) -> int:
        return next((self.lines[place[:n]] for n in range(len(place), -1, -1) if place[:n] in self.lines), 1)


def read_yaml(text: str, source: str) -> YamlText:
    """Parse one YAML 1.2 document. Duplicate keys, aliases and tags are problems, and never raise."""
    if match := CONTROL_CHARACTERS.search(text):
        line = text.count("\n", 0, match.start()) + 1
        what = f"the character U+{ord(match.group()):04X} cannot stand in YAML"
        return YamlText(source, None, {}, (Problem(source, line, what, "Take it out, and save the file as UTF-8."),))
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = f"this is not valid YAML ({error.problem or error.context or 'unknown reason'})"
        remedy = "Check the indentation, the quotes and the colons on this line and the one above."
        return YamlText(source, None, {}, (Problem(source, mark.line + 1 if mark else 1, what, remedy),))
    except (YAMLError, RecursionError):
        return YamlText(source, None, {}, (Problem(source, 1, "this is not valid YAML", "Check the file."),))
    reader = _Reader(source)
    data = reader.build(root, ()) if root is not None else None
    if data is None and not reader.problems:
        return YamlText(source, None, {}, (Problem(source, 1, "the file is empty", "Write its keys into it."),))
    return YamlText(source, data, reader.lines, tuple(reader.problems))


class _Reader:
    """Walks the node tree once: data, lines and problems together."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def build(self, node: Node, place: Place) -> Any:
        self.lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, ScalarNode):
            return self.scalar(node)
        if id(node) in self.seen or len(place) > DEEPEST:
            self.report(node, "an alias or a very deep list is used", "Write the text out again here.")
            return None
        self.seen.add(id(node))
        if isinstance(node, MappingNode):
            return self.mapping(node, place)
        return [self.build(child, (*place, number)) for number, child in enumerate(node.value)]

    def mapping(self, node: MappingNode, place: Place) -> dict[str, Any]:
        built: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self.report(key_node, "a key is not a simple word", "Put the key in quotes.")
                continue
            key = str(key_node.value)
            if key in built:
                first = self.lines[*place, key]
                self.report(key_node, f"'{key}' is already given on line {first}", "Keep one of the two.")
                continue
            self.lines[*place, key] = key_node.start_mark.line + 1
            built[key] = self.build(value_node, (*place, key))
        return built

    def scalar(self, node: ScalarNode) -> Any:
        tag = str(node.tag).rpartition(":")[2]
        value = str(node.value)
        match tag:
            case "str":
                return value
            case "null":
                return None
            case "bool":
                return value.lower() == "true"
            case "int" if re.fullmatch(r"[-+]?[0-9]{1,18}", value):
                return int(value)
            case "int" | "float" | "timestamp":
                return _Unquoted(value)
        self.report(node, f"the tag '{node.tag}' is not understood", "Take the tag away.")
        return None

    def report(self, node: Node, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.source, node.start_mark.line + 1, what, remedy))


class _Unquoted(float):
    """A number or date as it stands in the file, so that 1.10 can be told from 1.1 in a message."""

    def __new__(cls, written: str) -> "_Unquoted":
        try:
            built = super().__new__(cls, written.replace("_", ""))
        except ValueError:
            built = super().__new__(cls, "nan")
        built.written = written
        return built

    written: str

    def __repr__(self) -> str:
        return self.written


def validation_problems(error: ValidationError, yaml: YamlText) -> Iterator[Problem]:
    """Each of pydantic's findings as where, what and how to mend it, one problem a place."""
    reported: set[tuple[Place, str]] = set()
    for detail in error.errors(include_url=False):
        if detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]:
            continue  # pydantic counts only the valid entries; the invalid ones are already reported
        place = _place(detail["loc"], yaml.data)
        what, remedy = _sentence(detail, place)
        if (place, what) not in reported:
            reported.add((place, what))
            yield yaml.problem(place, what, remedy)


def _place(loc: Sequence[str | int], data: Any) -> Place:
    """The part of pydantic's location that the file has: names of union branches are left out."""
    place: list[str | int] = []
    for step in loc:
        keys = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
        if step in keys:
            data = data[step]
        elif not (isinstance(data, dict) and step == loc[-1]):
            continue
        place.append(step)
    return tuple(place)


def _sentence(detail: ErrorDetails, place: Place) -> tuple[str, str]:
    """What is wrong and how to mend it, in the words of a person who writes the file."""
    key = _name(place)
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return f"{key} is missing", "Add it."
        case "extra_forbidden":
            return (
                f"{key} is not a key that is known here",
                "Check its spelling or its indentation, or take it away.",
            )
        case "string_type" | "dict_type" if isinstance(detail["input"], (int, float, bool)):
            return f"{key} is read as a number or yes/no ({detail['input']!r})", "Put it in quotes."
        case "string_type" | "dict_type" | "model_type" | "tuple_type" if detail["input"] is None:
            return f"{key} is empty", "Write something after the colon, or take the key away."
        case "string_type" | "dict_type":
            return f"{key} should be a text", "Write it in words; put a number or a date in quotes."
        case "model_type" | "model_attributes_type":
            return f"{key} should be a group of keys", "Indent its keys below it."
        case "tuple_type":
            return f"{key} should be a list", "Start each entry with a dash."
        case "string_too_short":
            return f"{key} is empty", "Write something after the colon, or take the key away."
        case "string_pattern_mismatch":
            return (
                f"{key} is '{detail['input']}'",
                "Use small letters, digits, dots and hyphens, starting with a letter.",
            )
        case "string_too_long":
            return f"{key} is longer than {context.get('max_length')} characters", "Shorten it."
        case "too_short":
            return f"{key} has too few entries", f"Give at least {context.get('min_length')}."
        case "too_long":
            return f"{key} has too many entries", f"Give at most {context.get('max_length')}."
        case "int_type":
            return f"{key} should be a whole number", "Write a number in digits, without quotes."
        case "bool_type":
            return f"{key} should be true or false", "Write true or false, without quotes."
        case "literal_error":
            return f"{key} is '{detail['input']}'", f"Use one of {context.get('expected')}."
    return f"{key}: {detail['msg'][:1].lower()}{detail['msg'][1:]}", "Change it."


def _name(place: Place) -> str:
    """The last key of a place as a person would say it: 'title', or 'entry 3 of statements'."""
    if not place:
        return "the file"
    if isinstance(place[-1], int):
        parent = place[-2] if len(place) > 1 else "the list"
        return f"entry {place[-1] + 1} of '{parent}'"
    return f"'{place[-1]}'"
