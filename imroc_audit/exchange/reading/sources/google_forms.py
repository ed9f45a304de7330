"""Google Forms: CSV with the time first, then whole questions; the rows of a grid are "Question [Row]"."""

import re
from typing import Final

from imroc_audit.exchange.reading.layout import Layout, Role, Source, Top
from imroc_audit.exchange.reading.sources.headings import described_with_quiz, keys, plain_row

_FIXED: Final[dict[str, Role]] = {
    "timestamp": "date",
    "email address": "personal",
    "username": "personal",
    "score": "tool",
    "total score": "tool",
}
_TIME: Final = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? \d{1,2}[:.]\d{2}")
_OWN_TIME: Final = re.compile(r"\d{4}/.* [ap]m ", re.IGNORECASE)
"""With the time zone after it, as Google Forms writes the time in its own CSV and Google Sheets does not."""
_QUIZ: Final = (" [score]", " [feedback]")


def _recognise(top: Top) -> str:
    answered = [row[0].strip() for row in top[1:] if row and row[0].strip()]
    if keys(top[0])[0] != "timestamp" or not all(map(_TIME.match, answered)):
        return ""
    return "its first column is headed Timestamp and holds a day and a time"


def _arrange(top: Top) -> Layout:
    columns = described_with_quiz(plain_row(top[0]), _FIXED, _question)
    first = next((row[0].strip() for row in top[1:] if row and row[0].strip()), "")
    return Layout(
        columns,
        header_rows=1,
        separator=";" if _OWN_TIME.match(first) else ", ",
        own_codes=False,
        na_means="not_applicable",
    )


def _question(key: str) -> str | None:
    """Q of "Q [Score]" and "Q [Feedback]"."""
    return next((key.removesuffix(suffix) for suffix in _QUIZ if key.endswith(suffix)), None)


SOURCE: Final = Source("google-forms", "Google Forms", _recognise, _arrange)
