"""Plain data as YAML that reads well, and that `read_yaml` gives back unchanged."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

PLAIN: Final = re.compile(r"(?:[0-9]{4}-)?[A-Za-z](?:[A-Za-z0-9 ,.;'()/%_+-]|:(?=\S))*")
READ_AS_OTHER: Final = re.compile(r"(?i:true|false|null|yes|no|on|off)")
ESCAPED: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def write_yaml(data: Mapping[str, Any], days: Collection[str] = ()) -> str:
    """A YAML document.

    data: nothing but mappings, lists, texts, numbers and None; keys are simple words or whole numbers.
    days: the keys whose values are dates, and stand without quotes.
    """
    return "\n".join(_mapping(data, "", days)) + "\n"


def _mapping(data: Mapping[str, Any], indent: str, days: Collection[str]) -> Iterator[str]:
    for key, value in data.items():
        start = f"{indent}{_key(key)}:"
        if isinstance(value, Mapping) and value:
            yield start
            yield from _mapping(value, indent + "  ", days)
        elif isinstance(value, Sequence) and not isinstance(value, str) and value:
            yield start
            for one in value:
                yield from _item(one, indent + "  ", days)
        elif key in days and isinstance(value, str):
            yield f"{start} {value}"
        else:
            yield f"{start} {_scalar(value)}"


def _item(value: Any, indent: str, days: Collection[str]) -> Iterator[str]:
    if not isinstance(value, Mapping) or not value:
        yield f"{indent}- {_scalar(value)}"
        return
    first, *rest = _mapping(value, indent + "  ", days)
    yield f"{indent}- {first.strip()}"
    yield from rest


def _key(key: object) -> str:
    return str(key) if isinstance(key, int) else _scalar(str(key))


def _scalar(value: Any) -> str:
    match value:
        case str():
            return _text(value)
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case int() | float():
            return repr(value)
        case None:
            return "null"
    return "{}" if isinstance(value, Mapping) else "[]"


def _text(text: str) -> str:
    """A text without quotes where nothing else could be read in it."""
    if PLAIN.fullmatch(text) and text == text.strip() and not READ_AS_OTHER.fullmatch(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)
