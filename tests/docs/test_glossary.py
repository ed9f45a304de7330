"""Names are held against docs/glossary.md: one name for one thing, and none of those that had other meanings."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import pytest

from tests.places import DOCS, ROOT

PACKAGE: Final = ROOT / "imroc_audit"
MODULES: Final = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
GLOSSARY: Final = (DOCS / "glossary.md").read_text(encoding="utf-8")
RETIRED: Final = re.findall(r"^\| `(\w+)` \| `?(\w+)`? \| (.+?) \|$", GLOSSARY, re.MULTILINE)
"""Names that meant several things, or that only their author knew; where they may not stand; what to say instead."""


def _names() -> Iterator[tuple[str, str]]:
    """Every module, class, function, parameter, field and variable that the package names, and where."""
    for path, tree in MODULES.items():
        where = str(path.relative_to(ROOT))
        yield path.stem, where
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.name, f"{where}:{node.lineno}"
            elif isinstance(node, ast.arg):
                yield node.arg, f"{where}:{node.lineno}"
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id, f"{where}:{node.lineno}"
            elif isinstance(node, ast.alias) and node.asname:
                yield node.asname, f"{where}:{node.lineno}"


NAMES: Final = tuple(_names())


def test_every_class_has_a_name_of_its_own() -> None:
    defined = defaultdict(list)
    for path, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                defined[node.name.lstrip("_")].append(str(path.relative_to(ROOT)))
    assert {name: where for name, where in defined.items() if len(where) > 1} == {}


@pytest.mark.parametrize(("name", "room", "instead"), RETIRED)
def test_a_name_that_had_other_meanings_is_not_used_again(name: str, room: str, instead: str) -> None:
    below = "imroc_audit/" if room == "everywhere" else f"imroc_audit/{room}/"
    found = [where for used, where in NAMES if used.lstrip("_") == name and where.startswith(below)]
    assert found == [], f"say {instead}"


def test_the_list_of_retired_names_is_read() -> None:
    assert {("standing", "everywhere"), ("side", "report")} <= {(name, room) for name, room, _ in RETIRED}
