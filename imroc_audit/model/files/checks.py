"""What fields alone cannot tell of a questionnaire file: one check a topic, each over the data as it is written."""

from collections.abc import Iterator
from typing import Any, Final

from imroc_audit.model.files.checked_yaml import (
    Check,
    PlacedEntry,
    any_of,
    as_list,
    as_mapping,
    entries,
)
from imroc_audit.model.files.yaml_text import Place, Problem, YamlText
from imroc_audit.model.lenses import LENSES


def duplicate_ids(yaml: YamlText) -> Iterator[Problem]:
    """Ids are unique among perspectives, among challenges and among statements."""
    challenges = list(entries(yaml.data, "challenges"))
    statements = [entry for place, challenge in challenges for entry in entries(challenge, "statements", place)]
    for kind, listed in (
        ("perspective", list(entries(yaml.data, "perspectives"))),
        ("challenge", challenges),
        ("statement", statements),
    ):
        first: dict[str, int] = {}
        for place, entry in listed:
            identifier = entry.get("id")
            if not isinstance(identifier, str):
                continue
            line = yaml.line((*place, "id"))
            if identifier in first:
                what = f"{kind} '{identifier}' is already used on line {first[identifier]}"
                yield yaml.problem((*place, "id"), what, "Give one of them another id.")
            first.setdefault(identifier, line)


def wordings(yaml: YamlText) -> Iterator[Problem]:
    """Each statement is worded for every perspective that is asked it, and for no other."""
    perspectives = _ids(yaml.data, "perspectives")
    if not perspectives:
        return
    for place, statement in _statements(yaml.data):
        name = f"statement '{statement.get('id')}'"
        not_asked = [one for one in as_list(statement.get("not_asked")) if isinstance(one, str)]
        wording, easy_read = (as_mapping(statement.get(key)) for key in ("wording", "easy_read"))
        for perspective in perspectives:
            if perspective not in wording and perspective not in not_asked:
                what = f"{name} has no wording for '{perspective}'"
                yield yaml.problem((*place, "wording"), what, "Add one, or list the perspective under not_asked.")
            elif perspective in wording and perspective in not_asked:
                what = f"{name} has a wording for '{perspective}' and lists it under not_asked"
                yield yaml.problem((*place, "not_asked"), what, "Take one of the two away.")
        for key, given in (("wording", wording), ("easy_read", easy_read), ("not_asked", not_asked)):
            for unknown in (one for one in given if one not in perspectives):
                what = f"{name} names the perspective '{unknown}', which is not in this questionnaire"
                yield yaml.problem((*place, key, unknown), what, f"Use {any_of(perspectives)}.")
        if all(perspective in not_asked for perspective in perspectives):
            yield yaml.problem(
                (*place, "not_asked"),
                f"{name} is asked of nobody",
                "Ask it of one perspective or take it away.",
            )


def scale_order(yaml: YamlText) -> Iterator[Problem]:
    """Option values count up from 0 in steps of one, and no two labels are alike."""
    labels: dict[str, int] = {}
    for expected, (place, option) in enumerate(entries(as_mapping(yaml.data.get("scale")), "options", ("scale",))):
        value = option.get("value")
        if isinstance(value, int) and value != expected:
            what = f"scale out of order: this option has the value {value} where {expected} should stand"
            yield yaml.problem(
                (*place, "value"), what, "List the options from least to most, with values 0, 1, 2 and so on."
            )
        label = option.get("text")
        if isinstance(label, str):
            if label.casefold() in labels:
                what = f"the label '{label}' is already used on line {labels[label.casefold()]}"
                yield yaml.problem((*place, "text"), what, "Give each option a label of its own.")
            labels.setdefault(label.casefold(), yaml.line((*place, "text")))


def lenses(yaml: YamlText) -> Iterator[Problem]:
    """Lenses and their tags are published ones that the tool knows."""
    for place, statement in _statements(yaml.data):
        for lens, tags in as_mapping(statement.get("lenses")).items():
            if lens not in LENSES:
                what = f"'{lens}' is not a lens that is known"
                yield yaml.problem((*place, "lenses", lens), what, f"Use {any_of(LENSES)}.")
                continue
            for number, tag in enumerate(as_list(tags)):
                if isinstance(tag, str) and tag not in LENSES[lens].tags:
                    what = f"'{tag}' is not a tag of the lens '{lens}'"
                    yield yaml.problem((*place, "lenses", lens, number), what, f"Use {any_of(LENSES[lens].tags)}.")


def priorities(yaml: YamlText) -> Iterator[Problem]:
    """Nobody can choose more priorities than there are challenges."""
    asked, available = yaml.data.get("priorities"), len(as_list(yaml.data.get("challenges")))
    if isinstance(asked, int) and asked > available:
        what = f"too many priorities: {asked} may be chosen of {available} challenges"
        yield yaml.problem(("priorities",), what, f"Use {available} or fewer.")


def suggestions(yaml: YamlText) -> Iterator[Problem]:
    """A suggestion answers statements of its own challenge."""
    for place, challenge in entries(yaml.data, "challenges"):
        known = _ids(challenge, "statements")
        for at, suggestion in entries(challenge, "suggestions", place):
            for number, statement in enumerate(as_list(suggestion.get("statements"))):
                if isinstance(statement, str) and statement not in known:
                    what = f"the suggestion names '{statement}', which is not a statement of this challenge"
                    yield yaml.problem((*at, "statements", number), what, f"Use {any_of(known)}.")


def languages(yaml: YamlText) -> Iterator[Problem]:
    """A text given by language has the questionnaire's first language, and only languages that are listed."""
    listed = [one for one in as_list(yaml.data.get("languages", ["en"])) if isinstance(one, str)]
    if not listed:
        return
    for place, by_language in _translations(yaml.data):
        if listed[0] not in by_language:
            yield yaml.problem(
                place, f"this text is not given in '{listed[0]}'", "Give it in the first language listed."
            )
        for language in by_language:
            if language not in listed:
                what = f"'{language}' is not among the questionnaire's languages"
                yield yaml.problem((*place, language), what, f"Use {any_of(listed)}, or add it to languages.")


CHECKS: Final[tuple[Check[()], ...]] = (
    duplicate_ids,
    wordings,
    scale_order,
    lenses,
    priorities,
    suggestions,
    languages,
)

TEXT_KEYS: Final = frozenset({"text", "easy_read", "title", "label", "engagement", "development", "transformation"})


def _translations(data: Any, place: Place = ()) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Every text that is given as a mapping from language codes."""
    if isinstance(data, list):
        for number, entry in enumerate(data):
            yield from _translations(entry, (*place, number))
    elif isinstance(data, dict):
        for key, value in data.items():
            at = (*place, key)
            by_perspective = key == "wording" or (key == "easy_read" and "wording" in data)
            if by_perspective:
                yield from (((*at, one), text) for one, text in as_mapping(value).items() if isinstance(text, dict))
            elif key in TEXT_KEYS and isinstance(value, dict) and "text" not in value:
                yield at, value
            else:
                yield from _translations(value, at)


def _statements(data: Any) -> Iterator[PlacedEntry]:
    for place, challenge in entries(data, "challenges"):
        yield from entries(challenge, "statements", place)


def _ids(data: Any, key: str) -> list[str]:
    return [entry["id"] for _, entry in entries(data, key) if isinstance(entry.get("id"), str)]
