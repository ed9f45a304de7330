"""Headings of columns about a person: never read, whatever file they stand in."""

import re
from typing import Final

from imroc_audit.exchange.matching.normalise import normalise

_NUMBERED: Final = (
    "tel", "phone", "telephone", "mobile", "contact", "nhs", "ni", "national insurance", "hospital", "patient",
    "rio", "case", "staff", "employee", "payroll", "personnel", "assignment", "chi", "pas", "emis", "systmone",
    "smartcard", "badge", "nmc", "gmc", "hcpc", "medical record", "medical records", "health and care",
)  # fmt: skip
_THINGS: Final = (
    *(f"{kind} {number}" for kind in _NUMBERED for number in ("number", "no", "id", "pin")),
    "mrn", "esr", "esr number", "esr no",
    "name", "names", "forename", "forenames", "surname", "surnames", "initials", "nickname", "user ?name",
    "email", "emails", "email ?address", "email addresses", "phone", "telephone", "tel", "mobile",
    "address", "addresses", "street", "post ?code", "postal code", "zip", "zip postal code", "city town",
    "ip", "ip ?address", "latitude", "longitude", "geo ?location", "gps", "gps location",
    "date of birth", "birth ?date", "dob", "birthday", "user ?id", "login", "contact details", "contact information",
    "signature", "signed", "signed by", "contact",
    "user ?agent", "device ?id", "submitted by", "submitter", "line manager", "survey identifier",
    "h?enw", "enwau", "[cg]yfenw", "e ?bost", "ebyst", "cyfeiriad e ?bost", "[cg]yfeiriad", "cod post", "ff[oô]n",
    "rhif ff[oô]n", "rhif symudol", "rhif gig", "rhif nhs", "dyddiad geni", "llofnod",
)  # fmt: skip
"""What tells who somebody is. A "?" after a space: it may be left out."""
_NAMES: Final = ("name", "names", "h?enw", "enwau")
_SURE: Final = (
    "surname", "surnames", "forename", "forenames", "user ?name", "[cg]yfenw",
    "email", "emails", "email ?address", "email addresses", "e ?bost", "ebyst", "cyfeiriad e ?bost",
    "phone", "telephone", "post ?code", "date of birth", "dob", "dyddiad geni", "ff[oô]n", "rhif ff[oô]n", "cod post",
    "mrn", "esr", "esr number", "esr no", "nhs number", "nhs no", "chi number", "chi no",
)  # fmt: skip
"""Of these, what asks for a person whatever words are around it, unless they are among the next ones."""
_NO_PERSONS: Final = frozenset({
    "team", "teams", "ward", "wards", "unit", "service", "services", "site", "hospital", "trust", "organisation",
    "organization", "department", "division", "locality", "group", "form", "survey", "project", "file", "device",
    "clinic", "practice", "surgery", "school", "company", "plan", "thing", "things", "one", "two", "three", "tîm",
    "gwasanaeth", "ysbyty", "uned", "question", "medication", "medicine", "drug", "place", "room", "building",
})  # fmt: skip
"""What has a name and is no person."""
_SOMEBODY: Final = frozenset({
    "person", "gp", "respondent", "participant", "patient", "client", "carer", "manager", "nurse", "doctor",
    "consultant", "employee", "user", "keyworker", "clinician", "practitioner", "assessor", "interviewer", "parent",
    "relative", "contact", "child", "completing", "completed", "filling",
})  # fmt: skip
_OPINIONS: Final = frozenset({
    "comment", "comments", "feedback", "suggestion", "suggestions", "experience", "experiences", "anything", "about",
    "call", "calls", "times", "preference", "reason", "reasons", "why", "how", "when", "where", "sylwadau",
})  # fmt: skip
"""What shows that somebody is asked what they think of it."""
_SENTENCE: Final = frozenset({
    "i", "we", "they", "he", "she", "it", "people", "everyone", "somebody", "someone", "can", "could", "cannot",
    "answer", "answers", "answered", "reply", "replies", "know", "knows", "ask", "asks", "asked", "use", "uses",
    "used", "get", "gets", "keep", "keeps", "kept", "have", "has", "had", "do", "does", "did", "was", "were", "feel",
    "feels", "help", "helps", "call", "calls", "called", "always", "often", "never", "within", "quickly", "by",
    "me", "wishes", "like", "likes", "should", "must", "safe", "remember", "remembers", "introduce", "learn",
})  # fmt: skip
"""What stands in a statement or a question about how things are, and not where something is to be filled in."""
_MOST_WORDS: Final = 12
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
    "emergency", "gp", "display", "eich", "dy", "fy", "beth", "yw", "y", "yr", "cyntaf", "llawn", "rhowch",
})  # fmt: skip
"""What may stand around it in a heading that asks for nothing else."""

_ASIDE: Final = re.compile(r"\([^()]*\)")
_JOINED: Final = re.compile(r"\b([a-z]|co)[.-]|(?<=[a-z])(?:'s|\d+)\b")
"""What is no end of a word in "e-mail", "d.o.b." and "co-ordinator", and what is more than one in "name2"."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_THING: Final = re.compile(rf"\b(?:{'|'.join(sorted(_THINGS, key=len, reverse=True))})\b")
_NAME: Final = re.compile(rf"\b(?:{'|'.join(_NAMES)})\b")
_SURE_THING: Final = re.compile(rf"\b(?:{'|'.join(sorted(_SURE, key=len, reverse=True))})\b")
_LATIN: Final = re.compile(r"[ a-z\u00df-\u024f]*")
_PERSON: Final = re.compile(rf"\b(?:{'|'.join(_PERSONS)})\b")


def is_personal(heading: str) -> bool:
    """Whether a column so headed holds names, addresses, numbers of a person or the like; a team is no person.

    It is about nothing else: a statement such as "Staff know my name" has words that ask for nothing. What surely tells
    who somebody is, such as an e-mail address, may have any words around it that make no statement of it.
    """
    asked, _, _ = _ASIDE.sub(" ", normalise(heading)).partition(" if you ")
    words = " ".join(_WORD.findall(_JOINED.sub(r"\1", asked.replace("_", " "))))
    things = _PERSON.sub("", words)
    around = _THING.sub("", things)
    if around == things:
        return False
    return _WORDS.issuperset(around.split()) or _asks_for_a_person(things)


def _asks_for_a_person(words: str) -> bool:
    """Whether what surely tells who somebody is stands there, and nothing that makes a statement of it."""
    around = set(words.split())
    if len(around) > _MOST_WORDS or around & _SENTENCE or around & _OPINIONS or not _LATIN.fullmatch(words):
        return False
    is_name = _NAME.search(words) is not None and (around.isdisjoint(_NO_PERSONS) or bool(around & _SOMEBODY))
    return is_name or _SURE_THING.search(words) is not None
