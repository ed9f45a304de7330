"""Values that an import does not understand, asked for one after the other: each once, and the map keeps the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imroc_audit.cli import asking, console

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imroc_audit.workflows.exchange.import_values import Asks, UnknownValue, ValueChoice
    from imroc_audit.workflows.exchange.importing import ImportPlan

WHAT: Final[dict[Asks, str]] = {
    "answer": "What do these answers stand for?",
    "team": "Which teams are these?",
    "perspective": "Whose answers are these?",
}
REJECT, AGAIN = "r", "?"
LEFT_OUT: Final = "x"
OTHERS: Final = ((LEFT_OUT, "leave these rows out"), (REJECT, "reject these rows: nothing is imported"))
MOST_LISTED: Final = 12
"""More choices than these are known by their names."""


def ask(plan: ImportPlan, values: Sequence[UnknownValue]) -> None:
    """Ask what each value stands for, and write it into its map at once; nothing of those that are to be rejected."""
    from imroc_audit.workflows.exchange.import_values import LEAVE_OUT, remember

    listed, paths = None, list[str]()
    for value in sorted(values, key=lambda one: [*WHAT].index(one.asks)):
        choices = _choices(plan, value)
        if value.asks != listed:
            console.say("")
            console.say(WHAT[value.asks])
            _list(choices)
            listed = value.asks
        chosen = _choose(value, choices)
        if chosen != REJECT:
            meaning = LEAVE_OUT if chosen == LEFT_OUT else next(one.meaning for one in choices if one.key == chosen)
            remember(value, meaning, plan.questionnaire)
            paths.append(str(value.map_path))
    if paths:
        console.tell(f"What you said is kept in {', '.join(dict.fromkeys(paths))}.")


def _choices(plan: ImportPlan, value: UnknownValue) -> tuple[ValueChoice, ...]:
    from imroc_audit.workflows.exchange.import_values import choices

    teams = tuple(team.name for team in plan.audits.workspace.settings.teams)
    return choices(value.asks, plan.questionnaire, teams)


def _list(choices: Sequence[ValueChoice]) -> None:
    for choice in choices[:MOST_LISTED]:
        asking.paragraph(f"{choice.key} {choice.label}", "  ")
    if (more := len(choices) - MOST_LISTED) > 0:
        asking.paragraph(f"and {more} more: type the name", "  ")
    for key, label in OTHERS:
        asking.paragraph(f"{key} {label}", "  ")


def _choose(value: UnknownValue, choices: Sequence[ValueChoice]) -> str:
    """The key of a choice, LEFT_OUT or REJECT. Enter takes what is proposed."""
    from imroc_audit.exchange.matching.normalise import normalise

    by_key = {one.key: one.key for one in choices} | {key: key for key, _ in OTHERS}
    by_name = {normalise(one.label): one.key for one in choices}
    question = f"{_said(value)}: {value.near.label}?" if value.near else f"{_said(value)}: which?"
    while True:
        typed = asking.optional_words(question, value.near.key if value.near else None)
        if typed == AGAIN:
            _list(choices)
            continue
        key = by_key.get((typed or "").lower()) or by_name.get(normalise(typed or ""))
        if key is not None:
            return key
        asking.paragraph(f"Please type one of {', '.join([*by_key][:MOST_LISTED])}, or {AGAIN} to see what they mean.")


def _said(value: UnknownValue) -> str:
    rows = "1 row" if value.rows == 1 else f"{value.rows:,} rows"
    if len(value.headings) == 1:
        return f"'{value.value}' ({rows})"
    return f"'{value.value}' ({value.rows:,} times in {len(value.headings)} columns)"
