"""What is not shown, in words: the only place where they are made."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final, NamedTuple

from imroc_audit.model.ids import ChallengeId, PerspectiveId
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import say
from imroc_audit.model.results import Hidden, Results, ResultsFile, Suppressed, SuppressionReason
from imroc_audit.report.text.words import join, one_line

TOTAL: Final = "The number of people in all"
NO_TEAM_GIVEN: Final = "No team given"
REASONS: Final[Mapping[SuppressionReason, str]] = {
    "few people": "{fewer} people answered.",
    "few people, or a group as small": "{fewer} people answered, or showing it would give away a group that small.",
    "a group too small": "It would give away a group that is too small.",
    "few scores, or a small team": "{fewer} people answered enough of it, or it would give a small team away.",
    "few scores, or a team as small": (
        "{fewer} people answered enough of it, or showing it would give away a team that small."
    ),
    "few answers": "{fewer} people chose an answer, left one out or were not asked, and it would give theirs away.",
    "few votes": "{fewer} people chose any.",
}


class Called(NamedTuple):
    """What perspectives and challenges are called, by id; challenges in the order in which reports number them."""

    labels: Mapping[PerspectiveId, str]
    titles: Mapping[ChallengeId, str]


def hidden_words(hidden: Iterable[Suppressed], threshold: int, called: Called) -> Iterator[Hidden]:
    """Each thing that is not shown, in words; the perspectives of a team in one."""
    for _, group in groupby(hidden, key=_together):
        several = tuple(group)
        reason = REASONS[several[0].reason].format(fewer=f"Fewer than {threshold}")
        yield Hidden(what=_what(several, called), why=reason)


def by_reason(hidden: Iterable[Hidden]) -> dict[str, str]:
    """Why something is not shown, with all that is not shown for that reason."""
    reasons: dict[str, list[str]] = {}
    for words in hidden:
        reasons.setdefault(one_line(words.why), []).append(one_line(words.what))
    return {why: "; ".join(what) for why, what in reasons.items()}


def results_file(results: Results, questionnaire: Questionnaire) -> ResultsFile:
    """The results as `results --json` and bundles hold them: what is hidden is in words."""
    words = hidden_words(results.hidden, results.threshold, called_in(questionnaire))
    fields = {name: getattr(results, name) for name in Results.model_fields}
    return ResultsFile(**fields | {"hidden": tuple(words)})


def called_in(questionnaire: Questionnaire) -> Called:
    """What the questionnaire itself calls them, in its first language."""
    return Called(
        labels={perspective.id: say(perspective.label) for perspective in questionnaire.perspectives},
        titles={challenge.id: challenge.title.say() for challenge in questionnaire.challenges},
    )


def _together(hidden: Suppressed) -> tuple[object, ...]:
    """Of a team, the perspectives of which nothing is shown are told together."""
    whole = hidden.part == "people" and hidden.team is not None
    return hidden.part, hidden.team, None if whole else (hidden.perspective, hidden.challenges)


def _what(several: tuple[Suppressed, ...], called: Called) -> str:
    hidden = several[0]
    labels = ", ".join(called.labels[each.perspective] for each in several if each.perspective is not None)
    if hidden.part == "number of people":
        return TOTAL
    if hidden.team is not None:
        numbers = f", {_numbered(hidden, called)}" if hidden.challenges else ""
        return f"{hidden.team or NO_TEAM_GIVEN}: {labels}{numbers}"
    if hidden.part == "priorities":
        return f"{labels}: the priorities they chose"
    titles = ", ".join(called.titles[challenge] for challenge in hidden.challenges)
    about = f"{labels}: {titles}" if titles else labels
    return f"{about}, {hidden.statements} statements" if hidden.part == "statements" else about


def _numbered(hidden: Suppressed, called: Called) -> str:
    """Challenges by their places in the questionnaire, as reports number them: `challenges 2, 5 and 8`."""
    places = {challenge: str(place) for place, challenge in enumerate(called.titles, start=1)}
    numbers = [places[challenge] for challenge in hidden.challenges]
    return f"{'challenge' if len(numbers) == 1 else 'challenges'} {join(numbers)}"
