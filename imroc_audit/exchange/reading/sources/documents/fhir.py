"""FHIR QuestionnaireResponses: one resource, a Bundle, an array of them, or NDJSON with one of these on each line."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Final, NamedTuple, TextIO

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.reading.files import open_unchanged
from imroc_audit.exchange.reading.layout import Column, Contents, Documents, Layout
from imroc_audit.exchange.reading.seen import Seen
from imroc_audit.exchange.reading.sources.headings import distinct, plain, role

_FINAL: Final = ("completed", "amended")
_BETWEEN: Final = ";"
_ID, _STATUS, _AUTHORED = range(3)
_FIRST_ANSWER: Final = 3
_JSON: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{|\[\s*[{\]])")
_NUMBER: Final = re.compile(r"\d{1,18}")
_PLAIN_VALUES: Final = (
    "valueString",
    "valueInteger",
    "valueDecimal",
    "valueDate",
    "valueDateTime",
    "valueTime",
    "valueUri",
)

Resource = Mapping[str, Any]


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
            Column(heading, names := tuple(items.texts[link_id]), role(link_id, names, {}), items.labels[link_id])
            for link_id, heading in zip(items.texts, headings[_FIRST_ANSWER:], strict=True)
        ),
    )
    left_out = _LeftOut(_responses(paths) if items.come_again else (), items.come_again)
    numbered = enumerate(_responses(paths), start=1)
    link_ids = tuple(items.texts)
    rows = ((number, _row(response, link_ids)) for number, response in numbered if number not in left_out.numbers)
    # What nobody answered stands nowhere, so a longer export may have other columns. It is the same form all the same.
    layout = Layout(columns, 0, lambda cells: cells[_STATUS] in _FINAL, _BETWEEN, left_out.notes())
    return Contents(layout, rows, form=DOCUMENTS.name)


class _Items:
    """What the items of all responses are called, what their codes mean, and which ids of responses come again."""

    def __init__(self) -> None:
        self.texts: dict[str, dict[str, None]] = {}
        self.labels: dict[str, dict[str, str]] = {}
        self.numbered = True
        self.come_again: set[str] = set()
        self._ids = Seen()

    def add(self, response: Resource) -> None:
        id_ = _text(response.get("id"))
        self.numbered &= bool(id_)
        if id_ and not self._ids.add(hash(id_)):
            self.come_again.add(id_)
        for item in _items(response):
            link_id = item["linkId"]
            texts = self.texts.setdefault(link_id, {})
            labels = self.labels.setdefault(link_id, {})
            if text := plain(_text(item.get("text"))):
                texts[text] = None
            for answer in _dicts(item.get("answer")):
                coding = _Coding.of(answer)
                if coding.code and coding.display:
                    labels[coding.code] = coding.display


class _LeftOut:
    """The responses, by their numbers, that came before as they are, or of which there is a later version."""

    def __init__(self, responses: Iterable[Resource], come_again: Set[str]) -> None:
        self.numbers: set[int] = set()
        self._kept: dict[tuple[str, str], _Version] = {}
        self._copies = self._earlier = 0
        for number, response in enumerate(responses, start=1):
            if (id_ := _text(response.get("id"))) in come_again:
                # Another form may number its responses in the same way.
                self._add((id_, _text(response.get("questionnaire"))), _Version.of(number, response))

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
    def of(cls, number: int, response: Resource) -> "_Version":
        content = {key: value for key, value in response.items() if key != "meta"}
        meta = _dict(response.get("meta"))
        version = _text(meta.get("versionId"))
        return cls(
            number,
            hash(json.dumps(content, sort_keys=True)),
            _seconds(_text(meta.get("lastUpdated"))),
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


class _Coding(NamedTuple):
    code: str
    display: str

    @classmethod
    def of(cls, answer: Resource) -> "_Coding":
        found = _dict(answer.get("valueCoding"))
        return cls(_text(found.get("code")), _text(found.get("display")))


def _row(response: Resource, link_ids: Sequence[str]) -> list[str]:
    answers: dict[str, list[str]] = {}
    for item in _items(response):
        answers.setdefault(item["linkId"], []).extend(filter(None, map(_value, _dicts(item.get("answer")))))
    if not answers.keys() <= set(link_ids):
        raise UnreadableError("The file changed while it was read. Try again when it is complete.")
    cells = (_BETWEEN.join(answers.get(link_id, ())) for link_id in link_ids)
    return [*(_text(response.get(key)) for key in ("id", "status", "authored")), *cells]


def _value(answer: Resource) -> str:
    """An answer as text: the code of a choice, or its label where it has no code; "" for what is no answer to us."""
    coding = _Coding.of(answer)
    if coding.code or coding.display:
        return coding.code or coding.display
    boolean = answer.get("valueBoolean")
    if isinstance(boolean, bool):
        return "Yes" if boolean else "No"
    return next((_text(answer[name]) for name in _PLAIN_VALUES if name in answer), "")


def _items(parent: Resource) -> Iterator[Resource]:
    """Every item with a linkId: those of groups, and those that are asked after an answer."""
    for item in _dicts(parent.get("item")):
        if isinstance(item.get("linkId"), str) and item["linkId"]:
            yield item
        yield from _items(item)
        for answer in _dicts(item.get("answer")):
            yield from _items(answer)


def _responses(paths: Sequence[Path]) -> Iterator[Resource]:
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


def _resources(path: Path) -> Iterator[Resource]:
    """What a file holds: a resource, those of a Bundle or of an array, or any of these on each line."""
    with open_unchanged(path) as file:
        text = TextIOWrapper(file, encoding="utf-8-sig")
        try:
            for value in _json_values(text, path):
                for resource in _dicts(value if isinstance(value, list) else [value]):
                    yield from _unbundled(resource)
        except UnicodeError:
            raise UnreadableError(f"{path}: this is not UTF-8 text, as JSON has to be. Export it again.") from None
        finally:
            text.detach()


def _unbundled(resource: Resource) -> Iterator[Resource]:
    if resource.get("resourceType") != "Bundle":
        yield resource
        return
    for entry in _dicts(resource.get("entry")):
        yield _dict(entry.get("resource"))


def _json_values(file: TextIO, path: Path) -> Iterator[Any]:
    """The value of each line, or the one of the whole file where its first line is only a part of it."""
    first = file.readline()
    try:
        yield json.loads(first)
    except (ValueError, RecursionError):
        yield _parsed(first + file.read(), path, 1)
    for number, line in enumerate(file, start=2):
        if line.strip():
            yield _parsed(line, path, number)


def _parsed(text: str, path: Path, line: int) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {line + error.lineno - 1}"
        raise UnreadableError(f"{path}: {where}: the JSON is cut short or damaged. Export it again.") from None
    except RecursionError:
        raise UnreadableError(f"{path}: this JSON is nested too deeply to be answers. Export it again.") from None


def _dicts(value: Any) -> Iterator[Resource]:
    return (one for one in (value if isinstance(value, list) else ()) if isinstance(one, dict))


def _dict(value: Any) -> Resource:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    """A string, or a number as a person would write it, 3.0 as 3; "" for anything else."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, str | int | float) else ""


DOCUMENTS: Final = Documents("fhir", "FHIR QuestionnaireResponse", _recognise, _read)
