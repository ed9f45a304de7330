"""A comparison as its report sees it: what things are called, and the cells that several parts share."""

from functools import cached_property
from typing import Final

from imroc_audit.model.comparison import Change, Comparison, Pair
from imroc_audit.model.ids import ChallengeId, PerspectiveId
from imroc_audit.model.record import Record
from imroc_audit.report.charts.palette import MARKS
from imroc_audit.report.document import Cell
from imroc_audit.report.text import numbers, words
from imroc_audit.report.text.cells import small_base
from imroc_audit.report.text.perspectives import PerspectiveMark, page_look

ROWS_A_CHART: Final = 36
"""So that a chart fits on a page."""


class ComparisonView(Record):
    """A comparison, and shorthand for it."""

    comparison: Comparison

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(words.one_line(name) for name in self.comparison.names)

    @cached_property
    def perspectives(self) -> dict[PerspectiveId, PerspectiveMark]:
        """Each perspective's name and mark. There are as many marks as one questionnaire can have perspectives."""
        labels = self.comparison.perspectives.items()
        return {
            id_: PerspectiveMark(label=words.one_line(label), place=place % len(MARKS))
            for place, (id_, label) in enumerate(labels)
        }

    @cached_property
    def titles(self) -> dict[ChallengeId, str]:
        return {challenge.id: words.one_line(challenge.title) for challenge in self.comparison.challenges}

    @property
    def over_time(self) -> bool:
        return self.comparison.kind == "over time"

    @property
    def look(self) -> str:
        return page_look(len(self.perspectives))

    def between(self, pair: Pair, *, inside: bool = False) -> str:
        """Which two audits are compared. inside: as it reads inside a sentence."""
        first, second = self.names[pair.first], self.names[pair.second]
        begins = "from" if inside else "From"
        return f"{begins} {first} to {second}" if self.over_time else f"{second} beside {first}"

    def why_not(self, challenge: ChallengeId, perspective: PerspectiveId, first: int, second: int) -> str:
        """What stands in the way between two audits: their words, not who answered. "" where nothing does."""
        for pair in self.comparison.pairs:
            if (pair.first, pair.second) == (first, second):
                found = next(
                    (c for c in pair.changes if (c.challenge, c.perspective) == (challenge, perspective)), None
                )
                why = found.why if found else ""
                return "" if why in ("too few people", "nobody answered") else why
        return ""


def verdict_cell(view: ComparisonView, change: Change | None) -> Cell:
    """The verdict in words, with both scores, their difference and its interval below."""
    if change is None:
        return Cell(text="–")
    if change.difference is None or change.low is None or change.high is None:
        return Cell(text=change.words)
    to = "to" if view.over_time else "and"
    small = f"{numbers.whole(change.first or 0)} {to} {numbers.whole(change.second or 0)}: {difference(change)}"
    return Cell(
        text=change.words,
        small=f"{small}, {words.SMALL_BASE_WORDS}" if change.small_base else small,
        look="strong" if change.is_clear else "",
        flags=small_base(change.small_base),
    )


def difference(change: Change) -> str:
    """+9 (+3 to +15)."""
    if change.difference is None or change.low is None or change.high is None:
        return ""
    return f"{numbers.signed(change.difference)} ({numbers.signed(change.low)} to {numbers.signed(change.high)})"


def what_was_compared(pair: Pair) -> str:
    """How many scores were compared, or why none could be."""
    return family_sentence(pair.family) if pair.family else words.capital(no_challenge(pair))


def no_challenge(pair: Pair) -> str:
    """Why no score can be compared, and whether single statements can. Begins with a small letter."""
    sentence = f"no challenge can be compared: {', '.join(dict.fromkeys(change.why for change in pair.changes))}."
    same = pair.comparable_statements
    if not same:
        return sentence
    way_on = "see below" if pair.statements else f"compare {'it' if same == 1 else 'them'} with --statements"
    return f"{sentence} {same} {'statement is' if same == 1 else 'statements are'} the same in both: {way_on}."


def family_sentence(size: int) -> str:
    """How many comparisons were made at once, and what that means for the words."""
    if size == 0:
        return "Nothing could be compared here. The table says why."
    many = "One comparison was made" if size == 1 else f"{size} comparisons were made at once"
    return f"{many}. A difference is called clear only if it stands out among all of them, not just by itself."
