"""Run commands as a person would, in this process, and see what they print and how they end."""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from imroc_audit.cli import app
from imroc_audit.model.questionnaire import Challenge, Questionnaire


class Ran(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run `imroc-audit ARGUMENTS` in an empty folder, with text on a standard input that is no terminal."""
    monkeypatch.chdir(tmp_path)

    def run_(*arguments: str | Path, typed: str = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["imroc-audit", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            app.main()
        printed = capsys.readouterr()
        code = stopped.value.code
        return Ran(code if isinstance(code, int) else 1, printed.out, printed.err)

    return run_


@pytest.fixture
def audit(run: Run, tmp_path: Path, tiny_text: str) -> Path:
    """A workspace with two teams and the tiny questionnaire, no audit cycle yet."""
    folder = tmp_path / "audit"
    made = run(
        "init",
        folder,
        "--organisation",
        "Northfield NHS Trust",
        "--team",
        "Elm ward=24",
        "--team",
        "Oak team=40",
    )
    assert made.code == 0, made.err
    (folder / "questionnaires" / "tiny.yaml").write_text(tiny_text, encoding="utf-8")
    return folder


@pytest.fixture
def answer(run: Run, audit: Path) -> Callable[..., Ran]:
    """Answer the tiny survey at the plain view: `answers` as typed, one number a statement."""

    def answer_(perspective: str, answers: str, *, team: str = "Elm ward", priorities: str = "") -> Ran:
        typed = ["1", "", *answers, *priorities, "", "send"]
        return run(
            "-w",
            audit,
            "survey",
            "--plain",
            "--perspective",
            perspective,
            "--team",
            team,
            typed="\n".join(typed) + "\n",
        )

    return answer_


@pytest.fixture
def long(tiny: Questionnaire) -> Questionnaire:
    """Forty statements in one challenge, worded at some length."""
    challenge = tiny.challenges[0]
    statement = challenge.statements[0]
    wording = {each: f"{each} take the time to listen to people, every day. " * 3 for each in tiny.perspective_ids}
    statements = [
        statement.model_copy(update={"id": f"c01.{n}", "wording": wording, "reverse": False}) for n in range(1, 41)
    ]
    only = Challenge.model_validate(challenge.model_dump() | {"statements": statements, "suggestions": ()})
    return Questionnaire.model_validate(tiny.model_dump() | {"challenges": [only]})
