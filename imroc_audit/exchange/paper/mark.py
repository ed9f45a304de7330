"""What a fillable form says of itself, so that no other form and no other wording is read by mistake."""

from typing import Final

from pydantic import ValidationError

from imroc_audit.model.record import Record

MARK_FIELD: Final = "imroc_audit_form"
"""The hidden field that holds the mark: programs that drop a file's metadata still keep its fields."""


class FormMark(Record):
    """Which questionnaire a form was made from, whom it asks, and what its team boxes and rank boxes stand for."""

    questionnaire: str
    version: str
    hash: str
    perspective: str
    easy_read: bool
    teams: tuple[str, ...] = ()
    """In the order of their boxes."""
    challenges: tuple[str, ...] = ()
    """Ids, in the order of their numbers."""
    ranks: int = 0
    """How many priorities may be chosen."""

    @property
    def short(self) -> str:
        """As it stands at the foot of each page, to tell one stack of paper from another."""
        return f"{self.questionnaire} {self.version} · {self.perspective} · {self.hash[:8]}"


def read_mark(text: str) -> FormMark | None:
    """The mark that a field holds; None where it is none of ours."""
    try:
        return FormMark.model_validate_json(text)
    except ValidationError:
        return None
