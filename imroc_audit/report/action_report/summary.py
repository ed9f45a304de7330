"""The one-page summary, and all challenges at a glance."""

from collections.abc import Sequence

from imroc_audit.analysis.gap_reading import is_clear, widest
from imroc_audit.model.ids import ChallengeId
from imroc_audit.model.plan import Agreement
from imroc_audit.model.results import ChallengeResult, Gap
from imroc_audit.report.action_report import change, you_said_we_did
from imroc_audit.report.action_report.agreement import priorities
from imroc_audit.report.action_report.audit import Audit, heat_cell, score_cell
from imroc_audit.report.action_report.participation import quiet, total
from imroc_audit.report.action_report.priorities import proposed
from imroc_audit.report.charts import scores
from imroc_audit.report.charts.scores import Level, Point
from imroc_audit.report.document import Card, Cell, Drawing, Row, Section, Summary, Table, TableColumn
from imroc_audit.report.text import numbers, words
from imroc_audit.report.text.cells import notes
from imroc_audit.report.text.perspectives import perspective_columns

MARKS_A_CHART = 60
"""So that a chart fits on a page: the more perspectives there are, the higher its rows."""

LONG_LINE = "A long line means that people see the same thing differently. That is where talking helps most."


def summary(audit: Audit) -> Summary:
    """For someone who reads only one page."""
    opening = [
        (
            f"{words.one_line(audit.summary.organisation)} asked {_everyone(audit)} how far it supports "
            "recovery, "
            f"against {_challenges(audit)}."
        ),
        total(audit),
    ]
    if not audit.heard:
        opening.append("No score can be shown, so this report is short. It says what is known and what to do next.")
    return Summary(
        opening=tuple(opening),
        cards=tuple(card for card in _cards(audit) if card is not None),
        steps=_steps(audit),
    )


def at_a_glance(audit: Audit) -> Section:
    """The dumbbell charts and the heat table of every challenge by perspective."""
    scale = audit.option_names()
    return Section(
        anchor="glance",
        title=f"{words.capital(_challenges(audit, short=True))} at a glance",
        sentences=(
            words.scale_note(scale[-1], scale[0]),
            *((LONG_LINE,) if len(audit.perspectives) > 1 else ()),
        ),
        drawings=tuple(_dumbbells(audit)),
        tables=(_heat(audit),),
        look=audit.look,
    )


def widest_of_all(audit: Audit) -> tuple[ChallengeResult, Gap] | None:
    """The widest gap in the whole audit, clear ones first."""
    gaps = [(r, gap) for r in audit.results.challenges for gap in r.gaps if gap.difference is not None]
    return max(gaps, key=lambda pair: (is_clear(pair[1]), abs(pair[1].difference or 0)), default=None)


def _everyone(audit: Audit) -> str:
    return audit.called.all(audit.perspectives)


def _challenges(audit: Audit, *, short: bool = False) -> str:
    how_many = len(audit.questionnaire.challenges)
    spelt = dict(
        enumerate(
            [
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
            ],
            start=1,
        )
    )
    number = spelt.get(how_many, str(how_many))
    noun = "challenge" if how_many == 1 else "challenges"
    return f"{number} {noun}" if short else f"{number} organisational {noun}"


def _cards(audit: Audit) -> list[Card | None]:
    return [*_ends(audit), _gap_card(audit), change.card(audit), _priority_card(audit), _heard_card(audit)]


def _ends(audit: Audit) -> list[Card | None]:
    """The strongest and the weakest challenge by equal voice; by each perspective where there is none."""
    scored = [(r.score, r.id) for r in audit.results.challenges if r.score is not None]
    how = "The mean of all perspectives that can be shown, each counting the same."
    if not scored and audit.heard:
        perspective = audit.heard[0]
        scored = [(s, r.id) for r in audit.results.challenges if (s := audit.score(r.id, perspective)) is not None]
        how = f"Only {audit.called.inline(perspective)} can be shown: this is how they see it."
        if len(audit.heard) > 1:
            how = f"As {audit.called.inline(perspective)} see it: there is no equal-voice score."
    if len(scored) < 2:
        return []
    high, low = numbers.whole(max(scored)[0]), numbers.whole(min(scored)[0])
    if high == low:
        return [
            Card(
                label="Strongest and weakest",
                finding="No difference",
                text=f"Every challenge scores {high} of 100.",
            )
        ]
    return [
        Card(label="Strongest", finding=_titles(audit, scored, high), text=f"{high} of 100. {how}"),
        Card(
            label="Weakest",
            finding=_titles(audit, scored, low),
            text=f"{low} of 100. A place to start, not a verdict.",
        ),
    ]


