"""Results that may be shown: every hidden value is None, and `hidden` says what and why.

Numbers are unrounded, but for scores that disclosure control rounds. Scores run from 0 to 100. `Results` is what
reports are made of, and `ResultsFile` what `results --json` prints and bundles hold; nothing that disclosure control
hides is anywhere in them.
"""

from typing import Final, Literal

from pydantic import ConfigDict, Field

from imroc_audit.model.ids import AuditCycleName, ChallengeId, PerspectiveId, StatementId, TeamName
from imroc_audit.model.record import Record
from imroc_audit.model.response import CommentStatus

SMALL_BASE: Final = 30
"""Numbers of fewer people than this are shown with a warning."""


class StatementResult(Record):
    """How one group answered one statement. `counts` has one number per option, lowest first, as people chose."""

    id: StatementId
    counts: tuple[int, ...] | None
    dont_know: int | None
    not_applicable: int | None
    skipped: int | None
    mean: float | None
    """Mean points, 0 (least) to k - 1, reverse-worded statements already turned round."""
    consensus: float | None
    unanimous: bool = False
    """Everyone who answered chose the same option: shown as a warning, because it tells what each one said."""


ScoreWarning = Literal["small base", "all scored the same", "a small team’s score is near this one", "rounded"]
"""In the words in which it is said."""


class PerspectiveResult(Record):
    """One group's view of one challenge. `n` counts the people whose answers make up the score."""

    n: int | None
    score: float | None
    sd: float | None = None
    """Standard deviation of people's scores (n - 1), in points of 100."""
    low: float | None
    high: float | None
    """The 95 % interval; None where there are too few answers to give one."""
    consensus: float | None
    alpha: float | None
    hidden: bool
    small_base: bool = False
    rounded: bool = False
    """Score and spread are told less exactly, so that they give nobody away who left a statement out."""
    alike: bool = False
    """People answered so much alike that the score tells what a small team in it said: shown as a warning."""
    statements: tuple[StatementResult, ...] = ()

    @property
    def warnings(self) -> tuple[ScoreWarning, ...]:
        """What to mind about the score."""
        alike: ScoreWarning = "all scored the same" if self.sd == 0 else "a small team’s score is near this one"
        return (
            *(("small base",) if self.small_base else ()),
            *((alike,) if self.alike else ()),
            *(("rounded",) if self.rounded else ()),
        )


class Gap(Record):
    """The difference between two perspectives on one challenge, first minus second, in points of 100."""

    between: tuple[PerspectiveId, PerspectiveId]
    difference: float | None
    low: float | None
    high: float | None
    cliffs_delta: float | None
    probability_of_superiority: float | None


class ChallengeResult(Record):
    """One challenge. `score` is the equal-voice mean over the perspectives that can be shown (at least two)."""

    id: ChallengeId
    title: str
    score: float | None
    perspectives: dict[PerspectiveId, PerspectiveResult]
    gaps: tuple[Gap, ...]


class PriorityResult(Record):
    """How often a challenge was chosen as a priority. `borda` is the equal-voice mean of points per voter."""

    challenge: ChallengeId
    votes: dict[PerspectiveId, int | None]
    borda: float | None
    rank: int | None
    unanimous: tuple[PerspectiveId, ...] = ()
    """Perspectives in which everyone who chose anything chose this: shown as a warning."""


class LensResult(Record):
    """One tag of a lens: the mean of its statements' scores (0 to 100) by perspective."""

    lens: str
    tag: str
    statements: tuple[StatementId, ...]
    scores: dict[PerspectiveId, float | None]


class Participation(Record):
    """Who took part. Every count is None where it is hidden; head counts are as the organisation gave them."""

    counts: dict[PerspectiveId, dict[TeamName, int | None]]
    """perspective -> team -> respondents; the team "" is people with no team."""
    perspectives: dict[PerspectiveId, int | None]
    teams: dict[TeamName, int | None]
    total: int | None
    head_counts: dict[PerspectiveId, dict[TeamName, int]] = Field(default_factory=dict)
    """perspective -> team -> people who could have answered, where it is known and the count is shown."""

    @property
    def doubtful(self) -> dict[PerspectiveId, tuple[TeamName, ...]]:
        """Teams by perspective from which more people answered than could have: their head count cannot be right."""
        by_perspective = {
            one: tuple(team for team, heads in known.items() if (self.counts.get(one, {}).get(team) or 0) > heads)
            for one, known in self.head_counts.items()
        }
        return {one: teams for one, teams in by_perspective.items() if teams}


class TeamResult(Record):
    """One team's scores by challenge and perspective; statement answers are never shown by team."""

    team: TeamName
    challenges: tuple[ChallengeResult, ...]


SuppressedPart = Literal["number of people", "people", "scores", "statements", "priorities"]
"""`people` is all that is known of a group."""
SuppressionReason = Literal[
    "few people",
    "few people, or a group as small",
    "a group too small",
    "few scores, or a small team",
    "few scores, or a team as small",
    "few answers",
    "few votes",
]


class Suppressed(Record):
    """Something that is not shown, and why. Words are made of it where it is printed."""

    part: SuppressedPart
    reason: SuppressionReason
    perspective: PerspectiveId | None = None
    """None: of everyone."""
    team: TeamName | None = None
    """None: over all teams; "" is people with no team."""
    challenges: tuple[ChallengeId, ...] = ()
    """Whose scores or statements it is."""
    statements: int = 0
    """How many statements of the challenge."""


class Hidden(Record):
    """Something that is not shown, in words."""

    what: str
    why: str


class QuestionnaireStamp(Record):
    id: str
    version: str
    hash: str


class Published(Record):
    """Everything that may be shown of one closed audit cycle."""

    audit_cycle: AuditCycleName
    questionnaire: QuestionnaireStamp
    threshold: int
    respondents: dict[PerspectiveId, int | None]
    participation: Participation
    challenges: tuple[ChallengeResult, ...]
    priorities: tuple[PriorityResult, ...]
    lenses: tuple[LensResult, ...]
    teams: tuple[TeamResult, ...]


class Results(Published):
    """Everything that may be shown of one closed audit cycle, and what may not."""

    hidden: tuple[Suppressed, ...]


class ResultsFile(Published):
    """Everything that may be shown of one closed audit cycle."""

    model_config = ConfigDict(title="Results")

    hidden: tuple[Hidden, ...]


class ShownComment(Record):
    """A comment that someone has read and allowed, from a perspective large enough to name."""

    challenge: ChallengeId
    perspective: PerspectiveId
    text: str
    status: CommentStatus
