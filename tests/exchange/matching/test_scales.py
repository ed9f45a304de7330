"""The scale that a heading states says what the numbers below it mean, in whichever direction it runs."""

import pytest

from imroc_audit.exchange.matching.scales import stated_scale
from imroc_audit.model.questionnaire import Questionnaire

FROM_ONE = {"1": "0", "2": "1", "3": "2", "4": "3", "5": "4"}
REVERSED = {"1": "4", "2": "3", "3": "2", "4": "1", "5": "0"}


@pytest.mark.parametrize(
    ("heading", "scale"),
    [
        ("We listen. (1 = not true, 5 = completely true)", FROM_ONE),
        ("We listen. (5 = Completely true; 1 = Not true)", FROM_ONE),
        ("We listen (1 Not true to 5 Completely true)", FROM_ONE),
        ("We listen, from 1 (not true) to 5 (completely true)", FROM_ONE),
        ("1: Not true; 2: A little true; 3: Partly true; 4: Mostly true; 5: Completely true - We listen", FROM_ONE),
        ("We listen. Not true = 1, completely true = 5", FROM_ONE),
        ("We listen. Not true (1) – completely true (5)", FROM_ONE),
        ("We listen. (1 = completely true, 5 = not true)", REVERSED),
        ("We listen. Completely true (1), not true (5)", REVERSED),
        ("We listen. (0 = not true, 4 = completely true)", {str(value): str(value) for value in range(5)}),
        ("We listen [reversed 5 = not true, 1 = completely true]", REVERSED),
        ("We listen {1=not true; 5=completely true}*", FROM_ONE),
        ("We listen ('1' = 'not true', '5' = 'completely true')", FROM_ONE),
        ("We listen: 1 is not true and 5 is completely true", FROM_ONE),
        ("We listen: not true is 5 and completely true is 1", REVERSED),
        ("We listen. 1 → not true; 5 → completely true", FROM_ONE),
        ("1. Not true 2. A little true 3. Partly true 4. Mostly true 5. Completely true", FROM_ONE),
        ("We listen. Not true 1 2 3 4 5 Completely true", FROM_ONE),
        ("We listen. Not true [5] to completely true [1]?", REVERSED),
        ("We listen. (1 = not true, 5 = completely true, 9 = I don't know)", FROM_ONE | {"9": "?"}),
    ],
)
def test_a_scale_is_read_from_a_heading(tiny: Questionnaire, heading: str, scale: dict[str, str]) -> None:
    assert stated_scale(heading, tiny) == scale


@pytest.mark.parametrize(
    "heading",
    [
        "We listen. (1 = never, 5 = always)",
        "We listen. (1 = not true, 10 = completely true)",
        "We listen. (1 = not true, 2 = completely true)",
        "We listen. (1 = not true, 3 = mostly true, 5 = completely true)",
        "We listen. Not true (0) to completely true (100)",
        "We listen. Not true, (10), completely true, (20)",
        "We listen. (-2 = not true, 2 = completely true)",
        "We listen. (1 is never and 5 is always)",
        "c01_1 (1-5)",
        "c01_1 (1 to 5)",
    ],
)
def test_a_scale_that_cannot_be_read_means_nothing(tiny: Questionnaire, heading: str) -> None:
    assert stated_scale(heading, tiny) == {}


@pytest.mark.parametrize(
    "heading", ["We listen.", "c01.1", "2.1. We listen", "We listen (0-4)", "3 of 10: we listen", ""]
)
def test_most_headings_state_none(tiny: Questionnaire, heading: str) -> None:
    assert stated_scale(heading, tiny) is None
