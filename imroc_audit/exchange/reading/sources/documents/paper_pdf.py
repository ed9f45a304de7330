"""Filled PDF forms of our own: one file is one person."""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.paper.document import END_FIELDS, RANK_FIELD, TEAM_BOX
from imroc_audit.exchange.paper.mark import MARK_FIELD, FormMark, read_mark
from imroc_audit.exchange.reading.layout import Column, Contents, Documents, Layout

if TYPE_CHECKING:
    from pypdf import PdfReader

LARGEST: Final = 50 * 1024 * 1024
"""In bytes. A filled form has about a quarter of a million."""
NOT_TICKED: Final = ("", "Off")
FORM: Final = "paper"
"""The ids are of the files themselves: the same for whichever forms are imported together."""
PRIORITY: Final = "priority_"
MAKE_ONE: Final = "Make a form with: imroc-audit questionnaire paper ID --perspective PERSPECTIVE"

MOST_NAMED: Final = 5
"""Files in a note; more are only counted."""

_ABOUT: Final = ("id", "perspective", "team")
"""The first columns; those after them hold what the person wrote or ticked."""


class _FilledForm(NamedTuple):
    """One person's form. answers: cell by the name of its column."""

    file: str
    digest: str
    mark: FormMark
    answers: Mapping[str, str]
    clashes: bool
    """Whether the same number stands beside two challenges."""

    @property
    def blank(self) -> bool:
        """Whether nothing is filled in, or nothing but the team."""
        return not any(text.strip() for name, text in self.answers.items() if name not in _ABOUT)


def _recognise(start: bytes) -> str:
    return "it is a PDF" if b"%PDF-" in start[:1024] else ""


def _read(paths: Sequence[Path]) -> Contents:
    """Every form, or UnreadableError with what is wrong with each file that cannot be used."""
    read, problems = _read_all(paths)
    if read and (others := [one.file for one in read if one.mark.hash != read[0].mark.hash]):
        what = f"answers to another version of the questionnaire than {read[0].file}. Import these by themselves."
        problems += [f"{file}: {what}" for file in others]
    if problems:
        raise UnreadableError("Nothing was imported, because not every PDF can be used:", problems)
    forms, notes = _without_copies(read)
    filled = [form for form in forms if not form.blank]
    if not filled:
        raise UnreadableError(f"Nothing was imported, because nothing is filled in on: {_named(forms)}.")
    columns = (*_ABOUT, *_answered(filled))
    layout = _layout(columns, (*notes, *_blank_note(forms), *_clash_note(forms)))
    return Contents(layout, _rows(filled, columns), read[0].mark.hash, FORM)


def _read_all(paths: Sequence[Path]) -> tuple[list[_FilledForm], list[str]]:
    read, problems = [], []
    for path in paths:
        try:
            read.append(_read_one(path))
        except UnreadableError as error:
            problems.append(str(error))
    return read, problems


def _read_one(path: Path) -> _FilledForm:
    data = _bytes_of(path)
    fields = _fields(path, data)
    mark = read_mark(fields.pop(MARK_FIELD, ""))
    if mark is None:
        raise UnreadableError(f"{path}: this PDF is no form of imroc-audit. {MAKE_ONE}")
    answers = {name: text for name, text in fields.items() if name not in END_FIELDS}
    priorities, clashes = _priorities(answers, mark)
    kept = {name: text for name, text in answers.items() if not name.startswith(RANK_FIELD)}
    kept["team"] = _team(kept.get("team", ""), mark)
    return _FilledForm(str(path), sha256(data).hexdigest(), mark, kept | priorities, clashes)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableError(f"{path}: this PDF is far too large for a filled form. Is it a scan?")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path}: the file cannot be read ({error.strerror}).") from None


def _fields(path: Path, data: bytes) -> dict[str, str]:
    """What stands in each field, by its name; of boxes the code of the one that is ticked."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings are for programmers, and may quote a file
    try:
        reader = PdfReader(BytesIO(data))
        count, fields = _count(reader), dict(_values(reader))
    except (DependencyError, FileNotDecryptedError):
        raise UnreadableError(f"{path}: this PDF is locked, or has a password. Ask for one that is not.") from None
    except Exception:  # noqa: BLE001 - a broken PDF can fail anywhere in the library
        raise UnreadableError(f"{path}: this PDF is damaged, or it is not complete. Ask for it again.") from None
    if count > 1:
        raise UnreadableError(
            f"{path}: this PDF was joined from {count} forms, which cannot be told apart. Ask for each as its own file."
        )
    if not fields:
        raise UnreadableError(
            f"{path}: this PDF has no fields to read. Was it printed to PDF, or scanned? Ask for the file that was "
            "saved, or type the form in with: imroc-audit survey --from-paper"
        )
    return fields


def _count(reader: "PdfReader") -> int:
    """How many forms were put into the file: each has a place for its mark."""
    places = (place for page in reader.pages for place in _items(page.get("/Annots")) if place)
    fields = (place if "/V" in place else _resolved(place.get("/Parent")) or {} for place in places)
    return sum(read_mark(_text(field.get("/V"))) is not None for field in fields)


def _values(reader: "PdfReader") -> Iterator[tuple[str, str]]:
    form = _resolved(_resolved(reader.trailer["/Root"]).get("/AcroForm")) or {}
    for field in _items(form.get("/Fields")):
        boxes = _items(field.get("/Kids"))
        is_group = field.get("/FT") == "/Btn"
        yield _text(field.get("/T")), _ticked(field, boxes) if is_group else _text(field.get("/V"))


def _items(array: Any) -> list[Any]:
    return [_resolved(item) for item in _resolved(array) or ()]


def _ticked(group: Any, boxes: Sequence[Any]) -> str:
    """The code of the one box that is seen to be ticked; else the group's own word for it."""
    seen = [code for box in boxes if (code := _text(box.get("/AS"))) not in NOT_TICKED]
    said = _text(group.get("/V")).removeprefix("/")
    code = seen[0] if len(seen) == 1 else said
    return "" if code in NOT_TICKED else code


