"""The priorities people chose, and a worksheet for each one the votes propose."""

from imroc_audit.analysis.importance import middle, standings
from imroc_audit.model.ids import ChallengeId
from imroc_audit.model.results import PriorityResult
from imroc_audit.report.action_report.audit import Audit
from imroc_audit.report.action_report.challenges import gap_sentences, ideas
from imroc_audit.report.charts import scores as charts
from imroc_audit.report.document import (
    Cell,
    Drawing,
    Row,
    Section,
    Step,
    Table,
    TableColumn,
    Worksheet,
    Worksheets,
    WritingBox,
)
from imroc_audit.report.text import numbers, words
from imroc_audit.report.text.cells import count_cell, notes
from imroc_audit.report.text.perspectives import perspective_columns

PROPOSED = 3

STEPS = (
    Step(
        name="Plan",
        fields=(
            WritingBox(label="Aim", hint="What will be better, for whom, by how much, by when?", lines=2),
            WritingBox(label="Change idea", hint="One small thing we will do differently.", lines=2),
            WritingBox(
                label="Why we think it will help",
                hint="What in the answers, or from experience, points to it?",
            ),
            WritingBox(label="Questions we want this test to answer"),
            WritingBox(label="Prediction", hint="Write it before the test: what do we expect to see?"),
            WritingBox(
                label="Scale of the first test",
                hint="Smaller than a whole team: one person, one day, one meeting.",
            ),
            WritingBox(label="Lead (role)", lines=1),
            WritingBox(label="Lived-experience co-lead (role)", lines=1),
            WritingBox(label="Where and when", lines=1),
            WritingBox(
                label="Measures, and how we will collect them",
                hint="Something to count every week is best.",
                lines=2,
            ),
        ),
    ),
    Step(
        name="Do",
        fields=(
            WritingBox(label="Was it carried out as planned?"),
            WritingBox(label="What we saw, and what we did not expect"),
        ),
    ),
    Step(
        name="Study",
        fields=(
            WritingBox(label="What the measures say, against the prediction and against before"),
            WritingBox(label="What we learned"),
        ),
    ),
    Step(
        name="Act",
        fields=(WritingBox(label="What next, and what the next cycle will test", lines=2),),
        choices=("Adopt", "Adapt", "Abandon"),
    ),
)

HINTS = (
    "Write the prediction before the test. Without one there is nothing to learn from being wrong.",
    "Make the first test smaller than a whole team. Small tests are safe to fail and quick to put right.",
    "Measure little and often: three points in a row or more. One number before and one after can be chance.",
    "Do it again. What one cycle teaches is where the next one starts.",
    "Lead it together: one person who works here and one with lived experience.",
)


def section(audit: Audit) -> Section | None:
    """The votes, as bars and as a table; None where nobody was asked or nothing can be shown."""
    ranked = _ranked(audit)
    if not audit.questionnaire.priorities or not audit.results.priorities:
        return None
    anything = any(n is not None for result in audit.results.priorities for n in result.votes.values())
    if not ranked and not anything:
        return None
    up_to = audit.questionnaire.priorities
    return Section(
        anchor="priorities",
        title="The priorities people chose",
        sentences=(
            (
                f"Everyone could choose {'one' if up_to == 1 else f'up to {up_to}, the most important first'}. "
                "This is what people put forward. A mixed group decides what to work on."
            ),
            *_first(audit),
        ),
        drawings=(_chart(audit, ranked), *_grid(audit, ranked)) if ranked else (),
        tables=(_table(audit),),
        look=audit.look,
    )


def proposed(audit: Audit) -> tuple[PriorityResult, ...]:
    """The priorities the votes put first: as many as the questionnaire lets people choose, or three."""
    limit = audit.questionnaire.priorities or PROPOSED
    chosen = [result for result in _ranked(audit) if (result.borda or 0) > 0]
    return tuple(chosen[:limit])


def worksheets(audit: Audit) -> Worksheets:
    """One worksheet per proposed priority; a single open one where there are no votes to go by."""
    first = proposed(audit)
    sheets = tuple(_worksheet(audit, place, result) for place, result in enumerate(first, start=1))
    blank = Worksheet(
        anchor="worksheet-1",
        title="Worksheet: our priority",
        why=("Write the challenge you have agreed to work on, and why: ",),
        ideas=(),
        steps=STEPS,
    )
    return Worksheets(
        anchor="pdsa",
        title="Plan, Do, Study, Act",
        sentences=(
            "Each worksheet holds one small test of change. Bring it to the meeting and fill it in together.",
            "The priorities here are proposed by the votes. Cross one out and write in another if the group decides so."
            if first
            else "There are no votes to propose priorities, so the worksheet is open. The group decides.",
        ),
        hints=HINTS,
        worksheets=sheets or (blank,),
    )


def _ranked(audit: Audit) -> list[PriorityResult]:
    known = [result for result in audit.results.priorities if result.rank is not None and result.borda is not None]
    return sorted(known, key=lambda result: (result.rank or 0, audit.called.numbers[result.challenge]))


