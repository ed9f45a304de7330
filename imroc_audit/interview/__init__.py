"""The survey as a pure state machine: a Draft goes in, a Screen comes out. No view holds any of its rules."""

from imroc_audit.interview.machine import Interview, response_fields
from imroc_audit.interview.pages import comment_warning
from imroc_audit.interview.records import Choice, Draft, Refused, ReviewedStatement, Screen, SittingEnd
from imroc_audit.interview.sitting import DraftStore, Sitting
from imroc_audit.interview.words import COMMENT_LIMIT, words

__all__ = [
    "COMMENT_LIMIT",
    "Choice",
    "Draft",
    "DraftStore",
    "Interview",
    "Refused",
    "ReviewedStatement",
    "Screen",
    "Sitting",
    "SittingEnd",
    "comment_warning",
    "response_fields",
    "words",
]
