"""What the pages for developers name is there: files, registries, rooms and contracts."""

import re
import tomllib
from pathlib import Path
from typing import Final

import pytest

from tests.places import DOCS, ROOT

PAGES: Final = [
    ROOT / "CONTRIBUTING.md",
    DOCS / "design.md",
    DOCS / "glossary.md",
    *sorted((DOCS / "decisions").glob("*.md")),
    ROOT / "findings" / "README.md",
]
TO_FILL_IN: Final = re.compile(r"NAME|PART|WHAT")
"""What stands in a path for whatever the reader writes."""
PATH: Final = re.compile(r"`((?:\.?[\w-]+/)+(?:[\w.-]+)?|[\w-]+\.(?:py|md|toml|yaml|j2))(?:::[\w:]+)?`")
LINK: Final = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
IN_FILE: Final = re.compile(
    r"`([A-Za-z_]+)`(?: \(or `\w+`\))?,? (?:in|of)\s+`(imroc_audit/[\w/.]+\.py|tests/[\w/.]+\.py)`"
)
each_page: Final = pytest.mark.parametrize("page", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")


def named(page: Path) -> list[str]:
    return [path for path in PATH.findall(page.read_text(encoding="utf-8")) if not TO_FILL_IN.search(path)]


@each_page
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    folders = [ROOT, *(ROOT / path for path in named(page) if path.endswith("/"))]
    folders += [(ROOT / path).parent for path in named(page)]
    for path in named(page):
        assert any((folder / path).exists() for folder in folders), path
    for link in LINK.findall(text):
        assert (page.parent / link).exists(), link


@each_page
def test_what_a_page_says_is_in_a_file_is_in_it(page: Path) -> None:
    for name, path in IN_FILE.findall(page.read_text(encoding="utf-8")):
        assert re.search(rf"\b{name}\b", (ROOT / path).read_text(encoding="utf-8")), (name, path)


def test_every_recipe_names_files_a_registry_or_the_lack_of_one_and_a_test() -> None:
    recipes = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("\n### ")[1:]
    assert [recipe.splitlines()[0].split()[2] for recipe in recipes] == [
        "survey",
        "form",
        "part",
        "questionnaire",
        "change",
    ]
    for recipe in recipes:
        assert len(re.findall(r"`tests/[\w/]+\.py`", recipe)) >= 1, recipe.splitlines()[0]


def test_the_tree_of_the_design_has_a_line_for_each_room_and_no_other() -> None:
    tree = (DOCS / "design.md").read_text(encoding="utf-8").split("## Rooms\n\n```\n")[1].split("```")[0]
    rooms, above = set(), [Path()]
    for line in tree.splitlines():
        told = re.fullmatch(r"( *)(\w+)/ +(\S.*)", line)
        assert told, line
        depth = len(told[1]) // 2
        above = [*above[: depth + 1], above[depth] / told[2]]
        rooms.add(above[-1])
    package = ROOT / "imroc_audit"
    assert rooms == {path.parent.relative_to(ROOT) for path in package.rglob("*.py") if "data" not in path.parts}


def test_the_design_lists_every_contract_by_its_name() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    text = (DOCS / "design.md").read_text(encoding="utf-8").split("## Contracts")[1]
    assert re.findall(r"^- \*\*(.+?)\*\*", text, re.MULTILINE) == [contract["name"] for contract in contracts]
    assert not any("ignore_imports" in contract for contract in contracts), "a contract has no exception"
