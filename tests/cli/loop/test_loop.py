"""The loop at the command line: agree, plan, do, study, act, and the next audit cycle."""

import json
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

import pexpect
import pytest

from imroc_audit.cli import asking, console
from imroc_audit.errors import AuditError, UnreadableError
from imroc_audit.model.files.action_draft import ActionDraft, MeasureDraft, PdsaDraft
from imroc_audit.model.files.yaml_text import read_yaml
from imroc_audit.model.ids import AuditCycleName, ChallengeId
from imroc_audit.model.plan import LogEntry
from imroc_audit.pdsa.steps import log
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.loop.agreeing import (
    begin_draft,
    cut_offs,
    open_meeting,
    save_draft,
    seen,
    votes,
)
from imroc_audit.workflows.loop.planning import add
from tests.children import at_a_terminal
from tests.cli.conftest import Ran, Run

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
TODAY = date(2024, 6, 30)
MEASURE = {"name": "calls", "unit": "a week", "direction": "up", "how_often": "every week"}


@pytest.fixture
def closed(run: Run, audit: Path, answer: Answer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A closed audit cycle of the tiny questionnaire, closed on the last day of 2023; today is 30 June 2024."""

    class Days(date):
        now = date(2023, 12, 1)

        @classmethod
        def today(cls) -> "Days":
            return cls(cls.now.year, cls.now.month, cls.now.day)

    monkeypatch.setattr("imroc_audit.cli.app.today", Days.today)
    assert run("-w", audit, "cycle", "open", "2023-autumn", "--questionnaire", "tiny").code == 0
    for perspective, answers in (("staff", "54554"), ("service_user", "13112"), ("carer", "2233")):
        for _ in range(10):
            assert answer(perspective, answers, priorities="12").code == 0
    Days.now = date(2023, 12, 31)
    assert run("-w", audit, "cycle", "close", "--yes").code == 0
    Days.now = TODAY
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


def test_one_problem_of_a_plan_is_told_as_one(run: Run, planned: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(PLAN + "extra: 1\n", encoding="utf-8")
    refused = run("-w", planned, "plan", "apply", broken)
    assert refused.err.splitlines()[0] == "broken.yaml: 1 problem, and nothing was changed. Mend it and try again:"


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
    history = run("-w", planned, "plan", "history", "a1").out
    assert "version 2: changed (improvement team)\n    measure 'asked': target: 50 -> 60\n" in history


def test_the_history_is_in_the_order_of_the_days(run: Run, planned: Path) -> None:
    plans = Audits(planned, TODAY).plans
    for day in ("2024-03-02", "2024-03-01"):
        plans.write(partial(log, action="a1", entry=LogEntry(date=day, text=day)), day, "improvement team")
    days = [line[:10] for line in run("-w", planned, "plan", "history").out.splitlines() if line[:4] == "2024"]
    assert days == sorted(days)
    assert {"2024-03-01", "2024-03-02"} < set(days)


def test_what_is_agreed_anew_is_shown_as_it_was_and_is(run: Run, planned: Path, tmp_path: Path) -> None:
    path = tmp_path / "again.yaml"
    path.write_text(AGREEMENT.replace("We asked.", "We rang.").replace("development", "engagement"), encoding="utf-8")
    told = run("-w", planned, "agree", "--from", path).out
    assert told.startswith(
        "2023-autumn: changed.\n"
        "    stage of c01: development -> engagement\n"
        "    stage of c01: evidence 1: We asked. -> We rang.\n"
    )


def test_an_action_that_was_typed_and_is_not_right_is_kept_in_a_plan_to_mend(run: Run, planned: Path) -> None:
    measure = MeasureDraft("calls", unit="a week", direction="up", baseline=5, target=1, how_often="every week")
    pdsa = PdsaDraft("Ring.", "Yes.", scale="one person", start="2024-06-30", review="2024-07-14")
    typed = ActionDraft(challenge="c02", aim="More.", lead="nurse", measures=[measure], pdsa=pdsa)
    with pytest.raises(AuditError, match=r"What you typed is kept in .*plan-unfinished-1\.yaml") as refused:
        add(Audits(planned, TODAY), typed, "improvement team", keep=True)
    assert "the target 1 is worse than the baseline 5" in str(refused.value)
    kept = planned / "plan-unfinished-1.yaml"
    kept.write_text(kept.read_text(encoding="utf-8").replace("target: 1", "target: 10"), encoding="utf-8")
    mended = run("-w", planned, "plan", "apply", kept, "--yes")
    assert mended.code == 0, mended.err
    assert "More." in run("-w", planned, "plan", "show", "c02-1").out
    assert "plan-unfinished-1.yaml is deleted, because all of it is in the plan." in mended.err
    assert not kept.exists()


def test_a_plan_of_somebodys_own_is_not_deleted_when_it_is_applied(run: Run, planned: Path, tmp_path: Path) -> None:
    for path in (planned / "plan.yaml", tmp_path / "plan-unfinished-1.yaml"):
        path.write_text(PLAN, encoding="utf-8")
        assert run("-w", planned, "plan", "apply", path, "--yes").code == 0
        assert path.exists()


ADDED = ("c02", "More calls.", "Ring.", "It helps.", "Most say yes.", "", "nurse", "", "", "")
"""What is typed at `plan add`, up to the measures."""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (ADDED[:3], {"aim": "More calls.", "pdsa_cycles": [{"change_idea": "Ring."}]}),
        ((*ADDED, "calls", "a week", "", "", "", "", "visits", "a"), {"measures": [MEASURE]}),
        ((*ADDED, "", "none", "few"), {"goal": {"-2": "none", "-1": "few"}}),
        ((*ADDED, "", "", "Time", "Rooms"), {"barriers": ["Time", "Rooms"]}),
    ],
)
def test_what_was_typed_of_an_action_is_kept_when_the_questions_are_stopped(
    run: Run, planned: Path, monkeypatch: pytest.MonkeyPatch, typed: tuple[str, ...], kept: dict[str, object]
) -> None:
    monkeypatch.setattr(console, "is_interactive", lambda: True)
    stopped = run("-w", planned, "plan", "add", typed="".join(f"{line}\n" for line in typed))
    file = planned / "plan-unfinished-1.yaml"
    assert stopped.code == 130
    assert (
        f'What you typed is kept in {file}. Add the rest there, then: imroc-audit -w {planned} plan apply "{file}"'
        in (stopped.err)
    )
    assert stopped.err.endswith("\nStopped. Nothing was changed.\n")
    (action,) = read_yaml(file.read_text(encoding="utf-8"), file.name).data["actions"]
    assert {"id": "c02-1", "challenge": "c02"} | kept == {key: action[key] for key in ("id", "challenge", *kept)}


def test_nothing_is_kept_of_an_action_that_has_no_aim_yet(
    run: Run, planned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "is_interactive", lambda: True)
    stopped = run("-w", planned, "plan", "add", typed="c02\n")
    assert (stopped.code, stopped.err) == (130, "\nStopped. Nothing was changed.\n")
    assert not list(planned.glob("plan-unfinished*"))


def test_a_gap_that_can_be_chance_is_told_so_and_nought_has_no_sign(closed: Path) -> None:
    meeting = open_meeting(Audits(closed, TODAY), None)
    first = meeting.results.challenges[0]
    gaps = tuple(
        first.gaps[0].model_copy(update={"between": ("staff", "carer"), "difference": 6.0, "low": low, "high": 13.0})
        for low in (-0.2, 0.6)
    )
    challenges = (first.model_copy(update={"gaps": gaps}), *meeting.results.challenges[1:])
    results = meeting.results.model_copy(update={"challenges": challenges})
    shown = seen(meeting.model_copy(update={"results": results}), first.id)
    assert shown.gaps == (
        "Staff: 6 points above Relatives and friends (0 to 13): this can be chance.",
        "Staff: 6 points above Relatives and friends (1 to 13).",
    )
    assert "Opinion inside this group is" in shown.scores[0]


@pytest.mark.parametrize("difference", [0.0, 0.4, -0.4])
def test_a_gap_of_nought_puts_nobody_above_anybody(closed: Path, difference: float) -> None:
    meeting = open_meeting(Audits(closed, TODAY), None)
    first = meeting.results.challenges[0]
    tie = {"between": ("staff", "carer"), "difference": difference}
    gaps = tuple(first.gaps[0].model_copy(update=tie | around) for around in (NO_INTERVAL, {"low": -3.0, "high": 3.0}))
    challenges = (first.model_copy(update={"gaps": gaps}), *meeting.results.challenges[1:])
    results = meeting.results.model_copy(update={"challenges": challenges})
    shown = seen(meeting.model_copy(update={"results": results}), first.id).gaps
    sides = "Relatives and friends and Staff" if difference < 0 else "Staff and Relatives and friends"
    assert shown == (f"{sides}: no difference.", f"{sides}: no difference (−3 to 3).")


NO_INTERVAL = {"low": None, "high": None}


def test_the_grid_is_parted_at_the_middle_and_says_where_that_is(closed: Path) -> None:
    meeting = open_meeting(Audits(closed, TODAY), None)
    places = [words.rpartition(", ")[2] for _, words in votes(meeting)]
    assert places == ["points above and score below the middle", "points below and score above the middle"]
    assert cut_offs(meeting).startswith("The middle of your 2 challenges is ")


def test_a_day_out_of_its_bounds_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter(("2024-01-04", "2024-01-20", "2024-01-06"))
    monkeypatch.setattr(asking, "optional_words", lambda *_: next(typed))
    assert asking.day("Review", None, first="2024-01-05", last="2024-01-19") == "2024-01-06"
    told = capsys.readouterr().out
    assert "before 2024-01-05" in told
    assert "after 2024-01-19" in told


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
    run("-w", planned, "cycle", "close", "--yes")
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
        (("act", "a1", "adopt", "--correct"), 1, "Nothing has been decided about 'a1' yet"),
        (("act", "a1", "keep", "--lesson", "x"), 2, "'keep'"),
        (("act", "a1", "adopt", "--lesson", " "), 2, "--lesson cannot be used. Write some words."),
        (("agree", "--show", "--cycle", "a\udcff"), 2, "--cycle: there are no words between the quotes"),
        (("act", "a1", "adapt", "--lesson", "x", "--scale", "one ward"), 2, "--scale cannot be used"),
        (("plan", "add"), 2, "--challenge, --aim, --change-idea, --prediction, --lead"),
        (("plan", "add", "--unit", "a week", "--baseline", "0"), 2, "--unit, --baseline without --measure"),
        (("plan", "add", "--start", "soon"), 2, "--start 'soon' is not a day of the calendar"),
        (
            ("plan", "add", "--start", "2024-06-02", "--review", "2024-06-01"),
            2,
            "--review 2024-06-01 is before --start",
        ),
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
    assert "Due for review: a1. See imroc-audit -w" in shown
    assert shown.split("Being tried")[1].split("answer")[0].rstrip(" [\n").endswith("study a1")
    assert "[answer] > close" in shown


def test_the_next_audit_cycle_shows_what_became_of_the_last_one(run: Run, planned: Path, answer: Answer) -> None:
    assert run("-w", planned, "cycle", "open", "2024-summer", "--questionnaire", "tiny").code == 0
    for perspective, answers in (("staff", "54554"), ("service_user", "43444")):
        for number in range(10):
            changed = str(int(answers[0]) - number % 2) + answers[1:]
            assert answer(perspective, changed).code == 0
    assert run("-w", planned, "cycle", "close", "--yes").code == 0
    study = run("-w", planned, "study").out
    assert "a1  open, PDSA cycle 1 of 1" in study
    assert "Scores, 2023-autumn to 2024-summer:" in study
    assert "c01 People using services: clear improvement, +" in study
    assert "judged over all 4 comparisons together" in study.replace("\n ", "")
    shown = seen(open_meeting(Audits(planned, TODAY), None), ChallengeId("c01"))
    assert shown.last_stage == "development"
    assert shown.scores[2] == "Relatives and friends: no score."
    assert shown.gaps[0].startswith("Staff and People using services: no difference")
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
        return at_a_terminal(command)

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
        room = ("Staff", "People using services", "Relatives")
        rest = ("Stage", *room, "Keep these", "Priority 2", "Day of the meeting", "Record")
        for question, typed in (*answers, *((one, "") for one in rest)):
            meeting.expect(question + r"[^\n]*[:?)\]] $")
            meeting.sendline(typed)
        meeting.expect(pexpect.EOF)
        shown = json.loads(run("-w", planned, "plan", "history", "--json").out)
        agreed = [one["content"] for one in shown if one["kind"] == "agreement"][-1]
        assert {one: {"stage": found["stage"]} for one, found in agreed["stages"].items()} == stages
        assert not any(found["evidence"] for found in agreed["stages"].values())


@pytest.mark.terminal
def test_an_id_that_is_taken_is_refused_before_anything_is_typed(
    terminal: Callable[..., pexpect.spawn], planned: Path
) -> None:
    asked = terminal("plan", "add", "--id", "a1")
    assert asked.expect(["There is an action 'a1' already", "Which challenge"]) == 0
    asked.expect(pexpect.EOF)


@pytest.mark.terminal
def test_a_priority_is_kept_when_the_meeting_stops_at_the_next_one(
    terminal: Callable[..., pexpect.spawn], closed: Path
) -> None:
    save_draft(
        Audits(closed, TODAY),
        AuditCycleName("2023-autumn"),
        {"seen": ["c01", "c02"], "room": {"staff": 2, "service_user": 1}},
    )
    room = ("  Staff", "  People using services", "  Relatives and friends")
    meeting = terminal("agree")
    for question, typed in (*((one, "") for one in room), ("Priority 1", "c02"), ("Why", "Yes."), ("Who saw", "")):
        meeting.expect(question)
        meeting.sendline(typed)
    meeting.expect("Priority 2")
    meeting.sendcontrol("c")
    meeting.expect(pexpect.EOF)
    assert begin_draft(Audits(closed, TODAY), open_meeting(Audits(closed, TODAY), None))[0]["priorities"] == [
        {"challenge": "c02", "reason": "Yes."}
    ]
    meeting = terminal("agree")
    for question, typed in (*((one, "") for one in room), ("so far: c02(.|\n)*Keep these", "y")):
        meeting.expect(question)
        meeting.sendline(typed)
    meeting.expect("Priority 2, such as c01")
    meeting.close()


def test_a_file_says_so_when_a_meeting_was_stopped_half_way(run: Run, planned: Path, tmp_path: Path) -> None:
    save_draft(Audits(planned, TODAY), AuditCycleName("2023-autumn"), {"seen": ["c01"]})
    path = tmp_path / "agreement.yaml"
    path.write_text(AGREEMENT, encoding="utf-8")
    told = run("-w", planned, "agree", "--from", path).err.replace("\n", " ")
    assert "To begin it anew, delete agreement-2023-autumn.draft.json." in told


def test_a_meeting_whose_notes_cannot_be_read_is_begun_again_in_words(planned: Path) -> None:
    meeting = open_meeting(Audits(planned, TODAY), None)
    notes = planned / "agreement-2023-autumn.draft.json"
    for broken in ('{"room": ', "[]"):
        notes.write_text(broken, encoding="utf-8")
        with pytest.raises(UnreadableError, match="Delete this file to begin the meeting again"):
            begin_draft(Audits(planned, TODAY), meeting)


@pytest.mark.terminal
def test_an_action_is_planned_from_questions(terminal: Callable[..., pexpect.spawn], run: Run, closed: Path) -> None:
    asked = terminal("plan", "add", "--lead", "ward manager")
    for question, typed in (
        ("Challenge", "1"),
        ("Challenge", "C01"),
        ("Aim", "More."),
        ("Change idea", "Ask."),
        ("Why", ""),
        ("Prediction", "Yes."),
        ("Scale", ""),
        ("Co-lead", ""),
        ("Start", "2024-01-05"),
        ("Review", "2024-01-04"),
        ("before 2024-01-05(.|\n)*Review", ""),
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


def test_a_correction_keeps_the_rest_and_shows_what_changed(run: Run, planned: Path) -> None:
    told = ("--lesson", "Ask twice.", "--came-true", "partly", "--next", "Other wards.", "--date", "2024-02-01")
    assert run("-w", planned, "act", "a1", "adopt", *told).code == 0
    done = run("-w", planned, "act", "a1", "adopt", "--goal-level", "-1", "--correct")
    assert done.code == 0, done.err
    assert "changed the decision after PDSA cycle 1: goal level reached." in done.out
    assert "goal level reached: nothing -> -1" in done.out
    assert done.out.count("->") == 1
    study = json.loads(run("-w", planned, "study", "a1", "--json").out)
    assert study["actions"][0]["pdsa_cycles"][0]["studied"] == {
        "date": "2024-02-01",
        "decision": "adopt",
        "lesson": "Ask twice.",
        "next": "Other wards.",
        "came_true": "partly",
        "goal_level": -1,
    }
    assert "Nothing was changed" in run("-w", planned, "act", "a1", "adopt", "--correct").out


def decide_at_a_terminal(run: Run, planned: Path, monkeypatch: pytest.MonkeyPatch, *typed: str) -> dict[str, object]:
    """Type these answers to `act a1 adopt`, and see what was recorded."""
    monkeypatch.setattr(console, "is_interactive", lambda: True)
    done = run("-w", planned, "act", "a1", "adopt", typed="".join(f"{line}\n" for line in typed))
    assert done.code == 0, done.err
    study = json.loads(run("-w", planned, "study", "a1", "--json").out)
    recorded: dict[str, object] = study["actions"][0]["pdsa_cycles"][0]["studied"]
    return {name: recorded[name] for name in ("lesson", "came_true", "goal_level", "next")}


def test_a_decision_is_asked_for_with_prediction_goal_level_and_what_comes_next(
    run: Run, planned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = decide_at_a_terminal(run, planned, monkeypatch, "It works.", "partly", "4", "Other wards.")
    assert recorded == {"lesson": "It works.", "came_true": "partly", "goal_level": 1, "next": "Other wards."}


def test_a_decision_needs_no_more_than_the_lesson(run: Run, planned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = decide_at_a_terminal(run, planned, monkeypatch, "It works.", "", "", "")
    assert recorded == {"lesson": "It works.", "came_true": None, "goal_level": None, "next": None}


def test_shares_a_baseline_a_new_beginning_and_notes_go_the_whole_way(run: Run, planned: Path, tmp_path: Path) -> None:
    lines = "kind: share, baseline_until: 2024-03-01, rebase: [{since: 2024-05-01, reason: A second ward joined.}]"
    plan = tmp_path / "plan.yaml"
    plan.write_text(PLAN.replace("how_often: every week}", f"how_often: every week, {lines}}}"), encoding="utf-8")
    assert run("-w", planned, "plan", "apply", plan, "--yes").code == 0
    assert "since: 2024-05-01" in run("-w", planned, "plan", "export").out
    values = tmp_path / "values.csv"
    rows = [f"2024-{month:02}-{day:02},{day % 7 + month}/20," for month in range(1, 6) for day in (7, 14, 21)]
    values.write_text("date,value,note\n" + "\n".join(rows), encoding="utf-8")
    assert run("-w", planned, "do", "a1", "--measure", "asked", "--csv", values).code == 0
    noted = run(
        "-w", planned, "do", "a1", "--measure", "asked", "--value", "5/20", "--note", "Closed.", "--date", "2024-05-21"
    )
    assert (noted.code, noted.out) == (0, "a1: asked on 21 May 2024: 25 (5 of 20), note: Closed.\n")
    again = run("-w", planned, "do", "a1", "--measure", "asked", "--csv", values)
    assert again.out == "a1: this is recorded already. Nothing was changed.\n"
    shown = " ".join(run("-w", planned, "study", "a1", "--xmr").out.split())
    assert "Since 1 May 2024 the lines are worked out anew: A second ward joined." in shown
    assert "The lines are those of the first 6 values, up to 21 February 2024: the baseline." in shown
    assert "p chart [" in shown
    found = json.loads(run("-w", planned, "study", "a1", "--json").out)["actions"][0]["measures"][0]
    assert found["observations"][-1] == {"date": "2024-05-21", "value": 25, "counted": 5, "of": 20, "note": "Closed."}
    assert found["xmr"]["chart"] == "p"
    other = run("-w", planned, "do", "a1", "--measure", "asked", "--value", "6/20", "--date", "2024-05-21")
    assert "already has the value 25 (5 of 20)" in other.err
    plain = run("-w", planned, "do", "a1", "--measure", "asked", "--value", "25", "--date", "2024-06-07")
    assert (plain.code, plain.err) == (2, "--value '25' is not how many of how many: Write it as 12/20.\n")


ASKED: Final = ("plan", "measure", "a1", "asked")
"""How what a measure's lines are drawn from is set later."""


def test_a_baseline_and_a_new_beginning_are_set_later_and_kept_in_the_history(run: Run, planned: Path) -> None:
    done = run("-w", planned, *ASKED, "--baseline-until", "01/03/2024")
    assert (done.code, done.out) == (
        0,
        "a1: the measure is changed.\n    measure 'asked': baseline until: nothing -> 2024-03-01\n",
    )
    done = run("-w", planned, *ASKED, "--rebase", "2024-05-01", "--reason", "A second ward joined.")
    assert "measure 'asked': new lines 1: since: nothing -> 2024-05-01" in " ".join(done.out.split())
    again = run("-w", planned, *ASKED, "--rebase", "2024-05-01", "--reason", "A second ward joined.")
    assert again.out == "a1: this is so already. Nothing was changed.\n"
    (measure,) = json.loads(run("-w", planned, "plan", "show", "a1", "--json").out)["action"]["measures"]
    assert measure["baseline_until"] == "2024-03-01"
    assert measure["rebase"] == [{"since": "2024-05-01", "reason": "A second ward joined."}]
    history = " ".join(run("-w", planned, "plan", "history", "a1").out.split())
    assert "version 2: changed" in history
    assert "baseline until: nothing -> 2024-03-01" in history
    assert "reason: nothing -> A second ward joined." in history


def test_a_hyphen_takes_a_baseline_or_the_last_new_beginning_back(run: Run, planned: Path) -> None:
    for day in ("2024-05-01", "2024-04-01"):
        assert run("-w", planned, *ASKED, "--rebase", day, "--reason", "Another ward.").code == 0
    assert run("-w", planned, *ASKED, "--baseline-until", "2024-03-01").code == 0
    assert run("-w", planned, *ASKED, "--baseline-until", "-", "--rebase", "-").code == 0
    (measure,) = json.loads(run("-w", planned, "plan", "show", "a1", "--json").out)["action"]["measures"]
    assert measure["baseline_until"] is None
    assert [one["since"] for one in measure["rebase"]] == ["2024-04-01"]


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ((), 2, "Say what to set"),
        (("--rebase", "2024-05-01"), 2, "--rebase and --reason go together"),
        (("--reason", "So."), 2, "--rebase and --reason go together"),
        (("--baseline-until", "soon"), 2, "--baseline-until 'soon' is not a day"),
        (("--per", "1000"), 1, "'per' is given for a measure that is not a rate"),
        (("--kind", "ratio"), 1, "The measure has 1 problem, and nothing was changed"),
        (
            ("--baseline-until", "2024-05-01", "--rebase", "2024-04-01", "--reason", "So."),
            1,
            "the lines begin anew on 2024-04-01, and the baseline ends on 2024-05-01",
        ),
    ],
)
def test_lines_that_cannot_be_are_refused_as_in_a_plan(
    run: Run, planned: Path, options: tuple[str, ...], code: int, said: str
) -> None:
    before = run("-w", planned, "plan", "export").out
    refused = run("-w", planned, *ASKED, *options)
    assert refused.code == code
    assert said in " ".join(refused.err.split())
    assert run("-w", planned, "plan", "export").out == before


