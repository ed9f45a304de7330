"""Raw rows: everybody's answers as they are, in an order that tells nothing, and why they are not for sharing."""

import random
from collections import Counter

from imroc_audit.exchange.results.raw_rows import WARNING, raw_table
from imroc_audit.model.ids import TeamName
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import Group
from tests.ids import CARER, STAFF

ELM, NONE = Group(STAFF, TeamName("Elm ward")), Group(CARER)


def test_a_row_holds_perspective_team_answers_and_priorities_and_no_more(tiny: Questionnaire) -> None:
    found = raw_table(tiny, [(ELM, "04?-.", "c02 c01"), (NONE, "1234_", "")], {})
    assert found.headings == (
        "perspective",
        "team",
        "c01.1",
        "c01.2",
        "c02.1",
        "c02.2",
        "c02.3",
        "priority_1",
        "priority_2",
    )
    assert found.rows == [
        ("carer", "", 1, 2, 3, 4, None, None, None),
        ("staff", "Elm ward", 0, 4, "dk", "na", None, "c02", "c01"),
    ]
    assert found.warning == WARNING


def test_the_order_of_rows_does_not_tell_the_order_of_arrival(tiny: Questionnaire) -> None:
    batches = [(ELM, "44444\n00000", "\nc01"), (NONE, "1234_", "c02"), (ELM, "22222", "")]
    backwards = [(NONE, "1234_", "c02"), (ELM, "22222", ""), (ELM, "00000\n44444", "c01\n")]
    assert raw_table(tiny, batches, {}) == raw_table(tiny, backwards, {})


def test_a_few_known_answers_find_the_rest_of_most_peoples_answers() -> None:
    """Why no rows are exported unasked: 100 people, 40 statements, five answers known from a talk in the corridor."""
    draw = random.Random(1)
    rows = ["".join(draw.choices("01234?", [1, 2, 3, 4, 3, 1], k=40)) for _ in range(100)]
    known = draw.sample(range(40), 5)
    seen = Counter(tuple(row[place] for place in known) for row in rows)
    assert sum(n for n in seen.values() if n == 1) > 80
