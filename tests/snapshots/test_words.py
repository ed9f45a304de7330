"""What people read: a change of words is seen in review. After one that is meant: `make snapshots`."""

import re
import shlex
import sys
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from imroc_audit.cli import app
from imroc_audit.report.action_report.build import build_document
from imroc_audit.report.comparison.build import build_comparison
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.showing.comparing import compare_audits
from imroc_audit.workflows.showing.reporting import summarise
from tests.snapshots.conftest import TODAY
from tests.snapshots.outline import outline

STYLE = re.compile(r"\x1b\[[\d;]*m")
COMMANDS = (
    "--help",
    "status",
    "cycle list",
    "results",
    "results --challenge c05",
    "results --team 'Elm ward'",
    "study",
    "plan list",
    "plan show c09-reflection",
    "plan history",
    "plan factors",
    "compare 2025-spring 2026-spring",
    "compare . southmere",
    "questionnaire list",
    "questionnaire diff 2024-spring 2026-spring",
    "questionnaire show ten-challenges-pulse",
)


def test_the_report_says_what_it_said(audits: Audits, snapshot: SnapshotAssertion) -> None:
    closed = audits.closed()
    document = build_document(summarise(audits, closed, xmr=True), closed.questionnaire)
    assert "\n".join(outline(document)) + "\n" == snapshot


def test_the_comparison_says_what_it_said(audits: Audits, snapshot: SnapshotAssertion) -> None:
    document = build_comparison(compare_audits(audits, ["2024-spring", "2025-spring", "2026-spring"]), audits.day)
    assert "\n".join(outline(document)) + "\n" == snapshot


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: re.sub(r"\W+", "-", command).strip("-"))
def test_a_command_prints_what_it_printed_at_80_columns(
    command: str,
    demo: Path,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(demo)
    monkeypatch.setattr("imroc_audit.cli.app.today", lambda: TODAY)
    for name, value in {"TTY_COMPATIBLE": "1", "COLUMNS": "80", "NO_COLOR": "1", "TERM": "xterm"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["imroc-audit", *shlex.split(command)])
    with pytest.raises(SystemExit) as stopped:
        app.main()
    printed = capsys.readouterr()
    assert stopped.value.code == 0, printed.err
    assert STYLE.sub("", printed.out + printed.err) == snapshot
