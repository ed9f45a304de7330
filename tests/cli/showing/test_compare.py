"""`compare`, `export tally` and `questionnaire diff` as people use them: numbers, words, files, and every mistake."""

import json
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.response import Response
from imroc_audit.store.workspace import Workspace
from tests.cli.conftest import Run

Fill = Callable[..., None]
PEOPLE = {
    ("staff", "Elm ward"): 30,
    ("staff", "Oak team"): 12,
    ("service_user", "Elm ward"): 22,
    ("carer", "Oak team"): 4,
}


@pytest.fixture
def fill(run: Run, tiny_text: str) -> Fill:
    """Open an audit cycle in a workspace, let made-up people answer, and close it unless told otherwise."""

    def fill_(folder: Path, name: str, leaning: str = "01234", *, text: str = tiny_text, close: bool = True) -> None:
        (folder / "questionnaires" / "tiny.yaml").write_text(text, encoding="utf-8")
        assert run("-w", folder, "cycle", "open", name, "--questionnaire", "tiny").code == 0
        draw = random.Random(f"{folder.name} {name}")
        rows = []
        for (perspective, team), people in PEOPLE.items():
            for _ in range(people):
                answers = "".join(draw.choices(leaning, k=4)) + (
                    "_" if perspective == "carer" else draw.choice(leaning)
                )
                response = Response(
                    key=f"{draw.getrandbits(128):032x}",
                    audit_cycle=name,
                    perspective=perspective,
                    team=team,
                    mode="paper",
                    month="2026-03",
                    answers=answers,
                )
                rows.append((response.key, response.row, ()))
        with Workspace.find(folder).repository() as repository:
            repository.add_imported(AuditCycleName(name), rows)
        if close:
            assert run("-w", folder, "cycle", "close", "--yes").code == 0

    return fill_


@pytest.fixture
def north(audit: Path, fill: Fill, tiny_text: str) -> Path:
    """Two audit cycles that can be compared but for one statement as staff read it; the scores go up."""
    fill(audit, "2025-spring", "012")
    fill(audit, "2026-spring", "234", text=tiny_text.replace("I listen.", "I always listen."))
    return audit


@pytest.fixture
def south(run: Run, fill: Fill, tmp_path: Path) -> Path:
    folder = tmp_path / "south"
    assert run("init", folder, "--organisation", "Southmoor", "--team", "Elm ward").code == 0
    fill(folder, "2026-spring")
    return folder


@pytest.fixture
def bundles(run: Run, north: Path, south: Path, tmp_path: Path) -> tuple[Path, Path]:
    """What both workspaces export of 2026-spring."""
    files = tmp_path / "A.json", tmp_path / "B.json"
    for folder, file in zip((north, south), files, strict=True):
        done = run("-w", folder, "export", "tally", "--cycle", "2026-spring", "--output", file)
        assert (done.code, done.out) == (0, f"{file}\n"), done.err
    return files