def test_values_that_were_worked_out_per_so_much_keep_their_scale(run: Run, planned: Path) -> None:
    assert run("-w", planned, *ASKED, "--kind", "rate", "--per", "1000").code == 0
    told = ("do", "a1", "--measure", "asked", "--value", "3/400", "--date", "2024-05-21")
    assert run("-w", planned, *told).code == 0
    for other in (("--per", "100"), ("--kind", "share")):
        refused = run("-w", planned, *ASKED, *other)
        assert refused.code == 1
        assert "Keep 'kind' and 'per' as they were when 3/400 became 7.5." in " ".join(refused.err.split())
    assert run("-w", planned, *ASKED, "--baseline-until", "2024-06-01").code == 0


def test_an_action_is_planned_with_the_kind_and_the_lines_of_its_measure(run: Run, planned: Path) -> None:
    told = ("--challenge", "c02", "--aim", "More.", "--change-idea", "Ring.", "--prediction", "Yes.", "--lead", "nurse")
    measured = ("--measure", "falls", "--unit", "falls", "--direction", "down", "--how-often", "every month")
    lines = (
        "--kind",
        "rate",
        "--per",
        "1000",
        "--baseline-until",
        "2024-03-01",
        "--rebase",
        "2024-05-01=A ward joined.",
    )
    done = run("-w", planned, "plan", "add", *told, *measured, *lines)
    assert done.code == 0, done.err
    (found,) = json.loads(run("-w", planned, "plan", "show", "c02-1", "--json").out)["action"]["measures"]
    assert (found["kind"], found["per"], found["baseline_until"]) == ("rate", 1000, "2024-03-01")
    assert found["rebase"] == [{"since": "2024-05-01", "reason": "A ward joined."}]
    wrong = run("-w", planned, "plan", "add", *told, *measured, "--rebase", "2024-05-01")
    assert (wrong.code, "is not a day and a reason" in wrong.err) == (2, True)