def _resolved(value: Any) -> Any:
    return None if value is None else value.get_object()


def _text(value: Any) -> str:
    """A string, a name without its slash, a stream of text, or the one choice of a list; line ends as elsewhere."""
    from pypdf.generic import ArrayObject, NameObject, StreamObject

    found = _resolved(value)
    if isinstance(found, ArrayObject):
        found = _resolved(found[0]) if len(found) == 1 else None
    if found is None:
        return ""
    if isinstance(found, StreamObject):
        return found.get_data().decode("utf-8", "replace")
    text = str(found)
    return text.removeprefix("/") if isinstance(found, NameObject) else "\n".join(text.splitlines())


def _priorities(answers: Mapping[str, str], mark: FormMark) -> tuple[dict[str, str], bool]:
    """The challenge at each rank. A number that stands beside two challenges says nothing of either."""
    by_rank: dict[int, list[str]] = {}
    for number, challenge in enumerate(mark.challenges, start=1):
        if rank := _number(answers.get(f"{RANK_FIELD}{number}", "")):
            by_rank.setdefault(rank, []).append(challenge)
    chosen = {f"{PRIORITY}{rank}": by_rank.get(rank, []) for rank in range(1, mark.ranks + 1)}
    alone = {name: found[0] if len(found) == 1 else "" for name, found in chosen.items()}
    return alone, any(len(found) > 1 for found in chosen.values())


def _number(typed: str) -> int:
    """The number that stands beside a challenge; 0 where none does."""
    return int(typed) if re.fullmatch(r"\s*[0-9]{1,2}\s*", typed) else 0


def _team(code: str, mark: FormMark) -> str:
    """The team of a box, or what stands there where no box is called so."""
    boxes = {f"{TEAM_BOX}{number}": team for number, team in enumerate(mark.teams, start=1)}
    return (boxes | {f"{TEAM_BOX}0": ""}).get(code, code)


def _without_copies(read: Sequence[_FilledForm]) -> tuple[list[_FilledForm], list[str]]:
    """Each file once. Two people's files differ even where they answer alike; the same bytes are one file."""
    first: dict[str, _FilledForm] = {}
    pairs = [(form, first.setdefault(form.digest, form)) for form in read]
    copies = [(form.file, kept.file) for form, kept in pairs if form is not kept]
    return list(first.values()), [f"{one} is the same file as {other}, so it is counted once." for one, other in copies]


def _blank_note(forms: Sequence[_FilledForm]) -> Iterator[str]:
    if blank := [form for form in forms if form.blank]:
        forms_, were = ("form", "was") if len(blank) == 1 else ("forms", "were")
        yield f"{len(blank):,} {forms_} on which nothing is filled in {were} left out: {_named(blank)}."


def _named(forms: Sequence[_FilledForm]) -> str:
    """The files of forms, the first of them where they are many."""
    more = f" and {len(forms) - MOST_NAMED:,} more" if len(forms) > MOST_NAMED else ""
    return ", ".join(form.file for form in forms[:MOST_NAMED]) + more


def _clash_note(forms: Sequence[_FilledForm]) -> Iterator[str]:
    if files := [form.file for form in forms if form.clashes]:
        yield (
            "The same number stands beside two challenges, so neither counts as a priority at that place: "
            f"{', '.join(files)}."
        )


def _answered(forms: Sequence[_FilledForm]) -> Iterator[str]:
    """The columns of what people answered, in the order of the form, priorities last and in their order."""
    names = dict.fromkeys(name for form in forms for name in form.answers if name not in _ABOUT)
    yield from sorted(names, key=lambda name: int(name.removeprefix(PRIORITY)) if name.startswith(PRIORITY) else 0)


def _layout(columns: tuple[str, ...], notes: tuple[str, ...]) -> Layout:
    made = tuple(Column(name, role="id" if name == "id" else "answer") for name in columns)
    return Layout(made, 0, notes=notes)


def _rows(forms: Sequence[_FilledForm], columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    for number, form in enumerate(forms, start=1):
        known = {"id": form.digest, "perspective": form.mark.perspective, **form.answers}
        yield number, [known.get(name, "") for name in columns]


DOCUMENTS: Final = Documents("pdf", "a filled PDF form", _recognise, _read)
