"""What changed between published results: known answers, the words, the edges, and what is never compared."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imroc_audit.analysis.change import Sample, can_compare, compare, welch
from imroc_audit.analysis.multiplicity import holm
from imroc_audit.analysis.publish import publish
from imroc_audit.analysis.wording import Matching
from imroc_audit.model.bundle import Bundle
from imroc_audit.model.comparison import Change, Comparison
from imroc_audit.model.files.definition import parse_questionnaire
from imroc_audit.model.ids import AuditCycleName, ChallengeId, StatementId
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.report.text.hidden import results_file
from imroc_audit.tally import AnswerLayout, Row, tally
from tests.ids import SERVICE_USER, STAFF

SLEEP = (
    (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0),
    (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4),
)
"""R's `datasets::sleep`, after Student (1908). `t.test(extra ~ group, data = sleep)` prints the answers below."""


def people(n: int, perspective: str, answers: str) -> list[Row]:
    return [(perspective, "elm", answers, "")] * n


def mixed(n: int, perspective: str, seed: int, leaning: str = "01234") -> list[Row]:
    draw = random.Random(seed)
    last = "_" if perspective == "carer" else ""
    answers = ["".join(draw.choices(leaning, k=5 - len(last))) + last for _ in range(n)]
    return [(perspective, "elm", one, "") for one in answers]


def bundle(asked: Questionnaire, rows: list[Row], name: str = "2025", **extra: Any) -> Bundle:
    found = results_file(publish(tally(AnswerLayout.of(asked), rows), asked, audit_cycle=AuditCycleName(name)), asked)
    plain = {"source": name, "organisation": "Northfield", "opened": f"{name}-03-01", "closed": f"{name}-04-01"}
    return Bundle.model_validate(plain | {"questionnaire": asked, "results": found} | extra)


def change(comparison: Comparison, challenge: str, perspective: str, pair: int = 0) -> Change:
    found = (
        one for one in comparison.pairs[pair].changes if (one.challenge, one.perspective) == (challenge, perspective)
    )
    return next(found)


def reworded(text: str, **changes: str) -> Questionnaire:
    for old, new in changes.items():
        text = text.replace(old.replace("_", " "), new)
    return parsed(text)


def parsed(text: str) -> Questionnaire:
    questionnaire, problems = parse_questionnaire(text, "tiny.yaml")
    assert questionnaire is not None, problems
    return questionnaire


def test_welch_gives_the_published_answer_for_student_s_sleep_data() -> None:
    samples = []
    for values in SLEEP:
        mean = sum(values) / 10
        samples.append(Sample(10, mean, (sum((one - mean) ** 2 for one in values) / 9) ** 0.5))
    found = welch(*samples)
    assert found is not None
    assert found.difference == pytest.approx(1.58)
    assert found.interval == pytest.approx((-0.2054832, 3.3654832), abs=1e-7)
    assert found.p == pytest.approx(0.07939, abs=5e-6)


def test_holm_gives_the_published_answer() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))


@pytest.mark.parametrize("n", [0, 1])
def test_fewer_than_two_people_cannot_be_tested(n: int) -> None:
    assert welch(Sample(n, 50, 0), Sample(20, 60, 5)) is None


def test_two_people_are_enough_for_an_interval() -> None:
    found = welch(Sample(2, 50, 10), Sample(2, 60, 10))
    assert found is not None
    assert found.interval.low < 0 < found.interval.high
    assert found.p == pytest.approx(0.4226497)  # t is 1 with 2 degrees of freedom: 1 - 1 / sqrt(3)


def test_no_interval_reaches_beyond_what_two_scores_can_differ() -> None:
    found = welch(Sample(10, 98, 40**0.5), Sample(10, 1, 10**0.5))
    assert found is not None
    assert found.interval == pytest.approx((-100, -92.178), abs=1e-3)


def test_groups_of_one_mind_are_judged_by_how_many_ways_there_are_to_share_people_out() -> None:
    """With 3 and 3 there are 20 ways to share six people out, and two of them part the minds."""
    few, many, same = (
        welch(Sample(n, first, 0), Sample(n, second, 0))
        for n, first, second in ((3, 0, 100), (12, 0, 100), (12, 50, 50))
    )
    assert few is not None
    assert many is not None
    assert same is not None
    assert few.p == pytest.approx(2 / 20)
    assert many.p == pytest.approx(2 / 2704156)
    assert (same.p, same.interval) == (1.0, (0, 0))