@pytest.mark.parametrize(
    ("unit", "typed", "kept"),
    [
        ("percent of plans", ("2",), {"kind": "share"}),
        ("falls per 1000 days", ("3", "1000"), {"kind": "rate", "per": 1000}),
        ("percent of plans", ("",), {}),
        ("calls", (), {}),
    ],
)
def test_the_kind_of_a_measure_is_asked_where_its_words_are_not_those_of_a_plain_number(
    run: Run,
    planned: Path,
    monkeypatch: pytest.MonkeyPatch,
    unit: str,
    typed: tuple[str, ...],
    kept: dict[str, object],
) -> None:
    monkeypatch.setattr(console, "is_interactive", lambda: True)
    lines = (*ADDED, "calls", unit, *typed, "", "", "", "", "", "some")
    stopped = run("-w", planned, "plan", "add", typed="".join(f"{line}\n" for line in lines))
    assert ("What kind of number is it?" in stopped.out) == bool(typed)
    file = planned / "plan-unfinished-1.yaml"
    (measure,) = read_yaml(file.read_text(encoding="utf-8"), file.name).data["actions"][0]["measures"]
    assert {key: measure[key] for key in ("kind", "per") if key in measure} == kept
    assert measure["how_often"] == "every week"


def test_events_become_the_days_between_them(run: Run, planned: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    lines = "how_often: when it happens, kind: time between}"
    plan.write_text(PLAN.replace("how_often: every week}", lines).replace("percent", "days"), encoding="utf-8")
    assert run("-w", planned, "plan", "apply", plan, "--yes").code == 0
    first = run("-w", planned, "do", "a1", "--measure", "asked", "--value", "2024-03-01")
    assert (first.code, "the first one gives no value" in " ".join(first.err.split())) == (2, True)
    events = tmp_path / "events.csv"
    events.write_text("event\n2024-03-13\n2024-03-01\n2024-03-13\n", encoding="utf-8")
    told = ("do", "a1", "--measure", "asked")
    done = run("-w", planned, *told, "--csv", events)
    assert done.out == ("a1: asked on 13 March 2024: 12.\na1: asked on 13 March 2024: 0 (event 2 of that day).\n")
    assert "recorded already" in run("-w", planned, *told, "--csv", events).out
    assert run("-w", planned, *told, "--value", "2024-04-02").out == "a1: asked on 2 April 2024: 20.\n"
    assert run("-w", planned, *told, "--value", "2024-04-02", "--date", "2024-04-02").code == 2
    assert run("-w", planned, *told, "--value", "2024-03-20").code == 2
    measured = json.loads(run("-w", planned, "study", "a1", "--json").out)["actions"][0]["measures"][0]
    assert [one["value"] for one in measured["observations"]] == [12, 0, 20]
    assert measured["xmr"]["chart"] == "t"
