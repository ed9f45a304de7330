"""Plain data as YAML that reads well, and that `read_yaml` gives back unchanged."""

import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date
from io import StringIO
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.emitter import Emitter
from ruamel.yaml.error import StreamMark
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

PLAIN: Final = re.compile(r"(?:[0-9]{4}-)?[A-Za-z](?:[A-Za-z0-9 ,.;'()/%_+-]|:(?=\S))*")
READ_AS_OTHER: Final = re.compile(r"(?i:true|false|null|yes|no|on|off)")


class _Emitter(Emitter):
    """Long headings stay before their colons, and what cannot be seen in a text in quotes is written as its code."""

    MAX_SIMPLE_KEY_LENGTH = 1000
    """YAML reads no longer one (YAML 1.2.2, 7.4.2)."""

    def write_double_quoted(self, text: str, split: bool = True) -> None:  # noqa: ARG002 - nothing is split
        self.write_indicator(f'"{"".join(map(self._visible, text))}"', need_whitespace=True)

    def _visible(self, character: str) -> str:
        if character.isprintable() and character not in '"\\':
            return character
        known = self.ESCAPE_REPLACEMENTS.get(character)
        return f"\\{known}" if known else f"\\U{ord(character):08x}"


def write_yaml(data: Mapping[str, Any], days: Collection[str] = ()) -> str:
    """A YAML document.

    data: nothing but mappings, lists, texts, numbers and None; keys are simple words or whole numbers.
    days: the keys whose values are dates, and stand without quotes.
    """
    return dump_yaml(_readable(data, days))


def without_key(text: str, key: str) -> str:
    """A document without a key of its top level. Comments and layout of all else stay as they are.

    text: a mapping in which `read_yaml` finds no mistake.
    """
    root = _yaml().compose(text)
    pair = next(((name, value) for name, value in root.value if name.value == key), None)
    if pair is None:
        return text
    if root.flow_style:
        document = _yaml().load(text)
        del document[key]
        return dump_yaml(document)
    name, value = pair
    lines = text.splitlines(keepends=True)
    del lines[name.start_mark.line : _last_line(value) + 1]
    return "".join(lines)


def with_entries(text: str, entries: Mapping[tuple[str, ...], Any]) -> str:
    """A document with some values put in. Comments and quotes of all else stay as they are.

    text: a mapping in which `read_yaml` finds no mistake; entries: the keys that lead to a value, from the top → the
    value. Mappings that are missing on the way are made.
    """
    document = _yaml().load(text)
    for (*way, last), value in entries.items():
        inside = document
        for key in way:
            if not isinstance(inside.get(key), Mapping):
                inside[key] = CommentedMap()
            inside = inside[key]
        inside[_own_key(inside, last)] = _readable(value, ())
    return dump_yaml(document)


def _own_key(inside: Mapping[Any, Any], key: str) -> Any:
    """The key as it stands there already, where YAML read a number in it; else as a text that means itself."""
    return next((one for one in inside if str(one) == key), _text(key))


def _last_line(node: Node) -> int:
    """The line on which a value ends. YAML's own mark of a block's end lies behind the comments after it."""
    if isinstance(node, CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(node, MappingNode) else last)
    end: StreamMark = node.end_mark
    return end.line - (end.column == 0)


def dump_yaml(data: Mapping[str, Any]) -> str:
    """The text of a document, with the comments and quotes that it was built with."""
    written = StringIO()
    _yaml().dump(data, written)
    return written.getvalue()


def quoted(text: str) -> str:
    """A text that is written in double quotes, and so means itself and nothing else."""
    marked: str = DoubleQuotedScalarString(text)
    return marked


def _yaml() -> YAML:
    yaml = YAML()
    yaml.Emitter = _Emitter
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 1_000_000
    yaml.preserve_quotes = True
    return yaml


def _readable(value: Any, days: Collection[str], key: object = None) -> Any:
    """The same, where a text has quotes if anything else could be read in it, and 5.0 is 5."""
    match value:
        case str() if key in days:
            with suppress(ValueError):
                return date.fromisoformat(value)
            return _text(value)
        case str():
            return _text(value)
        case float() if value.is_integer() and abs(value) < 1e15:
            return int(value)
        case Mapping():
            return {_key(name): _readable(one, days, name) for name, one in value.items()}
        case Sequence():
            return [_readable(one, days) for one in value]
    return value


def _key(key: object) -> Any:
    return key if isinstance(key, int) else _text(str(key))


def _text(text: str) -> str:
    """A text without quotes where nothing else could be read in it."""
    is_plain = PLAIN.fullmatch(text) and text == text.strip() and not READ_AS_OTHER.fullmatch(text)
    return text if is_plain else quoted(text)
