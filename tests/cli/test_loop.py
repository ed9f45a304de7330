"""The loop at the command line: agree, plan, do, study, act, and the next audit cycle."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from imroc_audit.errors import UnreadableError
from imroc_audit.workflows.agreeing import begin_draft, open_meeting, save_draft, seen

from .conftest import Ran, Run

Answer = Callable[..., Ran]

AGREEMENT = """\
date: 2024-01-05
room: {staff: 2, service_user: 2}
stages:
  c01: {stage: development, evidence: [{text: We asked., source: visits.docx}]}
priorities:
  - {challenge: c01, reason: It matters., dissent: Two would start elsewhere.}
"""
PLAN = """\
actions:
  - id: a1
    challenge: c01
    aim: More people are asked.
    rationale: They told us.
    lead: ward manager
    co_lead: peer worker
    goal: {-2: none, -1: few, 0: half, 1: most, 2: all}
    measures:
      - {name: asked, unit: percent, direction: up, baseline: 20, target: 50, how_often: every week}
    pdsa_cycles:
      - {change_idea: Ask first., prediction: Most say yes., scale: one person, start: 2024-01-05, review: 2024-01-19}
"""


@pytest.fixture
def closed(run: Run, audit: Path, answer: Answer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A closed audit cycle of the tiny questionnaire, closed on the last day of 2023; today is 30 June 2024."""
    from datetime import date

    class Days(date):
        now = date(2023, 12, 1)

        @classmethod
        def today(cls) -> "Days":
            return cls(cls.now.year, cls.now.month, cls.now.day)

    for name in ("agreeing", "cycles", "doing", "planning", "studying"):
        monkeypatch.setattr(f"imroc_audit.cli.{name}.date", Days)
    assert run("-w", audit, "cycle", "open", "2023-autumn", "--questionnaire", "tiny").code == 0
    for perspective, answers in (("staff", "54554"), ("service_user", "13112"), ("carer", "2233")):
        for _ in range(10):
            assert answer(perspective, answers, priorities="12").code == 0
    Days.now = date(2023, 12, 31)
    assert run("-w", audit, "cycle", "close").code == 0
    Days.now = date(2024, 6, 30)
    return audit


@pytest.fixture
def planned(run: Run, closed: Path) -> Path:
    """The same, with an agreement and one action."""
    for name, text, command in (("agreement", AGREEMENT, ("agree", "--from")), ("plan", PLAN, ("plan", "apply"))):
        path = closed.parent / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        done = run("-w", closed, *command, path)
        assert done.code == 0, done.err
    return closed


