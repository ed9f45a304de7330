"""What the README tells people to type works as it stands there, in an empty folder."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
TYPED = "1\n1\n1\n\n" + "4\n" * 40 + "5\n6\n\nsend\n"
"""Someone who takes part, as staff of the first team, and agrees with everything."""


def console_commands() -> list[list[str]]:
    block = re.search(r"```console\n(.*?)```", README, re.DOTALL)
    assert block is not None
    return [shlex.split(line.removeprefix("$ ")) for line in block[1].splitlines() if line.startswith("$ ")]


def test_the_commands_of_the_readme_run_from_start_to_finish(tmp_path: Path) -> None:
    folder = tmp_path
    ran = []
    for words in console_commands():
        if words[0] == "cd":
            folder = folder / words[1]
        elif words[0] == "imroc-audit":
            asked = ["--yes"] if words[1:] == ["cycle", "close"] else []  # a person types y
            command = [sys.executable, "-m", "imroc_audit", *words[1:], *asked]
            done = subprocess.run(
                command,
                cwd=folder,
                input=TYPED,
                capture_output=True,
                text=True,
                check=False,
                encoding="utf-8",
            )
            assert done.returncode == 0, (words, done.stdout, done.stderr)
            ran.append(words[1])
    assert ran == ["init", "cycle", "survey", "status", "cycle", "comments", "results", "report"]
    assert {path.suffix for path in (folder / "reports").iterdir()} == {".html", ".pdf"}


@pytest.mark.parametrize("target", ["demo", "test"])
def test_the_two_commands_at_the_top_are_targets_of_the_makefile(target: str) -> None:
    assert f"make {target} " in README.split("```")[1]
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\((docs/[^)#]+)", README))))
def test_the_links_of_the_readme_lead_somewhere(link: str) -> None:
    assert (ROOT / link).is_file()


def test_every_command_is_in_the_documentation() -> None:
    documented = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for command in re.findall(r"`([a-z]+)[^`]*`\*\*", README):
        assert f"`imroc-audit {command}" in documented
