"""Free text before anyone reads it: stray control characters out, likely identifiers found.

Screening helps people to look; it is no proof that a comment is anonymous. Every comment is still reviewed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final, Literal, NamedTuple

Kind = Literal["email", "telephone", "postcode", "nhs-number", "date-of-birth", "name"]
Strength = Literal["strong", "weak"]


class Found(NamedTuple):
    """A likely identifier: `text[start:end]`. Weak evidence deserves a look, not a conclusion."""

    kind: Kind
    start: int
    end: int
    strength: Strength


def identifiers(text: str) -> tuple[Found, ...]:
    """Likely identifiers in the order in which they occur; no two overlap."""
    kept: list[Found] = []
    taken = bytearray(len(text))
    for find in _FINDERS:
        for identifier in find(text):
            if not any(taken[identifier.start : identifier.end]):
                kept.append(identifier)
                taken[identifier.start : identifier.end] = b"1" * (identifier.end - identifier.start)
    return tuple(sorted(kept, key=lambda identifier: identifier.start))


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits pass the NHS number's modulus-11 check (weights 10 to 2, then the check digit)."""
    if len(digits) != 10 or not digits.isdecimal():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    check = 11 - total % 11
    return check != 10 and check % 11 == int(digits[9])


def clean(text: str) -> str:
    """As `visible`, without the blank around it."""
    return visible(text).strip()


def named(characters: Sequence[str]) -> str:
    """Characters and their Unicode numbers, the first ten of them: "😀 (U+1F600), 会 (U+4F1A) and 5 more"."""
    first = ", ".join(f"{visible(one)} (U+{ord(one):04X})".strip() for one in characters[:NAMED])
    return f"{first} and {len(characters) - NAMED:,} more" if len(characters) > NAMED else first


NAMED: Final = 10


def visible(text: str) -> str:
    """The text as a person sees it: no escape sequences, control characters, byte order marks or changes of direction.

    Line breaks stay, tabs become spaces, markup and emoji stay as they were typed.
    """
    lines = _LINE_BREAK.sub("\n", _ESCAPE.sub("", text)).replace("\t", " ")
    return "".join(char for char in lines if char == "\n" or _is_visible(char))


_ESCAPE: Final = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b\n]*(?:\x07|\x1b\\)|[@-Z\\^_])")
_LINE_BREAK: Final = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN: Final = frozenset("\ufeff\ufffe\uffff\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _is_visible(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cs") and char not in _UNSEEN


