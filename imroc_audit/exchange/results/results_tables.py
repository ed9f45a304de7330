"""Published results as tables with a row for each number: all of them, or only how many gave each answer.

Nothing is counted here. Both tables are made from `Results`, after disclosure control, and say no more than it does.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from imroc_audit.exchange.matching.names import DONT_KNOW_CODE, NOT_APPLICABLE_CODE
from imroc_audit.exchange.tables import DataCell, DataTable, Notes
from imroc_audit.model.ids import PerspectiveId, StatementId
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.results import ChallengeResult, PerspectiveResult, Results, StatementResult

HIDDEN: Final = "hidden"
SKIPPED: Final = "skipped"
NO_TEAM_GIVEN: Final = "no team given"
PERSPECTIVE_WARNINGS: Final = ("small_base", "rounded", "alike")
PERSPECTIVE_MEASURES: Final = ("n", "score", "sd", "low", "high", "consensus", "alpha", *PERSPECTIVE_WARNINGS)
STATEMENT_MEASURES: Final = ("dont_know", "not_applicable", "skipped", "mean", "consensus", "unanimous")
GAP_MEASURES: Final = ("difference", "low", "high", "cliffs_delta", "probability_of_superiority")


class Number(NamedTuple):
    """One published number, or the place where one is hidden. `about` says which of the other columns are used."""

    about: str
    id: str
    measure: str
    value: float | int | None
    perspective: str = ""
    compared_with: str = ""
    team: str = ""
    hidden: str = ""
    reverse: int | None = None
    """Of a statement: whether it is worded the other way round."""


def results_table(results: Results, questionnaire: Questionnaire, notes: Notes) -> DataTable:
    """Every published number in long form."""
    headings = ("audit_cycle", *Number._fields)
    reverse = {one.id: int(one.reverse) for one in questionnaire.statements}
    rows = [
        (
            results.audit_cycle,
            *number._replace(reverse=reverse[StatementId(number.id)] if number.about == "statement" else None),
        )
        for number in _numbers(results)
    ]
    return DataTable("Results", headings, rows, notes)


def answers_table(results: Results, questionnaire: Questionnaire, notes: Notes) -> DataTable:
    """How many people of each perspective gave each answer to each statement."""
    headings = (
        "audit_cycle",
        "perspective",
        "challenge",
        "statement",
        "wording",
        "answer",
        "label",
        "people",
        "hidden",
        "reverse",
    )
    return DataTable("Answers", headings, list(_answers(results, questionnaire)), notes)


def is_hidden(statement: StatementResult, of: PerspectiveResult) -> bool:
    """Whether a statement's answers are kept back; where nobody answered at all there is nothing to keep back."""
    return statement.counts is None and of.n != 0


def _numbers(results: Results) -> Iterator[Number]:
    yield from _people(results)
    for challenge in results.challenges:
        yield from _challenge(challenge)
    for team in results.teams:
        for challenge in team.challenges:
            for number in _challenge(challenge):
                yield number._replace(team=team.team)
    for priority in results.priorities:
        for perspective, votes in priority.votes.items():
            hidden = _unless_nobody(results, perspective, votes)
            yield Number("priority", priority.challenge, "votes", votes, perspective, hidden=hidden)
        yield Number("priority", priority.challenge, "borda", priority.borda)
        yield Number("priority", priority.challenge, "rank", priority.rank)
    for lens in results.lenses:
        for perspective, score in lens.scores.items():
            hidden = _unless_nobody(results, perspective, score)
            yield Number("lens", f"{lens.lens}.{lens.tag}", "score", score, perspective, hidden=hidden)


def _people(results: Results) -> Iterator[Number]:
    """How many answered, by perspective and team; a total has a blank in the place of what it is over."""
    participation = results.participation
    cells: list[tuple[str, str, int | None]]
    cells = [
        (perspective, team or NO_TEAM_GIVEN, n)
        for perspective, counts in participation.counts.items()
        for team, n in counts.items()
    ]
    cells += [(one, "", n) for one, n in participation.perspectives.items()]
    cells += [("", team or NO_TEAM_GIVEN, n) for team, n in participation.teams.items()]
    for perspective, team, n in (*cells, ("", "", participation.total)):
        hidden = HIDDEN if n is None else ""
        yield Number("people", "", "respondents", n, perspective, team=team, hidden=hidden)
    for perspective, known in participation.head_counts.items():
        for team, n in known.items():
            yield Number("people", "", "head_count", n, perspective, team=team)


