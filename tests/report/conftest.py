"""Questionnaires and summaries to print: plausible, made up, and the same every time."""

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from imroc_audit.model.ids import PerspectiveId
from imroc_audit.model.plan import Action, ActionRecord, Agreement, Decision, Observation
from imroc_audit.model.questionnaire import Challenge, Questionnaire, Statement
from imroc_audit.model.results import (
    ChallengeResult,
    Gap,
    LensResult,
    Participation,
    PerspectiveResult,
    PriorityResult,
    QuestionnaireStamp,
    Results,
    ShownComment,
    StatementResult,
    Suppressed,
    TeamResult,
)
from imroc_audit.model.study import ActionStudy, LoopSummary
from imroc_audit.model.summary import AuditSummary
from imroc_audit.pdsa.loop import study_action
from imroc_audit.resources import folders

Summarise = Callable[..., AuditSummary]
Ask = Callable[..., Questionnaire]
Try = Callable[..., ActionStudy]

TEAMS = ("Elm ward", "Oak community team", "Birch team", "Recovery college", "Crisis and home treatment")
COMMENTS = (
    (
        "staff",
        "We start every ward round with what the person wants. It takes five minutes and changes the rest.",
    ),
    ("service_user", "My plan is in my own words now. I was asked what a good week looks like for me."),
    ("carer", "I would like to be told how to reach the team at the weekend."),
)


@pytest.fixture(scope="session")
def templates() -> tuple[Path, ...]:
    return folders("report_templates")


@pytest.fixture(scope="session")
def ask() -> Ask:
    return ask_anything


@pytest.fixture(scope="session")
def summarise() -> Summarise:
    return summarise_anything


@pytest.fixture(scope="session")
def summary(ten_challenges: Questionnaire) -> AuditSummary:
    return summarise_anything(ten_challenges, label="synthetic")


@pytest.fixture(scope="session")
def attempt() -> Try:
    return try_anything


@pytest.fixture(scope="session")
def loop() -> LoopSummary:
    """An agreement on two priorities: one action with three PDSA cycles and a shift, one abandoned last time."""
    decisions = ({"decision": "adapt", "lesson": "Mornings are better."}, {"decision": "adapt", "lesson": "Ask first."})
    return LoopSummary(
        audit_cycle="2026-spring",
        agreement=agree_anything("2026-spring", "2026-05-06", stage="development", priorities=("c01", "c02")),
        actions=(
            try_anything(
                "c01-1", decisions=decisions, values=(3, 4, 2, 4, 3, 3, 4, 8, 9, 8, 9, 8, 9, 8), review="2026-09-01"
            ),
        ),
        previous_audit_cycle="2025-spring",
        previous_agreement=agree_anything("2025-spring", "2025-05-07", stage="engagement", priorities=("c01",)),
        earlier_actions=(
            try_anything(
                "c02-old",
                challenge="c02",
                audit_cycle="2025-spring",
                decisions=({"decision": "abandon", "lesson": "Nobody came.", "came_true": "no"},),
            ),
        ),
        goal_score=None,
    )


def agree_anything(
    audit_cycle: str, date: str, *, stage: str, priorities: Sequence[str], text: str = "As we saw.", **extra: Any
) -> Agreement:
    return Agreement.model_validate(
        {
            "audit_cycle": audit_cycle,
            "date": date,
            "room": {"staff": 4, "service_user": 1, "carer": 2},
            "stages": {
                "c01": {"stage": stage, "evidence": [{"text": text, "source": "notes.pdf", "date": "2025-01-15"}]}
            },
            "priorities": [{"challenge": one, "reason": text, "dissent": text} for one in priorities],
            **extra,
        }
    )


