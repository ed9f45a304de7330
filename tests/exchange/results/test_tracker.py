"""The team's tracker: one row for each action, and what comes next."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from imroc_audit.exchange.results.tracker import HEADINGS, next_step, tracker
from imroc_audit.exchange.tables import write_workbook
from imroc_audit.model.plan import Decision
from tests.plans import action, pdsa, record


def studied(decision: str, **more: str) -> Decision:
    return Decision.model_validate({"date": "2026-05-18", "decision": decision, "lesson": "Ask twice."} | more)


def test_a_row_says_what_is_tried_now_and_what_was_learned_last() -> None:
    second = pdsa(change_idea="Ask again.", start="2026-06-01", review="2026-07-01")
    found = record(action=action(pdsa_cycles=(pdsa(), second)), studied={1: studied("adapt")})
    table = tracker([found], {("2026-spring", "c01"): "Everyday contact"}, "2026-06-30")
    row = dict(zip(HEADINGS, table.rows[0], strict=True))
    assert row == {
        "Action": "a1",
        "Status": "open",
        "What it is about": "Everyday contact",
        "Aim": "More people are asked.",
        "Lead": "ward manager",
        "Change to try": "Ask again.",
        "Review": date(2026, 7, 1),
        "Next step": "Go on, and write down what happens, until the review on 2026-07-01.",
        "Challenge": "c01",
        "Co-lead": "peer worker",
        "PDSA cycle": 2,
        "Prediction": "Two of three say yes.",
        "Scale": "one person",
        "Start": date(2026, 6, 1),
        "Last lesson": "Ask twice.",
        "Audit cycle": "2026-spring",
    }


def test_the_main_columns_of_the_tracker_are_printed(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(write_workbook(tracker([record()], {}, "2026-06-30")))
    assert openpyxl.load_workbook(path)["Actions"].print_area == "'Actions'!$A$1:$H$2"


@pytest.mark.parametrize(
    ("today", "words"),
    [
        ("2026-05-03", "Start on 2026-05-04."),
        ("2026-05-04", "Go on, and write down what happens, until the review on 2026-05-18."),
        ("2026-05-18", "Study it and decide: adopt, adapt or abandon."),
        ("2026-06-30", "Study it and decide: adopt, adapt or abandon."),
    ],
)
def test_the_next_step_of_an_open_action_follows_its_dates(today: str, words: str) -> None:
    assert next_step(record(), today) == words


def test_the_next_step_of_a_closed_action_is_what_people_wrote_down() -> None:
    assert next_step(record(studied={1: studied("adopt", next="Tell the other wards.")}), "2026-06-30") == (
        "Tell the other wards."
    )
    assert next_step(record(studied={1: studied("abandon")}), "2026-06-30") == ""