def _challenge(challenge: ChallengeResult) -> Iterator[Number]:
    yield Number("challenge", challenge.id, "equal_voice_score", challenge.score)
    for perspective, result in challenge.perspectives.items():
        for measure in PERSPECTIVE_MEASURES:
            hidden = HIDDEN if _is_kept_back(result, measure) else ""
            value = None if result.hidden else getattr(result, measure)
            yield Number("challenge", challenge.id, measure, _number(value), perspective, hidden=hidden)
        for statement in result.statements:
            yield from _statement(statement, result, perspective)
    for gap in challenge.gaps:
        first, second = gap.between
        hidden = HIDDEN if any(challenge.perspectives[one].hidden for one in gap.between) else ""
        for measure in GAP_MEASURES:
            value = getattr(gap, measure)
            kept_back = HIDDEN if value is None and gap.difference is not None else hidden
            yield Number("gap", challenge.id, measure, value, first, second, hidden=kept_back)


def _is_kept_back(result: PerspectiveResult, measure: str) -> bool:
    """Whether a number is missing because it would give somebody away, and not because there is none."""
    if result.hidden or result.score is None or getattr(result, measure) is not None:
        return result.hidden
    if measure == "alpha":
        return len(result.statements) > 1 and result.sd != 0  # all alike have none
    if measure == "consensus":
        return bool(result.statements) and all(one.counts is None for one in result.statements)
    return True


def _statement(statement: StatementResult, of: PerspectiveResult, perspective: str) -> Iterator[Number]:
    hidden = HIDDEN if is_hidden(statement, of) else ""
    for option, people in enumerate(statement.counts or ()):
        yield Number("statement", statement.id, f"answer_{option}", people, perspective)
    for measure in STATEMENT_MEASURES:
        value = None if statement.counts is None else getattr(statement, measure)
        yield Number("statement", statement.id, measure, _number(value), perspective, hidden=hidden)


def _unless_nobody(results: Results, perspective: PerspectiveId, value: float | None) -> str:
    return HIDDEN if value is None and results.respondents[perspective] != 0 else ""


def _number(value: float | bool | None) -> float | int | None:
    """A warning that is raised is 1."""
    return int(value) if isinstance(value, bool) else value


def _answers(results: Results, questionnaire: Questionnaire) -> Iterator[tuple[DataCell, ...]]:
    labels = _labels(questionnaire)
    for challenge in results.challenges:
        wordings = {asked.id: asked for asked in questionnaire.challenge(challenge.id).statements}
        for perspective, result in challenge.perspectives.items():
            for statement in result.statements:
                asks = wordings[statement.id]
                if not asks.asked_of(perspective):
                    continue  # where all is hidden, results name every statement
                about = (results.audit_cycle, perspective, challenge.id, statement.id, asks.say(perspective))
                hidden = HIDDEN if is_hidden(statement, result) else ""
                for (code, label), people in zip(labels.items(), _counts(statement, len(labels)), strict=True):
                    yield (*about, code, label, None if hidden else people or 0, hidden, int(asks.reverse))


def _labels(questionnaire: Questionnaire) -> dict[str, str]:
    """Every answer's code and words: options lowest first, then don't know, does not apply, and left out."""
    scale = questionnaire.scale
    return {
        **{str(option.value): option.say() for option in scale.options},
        DONT_KNOW_CODE: scale.dont_know.say(),
        NOT_APPLICABLE_CODE: scale.not_applicable.say(),
        SKIPPED: "Left out",
    }


def _counts(statement: StatementResult, kinds: int) -> tuple[int | None, ...]:
    if statement.counts is None:
        return (None,) * kinds
    return (*statement.counts, statement.dont_know, statement.not_applicable, statement.skipped)