def try_anything(
    id_: str,
    *,
    challenge: str = "c01",
    audit_cycle: str = "2026-spring",
    decisions: Sequence[dict[str, Any]] = (),
    values: Sequence[float] = (),
    text: str = "People are asked first",
    review: str = "2026-12-01",
    goal_written: str | None = None,
    **extra: Any,
) -> ActionStudy:
    """An action with a PDSA cycle for each decision and, unless the last one ends it, one more."""
    ended = bool(decisions) and decisions[-1]["decision"] != "adapt"
    tests = len(decisions) + (not ended)
    start = date.fromisoformat(f"{audit_cycle[:4]}-05-18")
    starts = [(start + timedelta(days=21 * place)).isoformat() for place in range(tests)]
    plan = {
        "change_idea": text,
        "prediction": text,
        "scale": "one person",
        "review": review,
        "steps": text,
        "questions": text,
    }
    fields = {
        "id": id_,
        "audit_cycle": audit_cycle,
        "challenge": challenge,
        "aim": text,
        "rationale": text,
        "lead": text,
        "co_lead": text,
        "goal": {level: f"{text} {level}" for level in range(-2, 3)},
        "measures": [{"name": text, "unit": text, "direction": "up", "baseline": 1, "target": 9, "how_often": text}],
        "barriers": [{"text": text, "cfir": "culture"}],
        "enablers": [text],
        "pdsa_cycles": [{**plan, "start": one} for one in starts],
        **extra,
    }
    action = Action.model_validate(fields)
    studied = {
        number: Decision.model_validate({"date": starts[number - 1], **one})
        for number, one in enumerate(decisions, start=1)
    }
    seen = tuple(
        Observation(date=(start + timedelta(days=7 * place)).isoformat(), value=value)
        for place, value in enumerate(values)
    )
    return study_action(
        ActionRecord(
            action=action,
            planned=starts[0],
            predicted=dict.fromkeys(range(1, tests + 1), starts[0]),
            goal_written=(goal_written or starts[0]) if action.goal else None,
            studied=studied,
            observations={action.measures[0].name: seen} if seen and action.measures else {},
        )
    )


def ask_anything(
    *,
    perspectives: int = 3,
    options: int = 5,
    challenges: int = 2,
    statements: int = 2,
    priorities: int = 3,
    **extra: Any,
) -> Questionnaire:
    """A questionnaire of any shape; `extra` replaces whole fields."""
    sides = [f"p{place + 1}" for place in range(perspectives)]
    return Questionnaire.model_validate(
        {
            "id": "any",
            "version": "1",
            "title": "Any questionnaire",
            "consent": {"text": "Is that all right?"},
            "priorities": priorities,
            "scale": {
                "question": {"text": "How true is this?"},
                "options": [{"value": value, "text": f"Answer {value}"} for value in range(options)],
                "dont_know": {"text": "Don't know"},
                "not_applicable": {"text": "Does not apply"},
            },
            "perspectives": [{"id": s, "label": f"Perspective {s}", "choose": {"text": f"I am {s}"}} for s in sides],
            "challenges": [_challenge(place, statements, sides) for place in range(1, challenges + 1)],
            **extra,
        }
    )


def _challenge(place: int, statements: int, sides: Sequence[str]) -> dict[str, Any]:
    return {
        "id": f"c{place:02}",
        "title": {"text": f"Challenge number {place}"},
        "about": {"text": "What it is about."},
        "stages": {stage: f"What {stage} looks like." for stage in ("engagement", "development", "transformation")},
        "suggestions": [
            {"text": "Try something small", "statements": [f"c{place:02}.1"]},
            {"text": "Try another thing."},
        ],
        "statements": [
            {"id": f"c{place:02}.{n}", "wording": {s: f"Statement {n} as {s} sees it." for s in sides}}
            for n in range(1, statements + 1)
        ],
    }