def status(run: Run, folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(run("-w", folder, "status", "--json").out)
    return found


def test_the_whole_loop_goes_round(run: Run, planned: Path) -> None:
    assert status(run, planned)["step"] == "do"
    for arguments in (
        ("do", "a1", "--log", "Most said yes.", "--as-planned", "--date", "2024-01-06"),
        ("do", "a1", "--measure", "asked", "--value", "25", "--date", "2024-01-06"),
    ):
        done = run("-w", planned, *arguments)
        assert done.code == 0, done.err
    assert status(run, planned)["step"] == "study"
    study = json.loads(run("-w", planned, "study", "a1", "--json").out)
    assert study["actions"][0]["measures"][0]["observations"] == [{"date": "2024-01-06", "value": 25.0}]
    assert study["actions"][0]["pdsa_cycles"][0]["log"][0]["text"] == "Most said yes."
    adapted = run("-w", planned, "act", "a1", "adapt", "--lesson", "Ask twice.", "--came-true", "partly")
    assert adapted.code == 0
    assert "PDSA cycle 2 is open: 2024-06-30 to 2024-07-14" in adapted.out
    adopted = run("-w", planned, "act", "a1", "adopt", "--lesson", "It works.", "--goal-level", "1")
    assert adopted.code == 0, adopted.err
    assert status(run, planned)["step"] == "again"
    listed = json.loads(run("-w", planned, "plan", "list", "--json").out)
    assert [(one["id"], one["status"]) for one in listed] == [("a1", "adopted")]
    scored = run("-w", planned, "study", "--goal-score").out
    assert "Goal attainment score: 60.0" in scored


def test_export_and_apply_change_nothing(run: Run, planned: Path) -> None:
    exported = run("-w", planned, "plan", "export").out
    again = run("-w", planned, "plan", "apply", "-", typed=exported)
    assert (again.code, again.out) == (0, "The same as before: 1\nNothing to change.\n")
    assert run("-w", planned, "plan", "export").out == exported
    assert len(json.loads(run("-w", planned, "plan", "history", "--json").out)) == 2


def test_a_broken_plan_changes_nothing_and_lists_every_problem(run: Run, planned: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(PLAN.replace("c01", "c09").replace("2024-01-19", "2024-01-01") + "extra: 1\n", encoding="utf-8")
    refused = run("-w", planned, "plan", "apply", broken)
    assert (refused.code, refused.out) == (66, "")
    assert refused.err.splitlines()[0] == "broken.yaml: 3 problems, and nothing was changed. Mend them and try again:"
    assert [line.split(": ")[0] for line in refused.err.splitlines()[1:]] == [
        "broken.yaml:3",
        "broken.yaml:12",
        "broken.yaml:13",
    ]
    assert len(json.loads(run("-w", planned, "plan", "history", "--json").out)) == 2


def test_what_a_file_changes_is_shown(run: Run, planned: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.yaml"
    changed.write_text(PLAN.replace("target: 50", "target: 60"), encoding="utf-8")
    shown = run("-w", planned, "plan", "apply", changed, "--yes")
    assert "measure 'asked': target: 50 -> 60" in shown.out
    assert "version 2: changed: measure 'asked': target" in run("-w", planned, "plan", "history", "a1").out


def test_hints_are_about_what_a_file_changes(run: Run, planned: Path, tmp_path: Path) -> None:
    both = tmp_path / "both.yaml"
    more = PLAN.split("\n", 1)[1].replace("a1", "a2").replace("    rationale: They told us.\n", "")
    both.write_text(PLAN + more, encoding="utf-8")
    done = run("-w", planned, "plan", "apply", both, "--yes")
    assert done.code == 0, done.err
    assert "Note: a2: Say why the change should help." in done.err
    assert "a1" not in done.err


def test_an_agreement_about_another_audit_cycle_than_the_named_one_is_refused(
    run: Run, planned: Path, tmp_path: Path
) -> None:
    path = tmp_path / "agreement.yaml"
    path.write_text("audit_cycle: 2023-autumn\n" + AGREEMENT, encoding="utf-8")
    run("-w", planned, "cycle", "open", "2024-summer", "--questionnaire", "tiny")
    run("-w", planned, "cycle", "close")
    refused = run("-w", planned, "agree", "--from", path, "--cycle", "2024-summer")
    assert refused.code == 2
    assert "is about the audit cycle '2023-autumn', and --cycle says '2024-summer'" in refused.err


def test_a_terminal_obeys_nothing_that_people_wrote(run: Run, planned: Path) -> None:
    assert run("-w", planned, "do", "a1", "--log", "\x1b[2Jgone\x07").code == 0
    shown = run("-w", planned, "study", "a1").out
    assert "gone" in shown
    assert not {"\x1b", "\x07"} & set(shown)


def test_values_come_from_a_file_with_every_problem_at_once(run: Run, planned: Path, tmp_path: Path) -> None:
    values = tmp_path / "values.csv"
    values.write_text("date,value\n2024-01-06,1\n2024-01-06,2\n2024-01-07,NaN\n", encoding="utf-8")
    refused = run("-w", planned, "do", "a1", "--measure", "asked", "--csv", values)
    assert refused.code == 66
    assert len(refused.err.splitlines()) == 3
    values.write_text("date,value\n" + "".join(f"2024-01-{n:02},{n}\n" for n in range(6, 26)), encoding="utf-8")
    assert "recorded 20 values" in run("-w", planned, "do", "a1", "--measure", "asked", "--csv", values).out
    again = run("-w", planned, "do", "a1", "--measure", "asked", "--csv", values)
    assert "recorded already" in again.out
    shown = run("-w", planned, "study", "a1", "--xmr").out
    assert "A trend: 20 values in a row" in shown
    assert "XmR [H]: Special cause, improvement" in shown
    values.write_text("date,value\n2024-01-06,99\n", encoding="utf-8")
    clash = run("-w", planned, "do", "a1", "--measure", "asked", "--csv", values)
    assert "6 January 2024 has 99 here and 6 in the plan" in clash.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("do", "a1"), 2, "Say what to record"),
        (("do", "a1", "--measure", "asked"), 2, "Say what to record"),
        (("do", "a1", "--value", "3"), 2, "Say what to record"),
        (("do", "a1", "--measure", "asked", "--value", "nan"), 2, "--value nan is not a number"),
        (("do", "a1", "--measure", "asked", "--value", "many"), 2, "Invalid value"),
        (("do", "a1", "--measure", "asked", "--value", "1e300"), 2, "not a number that a measure can have"),
        (("do", "a1", "--log", " "), 2, "--log: there are no words between the quotes"),
        (("do", "a1", "--log", "a\udcff"), 2, "--log: there are no words between the quotes that can be read"),
        (("do", "a1", "--log", "x", "--role", ""), 2, "--role: there are no words between the quotes"),
        (("do", "a1", "--log", "x", "--date", "2024-01-04"), 1, "PDSA cycle 1 of 'a1' starts on 5 January 2024"),
        (("do", "a1", "--log", "x", "--measure", "none", "--value", "3"), 1, "has no measure 'none'"),
        (("do", "a1", "--log", "x", "--date", "2025-01-01"), 2, "still to come"),
        (("do", "a1", "--log", "x", "--date", "soon"), 2, "is not a day"),
        (("do", "b", "--log", "x"), 1, "There is no action 'b'. Use one of these: a1."),
        (("do", "a1", "--measure", "asked", "--csv", "none.csv"), 66, "no such file"),
        (("act", "a1", "adapt"), 2, "Nobody is there to ask"),
        (("act", "a1", "keep", "--lesson", "x"), 2, "'keep'"),
        (("act", "a1", "adopt", "--lesson", " "), 2, "--lesson cannot be used. Write some words."),
        (("agree", "--show", "--cycle", "a\udcff"), 2, "--cycle: there are no words between the quotes"),
        (("act", "a1", "adapt", "--lesson", "x", "--scale", "one ward"), 2, "--scale cannot be used"),
        (("plan", "add"), 2, "--challenge, --aim, --change-idea, --prediction, --lead"),
        (("plan", "add", "--unit", "a week", "--baseline", "0"), 2, "--unit, --baseline without --measure"),
        (("plan", "show", "b"), 1, "Use one of these: a1."),
        (("agree",), 2, "agree --from agreement.yaml"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(
    run: Run, planned: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    refused = run("-w", planned, *arguments)
    assert refused.code == code, refused.err
    assert message in refused.err
    assert len(json.loads(run("-w", planned, "plan", "history", "--json").out)) == 2


def test_an_action_is_planned_from_options_alone(run: Run, planned: Path) -> None:
    told = (
        "--challenge",
        "c02",
        "--aim",
        "More choice.",
        "--change-idea",
        "Offer two.",
        "--prediction",
        "One takes it.",
    )
    measured = ("--measure", "offers", "--unit", "a week", "--direction", "up", "--how-often", "every week")
    more = ("--barrier", "poverty", "--enabler", "A kind manager = champions")
    goal = [part for level in range(-2, 3) for part in ("--goal", f"{level}=level {level}")]
    done = run("-w", planned, "plan", "add", *told, "--lead", "team manager", *measured, *more, *goal)
    assert done.code == 0, done.err
    assert done.out == "Planned 'c02-1', to be reviewed on 2024-07-14.\n"
    assert "c02 is not among the priorities agreed" in done.err.replace("\n", " ")
    assert "has no baseline" in done.err
    found = json.loads(run("-w", planned, "plan", "show", "c02-1", "--json").out)["action"]
    assert (found["barriers"][0]["cfir"], found["enablers"][0]["cfir"]) == ("outer setting", "champions")
    assert found["goal"]["-2"] == "level -2"
    wrong = run("-w", planned, "plan", "add", *told, "--lead", "x", "--measure", "offers", "--goal", "0=some")
    assert wrong.code == 1
    assert "'goal': the levels are not exactly" in wrong.err
    assert "'unit' is missing" in wrong.err


def test_only_one_side_in_the_room_is_said(run: Run, closed: Path, tmp_path: Path) -> None:
    path = tmp_path / "agreement.yaml"
    path.write_text("date: 2024-01-05\nroom: {staff: 5}\n", encoding="utf-8")
    done = run("-w", closed, "agree", "--from", path)
    assert done.code == 0
    assert "Only one perspective was in the room" in done.err


def test_an_open_audit_cycle_is_not_agreed_about(run: Run, audit: Path, tmp_path: Path) -> None:
    run("-w", audit, "cycle", "open", "2024-spring", "--questionnaire", "tiny")
    path = tmp_path / "agreement.yaml"
    path.write_text(AGREEMENT, encoding="utf-8")
    for command in (("agree", "--from", path), ("agree",), ("plan", "apply", path)):
        refused = run("-w", audit, *command)
        assert refused.code == 1
        assert "is still open" in refused.err


def test_open_actions_are_carried_over_into_the_next_audit_cycle(run: Run, planned: Path) -> None:
    opened = run("-w", planned, "cycle", "open", "2024-summer", "--questionnaire", "tiny")
    assert "Carried over, still being tried: a1" in opened.out
    shown = run("-w", planned, "status").out
    assert "Being tried: a1" in shown
    assert "Due for review: a1" in shown
    assert "[answer] > close" in shown


def test_the_next_audit_cycle_shows_what_became_of_the_last_one(run: Run, planned: Path, answer: Answer) -> None:
    assert run("-w", planned, "cycle", "open", "2024-summer", "--questionnaire", "tiny").code == 0
    for perspective, answers in (("staff", "54554"), ("service_user", "43444")):
        for number in range(10):
            changed = str(int(answers[0]) - number % 2) + answers[1:]
            assert answer(perspective, changed).code == 0
    assert run("-w", planned, "cycle", "close").code == 0
    study = run("-w", planned, "study").out
    assert "a1  open, PDSA cycle 1 of 1" in study
    assert "Scores, 2023-autumn to 2024-summer:" in study
    assert "c01 People using services: clear improvement, +" in study
    shown = seen(open_meeting(planned, None), "c01")
    assert shown.last_stage == "development"
    assert shown.scores[2] == "Relatives and friends: no score."
    assert shown.gaps[0].startswith("Staff: ")
    assert run("-w", planned, "study", "a1", "--json").out.count('"challenge": "c02"') == 0


def test_the_agreement_comes_back_as_a_file(run: Run, planned: Path, tmp_path: Path) -> None:
    path = tmp_path / "back.yaml"
    path.write_text(run("-w", planned, "agree", "--show").out, encoding="utf-8")
    again = run("-w", planned, "agree", "--from", path)
    assert "Nothing was changed" in again.out


@pytest.fixture
def terminal(closed: Path) -> Callable[..., pexpect.spawn]:
    """Run a command at a terminal of 80 x 24."""

    def start(*arguments: str) -> pexpect.spawn:
        command = ["-m", "imroc_audit", "-w", str(closed), *arguments]
        return pexpect.spawn(sys.executable, command, encoding="utf-8", dimensions=(24, 80), timeout=20)

    return start


@pytest.mark.terminal
def test_the_meeting_is_led_through_stopped_and_gone_on_with(terminal: Callable[..., pexpect.spawn]) -> None:
    meeting = terminal("agree")
    for question, typed in (("Stage", "2"), ("Evidence", "We asked."), ("Link", ""), ("date", ""), ("Evidence", "")):
        meeting.expect(question + r"[^\n]*[:?)] $")
        meeting.sendline(typed)
    meeting.expect("Challenge 2 of 2")
    meeting.sendcontrol("c")
    meeting.expect(pexpect.EOF)
    meeting = terminal("agree")
    meeting.expect("Going on from where you stopped")
    for question, typed in (
        ("Challenge 2 of 2(.|\n)*Stage", "9"),
        ("from 1 to 3(.|\n)*Stage", ""),
        ("  Staff", "3"),
        ("  People using services", "0"),
        ("  Relatives and friends", "0"),
        ("Only one perspective(.|\n)*Priority 1", "c01"),
        ("Why this one", "It matters."),
        ("Who saw it differently", ""),
        ("Priority 2", ""),
        ("Day of the meeting", "2024-01-05"),
        ("Record this agreement", "y"),
    ):
        meeting.expect(question)
        meeting.sendline(typed)
    meeting.expect("2023-autumn: agreed")
    meeting.expect(pexpect.EOF)
    meeting.close()
    assert meeting.exitstatus == 0


@pytest.mark.terminal
def test_an_agreed_stage_and_its_evidence_are_taken_back_at_the_meeting(
    terminal: Callable[..., pexpect.spawn], run: Run, planned: Path
) -> None:
    """The group keeps the stage without its evidence, and then leaves it open."""
    for answers, stages in (
        ((("Stage", ""), ("Keep this evidence", "n"), ("Evidence", "")), {"c01": {"stage": "development"}}),
        ((("Stage", "-"),), {}),
    ):
        meeting = terminal("agree")
        rest = ("Stage", "Staff", "People using services", "Relatives", "Keep these", "Day of the meeting", "Record")
        for question, typed in (*answers, *((one, "") for one in rest)):
            meeting.expect(question + r"[^\n]*[:?)\]] $")
            meeting.sendline(typed)
        meeting.expect(pexpect.EOF)
        shown = json.loads(run("-w", planned, "plan", "history", "--json").out)
        agreed = [one["content"] for one in shown if one["kind"] == "agreement"][-1]
        assert {one: {"stage": found["stage"]} for one, found in agreed["stages"].items()} == stages
        assert not any(found["evidence"] for found in agreed["stages"].values())


def test_a_file_says_so_when_a_meeting_was_stopped_half_way(run: Run, planned: Path, tmp_path: Path) -> None:
    save_draft(planned, "2023-autumn", {"seen": ["c01"]})
    path = tmp_path / "agreement.yaml"
    path.write_text(AGREEMENT, encoding="utf-8")
    told = run("-w", planned, "agree", "--from", path).err.replace("\n", " ")
    assert "To begin it anew, delete agreement-2023-autumn.draft.json." in told


def test_a_meeting_whose_notes_cannot_be_read_is_begun_again_in_words(planned: Path) -> None:
    meeting = open_meeting(planned, None)
    notes = planned / "agreement-2023-autumn.draft.json"
    for broken in ('{"room": ', "[]"):
        notes.write_text(broken, encoding="utf-8")
        with pytest.raises(UnreadableError, match="Delete this file to begin the meeting again"):
            begin_draft(planned, meeting)


@pytest.mark.terminal
def test_an_action_is_planned_from_questions(terminal: Callable[..., pexpect.spawn], run: Run, closed: Path) -> None:
    asked = terminal("plan", "add", "--lead", "ward manager")
    for question, typed in (
        ("Challenge", "1"),
        ("Aim", "More."),
        ("Change idea", "Ask."),
        ("Why", ""),
        ("Prediction", "Yes."),
        ("Scale", ""),
        ("Co-lead", ""),
        ("Start", "2024-01-05"),
        ("Review", ""),
        ("Measure", ""),
        ("Much less", ""),
        ("own words", "9"),
        ("Another", ""),
        ("own words", ""),
    ):
        asked.expect(question + r"[^\n]*[:?)] $")
        asked.sendline(typed)
    asked.expect("Planned 'c01-1'")
    asked.expect(pexpect.EOF)
    found = json.loads(run("-w", closed, "plan", "show", "c01-1", "--json").out)["action"]
    assert found["barriers"] == [{"text": "high staff turnover", "cfir": "inner setting"}]
    assert found["pdsa_cycles"][0]["review"] == "2024-01-19"
