"""One section per challenge: what it is about, what people said, and what could be tried."""

from imroc_audit.analysis.consensus import is_divided, opinion
from imroc_audit.analysis.gap_reading import turned, widest, widest_first
from imroc_audit.model.ids import ChallengeId, PerspectiveId, StatementId
from imroc_audit.model.questionnaire import Challenge
from imroc_audit.model.results import ChallengeResult
from imroc_audit.report.action_report import agreement, change
from imroc_audit.report.action_report import statements as answers
from imroc_audit.report.action_report.audit import Audit, text_of
from imroc_audit.report.charts import scores
from imroc_audit.report.charts.scores import Point
from imroc_audit.report.document import (
    Cell,
    ChallengeSection,
    Drawing,
    Fact,
    Idea,
    Quote,
    Row,
    Table,
    TableColumn,
)
from imroc_audit.report.text import numbers, words
from imroc_audit.report.text.cells import DASH, Missing, count_cell, missing_cell, notes, small_base
from imroc_audit.text import clean

UNSURE = 0.2
"""From this share of "don't know" answers upwards the report says so."""
GAPS_IN_WORDS = 3


def section(audit: Audit, challenge: Challenge) -> ChallengeSection:
    """Everything there is to say about one challenge."""
    place = audit.called.numbers[challenge.id]
    result = audit.challenges.get(challenge.id)
    seen = result is not None and any(view.score is not None for view in result.perspectives.values())
    answered = result is not None and any(
        s.counts is not None for view in result.perspectives.values() for s in view.statements
    )
    return ChallengeSection(
        anchor=f"challenge-{challenge.id}",
        title=f"{place}. {audit.title(challenge.id)}",
        about=words.sentence(text_of(challenge.about.text)),
        facts=_facts(audit, result) if result and seen else (),
        sentences=_sentences(audit, challenge, result),
        scores=(_interval_chart(audit, result),) if result and seen else (),
        score_table=_score_table(audit, challenge) if result and seen else None,
        answers=answers.answer_charts(audit, challenge) if answered else (),
        answer_table=answers.answer_table(audit, challenge) if answered else None,
        quotes=_quotes(audit, challenge.id),
        ideas=ideas(audit, challenge),
        stages=agreement.stages(audit, challenge),
        agreements=agreement.bases(audit, challenge),
        ticks=audit.agreement is None,
    )


def ideas(audit: Audit, challenge: Challenge) -> tuple[Idea, ...]:
    """The suggestions, those whose statements have the lowest equal-voice mean first."""
    statements = {statement.id: statement for statement in challenge.statements}
    by_score: list[tuple[float, Idea]] = []
    for suggestion in challenge.suggestions:
        known = [(audit.favour(s, challenge.id), s) for s in suggestion.statements if s in statements]
        low, which = min(((f, s) for f, s in known if f is not None), default=(101.0, StatementId("")))
        number = answers.number(audit, challenge, statements[which]) if which else ""
        because = f"(statement {number} scored {numbers.whole(low)})" if which else ""
        by_score.append((low, Idea(text=words.sentence(text_of(suggestion.text)), because=because)))
    return tuple(idea for _, idea in sorted(by_score, key=lambda pair: pair[0]))


def gap_sentences(audit: Audit, result: ChallengeResult) -> tuple[str, ...]:
    """The widest gaps in words, widest first."""
    return tuple(words.gap_sentence(audit.called, gap) for gap in widest_first(result.gaps)[:GAPS_IN_WORDS])


def _facts(audit: Audit, result: ChallengeResult) -> tuple[Fact, ...]:
    shown = [perspective for perspective in audit.perspectives if audit.score(result.id, perspective) is not None]
    return tuple(filter(None, (_equal_voice(audit, result, shown), _gap(audit, result), _opinion(audit, result))))


