"""The steps of the loop: what each writes into the plan, and what it refuses."""

from typing import Any

import pytest

from imroc_audit.errors import AuditError
from imroc_audit.model.plan import Book, Decision, LogEntry, Observation, PlanEntry
from imroc_audit.pdsa import steps
from imroc_audit.pdsa.differences import differences
from tests.plans import action, agreement, book, changes, measure, pdsa, record

SEEN = (Observation(date="2026-05-05", value=12), Observation(date="2026-05-06", value=13))


def studied(decision: str = "adopt", **more: Any) -> Decision:
    fields = {"date": "2026-05-18", "decision": decision, "lesson": "Ask again."}
    return Decision.model_validate(fields | more)


def after(*entries: PlanEntry) -> Book:
    return Book.of(changes(*entries))


def test_planning_the_same_twice_writes_nothing() -> None:
    planned = list(steps.plan(Book(), [action()]))
    assert [entry.what for entry in planned] == ["planned"]
    assert list(steps.plan(after(*planned), [action()])) == []


def test_a_change_is_named_by_its_fields() -> None:
    different = action(aim="Everyone is asked.", measures=(measure(target=60),))
    (entry,) = steps.plan(book(record()), [different])
    assert entry.what == "changed: aim, measure 'asked': target"


def test_an_agreement_again_is_a_change_of_what_differs() -> None:
    first = list(steps.agree(Book(), agreement()))
    known = after(*first)
    assert [entry.what for entry in first] == ["agreed"]
    assert list(steps.agree(known, agreement())) == []
    room = {"staff": 3, "service_user": 4}
    assert [entry.what for entry in steps.agree(known, agreement(room=room))] == ["changed: in the room: service_user"]


def test_another_order_of_the_priorities_is_a_change() -> None:
    first, second = ({"challenge": one, "reason": "It matters."} for one in ("c01", "c02"))
    known = after(*steps.agree(Book(), agreement(priorities=(first, second))))
    (entry,) = steps.agree(known, agreement(priorities=(second, first)))
    assert entry.what == "changed: priority 1: challenge, priority 2: challenge"


def test_stages_and_evidence_are_named_in_words() -> None:
    stages = {"c01": {"stage": "engagement", "evidence": ({"text": "We ask."},)}}
    before, now = agreement(stages={}), agreement(stages=stages)
    assert [one.field for one in differences(before, now)] == ["stage of c01", "stage of c01: evidence 1"]


def test_the_same_log_entry_counts_once() -> None:
    entry = LogEntry(date="2026-05-05", text="We tried.")
    (logged,) = steps.log(book(record()), "a1", entry)
    assert list(steps.log(book(record(log={1: (entry,)})), "a1", entry)) == []
    assert logged.id == "a1/1/1"


def test_a_log_entry_belongs_to_the_test_that_had_begun_on_its_day() -> None:
    twice = action(pdsa_cycles=(pdsa(), pdsa(start="2026-06-01", review="2026-06-15")))
    known = book(record(action=twice, studied={1: studied("adapt")}))
    for day, where in (("2026-05-04", "a1/1/1"), ("2026-05-31", "a1/1/1"), ("2026-06-01", "a1/2/1")):
        (logged,) = steps.log(known, "a1", LogEntry(date=day, text="We tried."))
        assert logged.id == where
    with pytest.raises(AuditError, match="PDSA cycle 1 of 'a1' starts on 4 May 2026, and this happened on 3 May 2026"):
        list(steps.log(known, "a1", LogEntry(date="2026-05-03", text="Too early.")))


def test_what_happened_before_the_decision_can_still_be_written_down() -> None:
    known = book(record(studied={1: studied()}))
    (logged,) = steps.log(known, "a1", LogEntry(date="2026-05-18", text="We tried."))
    assert logged.id == "a1/1/1"
    with pytest.raises(AuditError, match="was adopted on 18 May 2026"):
        list(steps.log(known, "a1", LogEntry(date="2026-05-19", text="Too late.")))


def test_values_that_are_there_already_are_left() -> None:
    known = book(record(observations={"asked": SEEN[:1]}))
    assert [entry.what for entry in steps.observe(known, "a1", "ASKED", SEEN)] == ["asked on 6 May 2026: 13"]


def test_another_value_for_a_day_needs_to_be_called_a_correction() -> None:
    known = book(record(observations={"asked": SEEN}))
    other = [Observation(date="2026-05-05", value=99)]
    with pytest.raises(AuditError, match=r"already has the value 12 on 5 May 2026. .*--correct"):
        list(steps.observe(known, "a1", "asked", other))
    (entry,) = steps.observe(known, "a1", "asked", other, correct=True)
    assert entry.what == "asked on 5 May 2026: 99 (was 12)"


def test_a_value_taken_back_counts_no_more_and_can_be_given_again() -> None:
    given = [*steps.plan(Book(), [action()]), *steps.observe(book(record()), "a1", "asked", SEEN)]
    taken = list(steps.withdraw(after(*given), "a1", "asked", "2026-05-05", "Wrong ward."))
    known = after(*given, *taken)
    assert known.actions["a1"].observations["asked"] == SEEN[1:]
    assert len(list(steps.observe(known, "a1", "asked", SEEN))) == 1
    with pytest.raises(AuditError, match="has no value on 5 May 2026"):
        list(steps.withdraw(known, "a1", "asked", "2026-05-05", "Again."))