def summarise_anything(
    questionnaire: Questionnaire,
    *,
    people: Sequence[int] = (124, 66, 31),
    hidden: Sequence[str] = (),
    teams: Sequence[str] = TEAMS,
    organisation: str = "Northfield NHS Trust",
    comments: Sequence[tuple[str, str]] = COMMENTS,
    **extra: Any,
) -> AuditSummary:
    """A summary of made-up answers; the perspectives in `hidden` are None wherever they appear."""
    sides = questionnaire.perspective_ids
    sizes = {perspective: people[place % len(people)] for place, perspective in enumerate(sides)}
    random = Random(7)
    shown = {perspective: None if perspective in hidden else n for perspective, n in sizes.items()}
    challenges = tuple(_challenge_result(questionnaire, c, shown, random) for c in questionnaire.challenges)
    reasons = tuple(Suppressed(perspective=perspective, part="people", reason="few people") for perspective in hidden)
    results = Results(
        audit_cycle="2026-spring",
        questionnaire=QuestionnaireStamp(id=questionnaire.id, version=questionnaire.version, hash=questionnaire.hash),
        threshold=10,
        respondents=shown,
        participation=_participation(shown, teams),
        challenges=challenges,
        priorities=_priorities(questionnaire, shown, random),
        lenses=_lenses(questionnaire, challenges),
        teams=tuple(TeamResult(team=team, challenges=challenges) for team in teams[:2]),
        hidden=reasons,
    )
    ids = [challenge.id for challenge in questionnaire.challenges]
    return AuditSummary(
        organisation=organisation,
        results=results,
        comments=tuple(
            ShownComment(challenge=ids[place % len(ids)], perspective=perspective, text=text, status="approved")
            for place, (perspective, text) in enumerate(comments)
        ),
        comments_waiting=4,
        opened="2026-03-02",
        closed="2026-04-17",
        today="2026-04-20",
        **extra,
    )


def _challenge_result(
    questionnaire: Questionnaire, challenge: Challenge, shown: dict[PerspectiveId, int | None], random: Random
) -> ChallengeResult:
    base = random.uniform(0.35, 0.75)
    views = {}
    for place, (perspective, n) in enumerate(shown.items()):
        level = min(max(base + (0.09, -0.1, -0.02)[place % 3] + random.uniform(-0.06, 0.06), 0.05), 0.95)
        views[perspective] = _view(questionnaire, challenge, perspective, n, level, random)
    scores = [view.score for view in views.values() if view.score is not None]
    return ChallengeResult(
        id=challenge.id,
        title="",
        score=sum(scores) / len(scores) if len(scores) > 1 else None,
        perspectives=views,
        gaps=tuple(_gaps(views)),
    )


def _view(
    questionnaire: Questionnaire, challenge: Challenge, perspective: str, n: int | None, level: float, random: Random
) -> PerspectiveResult:
    if not n:
        empty = tuple(_nothing(s) for s in challenge.statements if s.asked_of(PerspectiveId(perspective)))
        return PerspectiveResult(
            n=n, score=None, low=None, high=None, consensus=None, alpha=None, hidden=n is None, statements=empty
        )
    top = questionnaire.scale.top
    statements = tuple(
        _statement(s.id, n, min(max(level + random.uniform(-0.12, 0.12), 0.05), 0.95), top, random)
        for s in challenge.statements
        if s.asked_of(PerspectiveId(perspective))
    )
    means = [s.mean for s in statements if s.mean is not None]
    score = 100 * sum(means) / len(means) / top
    half = 190 * 0.25 / math.sqrt(n)
    return PerspectiveResult(
        n=n,
        score=score,
        low=score - half,
        high=score + half,
        consensus=sum(s.consensus or 0 for s in statements) / len(statements),
        alpha=0.6 + level / 4,
        hidden=False,
        small_base=n < 30,
        statements=statements,
    )


def _nothing(statement: Statement) -> StatementResult:
    """Of a statement that nobody answered, or whose answers are hidden."""
    return StatementResult(
        id=statement.id,
        counts=None,
        dont_know=None,
        not_applicable=None,
        skipped=None,
        mean=None,
        consensus=None,
    )