def _equal_voice(audit: Audit, result: ChallengeResult, shown: list[PerspectiveId]) -> Fact | None:
    if len(audit.perspectives) < 2:
        return None
    if result.score is None:
        return Fact(
            label="Equal voice",
            number="not given",
            text="It takes at least two perspectives that can be shown.",
        )
    missing = [perspective for perspective in audit.perspectives if perspective not in shown]
    text = (
        f"of 100, without {audit.called.all(missing)}." if missing else "of 100, every perspective counting the same."
    )
    return Fact(label="Equal voice", number=numbers.whole(result.score), text=text)


def _gap(audit: Audit, result: ChallengeResult) -> Fact | None:
    gap = widest(result.gaps)
    if gap is None:
        return None
    gap = turned(gap)
    higher, lower = (audit.called.inline(perspective) for perspective in gap.between)
    points = numbers.whole(gap.difference or 0)
    unit = "point" if points == "1" else "points"
    text = "points: no difference." if points == "0" else f"{unit}: {higher} above {lower}."
    return Fact(label="Widest gap", number=points, text=text)


def _opinion(audit: Audit, result: ChallengeResult) -> Fact | None:
    known = [
        (view.consensus, perspective) for perspective, view in result.perspectives.items() if view.consensus is not None
    ]
    if not known:
        return None
    lowest, perspective = min(known, key=lambda pair: pair[0])
    text = f"among {audit.called.inline(perspective)}"
    text = f"{text}, where answers differ most." if len(known) > 1 else f"{text}."
    return Fact(label="Opinion inside groups", number=opinion(lowest), text=text)


def _sentences(audit: Audit, challenge: Challenge, result: ChallengeResult | None) -> tuple[str, ...]:
    if result is None:
        return ("No results can be shown for this challenge.",)
    visible = {
        perspective: view for perspective in audit.perspectives if (view := result.perspectives.get(perspective))
    }
    spoken = [*gap_sentences(audit, result)]
    spoken.append(change.challenge_sentence(audit, challenge.id))
    spoken.append(
        words.opinion_sentence(audit.called, {perspective: view.consensus for perspective, view in visible.items()})
    )
    spoken.extend(_divided(audit, challenge))
    spoken.extend(_unsure(audit, challenge))
    shown = tuple(filter(None, spoken))
    if all(view.n == 0 for view in visible.values()):
        return ("There are no answers about this challenge.",)
    return shown or ("Too few people answered about this challenge for a result to be shown.",)


def _divided(audit: Audit, challenge: Challenge) -> list[str]:
    """Statements whose mean looks fine although the people behind it do not agree."""
    sentences = []
    for statement in challenge.statements:
        for perspective in audit.perspectives:
            answer = audit.answers(challenge.id, perspective, statement.id)
            if answer is None or answer.mean is None or not is_divided(answer.consensus):
                continue
            fine = answer.mean / audit.questionnaire.scale.top >= 0.5
            if fine:
                sentences.append(
                    words.divided_sentence(audit.called, perspective, audit.wording(statement, perspective))
                )
    return sentences


def _unsure(audit: Audit, challenge: Challenge) -> list[str]:
    sentences = []
    for perspective in audit.perspectives:
        unsure, _, asked = _rates(audit, challenge, perspective)
        if unsure is not None and asked and unsure / asked >= UNSURE:
            sentences.append(
                f"{numbers.percent(unsure, asked)} of the answers from {audit.called.inline(perspective)} are "
                f"“{_dont_know(audit)}”. That is a finding too: this may be hard to see from where they are."
            )
    return sentences


def _rates(audit: Audit, challenge: Challenge, perspective: PerspectiveId) -> tuple[int | None, int | None, int]:
    """Don't know, not applicable, and all answers of a perspective; None where any of them is hidden."""
    results = [audit.answers(challenge.id, perspective, s.id) for s in challenge.statements if s.asked_of(perspective)]
    unsure = none = asked = 0
    for answer in results:
        if answer is None or answer.counts is None or answer.dont_know is None or answer.not_applicable is None:
            return None, None, 0
        unsure += answer.dont_know
        none += answer.not_applicable
        asked += sum(answer.counts) + answer.dont_know + answer.not_applicable
    return unsure, none, asked


