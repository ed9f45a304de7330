"""Numbers as the report prints them. Each is rounded here, once, and nowhere else."""

from typing import Final

from imroc_audit.pdsa.words import day_in_words

HIDDEN: Final = "hidden"


def whole(value: float) -> str:
    """Rounded to a whole number, with a proper minus sign and never a minus nought."""
    text = f"{value:.0f}"
    return "0" if text == "-0" else text.replace("-", "−")


def signed(value: float, minus: str = "−") -> str:
    """A difference as a whole number, with its sign; nought has none. minus: `-` where the other may be missing."""
    rounded = round(value)
    return f"+{rounded}" if rounded > 0 else f"{minus}{-rounded}" if rounded else "0"


def decimal(value: float, places: int) -> str:
    """With a fixed number of decimal places, so that a column lines up."""
    text = f"{value:.{places}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def between(low: float, high: float) -> str:
    """An interval in words that are read out well."""
    return f"{whole(low)} to {whole(high)}"


def percent(part: float, total: float) -> str:
    """A share as a whole percentage; `total` must not be nought."""
    return f"{whole(100 * part / total)}%"


def count(value: int | None) -> str:
    """A count with thousands apart, or the word that says it is hidden. Nought is 0; None never is."""
    return HIDDEN if value is None else f"{value:,}"


def people(value: int) -> str:
    return "1 person" if value == 1 else f"{value:,} people"


def day(iso: str) -> str:
    """An ISO date as it is said: 2 March 2026. Anything else stays as it is."""
    try:
        return day_in_words(iso[:10])
    except ValueError:
        return iso
