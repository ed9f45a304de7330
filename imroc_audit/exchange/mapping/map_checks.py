"""What fields alone cannot tell of a map: one check a topic, each over the data as it is written."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import Any, Final

from imroc_audit.exchange.matching.labels import WORDS, answer_labels
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.sheet import shown, shown_heading
from imroc_audit.exchange.reading.sources import NAMES
from imroc_audit.model.files.checked_yaml import Check, as_list, as_mapping
from imroc_audit.model.files.yaml_text import Place, Problem, YamlText
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import say

LEAVE_OUT: Final = "leave_out"
"""Stands for a perspective where rows with a label are not to be imported."""

MOST_NAMED: Final = 12


def headings(data: Any) -> Iterator[tuple[str, Place]]:
    """Every column heading that a map uses, and where."""
    data = as_mapping(data)
    for key in ("perspective", "team", "date"):
        yield from _headings_in(as_mapping(data.get(key)).get("column"), (key, "column"))
    yield from _headings_in(data.get("id"), ("id",))
    for key, value in as_mapping(data.get("statements")).items():
        place = ("statements", key)
        yield from _headings_in(value, place) if isinstance(value, list) else ((key, place),)
    yield from ((heading, ("comments", heading)) for heading in as_mapping(data.get("comments")))
    yield from _headings_in(data.get("priorities"), ("priorities",))


def leaving_out(data: Any) -> Iterator[tuple[str, Place]]:
    """Every heading of a column that says which rows are left out, and where. It may be used for something else too."""
    yield from ((heading, ("leave_out", heading)) for heading in as_mapping(as_mapping(data).get("leave_out")))


def code(value: Any, questionnaire: Questionnaire) -> str | None:
    """The answer code that a map means by a value, or None: option value, option label, or one of WORDS."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if 0 <= value <= questionnaire.scale.top else None
    if not isinstance(value, str):
        return None
    return WORDS.get(value) or answer_labels(questionnaire).get(normalise(value))


def for_this_questionnaire(yaml: YamlText, questionnaire: Questionnaire) -> Iterator[Problem]:
    """A map is for one questionnaire."""
    named = yaml.data.get("questionnaire")
    if isinstance(named, str) and named != questionnaire.id:
        what = f"the map is for the questionnaire '{named}', and not for '{questionnaire.id}'"
        yield yaml.problem(("questionnaire",), what, "Use a map for this one, or change the id.")


def known_statements(yaml: YamlText, questionnaire: Questionnaire) -> Iterator[Problem]:
    """Each column is a statement of the questionnaire, and several are the same one only where they are listed."""
    known = [statement.id for statement in questionnaire.statements]
    first: dict[str, int] = {}
    for key, value in as_mapping(yaml.data.get("statements")).items():
        if not isinstance(value, str | list):
            continue
        place, statement = ("statements", key), key if isinstance(value, list) else value.strip()
        if statement not in known:
            what = f"'{statement}' is not a statement of this questionnaire"
            yield yaml.problem(place, what, use(known, statement))
        elif statement in first:
            what = f"the statement '{statement}' already has a column on line {first[statement]}"
            remedy = "Map one column to it. If each person fills only one of several columns, list these below its id."
            yield yaml.problem(place, what, remedy)
        first.setdefault(statement, yaml.line(place))


def known_perspectives(yaml: YamlText, questionnaire: Questionnaire) -> Iterator[Problem]:
    """The fixed perspective and those of labels are in the questionnaire."""
    given = yaml.data.get("perspective")
    named: list[tuple[Place, str]] = [(("perspective",), given)] if isinstance(given, str) else []
    for label, perspective in _texts(given, "labels"):
        if perspective != LEAVE_OUT:
            named.append((("perspective", "labels", label), perspective))
    for place, perspective in named:
        if perspective not in questionnaire.perspective_ids:
            what = f"'{perspective}' is not a perspective of this questionnaire"
            yield yaml.problem(place, what, use(questionnaire.perspective_ids, perspective))


def known_answers(yaml: YamlText, questionnaire: Questionnaire) -> Iterator[Problem]:
    """Labels stand for answers of the questionnaire, and two labels that read alike for the same one."""
    options = ", ".join(f"{one.value} ({say(one.text)})" for one in questionnaire.scale.options)
    first: dict[str, tuple[str | None, int]] = {}
    for label, value in as_mapping(yaml.data.get("answers")).items():
        place = ("answers", label)
        meaning, line = code(value, questionnaire), yaml.line(place)
        if meaning is None and isinstance(value, str | int) and not isinstance(value, bool):
            what = f"the label {shown(label)} stands for '{value}', which is not an answer here"
            yield yaml.problem(place, what, f"Use {options}, {', '.join(WORDS)}.")
        before, where = first.setdefault(normalise(label), (meaning, line))
        if before != meaning:
            what = f"the label {shown(label)} reads like line {where}, and stands for another answer"
            yield yaml.problem(place, what, "Give both the same answer, or take one away.")