def _titles(audit: Audit, scored: list[tuple[float, ChallengeId]], rounded: str) -> str:
    """The challenges that share a rounded score: three by name at most."""
    titles = [audit.title(id_) for score, id_ in scored if numbers.whole(score) == rounded]
    more = len(titles) - 3
    return words.join(titles) if more <= 0 else f"{', '.join(titles[:3])} and {more} more"


def _gap_card(audit: Audit) -> Card | None:
    widest_gap = widest_of_all(audit)
    if widest_gap is None:
        return None
    result, gap = widest_gap
    if all(numbers.whole(gap.difference or 0) == "0" for r in audit.results.challenges for gap in r.gaps):
        return Card(label="Widest gap", finding="No difference", text="On every challenge, all gave the same score.")
    points, text = numbers.whole(abs(gap.difference or 0)), words.gap_sentence(audit.called, gap)
    alike = _alike(audit, gap)
    if len(alike) > 1:
        unit = "point" if points == "1" else "points"
        text = f"{points} {unit} on each of them. {audit.title(result.id)}: {text}"
    return Card(label="Widest gap", finding=_titles(audit, alike, points), text=text)


def _alike(audit: Audit, gap: Gap) -> list[tuple[float, ChallengeId]]:
    """The challenges with a gap that is as wide as this one in whole points, and as clear."""

    def is_alike(one: Gap) -> bool:
        widths = {numbers.whole(abs(each.difference or 0)) for each in (one, gap)}
        return one.difference is not None and len(widths) == 1 and is_clear(one) == is_clear(gap)

    return [
        (abs(gap.difference or 0), challenge.id)
        for challenge in audit.results.challenges
        if any(map(is_alike, challenge.gaps))
    ]


def _priority_card(audit: Audit) -> Card | None:
    first = proposed(audit)
    if not first:
        return None
    return Card(
        label="What people chose first",
        finding="; ".join(audit.title(result.challenge) for result in first),
        text="The challenges chosen most often, with an equal voice for each perspective. The tool "
        "proposes, people decide.",
    )


def _heard_card(audit: Audit) -> Card | None:
    unheard = quiet(audit)
    if not audit.heard:
        return None
    finding = words.capital(audit.called.all(audit.heard))
    text = " ".join(unheard) or "Every perspective has enough answers to be shown. Who did not answer? Ask around."
    return Card(label="Whose voice is in the scores", finding=finding, text=text)


def _steps(audit: Audit) -> tuple[str, ...]:
    if not audit.heard:
        return _steps_unheard(nobody=audit.results.participation.total == 0)
    if audit.agreement is not None:
        return _steps_agreed(audit, audit.agreement)
    first = [audit.title(result.challenge) for result in proposed(audit)]
    agree = f"The votes point to: {'; '.join(first)}." if first else "Choose no more than three."
    return (
        f"Meet as a mixed group ({_everyone(audit)}) and read this page together.",
        "For each challenge, agree which stage you are at and write down the evidence.",
        f"Agree your priorities. {agree} You decide.",
        "Fill in one Plan-Do-Study-Act worksheet for each priority. Start small: one team, one week.",
        "Ask everyone again in the next audit cycle, and see what has changed.",
    )


