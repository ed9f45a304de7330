"""Everything that an action report is made from, besides the definition."""

from typing import Literal

from pydantic import Field

from imroc_audit.model.comparison import Comparison
from imroc_audit.model.record import Record
from imroc_audit.model.response import Mode
from imroc_audit.model.results import Results, ShownComment
from imroc_audit.model.study import LoopSummary


class AuditSummary(Record):
    """What a report is made from, besides the definition: results, comments, and when."""

    organisation: str
    results: Results
    comments: tuple[ShownComment, ...]
    comments_waiting: int
    opened: str
    closed: str
    today: str
    """ISO date on which the report is made."""
    label: Literal["", "synthetic"] = ""
    """`synthetic` marks made-up answers on every page."""
    loop: LoopSummary | None = None
    """What was agreed and tried; None or empty where nothing was yet."""
    change: Comparison | None = None
    """This audit cycle held against the one before it; None where there is none."""
    brought: dict[Mode, int] = Field(default_factory=dict)
    """How answers came that were not given in the survey itself → how many, rounded down to steps of the threshold."""
    xmr: bool = False
    """Whether measures are shown as XmR charts too."""
