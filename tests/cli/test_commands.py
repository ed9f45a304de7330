"""An audit from start to finish at the command line, and every command's exit code and output."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from imroc_audit import __version__
from imroc_audit.cli import console
from imroc_audit.cli.console import uses_plain
from tests.cli.conftest import Ran, Run

Answer = Callable[..., Ran]


@pytest.fixture
def closed(run: Run, audit: Path, answer: Answer) -> Path:
    """A closed audit cycle: 12 staff, 10 people using services, 3 carers."""
    assert run("-w", audit, "cycle", "open", "2026-spring", "--questionnaire", "tiny").code == 0
    for perspective, people, answers in (
        ("staff", 12, "54554"),
        ("service_user", 10, "13112"),
        ("carer", 3, "2233"),
    ):
        for number in range(people):
            done = answer(perspective, answers, team="Elm ward" if number % 2 else "Oak team", priorities="12")
            assert done.code == 0, done.err
    assert run("-w", audit, "cycle", "close", "--yes").code == 0
    return audit


def test_results_json_has_what_is_promised_and_fits_its_schema(run: Run, closed: Path) -> None:
    found = json.loads(run("-w", closed, "results", "--json").out)
    assert found["audit_cycle"] == "2026-spring"
    assert found["questionnaire"]["id"] == "tiny"
    assert found["respondents"] == {"staff": 12, "service_user": 10, "carer": None}
    first = found["challenges"][0]
    assert {"id", "title", "score", "perspectives", "gaps"} <= first.keys()
    staff = first["perspectives"]["staff"]
    assert {"n", "score", "low", "high", "consensus", "alpha", "hidden", "statements"} <= staff.keys()
    assert staff["statements"][0]["counts"] == [0, 0, 0, 0, 12]
    assert first["perspectives"]["carer"]["n"] is None
    assert first["gaps"][0]["between"] == ["staff", "service_user"]
    assert found["priorities"][0]["votes"] == {"staff": 12, "service_user": 10, "carer": None}
    schema = json.loads(run("results", "--schema").out)
    Draft202012Validator(schema).validate(found)


def test_results_show_tables_and_say_what_is_hidden(run: Run, closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    shown = run("-w", closed, "results").out
    assert "c01 Everyday contact" in shown
    assert "12 people" in shown
    assert "hidden" in shown
    explained = ("below a score is its 95% interval", "“agreement” is from 0", "“Equal voice” is the mean of all")
    assert all(shown.count(each) == 1 for each in explained)
    assert "Hidden: Relatives and friends. Fewer than 10 people answered." in shown


def test_a_tie_puts_nobody_above_anybody(
    run: Run, audit: Path, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    run("-w", audit, "cycle", "open", "2026-spring", "--questionnaire", "tiny")
    for perspective in ("staff", "service_user"):
        for number in range(12):
            answer(perspective, "54554" if number % 3 else "43443", team="Elm ward")
    run("-w", audit, "cycle", "close", "--yes")
    shown = run("-w", audit, "results").out
    assert shown.count("no difference") == 2
    assert " above " not in shown


def test_a_score_says_whether_all_scored_the_same_or_a_small_team_is_near_it(
    run: Run, audit: Path, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    run("-w", audit, "cycle", "open", "2026-spring", "--questionnaire", "tiny")
    for number in range(12):
        answer("staff", "54554" if number % 3 else "43443", team="Elm ward" if number % 2 else "Oak team")
    run("-w", audit, "cycle", "close", "--yes")
    shown = " ".join(run("-w", audit, "results").out.replace("│", " ").split())
    first, second = shown.split("c02 Choice")[:2]
    assert "all scored the same" in first  # one of the two statements is worded the other way round
    assert "a small team’s score is near this one" in second
    assert "all scored the same" not in second


def test_results_of_one_challenge_or_team(run: Run, closed: Path) -> None:
    one = json.loads(run("-w", closed, "results", "--challenge", "c02", "--json").out)
    assert [challenge["id"] for challenge in one["challenges"]] == ["c02"]
    assert json.loads(run("-w", closed, "results", "--challenge", " C02", "--json").out) == one
    unknown = run("-w", closed, "results", "--challenge", "c99")
    assert (unknown.code, unknown.err) == (1, "There is no challenge 'c99'. The challenges are: c01, c02.\n")
    team = run("-w", closed, "results", "--team", "Elm ward")
    assert team.code == 1
    assert "too few people in it answered" in team.err


def test_statements_are_shown_with_their_wording_and_in_words(run: Run, closed: Path) -> None:
    shown = run("-w", closed, "results", "--challenge", "c01").out
    assert "c01.1 I listen." in shown
    assert "c01.2 I rush. (worded" in shown
    assert "all gave the same answer" in " ".join(shown.replace("│", " ").split())
    assert "“small base” means fewer than 30 people: read the number with care." in shown


def test_where_no_score_can_be_shown_results_say_so_and_have_no_tables(run: Run, audit: Path, answer: Answer) -> None:
    run("-w", audit, "cycle", "open", "2026-spring", "--questionnaire", "tiny")
    answer("staff", "54554")
    run("-w", audit, "cycle", "close", "--yes")
    assert run("-w", audit, "results").out.splitlines()[1:3] == [
        "No score can be shown.",
        "Hidden: Staff. Fewer than 10 people answered.",
    ]
    run("-w", audit, "cycle", "open", "2026-winter", "--questionnaire", "tiny")
    run("-w", audit, "cycle", "close", "--yes")
    assert run("-w", audit, "results").out.splitlines()[1:] == ["Nobody answered."]


def test_report_writes_whole_files_where_it_is_told(run: Run, closed: Path, tmp_path: Path) -> None:
    done = run("-w", closed, "report", "--format", "html", "--output", tmp_path / "out")
    assert done.code == 0, done.err
    html = (tmp_path / "out" / "2026-spring.html").read_text(encoding="utf-8")
    assert "Northfield NHS Trust" in html
    assert not list((tmp_path / "out").glob(".*"))
    assert run("-w", closed, "report", "--format", "docx").code == 2


def test_an_open_audit_cycle_shows_nothing_but_how_many_answered(run: Run, audit: Path, answer: Answer) -> None:
    run("-w", audit, "cycle", "open", "2026-spring", "--questionnaire", "tiny")
    for _ in range(11):
        answer("staff", "54554")
    status = run("-w", audit, "status").out
    assert "Everyone: 10 or more answered" in status
    assert "Relatives and friends: fewer than 10" in status
    settings = audit / "imroc-audit.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("threshold = 10", "threshold = 11"), "utf-8")
    assert "threshold = 11" in settings.read_text(encoding="utf-8")
    assert "Everyone: 10 or more answered" in run("-w", audit, "status").out, "turned up, it would count people"
    for command in (("results",), ("results", "--json"), ("report",), ("comments", "review")):
        refused = run("-w", audit, *command)
        assert refused.code == 1
        assert "is still open" in refused.err
        assert refused.out == ""


def test_a_closed_audit_cycle_stays_closed(run: Run, closed: Path, answer: Answer) -> None:
    late = answer("staff", "54554")
    assert late.code == 1
    assert late.err.startswith("This survey has closed and takes no more answers.")
    assert run("-w", closed, "cycle", "close", "--yes").code == 1
    again = run("-w", closed, "cycle", "open", "2026-spring", "--questionnaire", "tiny")
    assert again.code == 1


def test_a_change_of_settings_cannot_make_other_results_of_a_closed_cycle(run: Run, closed: Path) -> None:
    before = run("-w", closed, "results", "--json").out
    settings = closed / "imroc-audit.toml"
    text = (
        settings.read_text(encoding="utf-8").replace("threshold = 10", "threshold = 3").replace("Elm ward", "Yew ward")
    )
    settings.write_text(text, encoding="utf-8")
    assert run("-w", closed, "results", "--json").out == before


def test_nobody_is_shown_with_fewer_others_than_was_promised_when_they_answered(
    run: Run, audit: Path, answer: Answer
) -> None:
    run("-w", audit, "cycle", "open", "2026-spring", "--questionnaire", "tiny")
    for _ in range(5):
        answer("staff", "54554")
    settings = audit / "imroc-audit.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("threshold = 10", "threshold = 3"))
    run("-w", audit, "cycle", "close", "--yes")
    found = json.loads(run("-w", audit, "results", "--json").out)
    assert found["threshold"] == 10
    assert found["respondents"]["staff"] is None


def test_stop_and_resume_with_the_code(run: Run, audit: Path) -> None:
    run("-w", audit, "cycle", "open", "2026-spring", "--questionnaire", "tiny")
    stopped = run(
        "-w",
        audit,
        "survey",
        "--plain",
        "--perspective",
        "staff",
        "--team",
        "oak TEAM",
        typed="1\n\n5\n4\nstop\n",
    )
    assert stopped.code == 75
    code = re.search(r"return code:\n(\S+)\n$", stopped.out)
    assert code is not None
    assert stopped.err == f"To carry on later: imroc-audit -w {audit} survey --plain --resume -\n"
    typed_badly = code[1].lower().replace("-", " ")
    resumed = run("-w", audit, "survey", "--plain", "--resume", typed_badly, typed="5\n5\n4\n\nsend\n")
    assert resumed.code == 0, resumed.out
    twice = run("-w", audit, "survey", "--plain", "--resume", code[1])
    assert twice.code == 1
    assert "If you had pressed Send, your answers were sent" in twice.err
    assert "Everyone: some people answered" in run("-w", audit, "status").out


def test_declining_keeps_nothing(run: Run, audit: Path) -> None:
    run("-w", audit, "cycle", "open", "2026-spring", "--questionnaire", "tiny")
    assert run("-w", audit, "survey", "--plain", typed="2\n").code == 0
    assert "nobody has answered yet" in run("-w", audit, "status").out


def test_the_definition_is_pinned_when_the_audit_cycle_opens(run: Run, audit: Path, tiny_text: str) -> None:
    run("-w", audit, "cycle", "open", "2026-spring", "--questionnaire", "tiny")
    changed = tiny_text.replace("I listen.", "I always listen.")
    (audit / "questionnaires" / "tiny.yaml").write_text(changed, encoding="utf-8")
    shown = run("-w", audit, "survey", "--plain", "--perspective", "staff", "--team", "Oak team", typed="1\n\n").out
    assert "I listen." in shown
    assert "has changed since '2026-spring' was opened. Nothing is lost" in run("-w", audit, "status").out


def test_questionnaire_commands(run: Run, audit: Path, tiny_text: str) -> None:
    listed = run("-w", audit, "questionnaire", "list").out
    assert {line.split()[0] for line in listed.splitlines()} == {
        "tiny",
        "ten-challenges",
        "ten-challenges-pulse",
    }
    shown = run("-w", audit, "questionnaire", "show", "tiny", "--perspective", "service_user", "--easy-read").out
    assert "c01.1  People listen." in shown
    file = audit / "questionnaires" / "tiny.yaml"
    tiny = {one["id"]: one for one in json.loads(run("-w", audit, "questionnaire", "list", "--json").out)}["tiny"]
    assert tiny == {"id": "tiny", "path": str(file), "version": "1.0", "title": "A tiny questionnaire", "mistakes": 0}
    assert "no mistakes" in run("questionnaire", "check", file).out
    file.write_text(tiny_text.replace("priorities: 2", "priorities: 9").replace("chime", "chimes"), encoding="utf-8")
    wrong = run("questionnaire", "check", file)
    assert wrong.code == 66
    assert "2 problems" in wrong.err
    assert "tiny  cannot be used, mistakes: 2. See: " in run("-w", audit, "questionnaire", "list").out
    assert "tiny.yaml:7: too many priorities" in wrong.err
    assert "tiny.yaml:33: 'chimes' is not a lens" in wrong.err
    Draft202012Validator.check_schema(json.loads(run("questionnaire", "schema").out))


def test_status_names_the_one_next_thing(run: Run, audit: Path, answer: Answer) -> None:
    steps = [run("-w", audit, "status").out]
    run("-w", audit, "cycle", "open", "2026-spring", "--questionnaire", "tiny")
    steps.append(run("-w", audit, "status").out)
    answer("staff", "54554")
    steps.append(run("-w", audit, "status").out)
    run("-w", audit, "cycle", "close", "--yes")
    steps.append(run("-w", audit, "status").out)
    for step, expected in zip(steps, (" cycle open NAME", " survey", " cycle close", " report"), strict=True):
        assert expected in step.splitlines()[-1]
    assert json.loads(run("-w", audit, "status", "--json").out)["state"] == "closed"


def test_closing_with_nobody_or_too_few_leads_to_a_next_step_that_makes_sense(
    run: Run, audit: Path, answer: Answer
) -> None:
    run("-w", audit, "cycle", "open", "2026-spring", "--questionnaire", "tiny")
    assert "Everyone: nobody has answered yet" in run("-w", audit, "status").out
    closed = run("-w", audit, "cycle", "close", "--yes")
    assert closed.err.startswith("Next: Nobody answered. ")
    assert "Everyone: nobody answered" in run("-w", audit, "status").out
    run("-w", audit, "cycle", "open", "2026-winter", "--questionnaire", "tiny")
    for perspective in ("staff", "service_user"):
        for _ in range(6):
            answer(perspective, "54554")
    closed = run("-w", audit, "cycle", "close", "--yes")
    few = "Next: Too few people answered for results to be shown. "
    assert closed.err.startswith(few)
    assert "comments review" not in closed.err
    status = run("-w", audit, "status").out
    assert "Everyone: some people answered" in status
    assert status.splitlines()[-1].startswith(f"{few}Make the short report")
    assert run("-w", audit, "report", "--format", "html").code == 0
    status = run("-w", audit, "status").out
    assert status.splitlines()[-1].startswith(few)
    assert status.endswith(" cycle open NAME\n")


def test_closing_says_who_answered_and_what_will_be_shown_and_needs_a_yes(
    run: Run, audit: Path, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("-w", audit, "cycle", "open", "2026-spring", "--questionnaire", "tiny")
    for perspective, people in (("staff", 13), ("carer", 4)):
        for _ in range(people):
            assert answer(perspective, "54554" if perspective == "staff" else "2233").code == 0
    alone = run("-w", audit, "cycle", "close")
    assert (alone.code, "Add --yes" in alone.err) == (2, True)
    assert "open" in run("-w", audit, "cycle", "list").out
    monkeypatch.setattr(console, "is_interactive", lambda: True)
    said = run("-w", audit, "cycle", "close", typed="n\n")
    assert said.code == 1
    lines = said.err.splitlines()
    assert lines[0] == "Everyone: 10 or more answered."
    assert "Staff: 10 or more answered: will be shown." in lines
    assert "Relatives and friends: fewer than 10: will be hidden." in lines
    assert "4" not in "".join(lines)
    assert "open" in run("-w", audit, "cycle", "list").out
    assert run("-w", audit, "cycle", "close", typed="y\n").code == 0
    assert "closed" in run("-w", audit, "cycle", "list").out


def test_how_many_answered_a_closed_cycle_is_told_in_the_steps_of_when_it_closed(run: Run, closed: Path) -> None:
    settings = closed / "imroc-audit.toml"
    before = run("-w", closed, "status").out
    settings.write_text(settings.read_text(encoding="utf-8").replace("threshold = 10", "threshold = 3"), "utf-8")
    assert run("-w", closed, "status").out == before


def test_version_help_and_module(run: Run) -> None:
    assert run("--version").out == f"imroc-audit {__version__}\n"
    assert "Ask everyone" in run("--help").out
    assert run("nonsense").code == 2


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("status",), 1, "there is no workspace here or above"),
        (("init", "x"), 2, "--organisation"),
        (("init", "x", "--organisation", "T", "--team", "Elm=many"), 2, "'many' is not a number of people"),
        (("init", "x", "--organisation", "T", "--team", "=4"), 2, "has no name"),
        (("init", "x", "--organisation", "T", "--team", "Elm=0"), 2, "a number is at least 1"),
        (("init", "x", "--organisation", "T", "--team", "Elm", "--team", "elm"), 2, "given more than once"),
        (("init", "x", "--organisation", ""), 2, "--organisation cannot be used"),
        (("init", "x", "--organisation", "T", "--database", "nonsense"), 2, "--database cannot be used"),
        (("questionnaire", "check", "missing.yaml"), 66, "there is no such file"),
        (("questionnaire", "check", "."), 66, "this is not a file"),
        (
            ("questionnaire", "show", "nothing"),
            1,
            "There is no questionnaire 'nothing'. Known ones: ten-challenges",
        ),
    ],
)
def test_a_mistake_ends_in_one_message_and_its_exit_code(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    ended = run(*arguments)
    assert ended.code == code
    assert message in ended.err
    assert "Traceback" not in ended.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("flag", "environment", "fits", "plain"),
    [
        (True, {}, True, True),
        (False, {"ACCESSIBLE": "1"}, False, False),
        (None, {}, True, False),
        (None, {"ACCESSIBLE": "1"}, True, True),
        (None, {"TERM": "dumb"}, True, True),
        (None, {"TERM": "xterm"}, False, True),
    ],
)
def test_which_view_is_used(flag: bool | None, environment: dict[str, str], fits: bool, plain: bool) -> None:
    assert uses_plain(flag, environment, fits=fits) is plain
