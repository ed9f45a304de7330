"""What somebody says of a value goes into the map, and all else in it stays as it was written."""

from textwrap import dedent

from imroc_audit.exchange.mapping.column_map import ColumnMap, load_map
from imroc_audit.exchange.mapping.map_file import EMPTY_PLACES, ValueMeaning, with_meanings
from imroc_audit.model.questionnaire import Questionnaire

BY_HAND = """\
# of our own
perspective:   {column: Who}   # all of them
team: {column: Where}
statements: {"Q1": c01.1}
answers:
  5: 4  # agreed in May
leave_out: {Why: [Test]}
"""


def loaded(text: str, tiny: Questionnaire) -> ColumnMap:
    column_map, problems = load_map(text, "map.yaml", tiny)
    assert column_map is not None, problems
    return column_map


def test_every_kind_of_decision_is_kept_beside_what_stood_there(tiny: Questionnaire) -> None:
    decisions = (
        ValueMeaning("Mostley true", "answer", 3, ("Q1",)),
        ValueMeaning("5", "answer", 0, ("Q1",)),
        ValueMeaning("N/A", "answer", "not_applicable", ("Q1",)),
        ValueMeaning("no: never", "answer", 0, ("Q1",)),
        ValueMeaning("elm", "team", "Elm ward", ("Where",)),
        ValueMeaning("bank", "team", None, ("Where",)),
        ValueMeaning("Nurse", "perspective", "staff", ("Who",)),
        ValueMeaning("Guest", "perspective", "leave_out", ("Who",)),
        ValueMeaning("a test", "answer", "leave_out", ("Why", "Q1")),
    )
    text = with_meanings(BY_HAND + EMPTY_PLACES, loaded(BY_HAND, tiny), decisions)
    for line in ("# of our own", "# all of them", "# agreed in May", '"Q1": c01.1', "# leave_out:"):
        assert line in text
    columns = loaded(text, tiny).columns
    assert columns.answers == {"5": 0, "Mostley true": 3, "N/A": "not_applicable", "no: never": 0}
    assert columns.teams == {"elm": "Elm ward", "bank": None}
    assert columns.leave_out == {"Why": ("Test", "a test"), "Q1": ("a test",)}
    assert columns.perspective.model_dump()["labels"] == {"Nurse": "staff", "Guest": "leave_out"}  # type: ignore[union-attr]


def test_a_map_without_such_keys_gets_them(tiny: Questionnaire) -> None:
    text = dedent("""\
        perspective: staff
        statements: {Q1: c01.1}
        """)
    kept = with_meanings(text, loaded(text, tiny), [ValueMeaning("true", "answer", 4, ("Q1",))])
    assert loaded(kept, tiny).columns.answers == {"true": 4}
