"""FHIR QuestionnaireResponses: one resource, a Bundle, an array of them, or NDJSON with one of these on each line."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.matching.names import PERSPECTIVE
from imroc_audit.exchange.reading.json_file import Object, dict_of, dicts, objects_of, text_of
from imroc_audit.exchange.reading.layout import Column, Contents, Documents, Layout
from imroc_audit.exchange.reading.seen import Seen
from imroc_audit.exchange.reading.sheet import shown_heading
from imroc_audit.exchange.reading.sources.documents.fhir_answers import MOST_NAMED, Codes, answers_of, is_ours, items_of
from imroc_audit.exchange.reading.sources.headings import distinct, plain, role

_FINAL: Final = ("completed", "amended")
_BETWEEN: Final = ";"
_ID, _STATUS, _AUTHORED = range(3)
_FIRST_ANSWER: Final = 3
_JSON: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{(?!\\)|\[\s*[{\]])")
_NUMBER: Final = re.compile(r"\d{1,18}")
_NO_LINK: Final = "an item without linkId"


def _recognise(start: bytes) -> str:
    return "it is JSON, in which FHIR keeps answers" if _JSON.match(start) else ""


def _read(paths: Sequence[Path]) -> Contents:
    """A row for each QuestionnaireResponse, and a column for each linkId.

    Files are read twice, in little memory, and once more where an id comes again.
    Nothing is read of whom the answers are about, who gave them and who wrote them down.
    """
    items = _Items()
    for response in _responses(paths):
        items.add(response)
    headings = list(distinct(("id", "status", "authored", *items.texts)))
    columns = (
        # Without an id, a response is known by all of its answers.
        Column(headings[_ID], role="id" if items.numbered else "tool"),
        Column(headings[_STATUS], role="tool"),
        Column(headings[_AUTHORED], role="date", date_format="iso"),
        *(
            Column(heading, names := tuple(texts), role(link_id, names, {}), items.codes.labels(link_id))
            for (link_id, texts), heading in zip(items.texts.items(), headings[_FIRST_ANSWER:], strict=True)
        ),
    )
    left_out = _LeftOut(_responses(paths) if items.come_again else (), items.come_again)
    numbered = enumerate(_responses(paths), start=1)
    rows = ((number, items.row(response)) for number, response in numbered if number not in left_out.numbers)
    notes = (*left_out.notes(), *items.notes())
    # What nobody answered stands nowhere, so a longer export may have other columns. It is the same form all the same.
    layout = Layout(
        columns,
        0,
        lambda cells: cells[_STATUS] in _FINAL,
        _BETWEEN,
        notes,
        own_codes=items.any_is_ours,
        na_means="not_applicable",
    )
    return Contents(layout, rows, form=DOCUMENTS.name)


class _Items:
    """What the items of all responses are called, what their codes mean, and which ids of responses come again."""

    def __init__(self) -> None:
        self.texts: dict[str, dict[str, None]] = {}
        self.codes = Codes()
        self.numbered = True
        self.any_is_ours = False
        self.come_again: set[str] = set()
        self._ids = Seen()
        self._unread: dict[tuple[str, str], None] = {}

    def add(self, response: Object) -> None:
        id_ = text_of(response.get("id"))
        self.numbered &= bool(id_)
        if id_ and not self._ids.add(hash(id_)):
            self.come_again.add(id_)
        items = list(items_of(response))
        self.any_is_ours = self.any_is_ours or is_ours(items, PERSPECTIVE)
        for item in items:
            self._add_item(item)

    def _add_item(self, item: Object) -> None:
        link_id = text_of(item.get("linkId"))
        if link_id:
            texts = self.texts.setdefault(link_id, {})
            if text := plain(text_of(item.get("text"))):
                texts[text] = None
        for answer in answers_of(item):
            if link_id:
                self.codes.add(link_id, answer)
            if not link_id or not answer.is_read:
                self._unread[link_id, answer.kind] = None

    def row(self, response: Object) -> list[str]:
        """The cells of a response, in the order of the columns."""
        items = list(items_of(response))
        bare = not self.any_is_ours or is_ours(items, PERSPECTIVE)
        answers: dict[str, list[str]] = {}
        for item in items:
            if link_id := text_of(item.get("linkId")):
                given = (self.codes.cell(link_id, answer, bare=bare) for answer in answers_of(item))
                answers.setdefault(link_id, []).extend(given)
        if not answers.keys() <= self.texts.keys():
            raise UnreadableError("The file changed while it was read. Try again when it is complete.")
        cells = (_BETWEEN.join(answers.get(link_id, ())) for link_id in self.texts)
        return [*(text_of(response.get(key)) for key in ("id", "status", "authored")), *cells]

    def notes(self) -> Iterator[str]:
        """Which answers are not read, and which codes are not clear."""
        yield from self.codes.notes()
        if not self._unread:
            return
        named = [f"{shown_heading(link_id) if link_id else _NO_LINK} ({kind})" for link_id, kind in self._unread]
        more = len(named) - MOST_NAMED
        listed = ", ".join(named[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
        yield f"Some answers are neither a text nor a number nor a choice, and were not read: {listed}."


class _LeftOut:
    """The responses, by their numbers, that came before as they are, or of which there is a later version."""

    def __init__(self, responses: Iterable[Object], come_again: Set[str]) -> None:
        self.numbers: set[int] = set()
        self._kept: dict[tuple[str, str], _Version] = {}
        self._copies = self._earlier = 0
        for number, response in enumerate(responses, start=1):
            if (id_ := text_of(response.get("id"))) in come_again:
                # Another form may number its responses in the same way.
                self._add((id_, text_of(response.get("questionnaire"))), _Version.of(number, response))

    def _add(self, known_by: tuple[str, str], version: "_Version") -> None:
        kept = self._kept.setdefault(known_by, version)
        if version.content == kept.content:
            self.numbers |= {version.number} - {kept.number}
            self._copies += version is not kept
        elif version.is_later(kept):
            self._kept[known_by] = version
            self.numbers.add(kept.number)
            self._earlier += 1
        elif kept.is_later(version):
            self.numbers.add(version.number)
            self._earlier += 1

    def notes(self) -> tuple[str, ...]:
        copies = f"Responses that come more than once are counted once: {self._copies:,} were left out."
        earlier = f"Of responses that were changed, only the latest version was read: {self._earlier:,} were left out."
        return (copies,) * bool(self._copies) + (earlier,) * bool(self._earlier)


class _Version(NamedTuple):
    """One of several responses with the same id, and what a server says of when it was written."""

    number: int
    content: int
    updated: float
    version: int

    @classmethod
    def of(cls, number: int, response: Object) -> "_Version":
        content = {key: value for key, value in response.items() if key != "meta"}
        meta = dict_of(response.get("meta"))
        version = text_of(meta.get("versionId"))
        return cls(
            number,
            hash(json.dumps(content, sort_keys=True)),
            _seconds(text_of(meta.get("lastUpdated"))),
            int(version) if _NUMBER.fullmatch(version) else 0,
        )

    def is_later(self, other: "_Version") -> bool:
        """Whether this is said to be later than another version."""
        if self.updated and other.updated and self.updated != other.updated:
            return self.updated > other.updated
        return self.version > other.version > 0


def _seconds(instant: str) -> float:
    """Since 1970; 0 where an instant cannot be read, or has no zone."""
    with suppress(ValueError, OverflowError):
        when = datetime.fromisoformat(instant)
        return when.timestamp() if when.tzinfo else 0
    return 0


def _responses(paths: Sequence[Path]) -> Iterator[Object]:
    for path in paths:
        found = 0
        for resource in _resources(path):
            if resource.get("resourceType") == "QuestionnaireResponse":
                found += 1
                yield resource
        if not found:
            raise UnreadableError(
                f"{path}: this is JSON, but there is no FHIR QuestionnaireResponse in it. Export the responses, not"
                " the questionnaire or anything else."
            )


def _resources(path: Path) -> Iterator[Object]:
    """What a file holds: a resource, those of a Bundle or of an array, or any of these on each line."""
    for resource in objects_of(path):
        if resource.get("resourceType") != "Bundle":
            yield resource
            continue
        for entry in dicts(resource.get("entry")):
            yield dict_of(entry.get("resource"))


DOCUMENTS: Final = Documents("fhir", "FHIR QuestionnaireResponse", _recognise, _read)
