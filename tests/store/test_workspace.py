"""A workspace on the disk."""

import hashlib
import hmac
import os
import re
import sqlite3
import stat
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from imroc_audit.errors import AuditError, UnreadableError
from imroc_audit.model.workspace import Settings, Team
from imroc_audit.store.workspace import Workspace
from tests.store.people import Where, cycle, everyone, response, run_without_privileges, send

SETTINGS = Settings(
    organisation="Northfield NHS Trust",
    teams=(Team(name="Elm ward", head_counts={"staff": 24}), Team(name="Oak “team” \\ ✓")),
    threshold=12,
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "audit", SETTINGS)


class TestCreating:
    def test_a_new_workspace_can_be_found_and_used(self, workspace: Workspace) -> None:
        found = Workspace.find(workspace.path)
        assert (found.path, found.settings) == (workspace.path, SETTINGS)
        with found.repository() as repository:
            repository.open_cycle(cycle())
            send(repository, response())
            assert len(everyone(repository)) == 1

    def test_everything_is_there(self, workspace: Workspace) -> None:
        assert sorted(path.name for path in workspace.path.iterdir()) == [
            "audit.db",
            "imroc-audit.key",
            "imroc-audit.toml",
            "questionnaires",
            "report_templates",
            "reports",
        ]

    def test_only_the_owner_can_read_the_key_and_the_answers(self, workspace: Workspace) -> None:
        for name in ("imroc-audit.key", "audit.db"):
            assert stat.S_IMODE((workspace.path / name).stat().st_mode) == 0o600

    def test_other_files_in_the_folder_stay_as_they_are(self, tmp_path: Path) -> None:
        (tmp_path / "questionnaires").mkdir()
        (tmp_path / "questionnaires" / "ours.yaml").write_text("ours")
        (tmp_path / "minutes.txt").write_text("minutes")
        Workspace.create(tmp_path, SETTINGS)
        assert (tmp_path / "questionnaires" / "ours.yaml").read_text() == "ours"
        assert (tmp_path / "minutes.txt").read_text() == "minutes"
        assert (tmp_path / "reports").is_dir()

    def test_folders_above_are_made_too(self, tmp_path: Path) -> None:
        assert Workspace.create(tmp_path / "a" / "b é ?#%41", SETTINGS).repository().cycles() == ()

    def test_a_workspace_is_not_made_over_another(self, workspace: Workspace) -> None:
        key = workspace.key
        with pytest.raises(AuditError, match="this is a workspace already"):
            Workspace.create(workspace.path, Settings(organisation="Other"))
        found = Workspace.find(workspace.path)
        assert (found.settings, found.key) == (SETTINGS, key)

    @pytest.mark.parametrize("name", ["audit.db", "imroc-audit.key"])
    def test_a_file_in_the_way_is_never_lost(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_text("precious")
        with pytest.raises(AuditError, match=f"{name}: this file is in the way"):
            Workspace.create(tmp_path, SETTINGS)
        assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(name, "precious")]

    def test_a_file_is_no_folder(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        for folder in ("file", "file/below"):
            with pytest.raises(AuditError, match=r"this is a file|cannot be made here \(Not a directory\)"):
                Workspace.create(tmp_path / folder, SETTINGS)

    @pytest.mark.parametrize("folder", ["new/deep", "there"])
    def test_a_failure_leaves_nothing_half_done(self, tmp_path: Path, folder: str) -> None:
        (tmp_path / "there").mkdir()
        (tmp_path / "there" / "minutes.txt").touch()
        unreachable = SETTINGS.model_copy(update={"database": "postgresql://127.0.0.1:1/audit"})
        with pytest.raises(AuditError, match=r"127.0.0.1:1/audit: the database cannot be reached"):
            Workspace.create(tmp_path / folder, unreachable)
        assert [path.name for path in sorted(tmp_path.rglob("*"))] == ["there", "minutes.txt"]

    def test_a_failure_at_the_last_step_leaves_nothing_half_done(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rename = Path.rename

        def full(path: Path, target: Path) -> Path:
            if path.name == "imroc-audit.toml":
                raise OSError(28, "No space left on device")
            return rename(path, target)

        monkeypatch.setattr(Path, "rename", full)
        with pytest.raises(AuditError, match=r"cannot be made here \(No space left on device\)"):
            Workspace.create(tmp_path, SETTINGS)
        assert list(tmp_path.iterdir()) == []

    def test_a_folder_without_permission_to_write(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o500)
        code = (
            "import sys; from pathlib import Path; from imroc_audit.model.workspace import Settings;"
            "from imroc_audit.store.workspace import Workspace;"
            "Workspace.create(Path(sys.argv[1]), Settings(organisation='A'))"
        )
        ran = run_without_privileges(sys.executable, "-c", code, str(tmp_path))
        tmp_path.chmod(0o700)
        assert "cannot be made here (Permission denied). Choose a folder that you may write to" in ran.stderr
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.postgres
    def test_answers_may_be_kept_in_postgresql(self, tmp_path: Path, new_postgresql: Callable[[], Where]) -> None:
        url = str(new_postgresql())
        workspace = Workspace.create(tmp_path / "a", SETTINGS.model_copy(update={"database": url}))
        assert not (workspace.path / "audit.db").exists()
        assert stat.S_IMODE((workspace.path / "imroc-audit.toml").stat().st_mode) == 0o600
        with Workspace.find(workspace.path).repository() as repository:
            repository.open_cycle(cycle())
        with pytest.raises(AuditError, match="already holds tables"):
            Workspace.create(tmp_path / "b", SETTINGS.model_copy(update={"database": url}))


class TestFinding:
    def test_a_workspace_is_found_from_the_folders_below(self, workspace: Workspace) -> None:
        below = workspace.path / "reports" / "2026"
        below.mkdir()
        assert Workspace.find(below).path == workspace.path

    def test_the_nearest_one_is_found(self, workspace: Workspace) -> None:
        inner = Workspace.create(workspace.path / "inner", Settings(organisation="Inner"))
        assert Workspace.find(inner.path / "reports").settings.organisation == "Inner"

    def test_without_one_the_message_says_how_to_make_it(self, tmp_path: Path) -> None:
        with pytest.raises(AuditError, match=re.escape(f"{tmp_path}: there is no workspace here")) as caught:
            Workspace.find(tmp_path)
        assert "imroc-audit init DIR" in str(caught.value)

    def test_broken_settings_are_all_told_at_once(self, workspace: Workspace) -> None:
        path = workspace.path / "imroc-audit.toml"
        path.write_text('organisation = ""\nthreshold = 1\n')
        with pytest.raises(UnreadableError) as caught:
            Workspace.find(workspace.path)
        assert [problem.partition(": ")[0] for problem in caught.value.problems] == [f"{path}:1", f"{path}:2"]

    def test_settings_that_are_not_utf8(self, workspace: Workspace) -> None:
        (workspace.path / "imroc-audit.toml").write_bytes('organisation = "Süd"'.encode("latin-1"))
        with pytest.raises(UnreadableError, match="not UTF-8 text"):
            Workspace.find(workspace.path)

    def test_finding_a_workspace_opens_no_database(self, workspace: Workspace) -> None:
        (workspace.path / "audit.db").unlink()
        (workspace.path / "imroc-audit.key").unlink()
        assert Workspace.find(workspace.path).settings == SETTINGS

    def test_a_missing_database_is_not_made_anew(self, workspace: Workspace) -> None:
        (workspace.path / "audit.db").unlink()
        with pytest.raises(UnreadableError, match="the database is missing"):
            workspace.repository()
        assert not (workspace.path / "audit.db").exists()


class TestDatabase:
    def test_one_that_is_in_use_or_on_a_server_looks_whole(self, workspace: Workspace) -> None:
        assert workspace.database_looks_whole()
        with workspace.repository() as repository:
            repository.open_cycle(cycle())
            for _ in range(100):
                send(repository, response())
            assert workspace.database_looks_whole()
        settings = SETTINGS.model_copy(update={"database": "postgresql+psycopg://user@host/name"})
        assert Workspace(workspace.path, settings).database_looks_whole()

    @pytest.mark.parametrize("size", [0, 10, 8192])
    def test_one_that_is_cut_short_does_not(self, workspace: Workspace, size: int) -> None:
        os.truncate(workspace.path / "audit.db", size)
        assert not workspace.database_looks_whole()


class TestKey:
    def test_codes_are_hashed_with_the_key_of_the_file(self, workspace: Workspace) -> None:
        key = bytes.fromhex((workspace.path / "imroc-audit.key").read_text())
        assert len(key) == 32
        assert workspace.hmac("7K3M-é") == hmac.new(key, "7K3M-é".encode(), hashlib.sha256).hexdigest()

    def test_two_workspaces_have_two_keys(self, workspace: Workspace, tmp_path: Path) -> None:
        assert Workspace.create(tmp_path / "other", SETTINGS).hmac("code") != workspace.hmac("code")

    def test_a_missing_key_says_what_it_means(self, workspace: Workspace) -> None:
        (workspace.path / "imroc-audit.key").unlink()
        with pytest.raises(AuditError, match=r"key file is missing. Put it back from a backup"):
            workspace.hmac("code")

    @pytest.mark.parametrize("content", [b"", b"f00d", b"g" * 64, b"\xff" * 64])
    def test_a_broken_key_is_refused(self, workspace: Workspace, content: bytes) -> None:
        (workspace.path / "imroc-audit.key").write_bytes(content)
        with pytest.raises(UnreadableError, match="not a key of 64 hexadecimal digits"):
            workspace.hmac("code")

    def test_the_key_is_nowhere_in_the_database(self, workspace: Workspace) -> None:
        with closing(sqlite3.connect(workspace.path / "audit.db")) as connection:
            assert workspace.key.hex() not in "\n".join(connection.iterdump())
