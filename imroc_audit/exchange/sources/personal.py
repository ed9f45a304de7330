"""Headings of columns about a person: never read, whatever file they stand in."""

import re
from typing import Final

from imroc_audit.exchange.normalise import normalise

_WHOSE: Final = "your|my|contact|full|first|last|middle|given|family|maiden|preferred|home|work|personal|mobile|postal"
_WHO: Final = "patient|client|participant|respondent|employee|staff|staff member|service user|carer|user|line manager"
_WHAT: Final = (
    r"names?|forenames?|surnames?|initials|nickname|e-?mails?|e-?mail address(?:es)?|(?:tele)?phone|tel|mobile"
    r"|(?:(?:tele)?phone|tel|mobile|contact) (?:number|no\.?)|address(?: (?:line )?\d)?|street|post ?code|zip(?: code)?"
    r"|zip/postal code|city/town|ip|ip ?address|latitude|longitude|geo ?location|gps(?: \w+)?"
    r"|date of birth|dob|birthday"
    r"|nhs (?:number|no\.?)|national insurance (?:number|no\.?)|(?:hospital|patient|rio|case) (?:number|no\.?|id)"
    r"|(?:staff|employee|payroll|personnel|assignment) (?:number|no\.?|id)|user ?name|user ?id|login|contact details"
    r"|contact information|signature|user ?agent|device ?id|submitted by|submitter(?: ?(?:id|name))?|line manager"
)
_ASKED: Final = r"(?:what is |what's |please )?(?:enter |give |add |leave |tell us |write |provide )?(?:the )?"
_ASIDE: Final = r"(?: ?\(.*\))?(?:,? (?:if you (?:wish|like|want)|optional))?[ ?:*.]*"
_KIND: Final = rf"(?:(?:{_WHOSE}) )*(?:(?:{_WHO})(?:'s)? )?(?:(?:{_WHOSE}) )*(?:{_WHAT})"
_PERSONAL: Final = re.compile(
    rf"{_ASKED}(?:(?:{_WHOSE}) (?:and|&) )?{_KIND}(?: ?(?:and|or|&|/|,) ?{_KIND})*{_ASIDE}"
    rf"|name of (?:your |the |my )?(?:{_WHO}|manager|care co-?ordinator|key ?worker|consultant|doctor|nurse){_ASIDE}"
)


def is_personal(heading: str) -> bool:
    """Whether a column so headed holds names, addresses, numbers of a person or the like; a team is no person."""
    return _PERSONAL.fullmatch(normalise(heading).replace("_", " ")) is not None
