"""Headings of columns about a person: never read, whatever file they stand in."""

import re
from typing import Final

from imroc_audit.exchange.matching.normalise import normalise

_NUMBERED: Final = (
    "tel", "phone", "telephone", "mobile", "contact", "nhs", "ni", "national insurance", "hospital", "patient",
    "rio", "case", "staff", "employee", "payroll", "personnel", "assignment",
)  # fmt: skip
_THINGS: Final = (
    *(f"{kind} {number}" for kind in _NUMBERED for number in ("number", "no", "id")),
    "name", "names", "forename", "forenames", "surname", "surnames", "initials", "nickname", "user ?name",
    "email", "emails", "email ?address", "email addresses", "phone", "telephone", "tel", "mobile",
    "address", "addresses", "street", "post ?code", "postal code", "zip", "zip postal code", "city town",
    "ip", "ip ?address", "latitude", "longitude", "geo ?location", "gps", "gps location",
    "date of birth", "birth ?date", "dob", "birthday", "user ?id", "login", "contact details", "contact information",
    "signature", "user ?agent", "device ?id", "submitted by", "submitter", "line manager", "survey identifier",
)  # fmt: skip
"""What tells who somebody is. A "?" after a space: it may be left out."""
_PERSONS: Final = (
    "service user", "service users", "staff member", "member of staff", "team member", "team leader", "team manager",
    "ward manager", "key worker", "care coordinator", "next of kin",
)  # fmt: skip
_WORDS: Final = frozenset({
    "what", "is", "are", "please", "enter", "give", "add", "leave", "tell", "us", "write", "provide", "state",
    "the", "a", "an", "and", "or", "of", "for", "optional", "required", "this", "your", "my", "their", "his", "her",
    "contact", "full", "first", "last", "middle", "second", "other", "given", "family", "maiden", "preferred",
    "home", "work", "personal", "mobile", "postal", "line", "code", "coordinates", "altitude", "accuracy",
    "precision", "id", "redcap", "patient", "patients", "client", "participant", "respondent", "recipient",
    "employee", "staff", "carer", "user", "manager", "doctor", "nurse", "consultant", "keyworker", "person",
    "emergency",
})  # fmt: skip
"""What may stand around it in a heading that asks for nothing else."""

_ASIDE: Final = re.compile(r"\([^()]*\)")
_JOINED: Final = re.compile(r"\b([a-z]|co)[.-]|(?<=[a-z])(?:'s|\d+)\b")
"""What is no end of a word in "e-mail", "d.o.b." and "co-ordinator", and what is more than one in "name2"."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_THING: Final = re.compile(rf"\b(?:{'|'.join(sorted(_THINGS, key=len, reverse=True))})\b")
_PERSON: Final = re.compile(rf"\b(?:{'|'.join(_PERSONS)})\b")


def is_personal(heading: str) -> bool:
    """Whether a column so headed holds names, addresses, numbers of a person or the like; a team is no person.

    It is about nothing else: a statement such as "Staff know my name" has words that ask for nothing.
    """
    asked, _, _ = _ASIDE.sub(" ", normalise(heading)).partition(" if you ")
    words = " ".join(_WORD.findall(_JOINED.sub(r"\1", asked.replace("_", " "))))
    things = _PERSON.sub("", words)
    around = _THING.sub("", things)
    return around != things and _WORDS.issuperset(around.split())