def _first(audit: Audit) -> tuple[str, ...]:
    """What each perspective chose most often, where that can be shown."""
    spoken = []
    for perspective in audit.perspectives:
        votes = [(n, r.challenge) for r in audit.results.priorities if (n := r.votes.get(perspective)) is not None]
        most = max((n for n, _ in votes), default=0)
        titles = [audit.title(challenge) for n, challenge in votes if n == most]
        hidden = len(votes) < len(audit.results.priorities)
        if most and len(titles) <= PROPOSED and not hidden:
            spoken.append(f"{words.capital(audit.called.inline(perspective))} chose most often: {'; '.join(titles)}.")
        if alike := [audit.title(r.challenge) for r in audit.results.priorities if perspective in r.unanimous]:
            spoken.append(
                f"Everyone among {audit.called.inline(perspective)} who chose put forward the same: {'; '.join(alike)}."
            )
    return tuple(spoken)


def _chart(audit: Audit, ranked: list[PriorityResult]) -> Drawing:
    return charts.bars(
        chart="f-priorities",
        title="Priorities by equal voice",
        desc="One bar per challenge, the highest first. All the numbers are in the table that follows.",
        caption="Mean points per voter: more points for a first choice than for a later one. "
        "Each perspective counts the same.",
        rows=[
            (
                f"{audit.called.numbers[result.challenge]}. {audit.title(result.challenge)}",
                result.borda or 0,
                numbers.decimal(result.borda or 0, 2),
            )
            for result in ranked
        ],
    )


def _grid(audit: Audit, ranked: list[PriorityResult]) -> tuple[Drawing, ...]:
    """Importance (points) against performance (equal-voice score), where two challenges have both."""
    by_challenge = standings(audit.results)
    parted = middle(by_challenge)
    if parted is None:
        return ()
    agreed = {one.challenge for one in audit.agreement.priorities} if audit.agreement else set()
    spots = [
        charts.Spot(
            name=str(audit.called.numbers[priority.challenge]),
            score=by_challenge[priority.challenge].score,
            points=by_challenge[priority.challenge].points,
            ringed=priority.challenge in agreed,
        )
        for priority in ranked
        if priority.challenge in by_challenge
    ]
    ring = "A ring marks a priority that the group agreed on. " if any(spot.ringed for spot in spots) else ""
    return (
        charts.grid(
            chart="f-grid",
            title="What people want to work on, and how it scores today",
            desc="Challenges by equal-voice score and by points. The numbers are in the tables of scores "
            "and priorities.",
            caption="Each disc is a challenge, by its number. The dashed lines are the middle of these "
            f"{len(spots)} challenges: as many lie above it as below. Upper left: more points and a lower score than "
            f"the middle. {ring}Discs that would cover one another are moved a little apart.",
            spots=spots,
            middle=(parted.score, parted.points),
            axes=("Equal-voice score, 0 to 100", "Points per voter"),
        ),
    )


def _table(audit: Audit) -> Table:
    rest = [result for result in audit.results.priorities if result not in (ranked := _ranked(audit))]
    rows = tuple(_row(audit, result) for result in (*ranked, *rest)) if audit.results.priorities else ()
    return Table(
        id="t-priorities",
        caption="How many people chose each challenge, by perspective",
        columns=(
            TableColumn(text="Challenge"),
            *perspective_columns(audit.perspectives, "num"),
            TableColumn(text="Points", look="num"),
            TableColumn(text="Rank", look="num"),
        ),
        rows=rows,
        notes=notes(rows),
    )


def _row(audit: Audit, result: PriorityResult) -> Row:
    votes = (result.votes.get(perspective) for perspective in audit.perspectives)
    return Row(
        head=Cell(text=f"{audit.called.numbers[result.challenge]}. {audit.title(result.challenge)}"),
        cells=(
            *map(count_cell, votes),
            Cell(text="–" if result.borda is None else numbers.decimal(result.borda, 2), look="num"),
            Cell(text="–" if result.rank is None else str(result.rank), look="num strong"),
        ),
    )


def agreed_worksheet(audit: Audit, place: int, challenge: ChallengeId, why: tuple[str, ...]) -> Worksheet:
    """A blank worksheet for a priority that the group agreed on."""
    asked = audit.questionnaire.challenge(challenge)
    return Worksheet(
        anchor=f"worksheet-{place}",
        title=f"Priority {place}: {audit.title(challenge)}",
        why=(*why, "There is no action under this priority yet."),
        ideas=tuple(idea.text for idea in ideas(audit, asked)),
        steps=STEPS,
    )


def _worksheet(audit: Audit, place: int, result: PriorityResult) -> Worksheet:
    challenge = audit.questionnaire.challenge(result.challenge)
    votes = [
        f"{numbers.people(n)} among {audit.called.inline(perspective)}"
        for perspective in audit.perspectives
        if (n := result.votes.get(perspective))
    ]
    why = [f"Chosen by {words.join(votes)}. Equal-voice rank: {result.rank}."] if votes else []
    scores = audit.challenges.get(result.challenge)
    return Worksheet(
        anchor=f"worksheet-{place}",
        title=f"Worksheet {place}: {audit.title(result.challenge)}",
        why=(*why, *(gap_sentences(audit, scores)[:1] if scores else ())),
        ideas=tuple(idea.text for idea in ideas(audit, challenge)),
        steps=STEPS,
    )