def test_what_rounding_may_have_changed_is_in_the_interval_and_in_p() -> None:
    exact, rounded = (welch(Sample(98, 50, 2, error), Sample(98, 51, 2, error)) for error in (0.0, 0.5))
    assert exact is not None
    assert rounded is not None
    assert exact.p < 0.001
    assert rounded.p == 1.0  # both may be 50.5
    assert rounded.interval == pytest.approx((exact.interval.low - 1, exact.interval.high + 1))
    narrower = welch(Sample(98, 50, 2, 0.25), Sample(98, 51, 2, 0.25))
    as_far = welch(Sample(98, 50, 2), Sample(98, 50.5, 2))
    assert narrower is not None
    assert as_far is not None
    assert narrower.p == pytest.approx(as_far.p)


def test_rounding_is_in_the_answer_where_groups_are_of_one_mind_too() -> None:
    found = welch(Sample(98, 50, 0, 0.5), Sample(98, 51, 0, 0.5))
    assert found is not None
    assert (found.interval, found.p) == ((0, 2), 1.0)


@given(
    st.tuples(st.integers(2, 500), st.floats(0, 100), st.floats(0, 60)),
    st.tuples(st.integers(2, 500), st.floats(0, 100), st.floats(0, 60)),
)
def test_the_other_way_round_is_the_same_with_the_other_sign(first: Any, second: Any) -> None:
    there, back = welch(Sample(*first), Sample(*second)), welch(Sample(*second), Sample(*first))
    assert there is not None
    assert back is not None
    assert there.difference == -back.difference
    assert there.p == pytest.approx(back.p)
    assert 0 <= there.p <= 1
    assert there.interval == pytest.approx((-back.interval.high, -back.interval.low))


def test_a_clear_improvement_a_clear_decline_and_no_clear_change(tiny: Questionnaire) -> None:
    before = mixed(40, "staff", 1, "012") + mixed(40, "service_user", 2, "234") + mixed(40, "carer", 3)
    after = mixed(40, "staff", 4, "234") + mixed(40, "service_user", 5, "012") + mixed(40, "carer", 6)
    found = compare([bundle(tiny, before), bundle(tiny, after, "2026")])
    assert found.kind == "over time"
    assert change(found, "c02", "staff").verdict == "clear improvement"
    assert change(found, "c02", "service_user").verdict == "clear decline"
    assert change(found, "c02", "carer").verdict == "no clear change"
    assert found.pairs[0].family == 6


def test_no_change_is_clear_that_rounding_alone_may_have_made(tiny: Questionnaire) -> None:
    """Of 98 people five or six are a little above all others, and one left a statement out: 50.4 and 50.5."""
    before, after = (
        people(97 - higher, "staff", "40222") + people(higher, "staff", "40322") + people(1, "staff", "4022.")
        for higher in (5, 6)
    )
    found = change(compare([bundle(tiny, before), bundle(tiny, after, "2026")]), "c02", "staff")
    assert (found.first, found.second, found.difference) == (50, 51, 1)
    assert (found.p, found.verdict) == (1.0, "no clear change")
    assert found.low is not None
    assert found.low < 0


def test_p_is_adjusted_over_every_challenge_and_perspective_that_can_be_compared(tiny: Questionnaire) -> None:
    rows = [mixed(30, "staff", seed) + mixed(30, "service_user", seed + 9) for seed in (1, 2)]
    pair = compare([bundle(tiny, rows[0]), bundle(tiny, rows[1], "2026")]).pairs[0]
    made = [one for one in pair.changes if one.p is not None]
    assert pair.family == len(made) == 4
    adjusted = holm([one.p for one in made if one.p is not None])
    assert tuple(one.p_adjusted for one in made) == pytest.approx(adjusted)


