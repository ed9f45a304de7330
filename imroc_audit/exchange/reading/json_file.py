"""JSON as answers come in it: the value of a whole file, or one on each line."""

import json
from collections.abc import Iterator, Mapping
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.reading.files import open_unchanged

Object = Mapping[str, Any]


def objects_of(path: Path) -> Iterator[Object]:
    """The objects of a file: one, those of an array, or any of these on each line. Raises UnreadableError."""
    with open_unchanged(path) as file:
        text = TextIOWrapper(file, encoding="utf-8-sig")
        try:
            for value in _values(text, path):
                yield from dicts(value if isinstance(value, list) else [value])
        except UnicodeError:
            raise UnreadableError(f"{path}: this is not UTF-8 text, as JSON has to be. Export it again.") from None
        finally:
            text.detach()


def _values(file: TextIO, path: Path) -> Iterator[Any]:
    """The value of each line, or the one of the whole file where its first line is only a part of it."""
    first = file.readline()
    try:
        yield json.loads(first)
    except (ValueError, RecursionError):
        yield _parsed(first + file.read(), path, 1)
    for number, line in enumerate(file, start=2):
        if line.strip():
            yield _parsed(line, path, number)


def _parsed(text: str, path: Path, line: int) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {line + error.lineno - 1}"
        raise UnreadableError(f"{path}: {where}: the JSON is cut short or damaged. Export it again.") from None
    except RecursionError:
        raise UnreadableError(f"{path}: this JSON is nested too deeply to be answers. Export it again.") from None


def dicts(value: Any) -> Iterator[Object]:
    """The objects in a list; none where it is no list."""
    return (one for one in (value if isinstance(value, list) else ()) if isinstance(one, dict))


def dict_of(value: Any) -> Object:
    return value if isinstance(value, dict) else {}


def text_of(value: Any) -> str:
    """A string, or a number as a person would write it, 3.0 as 3; "" for anything else."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, str | int | float) else ""