def _steps_unheard(*, nobody: bool) -> tuple[str, ...]:
    """What to do where no score can be shown."""
    ask = "Ask what made it hard to answer. Then plan the next audit cycle with the people who were not reached."
    if nobody:
        return (ask, "Offer more than one way to answer, and leave the survey open for longer.")
    return (
        "Thank everyone who answered, and tell them why nothing more can be shown.",
        ask,
        "Make the groups larger: join small teams, or leave the survey open for longer.",
    )


def _steps_agreed(audit: Audit, agreement: Agreement) -> tuple[str, ...]:
    """What comes after the meeting."""
    chosen = [audit.title(one.challenge) for one in priorities(audit)]
    agreed = f"The group agreed on {numbers.day(agreement.date)}"
    return (
        f"{agreed}: {'; '.join(chosen)}." if chosen else f"{agreed} on stages. Agree on priorities, too.",
        you_said_we_did.first_step(audit),
        "Put up “You said, we did” where everyone can see it.",
        "Ask everyone again in the next audit cycle, and see what has changed.",
    )


def _dumbbells(audit: Audit) -> list[Drawing]:
    results = audit.results.challenges
    size = min(16, MARKS_A_CHART // len(audit.perspectives))
    parts = [results[start : start + size] for start in range(0, len(results), size)]
    heard = audit.called.all(audit.heard)
    return [
        scores.dumbbell(
            chart=f"f-glance-{place}",
            title=f"Scores of {heard} for each challenge",
            desc="One line per challenge, from the lowest to the highest score. All the numbers are in the "
            "table below.",
            caption="Each mark is the score of one perspective. The line joins the lowest and the highest. "
            + _bold(results),
            perspectives=[audit.perspectives[perspective] for perspective in audit.heard],
            levels=[_level(audit, result) for result in part],
        )
        for place, part in enumerate(parts, start=1)
    ]


def _bold(results: Sequence[ChallengeResult]) -> str:
    """What a gap in bold says, and what it does not: gaps are judged one by one, and there are many of them."""
    judged = sum(gap.low is not None for one in results for gap in one.gaps)
    meaning = "A gap in bold is one that chance alone makes as wide in fewer than 1 of 20 cases."
    if judged < 2:
        return meaning
    by_chance = max(1, round(judged / 20))
    return f"{meaning} {judged} gaps were judged, each by itself: {by_chance} may be bold by chance alone."


def _level(audit: Audit, result: ChallengeResult) -> Level:
    gap = widest(result.gaps)
    points = tuple(
        Point(perspective=audit.perspectives[perspective], score=score, text=numbers.whole(score))
        for perspective in audit.heard
        if (score := audit.score(result.id, perspective)) is not None
    )
    text = "" if gap is None else numbers.whole(abs(gap.difference or 0))
    return Level(
        title=f"{audit.called.numbers[result.id]}. {audit.title(result.id)}",
        points=points,
        gap=text if points else "no score can be shown",
        strong=gap is not None and is_clear(gap),
    )


def _heat(audit: Audit) -> Table:
    rows = tuple(_heat_row(audit, result) for result in audit.results.challenges)
    return Table(
        id="t-glance",
        caption="Scores from 0 to 100 by challenge and perspective (warm colours are low, cool colours high)",
        columns=(
            TableColumn(text="Challenge"),
            *perspective_columns(audit.perspectives, "num"),
            *(
                TableColumn(text=text, look="num")
                for text in ("Equal voice", "Widest gap")
                if len(audit.perspectives) > 1
            ),
        ),
        rows=rows,
        notes=notes(rows),
        look="heatmap",
    )


def _heat_row(audit: Audit, result: ChallengeResult) -> Row:
    gap = widest(result.gaps)
    together = (
        heat_cell(result.score, "not given"),
        Cell(text="–" if gap is None else numbers.whole(abs(gap.difference or 0)), look="num"),
    )
    return Row(
        head=Cell(text=f"{audit.called.numbers[result.id]}. {audit.title(result.id)}"),
        cells=(
            *(
                score_cell(view := result.perspectives.get(perspective), audit.why_no_number(perspective, view))
                for perspective in audit.perspectives
            ),
            *(together if len(audit.perspectives) > 1 else ()),
        ),
    )
