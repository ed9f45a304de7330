"""Bundles come back as they were written, and a cut, edited or foreign file is refused with one clear message."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imroc_audit.analysis.change import compare
from imroc_audit.analysis.publish import publish
from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.results.bundle import read_bundle, write_bundle
from imroc_audit.model.bundle import Agreed, Bundle, Outcome
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.report.text.hidden import results_file
from imroc_audit.tally import AnswerLayout, Row, tally

PERSON = st.tuples(
    st.sampled_from(("staff", "service_user", "carer")),
    st.sampled_from(("elm", "oak", "")),
    st.text("01234?-.", min_size=4, max_size=4),
)
PEOPLE = st.lists(PERSON, max_size=60)


def bundle(asked: Questionnaire, people: list[tuple[str, str, str]], name: str, **extra: Any) -> Bundle:
    rows: list[Row] = [(one, team, codes + ("_" if one == "carer" else "2"), "c01") for one, team, codes in people]
    return Bundle(
        source=name,
        organisation="Northfield ŵŷ 😀",
        opened=f"{name}-03-01",
        closed=f"{name}-04-01",
        questionnaire=asked,
        results=results_file(
            publish(tally(AnswerLayout.of(asked), rows), asked, audit_cycle=AuditCycleName(name), threshold=3), asked
        ),
        **extra,
    )


@given(PEOPLE)
def test_a_bundle_comes_back_as_it_was_written(tiny: Questionnaire, people: list[tuple[str, str, str]]) -> None:
    one = bundle(tiny, people, "2025")
    assert read_bundle(write_bundle(one), "a.json") == one


@given(PEOPLE, PEOPLE)
def test_comparing_bundles_gives_the_same_numbers_as_comparing_workspaces(
    tiny: Questionnaire, first: list[tuple[str, str, str]], second: list[tuple[str, str, str]]
) -> None:
    bundles = [bundle(tiny, first, "2025"), bundle(tiny, second, "2026")]
    taken_along = [read_bundle(write_bundle(one), "a.json") for one in bundles]
    assert compare(taken_along, statements=True) == compare(bundles, statements=True)


def test_what_was_agreed_travels_along(tiny: Questionnaire) -> None:
    agreed = Agreed(date="2025-05-01", stages={"c01": "development"}, priorities=("c02",))
    outcome = Outcome(challenge="c02", aim="Ask first", status="adopted", pdsa_cycles=2)
    one = bundle(tiny, [], "2025", agreed=agreed, outcomes=(outcome,))
    assert read_bundle(write_bundle(one), "a.json").outcomes == (outcome,)


@pytest.fixture
def text(tiny: Questionnaire) -> str:
    return write_bundle(bundle(tiny, [("staff", "elm", "0123")] * 20 + [("staff", "oak", "4321")] * 9, "2025"))


def test_white_space_is_no_edit(text: str) -> None:
    assert read_bundle(json.dumps(json.loads(text)), "a.json") == read_bundle(text, "a.json")


@given(st.data())
def test_a_file_that_is_cut_short_is_refused(data: st.DataObject) -> None:
    whole = '{"format": "imroc-audit tally", "format_version": 1, "audit": {}, "sha256": ""}'
    with pytest.raises(UnreadableError):
        read_bundle(whole[: data.draw(st.integers(0, len(whole) - 1))], "a.json")


@pytest.mark.parametrize(
    ("pattern", "edited"),
    [
        (r'"n": 29', '"n": 30'),
        (r'"n": 29', '"n": 29.0'),
        (r'"threshold": 3', '"threshold": 1'),
        (r"Northfield", "Southmoor"),
        (r'"source": "2025"', '"source": "2026"'),
        (r'"score": [0-9.]+', '"score": 99.0'),
        (r'"score": [0-9.]+', '"score": NaN'),
        (r'"score": [0-9.]+', '"score": 1e999'),
        (r'"sha256": "..', '"sha256": "xx'),
        (r'"sha256": "[0-9a-f]+"', '"sha256": null'),
        (r'"format_version": 1', '"format_version": "1"'),
        (r'"organisation"', '"organisation": "x", "organisation"'),
    ],
)
def test_an_edited_file_is_refused(text: str, pattern: str, edited: str) -> None:
    changed = re.sub(pattern, edited, text, count=1)
    assert changed != text
    with pytest.raises(UnreadableError, match=r"a\.json: this (bundle is not as it was exported|is not a bundle)"):
        read_bundle(changed, "a.json")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("", "this file is empty"),
        ("hello", "a.json:1: this is not JSON"),
        ("[]", "not a bundle of imroc-audit"),
        ("12", "not a bundle of imroc-audit"),
        ('{"format": "other"}', "not a bundle of imroc-audit"),
        ("[" * 100_000, "not a bundle"),
        (
            '{"format": "imroc-audit tally", "format_version": 2}',
            "format version 2, and this imroc-audit reads up to 1",
        ),
        ('{"format": "imroc-audit tally"', "a.json:1: the file is cut short or damaged"),
        ('{"a": "\\ud800", "format": "imroc-audit tally", "format_version": 1}', "not a bundle"),
    ],
)
def test_what_is_no_bundle_is_refused_with_one_message(wrong: str, message: str) -> None:
    with pytest.raises(UnreadableError, match=re.escape(message)) as refused:
        read_bundle(wrong, "a.json")
    assert refused.value.exit_code == 66
    assert "\n" not in str(refused.value)


def forged(text: str, **changes: Any) -> str:
    """A bundle that someone has edited who knows how the checksum is made."""
    from imroc_audit.exchange.results import bundle as exchange

    data = json.loads(text)
    del data["sha256"]
    data["audit"].update(changes)
    return json.dumps({**data, "sha256": exchange._checksum(data)})


def test_a_forged_bundle_must_still_fit_its_questionnaire(text: str, tiny: Questionnaire) -> None:
    audit = json.loads(text)["audit"]
    less = {**audit["results"], "challenges": audit["results"]["challenges"][:1]}
    for changes in (
        {"questionnaire": {**audit["questionnaire"], "version": "9"}},
        {"results": less},
        {"results": None},
        {"surprise": 1},
    ):
        with pytest.raises(UnreadableError, match="this bundle cannot be used"):
            read_bundle(forged(text, **changes), "a.json")


def test_a_number_without_an_end_is_refused_whatever_the_checksum_says(text: str) -> None:
    for checksum in ("", "0" * 64):
        data = {**json.loads(text), "sha256": checksum}
        data["audit"]["results"]["challenges"][0]["perspectives"]["staff"]["score"] = "ENDLESS"
        endless = json.dumps(data).replace('"ENDLESS"', "1e999")
        with pytest.raises(UnreadableError, match="this is not a bundle"):
            read_bundle(endless, "a.json")


@pytest.mark.parametrize("checksum", ["", None, 0, "abc"])
def test_a_bundle_without_its_checksum_is_refused(text: str, checksum: object) -> None:
    with pytest.raises(UnreadableError, match="checksum does not fit"):
        read_bundle(json.dumps({**json.loads(text), "sha256": checksum}), "a.json")


def test_what_is_no_day_no_text_or_no_part_of_a_bundle_is_refused(text: str) -> None:
    for changes in ({"opened": "soon"}, {"closed": "2026-02-30"}, {"organisation": "North\x1bfield"}):
        with pytest.raises(UnreadableError):
            read_bundle(forged(text, **changes), "a.json")
    data = json.loads(text)
    data["more"] = 1
    with pytest.raises(UnreadableError):
        read_bundle(forged(json.dumps(data)), "a.json")


def test_numbers_that_cannot_be_are_refused(text: str) -> None:
    for field, value in (("n", -1), ("score", 101.0), ("sd", 1e300)):
        results = json.loads(text)["audit"]["results"]
        results["challenges"][0]["perspectives"]["staff"][field] = value
        with pytest.raises(UnreadableError, match="a number that cannot be"):
            read_bundle(forged(text, results=results), "a.json")