def test_what_is_hidden_and_where_nobody_answered_is_said_and_has_no_number(tiny: Questionnaire) -> None:
    first = bundle(tiny, mixed(30, "staff", 1) + mixed(4, "service_user", 2))
    second = bundle(tiny, mixed(30, "staff", 3) + mixed(30, "service_user", 4), "2026")
    found = compare([first, second], statements=True)
    assert change(found, "c01", "service_user").words == "cannot be compared: too few people"
    assert change(found, "c01", "carer").words == "cannot be compared: nobody answered"
    for one in (*found.pairs[0].changes, *found.pairs[0].statements):
        if one.why:
            assert (one.first, one.second, one.difference, one.low, one.p, one.p_adjusted) == (None,) * 6


def test_a_changed_wording_is_compared_for_nobody_who_read_it(tiny: Questionnaire, tiny_text: str) -> None:
    rows = mixed(30, "staff", 1) + mixed(30, "service_user", 2)
    second = bundle(reworded(tiny_text, I_listen="I always listen"), rows, "2026")
    found = compare([bundle(tiny, rows), second], statements=True)
    assert change(found, "c01", "staff").words == "cannot be compared: wording changed"
    assert change(found, "c01", "staff").because == ("c01.1",)
    assert change(found, "c01", "service_user").verdict == "no clear change"
    statements = {(one.statement, one.perspective): one for one in found.pairs[0].statements}
    assert statements[StatementId("c01.1"), STAFF].why == "wording changed"
    assert statements[StatementId("c01.2"), STAFF].difference == 0
    assert found.pairs[0].statement_family == 9


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("Partly true", "Half true", "scale changed"),
        ("How true is this here?", "How true was this?", "scale changed"),
        ("        reverse: true\n", "", "wording changed"),
        ('staff: "I rush."', 'staff: "I hurry."', "wording changed"),
        ("c01.2\n", "c01.9\n", "statements added or taken out"),
    ],
)
def test_what_stands_in_the_way(tiny: Questionnaire, tiny_text: str, old: str, new: str, why: str) -> None:
    assert old in tiny_text
    other = parsed(tiny_text.replace(old, new))
    assert Matching(tiny, other).challenge(ChallengeId("c01"), STAFF)[0] == why


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('staff: "I listen."', 'staff: "I   listen. "'),
        ('staff: "I listen."', 'staff: {en: "I listen.", cy: "Rwy\'n gwrando."}'),
        (
            'easy_read: {service_user: "People listen."}',
            'easy_read: {service_user: "People listen.", staff: "I hear."}',
        ),
        ("text: Everyday contact", 'text: "Contact, day by day"'),
        ("We talk.", "We begin to talk."),
        ("label: Staff", "label: People who work here"),
    ],
)
def test_what_does_not_stand_in_the_way(tiny: Questionnaire, tiny_text: str, old: str, new: str) -> None:
    assert old in tiny_text
    changed = tiny_text.replace("id: tiny", "id: tiny\nlanguages: [en, cy]") if "cy:" in new else tiny_text
    other = parsed(changed.replace(old, new))
    assert Matching(tiny, other).challenge(ChallengeId("c01"), STAFF) == ("", ())
    assert Matching(tiny, other).challenge(ChallengeId("c01"), SERVICE_USER) == ("", ())


def test_another_easy_read_wording_is_another_wording(tiny: Questionnaire, tiny_text: str) -> None:
    other = parsed(tiny_text.replace("People listen.", "They listen."))
    assert Matching(tiny, other).challenge(ChallengeId("c01"), SERVICE_USER) == ("wording changed", ("c01.1",))
    assert Matching(tiny, other).challenge(ChallengeId("c01"), STAFF) == ("", ())


def test_a_statement_that_moved_is_compared_by_itself_and_its_challenges_are_not(tiny_text: str) -> None:
    moved = tiny_text.replace("  - id: c02\n", "  - id: c03\n", 1)
    first, second = parsed(tiny_text), parsed(moved)
    rows = mixed(30, "staff", 1)
    found = compare([bundle(first, rows), bundle(second, rows, "2026")], statements=True)
    assert {one.why for one in found.pairs[0].changes if one.challenge != "c01"} == {"not asked in both"}
    single = [one for one in found.pairs[0].statements if one.statement == "c02.1" and one.perspective == "staff"]
    assert [(one.challenge, one.difference) for one in single] == [("c03", 0)]