def _statement(id_: str, n: int, level: float, top: int, random: Random) -> StatementResult:
    unsure, none, skipped = (
        round(n * random.uniform(0, 0.2)),
        round(n * random.uniform(0, 0.06)),
        random.randrange(3),
    )
    counts = [0] * (top + 1)
    for _ in range(max(n - unsure - none - skipped, 1)):
        spread = random.choice((0.16, 0.34))
        counts[round(top * min(max(random.gauss(level, spread), 0), 1))] += 1
    answered = sum(counts)
    mean = sum(value * c for value, c in enumerate(counts)) / answered
    agreement = 1 + sum(c / answered * math.log2(1 - abs(value - mean) / top) for value, c in enumerate(counts) if c)
    return StatementResult(
        id=id_,
        counts=tuple(counts),
        dont_know=unsure,
        not_applicable=none,
        skipped=skipped,
        mean=mean,
        consensus=agreement,
        unanimous=max(counts) == answered,
    )


def _gaps(views: dict[PerspectiveId, PerspectiveResult]) -> list[Gap]:
    ids = list(views)
    pairs = [(a, b) for place, a in enumerate(ids) for b in ids[place + 1 :]]
    return [_gap(a, b, views[a].score, views[b].score) for a, b in pairs]


def _gap(one: str, other: str, first: float | None, second: float | None) -> Gap:
    if first is None or second is None:
        return Gap(
            between=(one, other),
            difference=None,
            low=None,
            high=None,
            cliffs_delta=None,
            probability_of_superiority=None,
        )
    difference = first - second
    delta = max(min(difference / 40, 1), -1)
    return Gap(
        between=(one, other),
        difference=difference,
        low=difference - 8,
        high=difference + 8,
        cliffs_delta=delta,
        probability_of_superiority=(delta + 1) / 2,
    )


def _participation(shown: dict[PerspectiveId, int | None], teams: Sequence[str]) -> Participation:
    """Everyone split evenly over the teams; the last is hidden for all but the first perspective."""
    counts: dict[PerspectiveId, dict[str, int | None]] = {}
    for place, (perspective, n) in enumerate(shown.items()):
        share = None if n is None else n // max(len(teams), 1)
        counts[perspective] = {team: None if n and team == teams[-1] and place else share for team in teams}
    return Participation(
        counts=counts,
        perspectives=shown,
        teams={team: _sum(row[team] for row in counts.values()) for team in teams},
        total=_sum(shown.values()),
        head_counts={perspective: dict.fromkeys(teams, 40) for perspective in list(shown)[:1]},
    )


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = list(numbers)
    return None if None in known else sum(n for n in known if n is not None)


def _priorities(
    questionnaire: Questionnaire, shown: dict[PerspectiveId, int | None], random: Random
) -> tuple[PriorityResult, ...]:
    if not questionnaire.priorities:
        return ()
    votes = {
        c.id: {
            perspective: None if n is None else round(n * random.uniform(0.05, 0.5)) for perspective, n in shown.items()
        }
        for c in questionnaire.challenges
    }
    points = {id_: sum(n or 0 for n in v.values()) / 20 for id_, v in votes.items()}
    order = sorted(points, key=lambda id_: -points[id_])
    visible = any(shown.values())
    return tuple(
        PriorityResult(
            challenge=id_,
            votes=votes[id_],
            borda=points[id_] if visible else None,
            rank=order.index(id_) + 1 if visible else None,
        )
        for id_ in votes
    )


def _lenses(questionnaire: Questionnaire, challenges: Sequence[ChallengeResult]) -> tuple[LensResult, ...]:
    tagged: dict[tuple[str, str], list[str]] = {}
    for statement in questionnaire.statements:
        for lens, tags in statement.lenses.items():
            for tag in tags:
                tagged.setdefault((lens, tag), []).append(statement.id)
    scores = challenges[0].perspectives
    return tuple(
        LensResult(
            lens=lens,
            tag=tag,
            statements=tuple(ids),
            scores={
                perspective: None if view.score is None else view.score + len(ids) - 5
                for perspective, view in scores.items()
            },
        )
        for (lens, tag), ids in sorted(tagged.items())
    )
