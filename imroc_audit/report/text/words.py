"""The report's sentences: short, plain, and blaming nobody."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from imroc_audit.analysis.consensus import OPINIONS, Opinion, opinion
from imroc_audit.analysis.gap_reading import is_clear, turned
from imroc_audit.model.ids import ChallengeId, PerspectiveId
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import Record, say
from imroc_audit.model.results import SMALL_BASE, Gap, Participation, PerspectiveResult
from imroc_audit.report.text import numbers
from imroc_audit.text import visible

LANGUAGE: Final = "en"
SYNTHETIC: Final = "Synthetic data: made up to show the tool, not the answers of real people"

HIDDEN_NOTE: Final = (
    "“hidden” does not mean nobody. A number is hidden when too few people stand behind it, "
    "or when showing it would give another hidden number away."
)
SMALL_BASE_WORDS: Final = "small base"
SMALL_NOTE: Final = f"“{SMALL_BASE_WORDS}” means fewer than {SMALL_BASE} people: read the number with care."

_ONE_OF: Final = {
    "staff": "member of staff",
    "people using services": "person using services",
    "people who use services": "person who uses services",
    "service users": "person using services",
    "relatives and friends": "relative or friend",
    "family and friends": "family member or friend",
    "families and friends": "family member or friend",
    "carers": "carer",
}
_SEVERAL_OF: Final = {"staff": "members of staff"}
"""Where it is not the label."""


def one_line(text: str) -> str:
    """A name or a title as a person sees it, on one line."""
    return " ".join(visible(text).split())


def join(items: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; with a comma before the last where one of them holds that word itself."""
    if len(items) < 2:
        return "".join(items)
    comma = "," if any(f" {last} " in item for item in items) else ""
    return f"{', '.join(items[:-1])}{comma} {last} {items[-1]}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def minding(view: PerspectiveResult) -> str:
    """What to mind about a score; how exactly it is told stands in the method."""
    return "; ".join(warning for warning in view.warnings if warning != "rounded")


def sentence(text: str) -> str:
    """With a full stop, unless it already ends like a sentence."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


class Names(Record):
    """What perspectives and challenges are called, alone and inside a sentence."""

    labels: dict[PerspectiveId, str]
    challenges: dict[ChallengeId, str]
    numbers: dict[ChallengeId, int]

    def inline(self, perspective: PerspectiveId) -> str:
        """The label as it reads in the middle of a sentence; names we do not know keep their capital."""
        label = self.labels[perspective]
        return label[0].lower() + label[1:] if label.lower() in _ONE_OF else label

    def one(self, perspective: PerspectiveId) -> str:
        """One person who holds this perspective."""
        return f"the {self.counted(perspective, 1)}"

    def counted(self, perspective: PerspectiveId, people: int) -> str:
        """The perspective after a number of people: 1 `member of staff`, 4 `relatives and friends`."""
        label = self.labels[perspective]
        if people == 1:
            return _ONE_OF.get(label.lower(), f"one from “{label}”")
        return _SEVERAL_OF.get(label.lower(), self.inline(perspective))

    def all(self, perspectives: Iterable[PerspectiveId]) -> str:
        return join([self.inline(perspective) for perspective in perspectives])


def names(questionnaire: Questionnaire) -> Names:
    """The names a report on this questionnaire uses."""
    challenges = questionnaire.challenges
    return Names(
        labels={p.id: one_line(say(p.label, LANGUAGE)) for p in questionnaire.perspectives},
        challenges={c.id: one_line(c.title.say(language=LANGUAGE)) for c in challenges},
        numbers={c.id: place for place, c in enumerate(challenges, start=1)},
    )


def gap_sentence(called: Names, gap: Gap) -> str:
    """How far apart two perspectives are, how sure that is, and what it means for two random people."""
    if gap.difference is None:
        return ""
    gap = turned(gap)
    higher, lower = gap.between
    points = numbers.whole(gap.difference or 0)
    unit = "point" if points == "1" else "points"
    both = capital(called.all(gap.between))
    if points == "0":
        return " ".join(
            filter(None, (f"{both} gave the same score{_interval(gap, ' of the difference')}.", _sureness(gap)))
        )
    if gap.low is not None and not is_clear(gap):
        return f"{both} are {points} {unit} apart{_interval(gap)}: this can be chance."
    text = f"{capital(called.inline(higher))} gave a score {points} {unit} higher than {called.inline(lower)}"
    return " ".join(filter(None, (f"{text}{_interval(gap)}.", _sureness(gap), pairs(called, gap))))


def pairs(called: Names, gap: Gap) -> str:
    """The probability of superiority in words; says nothing where neither perspective tends to be higher."""
    gap = turned(gap)
    chance = gap.probability_of_superiority
    if chance is None:
        return ""
    often = round(100 * chance) if chance in (0, 1) else min(99, max(1, round(100 * chance)))
    if often == 50:
        return "Of two people picked at random, one from each side, neither tends to give the higher score."
    who = called.one(gap.between[0] if often > 50 else gap.between[1])
    return f"In {max(often, 100 - often)} of 100 random pairs {who} gives the higher score."


def _interval(gap: Gap, of: str = "") -> str:
    if gap.low is None or gap.high is None:
        return ""
    return f" (95% interval{of} {numbers.between(gap.low, gap.high)})"


def _sureness(gap: Gap) -> str:
    if gap.low is None or gap.high is None:
        return "There are too few answers to say how sure this is."
    return ""


def head_count_notes(participation: Participation, labels: Mapping[PerspectiveId, str]) -> tuple[str, ...]:
    """Which head counts cannot be right, and what is left out because of it; labels: what perspectives are called."""
    return tuple(
        f"{labels.get(one, one)}: more people answered than the head count says in {join(teams)}. Check it. Until then "
        "there is no response rate, and intervals are not made narrower by how many could have answered."
        for one, teams in participation.doubtful.items()
    )


def opinion_sentence(called: Names, values: Mapping[PerspectiveId, float | None]) -> str:
    """Agreement inside each perspective that can be shown, the divided ones first."""
    groups: dict[Opinion, list[PerspectiveId]] = {kind: [] for kind in OPINIONS}
    for perspective, value in values.items():
        if value is not None:
            groups[opinion(value)].append(perspective)
    known = {kind: perspectives for kind, perspectives in groups.items() if perspectives}
    if len(known) == 1:
        kind, perspectives = known.popitem()
        if len(perspectives) == len(values) > 1:
            return f"Opinion is {kind} inside every group."
        return f"Opinion is {kind} among {called.all(perspectives)}."
    parts = [f"{kind} among {called.all(perspectives)}" for kind, perspectives in known.items()]
    return f"Opinion is {join(parts)}." if parts else ""


def divided_sentence(called: Names, perspective: PerspectiveId, wording: str) -> str:
    """A statement whose mean looks fine while the people behind it do not agree."""
    return (
        f"The mean looks fine, but opinion among {called.inline(perspective)} is divided on "
        f"“{wording.removesuffix('.')}”. "
        "Some say yes and some say no: the mean hides it."
    )


def scale_note(top: str, bottom: str) -> str:
    """What the ends of the 0 to 100 scale mean."""
    return f"Scores run from 0 (everyone answers “{bottom}”) to 100 (everyone answers “{top}”)."
