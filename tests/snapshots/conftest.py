"""Snapshots are plain text files beside the tests: `make snapshots` writes them, and `git diff` shows what changed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.demo.make import make_audits

TODAY: Final = date(2026, 11, 21)


class TextFile(SingleFileSnapshotExtension):
    """A file for each snapshot, as it would be printed."""

    file_extension = "txt"
    _write_mode = WriteMode.TEXT


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(TextFile)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up audit of `imroc-audit demo`, as it stands on TODAY."""
    folder = tmp_path_factory.mktemp("snapshots") / "demo"
    list(make_audits(Audits(folder, TODAY), folder))
    return folder


@pytest.fixture
def audits(demo: Path) -> Iterator[Audits]:
    opened = Audits(demo, TODAY)
    yield opened
    opened.close()