def test_two_audit_cycles_in_words(run: Run, north: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    shown = run("-w", north, "compare", "2025-spring", "2026-spring").out
    assert "From 2025-spring to 2026-spring" in shown
    for words in ("improvement", "wording changed", "too few people", "3 comparisons were made at once"):
        assert words in shown
    assert "stands out among all of them" in shown
    assert not re.search("Holm|Welch", shown)


def test_a_narrow_terminal_gets_lines(run: Run, north: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    shown = run("-w", north, "compare", "2025-spring", "2026-spring", "--statements").out
    assert "  Staff: cannot be compared: wording changed" in shown
    assert re.search(
        r"^c02 Choice\n  Staff: from \d+ to \d+, \+\d+ \(\+\d+ to \+\d+\), clear improvement$", shown, re.M
    )
    assert "c01.1\n" in shown


@pytest.fixture
def other_statements(audit: Path, fill: Fill, tiny_text: str) -> Path:
    """Two audit cycles in which each challenge has a statement that only one of them asked."""
    fill(audit, "2025-spring")
    fill(audit, "2026-spring", text=tiny_text.replace("id: c01.2", "id: c01.9").replace("id: c02.2", "id: c02.9"))
    return audit


def test_where_no_challenge_can_be_compared_one_sentence_says_why_and_what_can(
    run: Run, other_statements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    why = (
        "From 2025-spring to 2026-spring: no challenge can be compared: statements added or taken out. "
        "3 statements are the same in both: "
    )
    shown = run("-w", other_statements, "compare", "2025-spring", "2026-spring").out
    assert shown.endswith(f"\n\n{why}compare them with --statements.\n")
    assert shown.count("statements added or taken out") == 1
    shown = run("-w", other_statements, "compare", "2025-spring", "2026-spring", "--statements").out
    assert f"{why}see below.\n" in shown
    assert re.search("c02.3 .* clear change", shown, re.S)


def test_study_points_to_compare_where_no_score_can_be_compared(run: Run, other_statements: Path) -> None:
    shown = run("-w", other_statements, "study").out
    assert "They cannot be compared. See why: imroc-audit" in " ".join(shown.split())
    assert "statements added or taken out" not in shown


def test_organisations_are_named_once_and_neither_is_the_one_that_changed(
    run: Run, bundles: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    shown = run("compare", *bundles).out
    assert "Southmoor: 2026-spring, " in shown
    assert re.search(r"^  Staff: \d+ and \d+, ", shown, re.M)


def test_the_json_of_a_comparison_fits_its_schema(run: Run, bundles: tuple[Path, Path]) -> None:
    schema = json.loads(run("compare", "--schema").out)
    Draft202012Validator(schema).validate(json.loads(run("compare", *bundles, "--json", "--statements").out))


def test_json_has_numbers_unrounded_and_null_for_what_is_hidden(run: Run, north: Path) -> None:
    found = json.loads(run("-w", north, "compare", "2025-spring", "2026-spring", "--json").out)
    assert [one["audit_cycle"] for one in found["audits"]] == ["2025-spring", "2026-spring"]
    changes = {(one["challenge"], one["perspective"]): one for one in found["pairs"][0]["changes"]}
    staff, carer = changes["c02", "staff"], changes["c02", "carer"]
    assert staff["verdict"] == "clear improvement"
    assert staff["difference"] == staff["second"] - staff["first"]
    assert staff["low"] < staff["difference"] < staff["high"]
    assert (carer["difference"], carer["p"], carer["why"]) == (None, None, "too few people")
    assert changes["c01", "staff"]["why"] == "wording changed"
    assert found["pairs"][0]["family"] == 3
    hidden = found["challenges"][0]["scores"]["carer"][0]
    assert hidden == dict.fromkeys(("n", "score", "sd", "low", "high")) | {"hidden": True, "small_base": False}


def test_bundles_workspaces_and_audit_cycles_give_the_same_numbers(
    run: Run, north: Path, south: Path, bundles: tuple[Path, Path], tmp_path: Path
) -> None:
    by_file = run("compare", *bundles, "--json", "--statements").out
    by_folder = run("compare", north, south, "--json", "--statements").out
    assert by_file == by_folder == run("compare", f"{north}:2026-spring", bundles[1], "--json", "--statements").out
    assert json.loads(by_file)["kind"] == "organisations"
    old = tmp_path / "old.json"
    run("-w", north, "export", "tally", "--cycle", "2025-spring", "--output", old)
    within = run("-w", north, "compare", "2025-spring", "2026-spring", "--json").out
    assert within == run("compare", old, bundles[0], "--json").out


def test_a_bundle_goes_to_standard_output_where_no_file_is_given(run: Run, south: Path) -> None:
    found = json.loads(run("-w", south, "export", "tally").out)
    assert found["format"] == "imroc-audit tally"
    assert found["audit"]["organisation"] == "Southmoor"


def test_the_bundle_of_an_audit_cycle_stays_the_same_when_the_settings_change(run: Run, south: Path) -> None:
    """Two publications with different thresholds could be held against each other: see test_attack_compare.py."""
    before = run("-w", south, "export", "tally").out
    settings = south / "imroc-audit.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("threshold = 10", "threshold = 3"), encoding="utf-8"
    )
    assert run("-w", south, "export", "tally").out == before


def test_the_report_is_written_in_every_format(run: Run, bundles: tuple[Path, Path], tmp_path: Path) -> None:
    done = run("compare", *bundles, "--format", "html", "--output", tmp_path / "out")
    assert (done.code, done.out) == (0, f"{tmp_path / 'out' / 'comparison.html'}\n"), done.err
    html = (tmp_path / "out" / "comparison.html").read_text(encoding="utf-8")
    assert "Southmoor beside Northfield NHS Trust" in html
    with_json = run("compare", *bundles, "--json", "--format", "html", "--output", tmp_path / "out")
    assert json.loads(with_json.out)["kind"] == "organisations"
    assert run("compare", *bundles, "--format", "docx").code == 2


def test_questionnaire_diff_of_audit_cycles_files_ids_and_bundles(
    run: Run, north: Path, bundles: tuple[Path, Path], tiny_text: str, tmp_path: Path
) -> None:
    shown = run("-w", north, "questionnaire", "diff", "2025-spring", "2026-spring").out
    assert "c01.1 (c01): reworded\n  staff\n    old: I listen.\n    new: I always listen.\n" in shown
    assert shown.endswith("4 same, 1 changed, 0 new, 0 gone\n")
    file = tmp_path / "mine.yaml"
    file.write_text(tiny_text.replace("c02.2", "c02.4"), encoding="utf-8")
    found = json.loads(run("questionnaire", "diff", bundles[1], file, "--json").out)
    assert {one["id"]: one["status"] for one in found["statements"]}["c02.2"] == "gone"
    shown = run("questionnaire", "diff", "ten-challenges", "ten-challenges-pulse").out
    assert "10 same, 0 changed, 0 new, 30 gone" in shown
    assert run("questionnaire", "diff", "ten-challenges", "nothing").code == 1


def test_questionnaires_that_share_no_words_are_refused(
    run: Run, north: Path, south: Path, fill: Fill, tiny_text: str
) -> None:
    fill(south, "2027-spring", text=tiny_text.replace("Partly true", "Half true"))
    refused = run("compare", north, south)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("Nothing can be compared: the questionnaires (tiny 1.0) have no statement")


def test_an_open_audit_cycle_is_not_compared(run: Run, south: Path, fill: Fill) -> None:
    fill(south, "2027-spring", close=False)
    for command in (("compare", "2026-spring", "2027-spring"), ("export", "tally", "--cycle", "2027-spring")):
        refused = run("-w", south, *command)
        assert (refused.code, refused.out) == (1, "")
        assert "is still open" in refused.err


def test_one_audit_cycle_is_not_compared_with_itself_however_it_is_named(
    run: Run, north: Path, bundles: tuple[Path, Path], tmp_path: Path
) -> None:
    copy = tmp_path / "copy.json"
    shutil.copy(bundles[0], copy)
    shutil.copytree(north, tmp_path / "elsewhere")
    for names in (
        ("2026-spring", "2026-spring"),
        ("2026-spring", bundles[0]),
        (bundles[0], copy),
        (bundles[0], north),
        (north, tmp_path / "elsewhere"),
    ):
        refused = run("-w", north, "compare", *names)
        assert (refused.code, refused.out) == (1, "")
        assert "this is the same audit cycle (Northfield NHS Trust, 2026-spring)" in refused.err


@pytest.mark.parametrize(
    ("names", "code", "message"),
    [
        (("A.json",), 2, "There is nothing to compare with"),
        ((), 2, "nothing to compare with"),
        (("A.json", "2020"), 1, "There is no audit cycle, workspace folder or bundle '2020'"),
        (("A.json", "empty"), 1, "empty: this folder is not a workspace"),
        (("A.json", "audit/reports"), 1, "this folder is not a workspace"),
        (("A.json", "missing.json"), 66, "missing.json: there is no such file"),
        (("A.json", "cut.json"), 66, "the file is cut short or damaged"),
        (("A.json", "edited.json"), 66, "its checksum does not fit"),
        (("A.json", "text.json"), 66, "text.json:1: this is not JSON"),
        (("A.json", "audit:2020"), 1, "2020"),
        (("A.json", "audit/imroc-audit.toml"), 66, "this is not JSON"),
        (("A.json", "audit/audit.db"), 66, "is not UTF-8"),
    ],
)
def test_a_mistake_ends_in_one_message_and_its_exit_code(
    names: tuple[str, ...], code: int, message: str, run: Run, bundles: tuple[Path, Path], tmp_path: Path
) -> None:
    text = bundles[1].read_text(encoding="utf-8")
    (tmp_path / "cut.json").write_text(text[: len(text) // 2], encoding="utf-8")
    (tmp_path / "edited.json").write_text(text.replace("Southmoor", "Northmoor"), encoding="utf-8")
    (tmp_path / "text.json").write_text("hello", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    refused = run("compare", *names)
    assert (refused.code, refused.out) == (code, "")
    assert message in refused.err
    assert "Traceback" not in refused.err
