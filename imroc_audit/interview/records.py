"""What goes into an interview (the draft), what comes out (a screen), and how it ends."""

from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from imroc_audit.model.ids import ChallengeId, PerspectiveId, TeamName
from imroc_audit.model.record import Record

# The pages that every survey has. A statement's page is its id, which never begins with a slash.
CONSENT: Final = "/consent"
PERSPECTIVE: Final = "/perspective"
TEAM: Final = "/team"
START: Final = "/start"
PRIORITIES: Final = "/priorities"
REVIEW: Final = "/review"
END: Final = "/end"

Ended = Literal["sent", "sent_before", "declined", "closed"]
"""How an interview came to its last page: `sent_before` from another window, `closed` when no more is taken."""
SittingEnd = Ended | Literal["stopped", "interrupted"]
"""How a sitting ended: `stopped` means saved for later, `interrupted` the same after Ctrl-C."""

Kind = Literal["consent", "perspective", "team", "start", "statement", "priorities", "review", "end"]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9?-]$")]


class Refused(ValueError):  # noqa: N818 - it says what happened to the step
    """A plain-English reason why a step was not taken. The view shows it and stays where it is."""


class Draft(Record):
    """One person's answers so far: everything that save-and-resume writes, and nothing more.

    Give `perspective` or `team` when they are known beforehand and are not to be asked.
    """

    questionnaire_hash: str
    perspective: PerspectiveId | None = None
    team: TeamName | None = None
    """None: not asked yet. Empty: no team, or would rather not say."""
    given: tuple[Literal["perspective", "team"], ...] = ()
    """What was known before the first page, and so is never asked."""
    easy_read: bool = False
    language: str | None = None
    at: str = CONSENT
    returning: bool = False
    """Whether the next step forward goes back to the review page."""
    answers: dict[str, Code] = Field(default_factory=dict)
    """One character by statement id, as in `model.response`; a blank statement is left out."""
    comments: dict[str, str] = Field(default_factory=dict)
    """By challenge id."""
    priorities: tuple[ChallengeId, ...] = ()
    """Challenge ids, most important first."""
    status: Literal["new", "open"] | Ended = "new"
    """`new` until the person has agreed to take part."""


class Choice(Record):
    """Something to choose, by its place on the screen counted from 1."""

    value: str
    label: str


class ReviewEntry(Record):
    """Something on the review page that is no answer to a statement: a priority, a comment, who answers."""

    text: str
    answer: str
    edit: str
    """What `edit` takes; empty where it cannot be changed."""


class ReviewedStatement(Record):
    """One statement on the review page, and what was answered to it."""

    number: int
    """What `edit` takes."""
    text: str
    answer: str
    blank: bool


class Screen(Record):
    """All that a view may show, and all that it may offer."""

    step: str
    kind: Kind
    heading: str
    about: str = ""
    """What the challenge is about, on the first statement of each challenge."""
    body: str = ""
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    chosen: tuple[str, ...] = ()
    """The values chosen; on the priorities page the most important first."""
    marks: tuple[str, ...] = ()
    """A word beside each choice: empty, "your answer", "number 1"."""
    entries: tuple[ReviewEntry, ...] = ()
    rows: tuple[ReviewedStatement, ...] = ()
    section: str = ""
    """The challenge's id: the scale is the same for as long as this stays the same."""
    comment: str = ""
    comment_label: str = ""
    progress: tuple[int, int] = (0, 0)
    place: str = ""
    """The progress in words."""
    can: frozenset[str] = frozenset()
    """What `do` accepts here."""
    warning: str = ""
    code: str = ""
    """The short code to come back with."""
