"""A file that people write becomes a record, or a list of every mistake in it; and what checks of its data share.

Checks read the data as they are written, so that they still speak where other parts of the file are broken.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar, TypeVarTuple

from pydantic import ValidationError

from imroc_audit.model.files.yaml_text import Place, Problem, YamlText, validation_problems
from imroc_audit.model.record import Record

R = TypeVar("R", bound=Record)
Context = TypeVarTuple("Context")

Check = Callable[[YamlText, *Context], Iterator[Problem]]
"""Finds the problems of one topic in a file, with what it is checked against."""

PlacedEntry = tuple[Place, dict[str, Any]]
"""An entry of a list and where it stands."""


def checked(
    model: type[R],
    yaml: YamlText,
    checks: Iterable[Check[*Context]],
    *context: *Context,
) -> tuple[R | None, tuple[Problem, ...]]:
    """The record that a file holds, or None and every problem found, in the order of the file.

    checks: what fields alone cannot tell, one topic each, run where the data are a mapping; context: what the data
    are checked against, handed to each check.
    """
    problems = list(yaml.problems)
    if isinstance(yaml.data, dict):
        problems += [problem for check in checks for problem in check(yaml, *context)]
    record = None
    if yaml.data is not None:
        try:
            record = model.model_validate(yaml.data)
        except ValidationError as error:
            problems += validation_problems(error, yaml)
    if problems:
        return None, tuple(sorted(set(problems), key=lambda problem: (problem.line, problem.what)))
    return record, ()


def entries(data: Any, key: str, place: Place = ()) -> Iterator[PlacedEntry]:
    """The well-formed entries of a list of mappings, each with its place."""
    for number, entry in enumerate(as_list(as_mapping(data).get(key))):
        if isinstance(entry, dict):
            yield (*place, key, number), entry


def as_mapping(data: Any) -> dict[str, Any]:
    """The data where they are a mapping; else none."""
    return data if isinstance(data, dict) else {}


def as_list(data: Any) -> list[Any]:
    """The data where they are a list; else none."""
    return data if isinstance(data, list) else []


def any_of(words: Iterable[str]) -> str:
    """What can be written, in a remedy: `'a', 'b' or 'c'`."""
    quoted = [f"'{word}'" for word in words]
    return " or ".join(part for part in (", ".join(quoted[:-1]), quoted[-1]) if part) if quoted else "none"