def test_statements_of_reverse_wording_count_the_same_way_as_scores(tiny: Questionnaire) -> None:
    """Everyone rushed, and now nobody does: that is an improvement."""
    rows = [[("staff", "elm", f"2{answer}222", "") for answer in answers * 10] for answers in ("34", "01")]
    found = compare([bundle(tiny, rows[0]), bundle(tiny, rows[1], "2026")], statements=True)
    single = next(one for one in found.pairs[0].statements if one.statement == "c01.2")
    assert (single.first, single.second, single.verdict) == (12.5, 87.5, "clear improvement")


def test_audit_cycles_come_in_the_order_of_their_dates(tiny: Questionnaire) -> None:
    cycles = [bundle(tiny, mixed(30, "staff", n), name) for n, name in enumerate(("2026", "2024", "2025"))]
    found = compare(cycles)
    assert [one.audit_cycle for one in found.audits] == ["2024", "2025", "2026"]
    assert [(pair.first, pair.second) for pair in found.pairs] == [(0, 1), (1, 2), (0, 2)]


def test_a_third_audit_cycle_changes_nothing_between_the_first_two(tiny: Questionnaire) -> None:
    cycles = [bundle(tiny, mixed(30, "staff", n), name) for n, name in enumerate(("2024", "2025", "2026"))]
    assert compare(cycles).pairs[0] == compare(cycles[:2]).pairs[0]


def test_organisations_stay_in_the_order_given_and_are_held_beside_the_first(tiny: Questionnaire) -> None:
    rows = mixed(40, "staff", 1, "012"), mixed(40, "staff", 2, "234"), mixed(40, "staff", 3, "012")
    names = ("South", "East", "West")
    found = compare(
        [bundle(tiny, people, source=name, organisation=name) for people, name in zip(rows, names, strict=True)]
    )
    assert found.kind == "organisations"
    assert found.names == names
    assert [(pair.first, pair.second) for pair in found.pairs] == [(0, 1), (0, 2)]
    assert change(found, "c02", "staff").verdict == "clearly higher"
    assert change(found, "c02", "staff", pair=1).verdict == "no clear difference"


def test_nothing_is_compared_with_itself_or_with_nothing(tiny: Questionnaire) -> None:
    one = bundle(tiny, mixed(30, "staff", 1))
    for bundles in ([], [one], [one, one], [one, one.model_copy(update={"organisation": "Renamed"})]):
        with pytest.raises(ValueError, match="two or more different audit cycles"):
            compare(bundles)


def test_questionnaires_without_a_shared_wording_cannot_be_compared(tiny: Questionnaire, tiny_text: str) -> None:
    rows = mixed(30, "staff", 1)
    other = bundle(
        parsed(tiny_text.replace("True", "Right").replace("true", "right").replace("reverse: right", "reverse: true")),
        rows,
        "2026",
    )
    assert not can_compare(compare([bundle(tiny, rows), other]))


def test_a_questionnaire_diff_tells_the_same_reworded_new_and_gone(tiny: Questionnaire, tiny_text: str) -> None:
    changed = (
        tiny_text.replace("Staff ask.", "Staff always ask.").replace("c02.2", "c02.4").replace("Choice", "Choices")
    )
    found = Matching(tiny, parsed(changed)).changes()
    status = {one.id: one.status for one in found.statements}
    assert status == {
        "c01.1": "same",
        "c01.2": "same",
        "c02.1": "changed",
        "c02.4": "new",
        "c02.3": "same",
        "c02.2": "gone",
    }
    words = next(one for one in found.statements if one.id == "c02.1").reworded
    assert [(one.what, one.old, one.new) for one in words] == [("service_user", "Staff ask.", "Staff always ask.")]
    assert [one.what for one in found.names] == ["title of c02"]
    assert found.scale == ()


def test_a_diff_of_a_questionnaire_with_itself_is_empty(tiny: Questionnaire) -> None:
    found = Matching(tiny, tiny).changes()
    assert {one.status for one in found.statements} == {"same"}
    assert (found.scale, found.names) == ((), ())
