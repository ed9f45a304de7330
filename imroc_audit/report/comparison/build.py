"""From a comparison to its finished report document: summary, parts and method. Printers work nothing out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from imroc_audit.model.comparison import Change, Comparison, Pair, Verdict
from imroc_audit.model.ids import ChallengeId
from imroc_audit.report.comparison.sections import sections
from imroc_audit.report.comparison.view import ComparisonView, no_challenge
from imroc_audit.report.document import Card, ComparisonDocument, ContentsEntry, Cover, Method, Summary
from imroc_audit.report.text import numbers, words
from imroc_audit.report.text.prose import notes, paragraphs

VERDICTS: Final[tuple[Verdict, ...]] = (
    "clear improvement",
    "clearly higher",
    "clear decline",
    "clearly lower",
    "no clear change",
    "no clear difference",
)
MOST_NAMED: Final = 6
"""Findings that a card names one by one."""

WORKED_OUT: Final = "How it is worked out"


def build_comparison(comparison: Comparison, today: str) -> ComparisonDocument:
    """The whole report. today: ISO date on which it is made."""
    view = ComparisonView(comparison=comparison)
    parts = sections(view)
    method = Method(
        anchor="method",
        title="Method",
        groups=((WORKED_OUT, notes("comparison", WORKED_OUT)),),
        tables=(),
        citations=paragraphs("comparison", "Sources"),
    )
    entries = [("summary", "Summary"), *((part.anchor, part.title) for part in parts), (method.anchor, method.title)]
    return ComparisonDocument(
        language="en-GB",
        title=f"Recovery audits compared: {words.join(view.names)}",
        banner=words.SYNTHETIC if any(audit.label == "synthetic" for audit in comparison.audits) else "",
        footer=f"{_who(view)} · comparison",
        cover=_cover(view, today),
        contents=tuple(ContentsEntry(anchor=anchor, title=title) for anchor, title in entries),
        summary=_summary(view),
        sections=parts,
        method=method,
    )


def _who(view: ComparisonView) -> str:
    organisations = list(dict.fromkeys(words.one_line(one.organisation) for one in view.comparison.audits))
    return organisations[0] if len(organisations) == 1 else f"{len(organisations)} organisations"


def _cover(view: ComparisonView, today: str) -> Cover:
    return Cover(
        organisation=_who(view),
        title="What has changed?" if view.over_time else "Organisations side by side",
        audit_cycle="Recovery audits compared",
        facts=(words.join(view.names), f"Made on {numbers.day(today)}"),
    )


def _summary(view: ComparisonView) -> Summary:
    return Summary(
        opening=(_opening(view), *(_counted(view, pair) for pair in view.comparison.pairs)),
        cards=tuple(_cards(view)),
        steps=_steps(view),
    )


def _opening(view: ComparisonView) -> str:
    if view.over_time:
        return f"This report sets audit cycles of {_who(view)} side by side: {words.join(view.names)}."
    return f"This report sets {words.join(view.names)} side by side. It is no league table."


def _counted(view: ComparisonView, pair: Pair) -> str:
    """How many comparisons came out how, between two audits."""
    counts = Counter(change.verdict for change in pair.changes)
    parts = [f"{verdict} in {counts[verdict]}" for verdict in VERDICTS if verdict in counts]
    left_out = counts["cannot be compared"]
    if not parts:
        return f"{view.between(pair)}: {no_challenge(pair)}"
    sentence = f"{view.between(pair)}, of {pair.family} comparisons: {words.join(parts)}."
    return f"{sentence} {left_out} more cannot be made." if left_out else sentence


def _cards(view: ComparisonView) -> list[Card]:
    """What is clear between the last two audits; of organisations, what is clear for each beside the first."""
    if not view.over_time:
        return [_pair_card(view, pair) for pair in view.comparison.pairs if pair.family]
    last = _last(view)
    if not last.family:
        return []
    label = f", {view.between(last, inside=True)}"
    return [
        _verdict_card(view, last.changes, "clear improvement", f"Clear improvement{label}"),
        _verdict_card(view, last.changes, "clear decline", f"Clear decline{label}"),
    ]


def _last(view: ComparisonView) -> Pair:
    """The last two audits."""
    return max(view.comparison.pairs, key=lambda pair: (pair.second, pair.first))


def _verdict_card(view: ComparisonView, changes: Sequence[Change], verdict: str, label: str) -> Card:
    with_verdict = [change for change in changes if change.verdict == verdict]
    text = (
        "Clear when all comparisons are taken together." if with_verdict else "That does not mean that nothing changed."
    )
    return Card(label=label, finding=_listed(view, with_verdict) or "None", text=text)


def _pair_card(view: ComparisonView, pair: Pair) -> Card:
    higher = _listed(view, [change for change in pair.changes if change.verdict == "clearly higher"])
    lower = _listed(view, [change for change in pair.changes if change.verdict == "clearly lower"])
    finding = ". ".join(filter(None, (f"Higher: {higher}" if higher else "", f"Lower: {lower}" if lower else "")))
    return Card(
        label=view.between(pair), finding=finding or "No clear difference", text="A reason to ask each other how."
    )


def _listed(view: ComparisonView, changes: Sequence[Change]) -> str:
    """Challenges with the perspectives that see it so; the first few by name."""
    perspectives_of: dict[ChallengeId, list[str]] = {}
    for change in changes:
        perspectives_of.setdefault(change.challenge, []).append(view.perspectives[change.perspective].label)
    named = [
        f"{view.titles[challenge]} ({words.join(perspectives)})" for challenge, perspectives in perspectives_of.items()
    ]
    more = len(named) - MOST_NAMED
    return "; ".join(named) if more <= 0 else f"{'; '.join(named[:MOST_NAMED])} and {more} more"


def _steps(view: ComparisonView) -> tuple[str, ...]:
    """What to do next, by what was found."""
    return tuple(_steps_over_time(_last(view)) if view.over_time else _steps_beside(view.comparison.pairs))


def _steps_over_time(last: Pair) -> Iterator[str]:
    verdicts = {change.verdict for change in last.changes}
    if not last.family:
        yield "Read the report of each audit cycle by itself: their challenges cannot be compared."
    if "clear decline" in verdicts:
        yield "Begin with what declined. Ask the people who answered what happened, before looking for reasons."
    if "clear improvement" in verdicts:
        yield "Hold what improved beside the actions of the last cycle. Keep what worked, and say so to everyone."
    if "no clear change" in verdicts:
        yield "Where nothing is clear, look at the comments and at the measures of the actions."
    yield "Leave the words of the statements as they are, so that the next audit cycle can be compared with this one."


def _steps_beside(pairs: Sequence[Pair]) -> Iterator[str]:
    if any(change.is_clear for pair in pairs for change in pair.changes):
        yield "Where another organisation scores higher, ring them and ask what they do."
    if any(pair.family for pair in pairs):
        yield "Ask who answered, and who did not, in each place before you draw conclusions."
    yield "Agree on the same words for the next audit cycle, so that more can be compared."
