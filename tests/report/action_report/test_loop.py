"""What was agreed and tried, as the report tells it."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imroc_audit.model.comparison import Change, ComparedAudit, ComparedChallenge, Comparison, Pair
from imroc_audit.model.plan import LARGEST
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.results import QuestionnaireStamp
from imroc_audit.model.study import ActionStudy, LoopSummary
from imroc_audit.model.summary import AuditSummary
from imroc_audit.pdsa.loop import study_action
from imroc_audit.report.action_report.build import build_document
from imroc_audit.report.charts import run
from imroc_audit.report.document import ActionSheet, ReportDocument
from imroc_audit.report.printing import html
from tests.plans import record

Ask = Callable[..., Questionnaire]
Summarise = Callable[..., AuditSummary]
Try = Callable[..., ActionStudy]

EMPTY = LoopSummary(
    audit_cycle="2026-spring",
    agreement=None,
    actions=(),
    previous_audit_cycle=None,
    previous_agreement=None,
    earlier_actions=(),
    goal_score=None,
)
HOSTILE = "</p></dl><script>alert(1)</script> {{ 7*7 }} {% raw %} 😀 שלום عالم & &amp; <b>bold</b>"


@pytest.fixture(scope="module")
def document(summary: AuditSummary, ten_challenges: Questionnaire, loop: LoopSummary) -> ReportDocument:
    return build_document(summary.model_copy(update={"loop": loop}), ten_challenges)


def sheets(document: ReportDocument) -> Iterator[ActionSheet]:
    assert document.worksheets is not None
    for tried in document.worksheets.tried:
        yield from tried.actions


def with_actions(summary: AuditSummary, *actions: ActionStudy, **extra: Any) -> AuditSummary:
    return summary.model_copy(update={"loop": EMPTY.model_copy(update={"actions": actions, **extra})})


def compared(*changes: Change) -> Comparison:
    audits = tuple(
        ComparedAudit(
            organisation="Northfield NHS Trust",
            audit_cycle=f"{year}-spring",
            opened=f"{year}-03-02",
            closed=f"{year}-04-17",
            questionnaire=QuestionnaireStamp(id="any", version="1", hash="0"),
            threshold=10,
            label="",
            respondents={},
            agreed=None,
            outcomes=(),
        )
        for year in (2025, 2026)
    )
    challenges = tuple(ComparedChallenge(id=id_, title=id_, scores={}) for id_ in {one.challenge: 1 for one in changes})
    return Comparison(
        kind="over time",
        audits=audits,
        perspectives={},
        challenges=challenges,
        pairs=(Pair(first=0, second=1, family=2, changes=changes),),
    )


BETTER = Change(
    challenge="c02",
    perspective="staff",
    first=40,
    second=52.4,
    difference=12.4,
    low=6,
    high=18.8,
    p=0.001,
    p_adjusted=0.002,
    verdict="clear improvement",
)
REWORDED = Change(challenge="c02", perspective="carer", why="wording changed", because=("c02.4",))


def test_a_loop_in_which_nothing_happened_changes_nothing(summary: AuditSummary, ten_challenges: Questionnaire) -> None:
    empty = summary.model_copy(update={"loop": EMPTY})
    assert build_document(empty, ten_challenges) == build_document(summary, ten_challenges)


def test_the_agreed_stage_with_its_evidence_takes_the_place_of_the_boxes(document: ReportDocument) -> None:
    first, second = document.challenges[:2]
    assert not first.ticks
    assert [stage.agreed for stage in first.stages] == ["Agreed last time", "Agreed this time", ""]
    assert [basis.title for basis in first.agreements] == ["This time: Development", "Last time: Engagement"]
    people = "4 members of staff, 1 person using services, and 2 relatives and friends"
    assert first.agreements[0].by == f"Agreed on 6 May 2026 by {people}."
    assert first.agreements[0].evidence == ("As we saw. (notes.pdf, 15 January 2025)",)
    assert [basis.title for basis in second.agreements] == ["This time: no stage agreed", "Last time: no stage agreed"]


def test_without_an_agreement_the_meeting_still_sees_last_time_s_stage(
    summary: AuditSummary, ten_challenges: Questionnaire, loop: LoopSummary
) -> None:
    waiting = loop.model_copy(update={"agreement": None})
    first = build_document(summary.model_copy(update={"loop": waiting}), ten_challenges).challenges[0]
    assert first.ticks
    assert [basis.title for basis in first.agreements] == ["Last time: Engagement"]


def test_agreed_priorities_stand_beside_the_votes_with_reason_and_dissent(document: ReportDocument) -> None:
    assert document.agreement is not None
    first = document.agreement.tables[0].rows[0]
    assert first.head.text == "1. Day-to-day interactions and the quality of experience"
    assert "in the votes, chosen by" in first.cells[0].text
    assert [cell.text for cell in first.cells[1:]] == ["As we saw.", "As we saw."]
    stages = document.agreement.tables[1].rows[0]
    assert stages.cells[0].small == "further than last time"


def test_one_perspective_in_the_room_is_told(
    summary: AuditSummary, ten_challenges: Questionnaire, loop: LoopSummary
) -> None:
    assert loop.agreement is not None
    alone = loop.model_copy(update={"agreement": loop.agreement.model_copy(update={"room": {"staff": 5}})})
    document = build_document(summary.model_copy(update={"loop": alone}), ten_challenges)
    assert document.agreement is not None
    assert any(text.startswith("Only one perspective was in the room") for text in document.agreement.sentences)
    assert not any("together" in text for text in document.agreement.sentences)


def test_the_grid_marks_the_agreed_priorities_and_names_the_middle(document: ReportDocument) -> None:
    assert document.priorities is not None
    grid = next(one for one in document.priorities.drawings if one.id == "f-grid")
    assert document.agreement is not None
    agreed = len(document.agreement.tables[0].rows)
    assert agreed
    assert len(grid.glyphs) == len(document.challenges) + agreed
    assert "A ring marks a priority that the group agreed on." in grid.caption
    assert "The dashed lines are the middle of these" in grid.caption


def test_each_pdsa_cycle_is_told_in_the_order_plan_do_study_act(document: ReportDocument) -> None:
    (sheet,) = sheets(document)
    assert [[part.name for part in one.parts] for one in sheet.pdsa_cycles] == [["Plan", "Do", "Study", "Act"]] * 3
    assert sheet.pdsa_cycles[0].title.startswith("PDSA cycle 1 of 3, 18 May 2026 to")
    study = sheet.pdsa_cycles[0].parts[2].details
    assert [detail.label for detail in study] == ["We expected", "What the measures say"]


def test_a_shift_is_told_by_shape_and_in_words(document: ReportDocument) -> None:
    (sheet,) = sheets(document)
    (measured,) = sheet.measures
    assert any(text.startswith("A shift: 7 values in a row above the median") for text in measured.sentences)
    assert {label.text for label in measured.drawings[0].labels} >= {"In a shift", "PDSA cycle 1", "Target 9"}
    assert any("in a shift" in row.cells[1].text for row in measured.tables[0].rows)


def test_under_ten_values_the_rules_do_not_speak(
    summary: AuditSummary, ten_challenges: Questionnaire, attempt: Try
) -> None:
    document = build_document(with_actions(summary, attempt("c01-1", values=(9, 8, 7, 6, 5, 4))), ten_challenges)
    (sheet,) = sheets(document)
    assert "The rules cannot speak before there are 10." in sheet.measures[0].sentences[1]
    assert "In a trend" not in {label.text for label in sheet.measures[0].drawings[0].labels}


@given(st.lists(st.floats(-LARGEST, LARGEST) | st.sampled_from([1.0, 1.0000000000000002]), min_size=1, max_size=12))
def test_any_values_are_drawn(values: list[float]) -> None:
    days = [(date(2026, 5, 4) + timedelta(days=n)).isoformat() for n in range(len(values))]
    seen = [{"date": day, "value": value} for day, value in zip(days, values, strict=True)]
    study = study_action(record(observations={"asked": seen}))
    drawing = run.run_chart(study, study.measures[0], "f")
    heights = [one.y for one in drawing.glyphs[-len(values) :]]
    assert all(run.TOP - 1 <= y <= run.TOP + run.HEIGHT + 1 for y in heights)


def test_xmr_charts_are_added_when_asked_for_with_the_icon_in_a_letter_and_words(
    summary: AuditSummary, ten_challenges: Questionnaire, attempt: Try
) -> None:
    tried = with_actions(summary, attempt("c01-1", values=(1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 10)))
    (without,) = sheets(build_document(tried, ten_challenges))
    assert len(without.measures[0].drawings) == 1
    (sheet,) = sheets(build_document(tried.model_copy(update={"xmr": True}), ten_challenges))
    texts = [label.text for label in sheet.measures[0].drawings[1].labels]
    assert {"Improvement", "Concern", "H", "Now: improvement", "Mean 2.17"} <= set(texts)
    assert any(text.startswith("Trial limit") for text in texts)
    assert "Special cause, improvement: the values are higher than chance explains." in sheet.measures[0].sentences


def test_the_level_of_the_goal_that_was_reached_is_marked(
    summary: AuditSummary, ten_challenges: Questionnaire, attempt: Try
) -> None:
    decision = {"decision": "adopt", "lesson": "It works.", "goal_level": 1}
    document = build_document(with_actions(summary, attempt("c01-1", decisions=(decision,))), ten_challenges)
    (sheet,) = sheets(document)
    assert sheet.goal is not None
    assert [row.head.text for row in sheet.goal.rows if row.look == "reached"] == ["+1"]
    assert sheet.goal.rows[1].cells[1].text == "Reached, 18 May 2026"


@pytest.mark.parametrize(("day", "written"), [("2026-05-18", "beforehand"), ("2026-11-21", "on 21 November 2026")])
def test_goal_levels_are_called_written_beforehand_only_when_they_were(
    summary: AuditSummary, ten_challenges: Questionnaire, attempt: Try, day: str, written: str
) -> None:
    tried = attempt("c01-1", goal_written=day)
    (sheet,) = sheets(build_document(with_actions(summary, tried), ten_challenges))
    assert sheet.goal is not None
    assert sheet.goal.caption == f"Goal levels, written {written}"


@pytest.mark.parametrize(
    "without", [{"measures": []}, {"goal": {}}, {"co_lead": None, "rationale": None}, {"barriers": []}]
)
@pytest.mark.parametrize("values", [(), (5.0,)])
def test_an_action_may_lack_almost_everything(
    without: dict[str, Any],
    values: tuple[float, ...],
    summary: AuditSummary,
    ten_challenges: Questionnaire,
    attempt: Try,
    templates: tuple[Path, ...],
) -> None:
    found = with_actions(summary, attempt("c01-1", values=values, **without))
    document = build_document(found, ten_challenges)
    (sheet,) = sheets(document)
    assert len(sheet.measures) == (0 if "measures" in without else 1)
    assert not any(measured.drawings for measured in sheet.measures)  # one value shows nothing over time
    assert html.render(document, templates)


def test_hints_have_a_reason_and_a_source(summary: AuditSummary, ten_challenges: Questionnaire, attempt: Try) -> None:
    (sheet,) = sheets(build_document(with_actions(summary, attempt("c01-1", co_lead=None)), ten_challenges))
    assert sheet.hints[0].term == "Co-lead"
    assert sheet.hints[0].text[0].endswith("24:29-39)")


def test_an_agreed_priority_without_an_action_has_a_blank_worksheet(document: ReportDocument) -> None:
    assert document.worksheets is not None
    assert [tried.title[:11] for tried in document.worksheets.tried] == ["Priority 1:"]
    (blank,) = document.worksheets.worksheets
    assert blank.title == "Priority 2: Service user-led education and training"
    assert blank.why[-1] == "There is no action under this priority yet."


def test_last_time_s_actions_stand_beside_what_has_changed(
    summary: AuditSummary, ten_challenges: Questionnaire, loop: LoopSummary
) -> None:
    found = summary.model_copy(update={"loop": loop, "change": compared(BETTER, REWORDED)})
    document = build_document(found, ten_challenges)
    assert document.change is not None
    (challenge,) = document.change.challenges
    assert challenge.changes == (
        "Staff: clear improvement, 12 points higher (95% interval 6 to 19).",
        "Relatives and friends: cannot be compared: wording changed (statement 2.4).",
    )
    told = " ".join(text for detail in challenge.actions[0].details for text in detail.text)
    assert "We expected: People are asked first." in told
    assert "The prediction did not come true. Nobody came. Decision on 18 May 2025: abandon" in told
    assert document.summary.cards[3].finding == "1 clear improvement"
    sentence = "Since 2025-spring: clear improvement, staff (+12); cannot be compared: wording changed (statement 2.4)"
    assert any(text.startswith(sentence) for text in document.challenges[1].sentences)


def test_the_noticeboard_tells_what_was_abandoned_and_what_has_not_begun(document: ReportDocument) -> None:
    assert document.you_said_we_did is not None
    happened = [row.cells[1].text for row in document.you_said_we_did.tables[0].rows]
    assert happened[0] == "We stopped this. Nobody came."
    assert happened[1].startswith("We are still trying this. Ask first.")
    assert happened[1].endswith("It is better, for too long to be chance.")
    assert document.you_said_we_did.tables[0].rows[2].cells[0].text == "Nothing yet. We are planning what to try."


@pytest.mark.parametrize(
    ("today", "said"), [("2026-08-31", "in 1 day"), ("2026-09-01", "today"), ("2026-09-13", "12 days overdue")]
)
def test_the_next_review_is_told_by_the_day_of_the_report(
    today: str, said: str, summary: AuditSummary, ten_challenges: Questionnaire, loop: LoopSummary
) -> None:
    document = build_document(summary.model_copy(update={"loop": loop, "today": today}), ten_challenges)
    assert document.next_steps is not None
    row = document.next_steps.tables[0].rows[0]
    assert (row.cells[2].text, row.cells[2].small) == ("1 September 2026", said)
    due = said != "in 1 day"
    assert document.next_steps.first.startswith("Study “People are asked first”" if due else "Plan a first small test")


def test_next_steps_tell_who_has_what_to_do_until_when(document: ReportDocument) -> None:
    assert document.next_steps is not None
    (table,) = document.next_steps.tables
    going_on, bare = table.rows
    assert going_on.head.text == "People are asked first"
    assert (bare.head.text, bare.cells[0].text, bare.cells[2].text) == (
        "Plan a first small test",
        "Nobody yet",
        "No date yet",
    )


def test_what_comes_after_a_closed_action_is_a_next_step(
    summary: AuditSummary, ten_challenges: Questionnaire, attempt: Try
) -> None:
    adopted = {"decision": "adopt", "lesson": "Good.", "next": "Every team does it."}
    document = build_document(with_actions(summary, attempt("c01-1", decisions=(adopted,))), ten_challenges)
    assert document.next_steps is not None
    (table,) = document.next_steps.tables
    (row,) = table.rows
    assert (row.head.text, row.cells[1].text) == ("Every team does it.", "Adopted")


def test_an_open_action_is_carried_over_with_its_worksheet(
    summary: AuditSummary, ten_challenges: Questionnaire, attempt: Try
) -> None:
    old = attempt("c03-1", challenge="c03", audit_cycle="2025-spring", review="2026-12-01")
    document = build_document(with_actions(summary, earlier_actions=(old,)), ten_challenges)
    (sheet,) = sheets(document)
    assert sheet.status.endswith("Carried over from 2025-spring.")
    assert document.worksheets is not None
    assert document.worksheets.tried[0].title.startswith("Also tried: ")


def test_a_challenge_or_a_perspective_that_the_questionnaire_no_longer_has_is_told_by_its_id(
    summary: AuditSummary, ten_challenges: Questionnaire, attempt: Try, templates: tuple[Path, ...]
) -> None:
    old = attempt("c99-1", challenge="c99", audit_cycle="2025-spring")
    change = BETTER.model_copy(update={"challenge": "c99", "perspective": "volunteer"})
    found = with_actions(summary, earlier_actions=(old,)).model_copy(update={"change": compared(change)})
    document = build_document(found, ten_challenges)
    assert document.change is not None
    assert document.change.challenges[0].title == "c99"
    assert html.render(document, templates)


def test_the_contents_lead_to_every_part_of_the_loop(document: ReportDocument) -> None:
    anchors = [entry.anchor for entry in document.contents]
    assert anchors[13:20] == ["since", "priorities", "agreed", "pdsa", "noticeboard", "next-steps", "teams"]
    assert [entry.anchor for entry in document.contents[16].entries] == ["pdsa-c01", "worksheet-2"]


def test_whatever_people_write_in_a_plan_is_shown_as_it_is(
    summary: AuditSummary,
    ten_challenges: Questionnaire,
    attempt: Try,
    loop: LoopSummary,
    templates: tuple[Path, ...],
) -> None:
    hostile = attempt("c01-1", text=HOSTILE, values=(1, 2), decisions=({"decision": "adapt", "lesson": HOSTILE},))
    found = with_actions(summary, hostile, agreement=loop.agreement, earlier_actions=(hostile,))
    page = html.render(build_document(found, ten_challenges), templates)
    assert "<script>alert" not in page
    assert "<b>bold" not in page
    assert page.count("{{ 7*7 }}") > 20


def test_the_same_plan_gives_the_same_page_to_the_byte_but_for_the_date(
    summary: AuditSummary, ten_challenges: Questionnaire, attempt: Try, templates: tuple[Path, ...]
) -> None:
    done = attempt("c01-1", values=(1, 2, 3), decisions=({"decision": "adopt", "lesson": "It works."},))
    pages = [
        html.render(
            build_document(with_actions(summary, done).model_copy(update={"today": day}), ten_challenges), templates
        )
        for day in ("2026-06-20", "2026-07-01")
    ]
    assert pages[0] == pages[1].replace("1 July 2026", "20 June 2026")
