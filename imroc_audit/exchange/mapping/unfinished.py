"""Who may not have finished, in files of tools that are not known: what a person has to look at before all count."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from imroc_audit.exchange.matching.cells import DATES, month_of
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.sheet import shown, shown_heading

Filled = Mapping[int, str]
"""Number of each row in which a column is not blank → what stands there."""

FINISHED: Final = frozenset({
    "complete", "completed", "finished", "submitted", "sent", "done", "approved", "final", "closed", "full",
    "vollständig", "abgeschlossen", "beendet", "abgesendet", "complet", "complète", "terminé", "terminée", "envoyé",
    "completo", "completa", "completado", "completada", "terminado", "enviado", "concluído", "completato", "voltooid",
    "compleet", "volledig", "cyflawn", "wedi'i gwblhau", "cwblhawyd", "ukończone", "kompletny", "fullført", "slutförd",
})  # fmt: skip
UNFINISHED: Final = frozenset({
    "partial", "partially completed", "partially complete", "incomplete", "in progress", "in-progress", "started",
    "unfinished", "not finished", "not completed", "not complete", "draft", "saved", "abandoned", "dropped out",
    "disqualified", "screened out", "screenout", "terminated", "over quota", "quota full", "quotafull", "rejected",
    "not approved", "on hold", "hasissues", "has issues", "pending", "unverified", "deleted", "test", "preview", "spam",
    "survey preview", "survey test", "duplicate", "invalid", "unvollständig", "teilweise", "abgebrochen", "begonnen",
    "partiel", "partielle", "incomplet", "incomplète", "en cours", "parcial", "incompleto", "incompleta", "en curso",
    "parziale", "in corso", "gedeeltelijk", "onvolledig", "anghyflawn", "rhannol", "ar y gweill", "niekompletny",
})  # fmt: skip
"""Words of survey tools for how far somebody got, normalised, in some of the languages that they are set to."""
_DONE: Final = re.compile(
    r"\b(?:[ck]ompl[eèé]t|compleet|vollst|volledig|abgeschloss|beendet|fertig|finish|finali[sz]|termin[éa]|submitt|envoy[ée]"
    r"|enviad|inviat|conclu|voltooid|afgerond|fullf[öø]r|slutf[öø]r|afslutt?et|avslut|uko[ńn]cz|zako[ńn]cz|cyflawn"
    r"|[cg]?wblha)"
)
_NOT_DONE: Final = re.compile(
    r"\b(?:par[tcz]i[ae]l|teilweis|unvollst|in[ck]ompl[eèé]t|onvolledig|onvoltooid|gedeeltelijk|niekomplet|nieuko[ńn]cz"
    r"|ufullst|ofullst|uafslutt?et|abgebroch|unterbroch|interromp|interrot|interrump|abandon|afgebroken|przerwan|avbrut"
    r"|avbrutt|disqual|screen(?:ed)?[ -]?out|quota|anghyflawn|heb ei)"
    r"|\b(?:not|non|no|pas|nicht|niet|nie|ikke|inte|ej|ddim|não|nao) (?:\w+ )?"
    rf"(?:{_DONE.pattern})"
)
"""The beginnings of such words, whose endings differ by gender and number; a word of denial before the others."""
_MOST_WORDS_OF_A_STATE: Final = 4
YES: Final = frozenset({"true", "1", "yes", "wahr", "ja", "vrai", "oui", "sí", "si", "verdadero", "waar", "ie"})
NO: Final = frozenset({"false", "0", "no", "falsch", "nein", "faux", "non", "falso", "onwaar", "nee", "na"})
ASKS_IF_FINISHED: Final = re.compile(
    r"finish|complet|submit|\bsent\b|abgeschlossen|vollst|beendet|termin|fini\b|voltooid|cyflawn|gwblhau"
)
HOW_FAR: Final = re.compile(r"progress|percent|%|fortschritt|avancement|progreso|cynnydd")
NUMBER: Final = re.compile(r"(\d{1,3})(?:[.,]\d+)? ?%?")
MOST_WORDS: Final = 12
"""More different texts are no words of a tool."""
WORDS_OF_A_FIELD: Final = 4
"""A longer heading is a question."""
_FEWEST_ALIKE: Final = 2
"""Rows that say the same, before it is no chance that they stopped or did not."""
_ONE_IN: Final = 10
WHOLE: Final = 100
LEAST_DAYS: Final = 0.5
"""The share of rows in which a column holds a day, from which its blanks are worth a look."""


class UnreadColumn(NamedTuple):
    """A column that is not read for an answer."""

    heading: str
    filled: Filled


def doubts(columns: Sequence[UnreadColumn], answered: Sequence[int], reached: Sequence[int]) -> Iterator[str]:
    """What to look at, in sentences.

    answered: of each row, how many statements it answers; reached: of each row, how many there are up to the last one
    that it answers.
    """
    for column in columns:
        heading = shown_heading(column.heading)
        if found := _words(column, reached):
            yield f"{heading} may say who had finished: {found}. All of them count. {_REMEDY}"
        elif found := _day(column, answered):
            yield f"{heading} may say who had finished: {found}. All of them count. {_REMEDY_FOR_BLANKS}"


_TAKE_OUT: Final = "If some had not finished, or were sorted out, take their rows out of the file"
_REMEDY: Final = f"{_TAKE_OUT}, or say under 'leave_out' in the map what stands there."
_REMEDY_FOR_BLANKS: Final = f"{_TAKE_OUT}: a map cannot tell them by a blank."


def _words(column: UnreadColumn, reached: Sequence[int]) -> str:
    """The words of a column and how often they stand there, where some of them are for those who had not finished."""
    words = Counter(map(normalise, column.filled.values()))
    if not 0 < len(words) <= MOST_WORDS:
        return ""
    undone = {word for word in words if _says_not_done(word)}
    known = sum(count for word, count in words.items() if word in undone or _says_done(word))
    are_states = 2 * known > words.total() and bool(undone)
    key = normalise(column.heading)
    asks = ASKS_IF_FINISHED.search(key) and len(key.split()) <= WORDS_OF_A_FIELD
    are_yes_or_no = asks and words.keys() <= YES | NO and not NO.isdisjoint(words)
    is_how_far = HOW_FAR.search(key) and _are_shares(words)
    if not (are_states or are_yes_or_no or is_how_far or _tells_who_stopped(column.filled, reached)):
        return ""
    spelled = Counter(column.filled.values())
    counts = [f"{shown(word)} in {_rows(count)}" for word, count in spelled.most_common()]
    if blank := len(reached) - len(column.filled):
        counts.append(f"blank in {_rows(blank)}")
    return ", ".join(counts)


def _says_done(word: str) -> bool:
    return word in FINISHED or (_is_short(word) and _DONE.search(word) is not None)


def _says_not_done(word: str) -> bool:
    return word in UNFINISHED or (_is_short(word) and _NOT_DONE.search(word) is not None)


def _is_short(word: str) -> bool:
    return len(word.split()) <= _MOST_WORDS_OF_A_STATE


def _tells_who_stopped(filled: Filled, reached: Sequence[int]) -> bool:
    """Whether some of the words stand only where people stopped before the end, in whatever language they are.

    They stand in most such rows, and hardly anybody with another word stopped.
    """
    end = max(reached, default=0)
    stopped: dict[str, list[bool]] = {}
    for row, word in filled.items():
        stopped.setdefault(normalise(word), []).append(reached[row] < end)
    of_stopped = [len(rows) for rows in stopped.values() if all(rows)]
    others = [stop for rows in stopped.values() if not all(rows) for stop in rows]
    return (
        max(of_stopped, default=0) >= _FEWEST_ALIKE
        and 2 * sum(of_stopped) > sum(count < end for count in reached)
        and len(others) >= _FEWEST_ALIKE
        and _ONE_IN * sum(others) <= len(others)
    )


def _are_shares(words: Counter[str]) -> bool:
    """Whether all are numbers of hundredths, of which some are not the whole."""
    numbers = [NUMBER.fullmatch(word) for word in words]
    shares = {int(number[1]) for number in numbers if number}
    return all(numbers) and max(shares, default=0) == WHOLE and len(shares) > 1


def _day(column: UnreadColumn, answered: Sequence[int]) -> str:
    """Of a column that mostly holds days: in how many rows it is blank, where these answer less than the others."""
    blank = [row for row in range(len(answered)) if row not in column.filled]
    if not blank or len(column.filled) < LEAST_DAYS * len(answered):
        return ""
    if not all(any(month_of(day, written) for written in DATES) for day in column.filled.values()):
        return ""
    most = max(answered[row] for row in column.filled)
    short = [row for row in blank if answered[row] < most]
    if not short:
        return ""
    return f"a day in {_rows(len(column.filled))}, blank in {_rows(len(blank))}, of which {len(short):,} answer less"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
