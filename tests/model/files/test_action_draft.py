"""What somebody said of an action, at options or questions, is checked and kept as a plan file is."""

from dataclasses import replace
from typing import Final

from imroc_audit.model.files.action_draft import ActionDraft, FactorDraft, MeasureDraft, PdsaDraft
from imroc_audit.model.files.plan_file import ClosedTerms, PlanContext, check_draft, draft_text, parse_plan
from imroc_audit.model.ids import AuditCycleName, ChallengeId
from imroc_audit.model.plan import Book
from tests.ids import STAFF

CONTEXT: Final = PlanContext(
    {AuditCycleName("spring"): ClosedTerms((ChallengeId("c01"), ChallengeId("c02")), (STAFF,), "2026-05-01")},
    AuditCycleName("spring"),
    Book(),
    "2026-06-01",
)
WHOLE: Final = ActionDraft(
    id="c01-1",
    challenge="c01",
    aim="Everyone is asked.",
    rationale="It helped elsewhere.",
    lead="ward manager",
    co_lead="peer worker",
    goal={"-2": "nobody", "-1": "few", "0": "half", "1": "most", "2": "everyone"},
    barriers=[FactorDraft("No time")],
    enablers=[FactorDraft("Our own words", "Tension for change")],
    measures=[MeasureDraft("asked", "percent", "up", 0.0, 50.0, "every week")],
    pdsa=PdsaDraft("Ask at the door.", "Most say yes.", scale="one person", start="2026-06-01", review="2026-06-15"),
)


def test_a_draft_is_checked_as_the_file_is_that_it_would_be_kept_in() -> None:
    action, problems = check_draft(WHOLE, CONTEXT)
    assert problems == ()
    assert parse_plan(draft_text(WHOLE), "plan.yaml", CONTEXT) == ((action,), ())
    assert action is not None
    assert action.model_dump(exclude_none=True) == {
        "id": "c01-1",
        "audit_cycle": "spring",
        "challenge": "c01",
        "aim": "Everyone is asked.",
        "rationale": "It helped elsewhere.",
        "lead": "ward manager",
        "co_lead": "peer worker",
        "goal": {-2: "nobody", -1: "few", 0: "half", 1: "most", 2: "everyone"},
        "measures": (
            {
                "name": "asked",
                "unit": "percent",
                "direction": "up",
                "baseline": 0.0,
                "target": 50.0,
                "how_often": "every week",
                "rebase": (),
            },
        ),
        "barriers": ({"text": "No time"},),
        "enablers": ({"text": "Our own words", "cfir": "tension for change"},),
        "pdsa_cycles": (
            {
                "change_idea": "Ask at the door.",
                "prediction": "Most say yes.",
                "scale": "one person",
                "start": "2026-06-01",
                "review": "2026-06-15",
            },
        ),
    }


def test_all_that_is_wrong_with_a_draft_is_told_without_a_line_of_a_file() -> None:
    wrong = replace(WHOLE, challenge="c09", measures=[MeasureDraft("asked", "percent", "up", 5, 1, "every week")])
    action, problems = check_draft(wrong, CONTEXT)
    assert action is None
    assert [(problem.source, problem.what) for problem in problems] == [
        ("", "'c09' is not a challenge of this questionnaire"),
        ("", "the target 1 is worse than the baseline 5, when 'up' is better"),
    ]


def test_a_draft_knows_what_only_a_person_can_say() -> None:
    assert ActionDraft().missing == ("challenge", "aim", "change_idea", "prediction", "lead")
    assert ActionDraft(aim="More.", pdsa=PdsaDraft(prediction="Yes.")).missing == ("challenge", "change_idea", "lead")
    assert WHOLE.missing == ()


def test_what_was_not_given_is_not_written() -> None:
    draft = ActionDraft(challenge="c01", aim="More.", measures=[MeasureDraft("asked", baseline=0.0)])
    assert draft.written() == {
        "challenge": "c01",
        "aim": "More.",
        "measures": [{"name": "asked", "baseline": 0.0}],
        "pdsa_cycles": [{}],
    }


def test_the_first_test_is_the_smallest_and_takes_a_fortnight_where_nothing_else_was_said() -> None:
    nothing, something = PdsaDraft(), PdsaDraft(scale="one team", start="2026-06-10", review="2026-06-12")
    nothing.fill_in("2026-06-01")
    something.fill_in("2026-06-01")
    assert (nothing.scale, nothing.start, nothing.review) == ("one person", "2026-06-01", "2026-06-15")
    assert (something.scale, something.start, something.review) == ("one team", "2026-06-10", "2026-06-12")
