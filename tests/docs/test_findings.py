"""Every finding has the form that findings/README.md states, and explains a test that exists. None is run here."""

import ast
import os
import re
from pathlib import Path
from typing import Final

import pytest

from tests.places import ROOT

FOLDER: Final = ROOT / "findings"
SCRIPTS: Final = sorted(FOLDER.glob("*.sh"))
TABLE: Final = (FOLDER / "README.md").read_text(encoding="utf-8")
LISTED: Final = re.findall(r"^\| \[([\w-]+)\]\(([\w.-]+)\) \|.*`(tests/[\w/.:]+)` \|$", TABLE, re.MULTILINE)
each_script: Final = pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)


def test_every_script_is_listed_once_and_nothing_else_is() -> None:
    assert sorted(file for _, file, _ in LISTED) == [path.name for path in SCRIPTS]
    assert all(file == f"{name}.sh" for name, file, _ in LISTED)


@pytest.mark.parametrize("node", sorted(node for _, _, node in LISTED))
def test_the_test_that_a_finding_explains_exists(node: str) -> None:
    path, *names = node.split("::")
    inside: ast.AST = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    for name in names:
        inside = next(child for child in ast.iter_child_nodes(inside) if getattr(child, "name", None) == name)


@each_script
def test_a_finding_can_be_run_and_fails_as_soon_as_something_does(script: Path) -> None:
    assert os.access(script, os.X_OK)
    text = script.read_text(encoding="utf-8")
    assert text.startswith("#!/usr/bin/env bash\n")
    assert "\nset -euo pipefail\nfolder=$(mktemp -d)\n" in text


@each_script
def test_the_head_of_a_finding_says_version_expectation_and_what_was_seen(script: Path) -> None:
    head = script.read_text(encoding="utf-8").split("\nset -euo")[0]
    assert re.findall(r"^# (\w+): {2,}\S", head, re.MULTILINE)[:3] == ["Version", "Expected", "Seen"]


@each_script
def test_a_finding_is_about_pinned_packages_and_not_about_us(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert "imroc" not in text.lower()
    for packages in re.findall(r"pip install --quiet --disable-pip-version-check (.+)", text):
        assert all("==" in package for package in packages.split())