@pytest.mark.parametrize(("decision", "status"), [("adopt", "adopted"), ("abandon", "abandoned")])
def test_adopt_and_abandon_close_an_action(decision: str, status: str) -> None:
    entries = [*steps.plan(Book(), [action()]), *steps.decide(book(record()), "a1", studied(decision), {})]
    found = after(*entries).actions["a1"]
    assert (found.status, found.closed, found.current) == (status, "2026-05-18", 1)
    with pytest.raises(AuditError, match=f"was {status} on 18 May 2026"):
        list(steps.log(after(*entries), "a1", LogEntry(date="2026-06-01", text="More.")))


def test_adapt_opens_the_next_test_as_the_last_one_with_new_dates() -> None:
    decision, opened = steps.decide(book(record()), "a1", studied("adapt"), {"prediction": "All."})
    found = after(*steps.plan(Book(), [action()]), decision, opened).actions["a1"]
    assert opened.what == "opened PDSA cycle 2"
    assert (found.status, found.current) == ("open", 2)
    following = found.action.pdsa_cycles[1]
    assert (following.start, following.review, following.prediction) == ("2026-05-18", "2026-06-01", "All.")
    assert following.change_idea == pdsa().change_idea


def test_adapt_said_twice_is_said_once() -> None:
    known = after(*steps.plan(Book(), [action()]), *steps.decide(book(record()), "a1", studied("adapt"), {}))
    again = list(steps.decide(known, "a1", studied("adapt"), {}))
    assert (
        after(*steps.plan(Book(), [action()]), *steps.decide(book(record()), "a1", studied("adapt"), {}), *again)
        == known
    )


def test_adapt_takes_the_next_test_that_was_planned_beforehand() -> None:
    ramp = action(pdsa_cycles=(pdsa(), pdsa(scale="one shift", start="2026-06-01", review="2026-06-08")))
    assert len(list(steps.decide(book(record(action=ramp)), "a1", studied("adapt"), {}))) == 1


def test_a_decision_can_be_corrected() -> None:
    done = record(studied={1: studied("adopt")})
    decision, opened = steps.decide(book(done), "a1", studied("adapt"), {}, correct=True)
    assert after(*steps.plan(Book(), [action()]), decision, opened).actions["a1"].status == "open"


@pytest.mark.parametrize(
    ("given", "following", "message"),
    [
        (studied(date="2026-05-01"), {}, "starts on 4 May 2026, and this was decided"),
        (studied("adopt"), {"prediction": "All."}, "no next PDSA cycle after 'adopt'"),
        (studied("adapt"), {"start": "2026-05-01", "review": "2026-05-20"}, "Put the dates in order"),
        (studied("adapt"), {"review": "2026-05-17"}, "Put the dates in order"),
    ],
)
def test_decisions_out_of_order_are_refused(given: Decision, following: dict[str, str], message: str) -> None:
    with pytest.raises(AuditError, match=message):
        list(steps.decide(book(record()), "a1", given, following))


def test_a_goal_level_needs_levels() -> None:
    with pytest.raises(AuditError, match="has no goal levels"):
        list(steps.decide(book(record(action=action(goal={}))), "a1", studied(goal_level=1), {}))


def test_an_unknown_action_or_measure_is_answered_with_those_that_exist() -> None:
    with pytest.raises(AuditError, match=r"There is no action 'b'. Use one of these: a1."):
        steps.action_of(book(record()), "b")
    with pytest.raises(AuditError, match="Plan one: imroc-audit plan add"):
        steps.action_of(Book(), "b")
    with pytest.raises(AuditError, match=r"no measure 'b'. Its measures: 'asked'."):
        steps.measure_of(record(), "b")


def test_a_correction_keeps_what_is_not_given() -> None:
    first = studied("adopt", next="Other wards.", came_true="partly", goal_level=1)
    found = steps.corrected(book(record(studied={1: first})), "a1", {"goal_level": 2})
    assert found == first.model_copy(update={"goal_level": 2})
    (entry,) = steps.decide(book(record(studied={1: first})), "a1", found, {}, correct=True)
    assert entry.what == "changed the decision after PDSA cycle 1: goal level reached"


def test_there_is_nothing_to_correct_before_the_first_decision() -> None:
    with pytest.raises(AuditError, match=r"Nothing has been decided about 'a1' yet. Leave --correct out."):
        steps.corrected(book(record()), "a1", {"decision": "adopt"})


def test_since_when_goal_levels_stand_is_told_from_the_history() -> None:
    other = {str(level): f"level {level}" for level in range(-2, 3)}
    versions = (action(goal={}), action(), action(aim="Other."), action(goal=other), action(goal={}))
    told = [
        one.model_copy(update={"version": n, "date": f"2026-05-0{n}"})
        for n, version in enumerate(versions, start=1)
        for one in changes(*steps.plan(Book(), [version]))
    ]
    written = [Book.of(told[:n]).actions["a1"].goal_written for n in range(1, 6)]
    assert written == [None, "2026-05-02", "2026-05-02", "2026-05-04", None]


def test_since_when_a_prediction_stands_is_told_from_the_history() -> None:
    first = changes(*steps.plan(Book(), [action()]), day="2026-05-01")
    aim, prediction = action(aim="Other."), action(pdsa_cycles=(pdsa(prediction="None."),))
    later = [
        one.model_copy(update={"version": n, "date": f"2026-05-0{n}"})
        for n, changed in ((2, aim), (3, prediction))
        for one in changes(*steps.plan(Book(), [changed]))
    ]
    assert Book.of([*first, *later[:1]]).actions["a1"].predicted == {1: "2026-05-01"}
    assert Book.of([*first, *later]).actions["a1"].predicted == {1: "2026-05-03"}