def _dont_know(audit: Audit) -> str:
    return text_of(audit.questionnaire.scale.dont_know.text)


def _interval_chart(audit: Audit, result: ChallengeResult) -> Drawing:
    points = []
    for perspective, view in ((s, result.perspectives.get(s)) for s in audit.perspectives):
        if view is not None and view.score is not None:
            text = numbers.whole(view.score)
            if view.low is not None and view.high is not None:
                text = f"{text} ({numbers.between(view.low, view.high)})"
            points.append(
                Point(
                    perspective=audit.perspectives[perspective],
                    score=view.score,
                    text=text,
                    low=view.low,
                    high=view.high,
                )
            )
    whole = result.score
    return scores.intervals(
        chart=f"f-challenge-{result.id}-scores",
        title=f"Scores for {audit.title(result.id)}",
        desc=words.join([f"{point.perspective.label} {point.text}" for point in points])
        + (f". Equal voice {numbers.whole(whole)}." if whole is not None else "."),
        caption="",
        points=points,
        whole=whole,
        whole_text="" if whole is None else f"Equal voice {numbers.whole(whole)}",
    )


def _score_table(audit: Audit, challenge: Challenge) -> Table:
    rows = tuple(_score_row(audit, challenge, perspective) for perspective in audit.perspectives)
    return Table(
        id=f"t-challenge-{challenge.id}-scores",
        caption="Scores from 0 to 100, with 95% intervals",
        columns=(
            TableColumn(text="Perspective"),
            TableColumn(text="Score", look="num"),
            TableColumn(text="95% interval", look="num"),
            TableColumn(text="People", look="num"),
            TableColumn(text="Opinion"),
            TableColumn(text="Don’t know", look="num"),
            TableColumn(text="Not applicable", look="num"),
        ),
        rows=rows,
        notes=notes(rows),
        look="scores",
    )


def _score_row(audit: Audit, challenge: Challenge, perspective: PerspectiveId) -> Row:
    head = Cell(text=audit.perspectives[perspective].label, mark=audit.perspectives[perspective].place)
    view = audit.view(challenge.id, perspective)
    if view is None or view.score is None:
        missing: Missing = "hidden" if view is not None and view.hidden else audit.why_no_number(perspective, view)
        return Row(
            head=head,
            cells=(
                missing_cell(missing),
                *(DASH,) * 3,
                *_rate_cells(audit, challenge, perspective),
            ),
        )
    known = view.low is not None and view.high is not None
    return Row(
        head=head,
        cells=(
            Cell(
                text=numbers.whole(view.score),
                look="num strong",
                small=words.minding(view),
                flags=small_base(view.small_base),
            ),
            Cell(text=numbers.between(view.low or 0, view.high or 0) if known else "too few", look="num"),
            count_cell(view.n),
            Cell(text="not known" if view.consensus is None else opinion(view.consensus)),
            *_rate_cells(audit, challenge, perspective),
        ),
    )


def _rate_cells(audit: Audit, challenge: Challenge, perspective: PerspectiveId) -> tuple[Cell, Cell]:
    unsure, none, asked = _rates(audit, challenge, perspective)
    if audit.results.respondents.get(perspective) == 0:
        return DASH, DASH
    if unsure is None or none is None:
        return missing_cell("hidden"), missing_cell("hidden")
    if not asked:
        return DASH, DASH
    return tuple(Cell(text=numbers.percent(part, asked), look="num") for part in (unsure, none))  # type: ignore[return-value]


def _quotes(audit: Audit, challenge: ChallengeId) -> tuple[Quote, ...]:
    return tuple(
        Quote(by=audit.called.labels.get(comment.perspective, ""), text=clean(comment.text))
        for comment in audit.summary.comments
        if comment.challenge == challenge
    )