_GAP: Final = r"[ \t\u00a0.\-\u2010-\u2013]"
_EMAIL: Final = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_TEN_DIGITS: Final = re.compile(rf"(?<!\d)(?<!\+)(?:\d{{10}}|\d{{3}}{_GAP}{{1,2}}\d{{3}}{_GAP}{{1,2}}\d{{4}})(?!\d)")
_TELEPHONE: Final = re.compile(
    rf"(?<![\d+])(?:(?:\+|00){_GAP}?44{_GAP}?(?:\(0\){_GAP}?)?\(?|\(?0)[1-35789](?:[()]?{_GAP}?[()]?\d){{8,9}}(?!\d)"
)
_POSTCODE: Final = re.compile(r"\b([A-Z]{1,2})\d(?:\d|[A-Z])?([ \u00a0]{0,2})\d([ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE)
_AREAS: Final = """
    AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E
    EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS
    LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR
    SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
_MONTHS: Final = "janfebmaraprmayjunjulaugsepoctnovdec"
_MONTH: Final = (
    r"(?P<word>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DATES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\d/.-])(?P<day>\d\d?) ?([/.-]) ?(?P<month>\d\d?) ?\2 ?(?P<year>\d{4}|\d\d)(?![\d/-]|\.\d)",
        r"(?<![\d/.-])(?P<day>\d{2}) (?P<month>\d{2}) (?P<year>(?:19|20)\d{2})(?!\d)",
        r"(?<![\d/.-])(?P<year>\d{4})([/.-])(?P<month>\d\d?)\2(?P<day>\d\d?)(?![\d/-])",
        rf"(?<!\d)(?P<day>\d\d?)(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH}\.?,?[ -](?P<year>\d{{4}}|'?\d\d)(?!\d)",
        rf"\b{_MONTH}\.? (?P<day>\d\d?)(?:st|nd|rd|th)?,? (?P<year>\d{{4}})(?!\d)",
    )
)
_BORN: Final = re.compile(r"\b(?:born|birthday|birth|d\.? ?o\.? ?b)\b[^\n]{0,20}$", re.IGNORECASE)
_WORDS: Final = r"(?=(?P<name>[^\W\d_][\w'\u2019-]{1,40}(?: [^\W\d_][\w'\u2019-]{1,40}){0,2}))"
_TITLES: Final = "dr|doctor|nurse|sister|matron|mr|mrs|ms|miss|mx|prof|professor|rev|reverend"
_TITLED: Final = re.compile(rf"\b(?:{_TITLES})\b\.? {_WORDS}", re.IGNORECASE)
_NAMED: Final = re.compile(
    rf"\b(?:(?:my|his|her|their) name(?: is|['\u2019]s)|i(?: am|['\u2019]m) called) {_WORDS}", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W\d_][\w'\u2019-]*")
_OPENING: Final = " \t\u00a0\"'\u2018\u201c([*-"
"""What may stand between the end of one sentence and the first word of the next."""
_ENDS: Final = (".", "!", "?", ":", "\u2026", "\n")
_CAPITALS: Final = """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December Act Care College Health Hospital Mental Plan Recovery
"""
"""Words that are written with a capital and are seldom a name."""
_NOT_NAMES: Final = """
    Advisor Adviser Appointment Assistant Associate Clinic Clinics Consultant Consultants Emeritus In Is
    Lead Led Manager Managers Of On Or And Practitioner Practitioners Prescriber Prescribers Right
    Service Services Specialist Specialists Station Team Teams The Therapist Training Visits Was Ward I
    We They He She But So If My Our Who What When Said
"""
_SELDOM_A_NAME: Final = frozenset(f"{_CAPITALS} {_NOT_NAMES}".split())


def _emails(text: str) -> Iterator[Found]:
    for match in _EMAIL.finditer(text):
        yield Found("email", *match.span(), "strong")


def _nhs_numbers(text: str) -> Iterator[Found]:
    for match in _TEN_DIGITS.finditer(text):
        digits = "".join(char for char in match.group() if char.isdecimal())
        yield Found("nhs-number", *match.span(), "strong" if is_nhs_number(digits) else "weak")


def _telephones(text: str) -> Iterator[Found]:
    for match in _TELEPHONE.finditer(text):
        if not _TEN_DIGITS.fullmatch(match.group()):  # that may be an NHS number as well
            yield Found("telephone", *match.span(), "strong")


def _postcodes(text: str) -> Iterator[Found]:
    for match in _POSTCODE.finditer(text):
        area, gap, end = match.groups()
        ordinal = bool(gap) and end in ("st", "nd", "rd", "th")  # "E1 2nd floor"
        if area.upper() in _AREAS.split() and not ordinal:
            yield Found("postcode", *match.span(), "strong" if match.group().isupper() else "weak")


def _dates(text: str) -> Iterator[Found]:
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if _is_day(match.groupdict()):
                cue = _BORN.search(text, max(0, match.start() - 40), match.start())
                yield Found("date-of-birth", *match.span(), "strong" if cue else "weak")


def _is_day(parts: dict[str, str | None]) -> bool:
    word = (parts.get("word") or "").lower()[:3]
    month = _MONTHS.index(word) // 3 + 1 if word else int(parts["month"] or 0)
    return 1 <= int(parts["day"] or 0) <= 31 and 1 <= month <= 12


def _names(text: str) -> Iterator[Found]:
    for pattern in (_TITLED, _NAMED):
        for match in pattern.finditer(text):
            if length := _length_of_name(match["name"]):
                yield Found("name", match.start(), match.start("name") + length, "weak")


def _full_names(text: str) -> Iterator[Found]:
    """Two or more words in a row that begin with a capital, where none of them begins a sentence."""
    for is_likely, run in groupby(_WORD.finditer(text), _may_be_a_name):
        words = list(run)
        if is_likely and len(words) > 1:
            yield Found("name", words[0].start(), words[-1].end(), "weak")


def _may_be_a_name(match: re.Match[str]) -> bool:
    word, start = match.group(), match.start()
    if not word[0].isupper() or word.isupper() or word in _SELDOM_A_NAME:
        return False
    before = match.string[max(0, start - 4) : start].rstrip(_OPENING)
    return bool(before) and not before.endswith(_ENDS)


def _length_of_name(words: str) -> int:
    """How much of these words is a name: each begins with a capital and is no job or small word."""
    length = 0
    for word in words.split(" "):
        if not word[0].isupper() or word in _NOT_NAMES.split():
            break
        length += len(word) + 1
    return max(0, length - 1)


_FINDERS: Final[tuple[Callable[[str], Iterator[Found]], ...]] = (
    _emails,
    _dates,
    _telephones,
    _nhs_numbers,
    _postcodes,
    _names,
    _full_names,
)
