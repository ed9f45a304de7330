"""What every record of the model is made of: frozen, closed, and with texts that may stand in several languages."""

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, StringConstraints

IDENTIFIER: Final = StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9]*([-_.][a-z0-9]+)*$", max_length=40)
Identifier = Annotated[str, IDENTIFIER]
Language = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
WORDS: Final = StringConstraints(strict=True, strip_whitespace=True, min_length=1)
Words = Annotated[str, WORDS]
Text = Words | dict[Language, Words]
"""One sentence, or the same sentence by language code: `{en: "...", cy: "..."}`."""


def say(text: Text, language: str | None = None) -> str:
    """The text in the language asked for, or in its first language where it has no such translation."""
    if isinstance(text, str):
        return text
    return text.get(language or "", next(iter(text.values())))


class Record(BaseModel):
    """Frozen and closed: a misspelt key is an error, and a loaded definition cannot change."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
