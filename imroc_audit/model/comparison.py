"""What `compare --json` and `questionnaire diff --json` print, and the comparison report is made of.

Everything is worked out from published results. Numbers are no less exact than those; every
hidden value is None.
"""

from typing import Final, Literal

from imroc_audit.model.bundle import Agreed, Outcome
from imroc_audit.model.ids import AuditCycleName, ChallengeId, PerspectiveId, StatementId
from imroc_audit.model.record import Record
from imroc_audit.model.results import QuestionnaireStamp

ComparisonKind = Literal["over time", "organisations"]
Verdict = Literal[
    "clear improvement",
    "no clear change",
    "clear decline",
    "clearly higher",
    "no clear difference",
    "clearly lower",
    "cannot be compared",
]
CLEAR_VERDICTS: Final[frozenset[Verdict]] = frozenset(
    ("clear improvement", "clear decline", "clearly higher", "clearly lower")
)
Why = Literal[
    "",
    "not asked in both",
    "scale changed",
    "statements added or taken out",
    "wording changed",
    "too few people",
    "nobody answered",
]
"""What stands in the way of a comparison; "" where nothing does."""


class ComparedAudit(Record):
    """One of the audit cycles that are compared."""

    organisation: str
    audit_cycle: AuditCycleName
    opened: str
    closed: str
    questionnaire: QuestionnaireStamp
    threshold: int
    label: Literal["", "synthetic"]
    respondents: dict[PerspectiveId, int | None]
    agreed: Agreed | None
    outcomes: tuple[Outcome, ...]


class Reading(Record):
    """One perspective's score on one challenge in one audit cycle, as it was published."""

    n: int | None
    score: float | None
    sd: float | None
    low: float | None
    high: float | None
    hidden: bool
    small_base: bool


class ComparedChallenge(Record):
    """One challenge. `scores` has for each perspective a reading per audit; None where it was not asked."""

    id: ChallengeId
    title: str
    scores: dict[PerspectiveId, tuple[Reading | None, ...]]


class Change(Record):
    """How far a score differs between two audit cycles, second minus first, in points of 100.

    Of a challenge; or of one statement, whose mean is put on the same scale. `low` and `high` are Welch's 95 %
    interval of this one difference, `p` his test, and `p_adjusted` Holm's adjustment over the family. Interval and
    p allow for what the rounding of published means may have changed. The verdict goes by `p_adjusted`.
    """

    challenge: ChallengeId
    statement: StatementId | None = None
    perspective: PerspectiveId
    wording: str = ""
    """A statement's words, where this is about one."""
    first: float | None = None
    second: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    verdict: Verdict = "cannot be compared"
    why: Why = ""
    because: tuple[StatementId, ...] = ()
    """The statements that stand in the way."""
    small_base: bool = False

    @property
    def is_clear(self) -> bool:
        """Whether the difference stands out among all that are judged with it."""
        return self.verdict in CLEAR_VERDICTS

    @property
    def words(self) -> str:
        """The verdict with its reason: "cannot be compared: wording changed"."""
        return f"{self.verdict}: {self.why}" if self.why else self.verdict


class Pair(Record):
    """Two of the audits held against each other; `first` and `second` are their places, counted from 0.

    `family` says how many comparisons the p values of `changes` are adjusted for, `statement_family` how many
    those of `statements`. `comparable_statements` counts the statements that can be compared for anyone, whether
    `statements` lists them or not.
    """

    first: int
    second: int
    family: int
    changes: tuple[Change, ...]
    comparable_statements: int = 0
    statement_family: int = 0
    statements: tuple[Change, ...] = ()


class Comparison(Record):
    """Audit cycles side by side."""

    kind: ComparisonKind
    audits: tuple[ComparedAudit, ...]
    perspectives: dict[PerspectiveId, str]
    """Ids and labels."""
    challenges: tuple[ComparedChallenge, ...]
    pairs: tuple[Pair, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What to call each audit: its cycle over time, else its organisation, and both where that is not enough."""
        pairs: list[tuple[str, str]] = [(one.audit_cycle, one.organisation) for one in self.audits]
        if self.kind == "organisations":
            pairs = [(organisation, audit_cycle) for audit_cycle, organisation in pairs]
        short = [name for name, _ in pairs]
        full = [name if short.count(name) == 1 else f"{name}, {more}" for name, more in pairs]
        return tuple(name if full.count(name) == 1 else f"{name} ({n})" for n, name in enumerate(full, start=1))


class NewWords(Record):
    """A text that differs between two definitions."""

    what: str
    """Such as "staff" or "staff, Easy Read"."""
    old: str
    new: str


class StatementChange(Record):
    """One statement in two definitions. It may have moved and be reworded at once."""

    id: StatementId
    challenge: ChallengeId
    """Where it stands now; where it stood when it is gone."""
    status: Literal["same", "changed", "new", "gone"]
    moved_from: ChallengeId | None = None
    reworded: tuple[NewWords, ...] = ()
    turned: bool = False
    """Its direction (reverse) changed."""
    no_longer_asked: tuple[PerspectiveId, ...] = ()
    now_asked: tuple[PerspectiveId, ...] = ()
    """Perspectives."""


class QuestionnaireChanges(Record):
    """What differs between two definitions, as far as it bears on a comparison."""

    first: QuestionnaireStamp
    second: QuestionnaireStamp
    scale: tuple[NewWords, ...]
    """While this is not empty no score of one can be compared with one of the other."""
    names: tuple[NewWords, ...]
    """Titles, perspectives and other words that are not answered to: they do not stand in the way."""
    statements: tuple[StatementChange, ...]
