"""`doctor` names each thing it looks at once, and says what to do about what is not well."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def looked_at(run: Run, folder: Path) -> dict[str, bool]:
    """What was looked at, and whether it is well."""
    done = run("-w", folder, "doctor", "--json")
    found = json.loads(done.out)
    assert done.code == (0 if all(one["ok"] for one in found) else 1)
    assert len({one["what"] for one in found}) == len(found)
    assert all(one["remedy"] for one in found if not one["ok"])
    return {one["what"]: one["ok"] for one in found}


def test_each_thing_has_one_line(run: Run, audit: Path) -> None:
    lines = run("-w", audit, "doctor").out.splitlines()
    assert [line[6:].split(":")[0] for line in lines] == [*looked_at(run, audit)]
    assert {"Python", "Terminal", "Workspace", "Database", "Key"} <= looked_at(run, audit).keys()
    assert "ok    Database: readable, 0 audit cycles" in lines


@pytest.mark.parametrize(
    ("file", "text", "not_well"),
    [
        ("imroc-audit.toml", "organisation =\n", {"Workspace"}),
        ("audit.db", "no database", {"Database"}),
        ("imroc-audit.key", "no key", {"Key"}),
    ],
)
def test_what_is_broken_is_named_with_what_to_do(
    run: Run, audit: Path, file: str, text: str, not_well: set[str]
) -> None:
    (audit / file).write_text(text, encoding="utf-8")
    assert {what for what, ok in looked_at(run, audit).items() if not ok} == not_well
    done = run("-w", audit, "doctor")
    assert done.code == 1
    place = next(n for n, line in enumerate(done.out.splitlines()) if line.startswith("mend"))
    assert str(audit / file) in done.out.splitlines()[place + 1]


def test_a_head_count_for_a_perspective_that_nobody_can_have_is_pointed_out(run: Run, audit: Path) -> None:
    settings = audit / "imroc-audit.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("staff = 40", "staf = 40"), encoding="utf-8")
    said = "imroc-audit.toml counts people for 'staf' (team Oak team). tiny has no such perspective"
    instead = "Write one of these in its place: staff, service_user, carer."
    opened = run("-w", audit, "cycle", "open", "spring", "--questionnaire", "tiny")
    assert f"Check the head counts: {said}" in opened.err
    assert instead in opened.err
    looked = run("-w", audit, "doctor").out
    assert f"mend  Head counts: some cannot be used\n      {said}" in looked
    assert instead in looked
    settings.write_text(text, encoding="utf-8")
    assert looked_at(run, audit)["Head counts"]


def test_a_key_that_others_can_read_is_not_well(run: Run, audit: Path) -> None:
    (audit / "imroc-audit.key").chmod(0o644)
    assert "mend  Key: imroc-audit.key, permissions 0644" in run("-w", audit, "doctor").out
