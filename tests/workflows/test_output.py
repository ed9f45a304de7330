"""Writing a file that somebody asked for: whole, and never over what the audit needs."""

from pathlib import Path

import pytest

from imroc_audit.errors import AuditError
from imroc_audit.model.workspace import Settings
from imroc_audit.store.workspace import Workspace
from imroc_audit.workflows.output import write_whole

NEEDED = ["audit.db", "audit.db-wal", "audit.db-shm", "AUDIT.DB", "imroc-audit.key", "old.key", "imroc-audit.toml"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Workspace.create(tmp_path / "audit", Settings(organisation="Northfield")).path


@pytest.mark.parametrize("name", [*NEEDED, "now-asking.json", "reports/../audit.db"])
def test_a_file_that_the_audit_needs_is_not_overwritten(folder: Path, name: str) -> None:
    path = folder / name
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(AuditError, match=r"needs this file.*Choose another name with --output\.$"):
        write_whole(path, b"new")
    assert (path.read_bytes() if path.exists() else None) == before


@pytest.mark.parametrize("name", ["questionnaires/a.yaml", "maps/a.yaml", "imports/deep/a.csv"])
def test_nothing_is_put_into_the_folders_that_the_audit_needs(folder: Path, name: str) -> None:
    with pytest.raises(AuditError, match=r"Choose another folder with --output\.$"):
        write_whole(folder / name, b"new")
    assert not (folder / name).exists()


def test_a_workspace_is_spared_from_wherever_it_is_reached(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(AuditError, match="needs this file"):
        write_whole(tmp_path / "link" / "audit.db", b"new")


def test_the_program_writes_its_own_files(folder: Path) -> None:
    write_whole(folder / "maps" / "a.yaml", b"map", own=True)
    assert (folder / "maps" / "a.yaml").read_bytes() == b"map"


@pytest.mark.parametrize("name", ["results.csv", "reports/results.csv", "reports/maps/a.csv"])
def test_any_other_file_can_be_written(folder: Path, name: str) -> None:
    write_whole(folder / name, b"new")
    assert (folder / name).read_bytes() == b"new"


def test_outside_a_workspace_every_name_can_be_written(tmp_path: Path) -> None:
    write_whole(tmp_path / "audit.db", b"new")
    assert (tmp_path / "audit.db").read_bytes() == b"new"


def test_a_name_that_is_too_long_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(AuditError, match=r"cannot be written \(.+\)\. Choose another name or folder"):
        write_whole(tmp_path / ("x" * 300), b"new")