def known_challenges(yaml: YamlText, questionnaire: Questionnaire) -> Iterator[Problem]:
    """Comments belong to a challenge of the questionnaire."""
    known = [challenge.id for challenge in questionnaire.challenges]
    for heading, challenge in _texts(yaml.data, "comments"):
        if challenge not in known:
            what = f"'{challenge}' is not a challenge of this questionnaire"
            yield yaml.problem(("comments", heading), what, use(known, challenge))


def priorities(yaml: YamlText, questionnaire: Questionnaire) -> Iterator[Problem]:
    """There are no more columns of priorities than priorities that can be chosen."""
    given, most = len(as_list(yaml.data.get("priorities"))), questionnaire.priorities
    if given > most:
        what = f"columns of priorities listed: {given}, and this questionnaire asks for {most or 'none'}"
        yield yaml.problem(("priorities",), what, f"List {most} or fewer." if most else "Take the key away.")


def each_heading_once(yaml: YamlText, _: Questionnaire) -> Iterator[Problem]:
    """A column is used for one thing, and its heading is not blank."""
    first: dict[str, int] = {}
    for heading, place in leaving_out(yaml.data):
        if not normalise(heading):
            yield yaml.problem(place, "a heading is blank", "Write the heading as it stands in the file.")
    for heading, place in (*headings(yaml.data), *_headings_in(yaml.data.get("ignore"), ("ignore",))):
        key, line = normalise(heading), yaml.line(place)
        if not key:
            yield yaml.problem(place, "a heading is blank", "Write the heading as it stands in the file.")
        elif key in first:
            what = f"the heading {shown_heading(heading)} is already used on line {first[key]}"
            yield yaml.problem(place, what, "Use each column once.")
        first.setdefault(key, line)


def labels_alike(yaml: YamlText, _: Questionnaire) -> Iterator[Problem]:
    """Two labels that read alike do not stand for different perspectives or teams."""
    labelled: dict[str, list[tuple[Place, str, Any]]] = {
        key: [
            ((key, "labels", label), label, meaning)
            for label, meaning in as_mapping(as_mapping(yaml.data.get(key)).get("labels")).items()
        ]
        for key in ("perspective", "team")
    }
    teams = as_mapping(yaml.data.get("teams"))
    labelled["team"] += [(("teams", label), label, meaning) for label, meaning in teams.items()]
    for entries in labelled.values():
        first: dict[str, tuple[Any, int]] = {}
        for place, label, meaning in entries:
            before, line = first.setdefault(normalise(label), (meaning, yaml.line(place)))
            if before != meaning:
                what = f"the label {shown(label)} reads like line {line}, and stands for something else"
                yield yaml.problem(place, what, "Give both the same meaning, or take one away.")


def teams_have_a_column(yaml: YamlText, _: Questionnaire) -> Iterator[Problem]:
    """Labels of teams stand in a column of teams."""
    if as_mapping(yaml.data.get("teams")) and not as_mapping(yaml.data.get("team")).get("column"):
        what = "'teams' says what labels mean, and no column of teams is named"
        yield yaml.problem(("teams",), what, "Name it: team: {column: ...}. Or take 'teams' away.")


def known_source(yaml: YamlText, _: Questionnaire) -> Iterator[Problem]:
    """The survey tool is one whose files can be read."""
    source = yaml.data.get("source")
    if isinstance(source, str) and source not in NAMES:
        yield yaml.problem(("source",), f"'{source}' is not a survey tool that is known", use(NAMES, source))


CHECKS: Final[tuple[Check[Questionnaire], ...]] = (
    for_this_questionnaire,
    known_source,
    known_statements,
    known_perspectives,
    known_answers,
    known_challenges,
    priorities,
    each_heading_once,
    labels_alike,
    teams_have_a_column,
)


def use(known: Collection[str], written: str = "") -> str:
    """A remedy that names what was probably meant, or what there is."""
    if close := get_close_matches(written, known, n=1):
        return f"Did you mean '{close[0]}'?"
    return f"Use one of {named(known)}." if known else "There are none yet."


def named(known: Collection[str]) -> str:
    """What there is, in quotes; the first of it where it is much."""
    listed = ", ".join(f"'{one}'" for one in list(known)[:MOST_NAMED])
    more = len(known) - MOST_NAMED
    return (listed or "none yet") + (f" and {more} more" if more > 0 else "")


def _headings_in(value: Any, place: Place) -> Iterator[tuple[str, Place]]:
    """A heading, or those in a list, which may hold lists; and where each one is."""
    if isinstance(value, str):
        yield value, place
    for number, one in enumerate(as_list(value)):
        yield from _headings_in(one, (*place, number))


def _texts(data: Any, key: str) -> Iterator[tuple[str, str]]:
    """The entries of a mapping whose values are texts."""
    for name, value in as_mapping(as_mapping(data).get(key)).items():
        if isinstance(value, str):
            yield name, value.strip()
