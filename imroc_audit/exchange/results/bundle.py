"""The exported tally bundle as a JSON file: checked as a whole, so that a cut or edited one is never compared."""

import hashlib
import json
import math
import unicodedata
from typing import Any, Final, NoReturn

from pydantic import ValidationError

from imroc_audit import __version__
from imroc_audit.errors import UnreadableError
from imroc_audit.model.bundle import FORMAT, FORMAT_VERSION, Bundle

CHECKSUM: Final = "sha256"
KEYS: Final = {"format", "format_version", "made_by", "audit"}
_NOT_A_BUNDLE: Final = "Make one with: imroc-audit export tally --output FILE.json"


def write_bundle(bundle: Bundle) -> str:
    """The bundle as JSON, with a SHA-256 checksum over its canonical form."""
    data = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "made_by": f"imroc-audit {__version__}",
        "audit": bundle.model_dump(mode="json"),
    }
    return json.dumps({**data, CHECKSUM: _checksum(data)}, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def read_bundle(text: str, source: str) -> Bundle:
    """The bundle in a file's text. source: the file's name, for messages.

    Raises UnreadableError when it is no bundle, was made by a newer version, or is not as it was written.
    """
    data = _parse(text, source)
    version = data.get("format_version")
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise UnreadableError(
            f"{source}: this bundle has format version {version}, and this imroc-audit reads up to "
            f"{FORMAT_VERSION}. Install a newer imroc-audit."
        )
    written = data.pop(CHECKSUM, None)
    if version != FORMAT_VERSION or set(data) != KEYS or written != _checksum(data):
        raise UnreadableError(
            f"{source}: this bundle is not as it was exported: its checksum does not fit. Something was changed or "
            "lost on the way. Ask for the file again, and do not edit it."
        )
    try:
        return Bundle.model_validate(data.get("audit"))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "audit"
        raise UnreadableError(
            f"{source}: this bundle cannot be used ({where}: {first['msg']}). Export it again."
        ) from None


def _parse(text: str, source: str) -> dict[str, Any]:
    if not text.strip():
        raise UnreadableError(f"{source}: this file is empty. {_NOT_A_BUNDLE}")
    try:
        data = json.loads(text, object_pairs_hook=_no_twins, parse_constant=_no_number, parse_float=_number)
        _only_text(data)
    except json.JSONDecodeError as error:
        looks = text.lstrip().startswith("{")
        what = "the file is cut short or damaged" if looks else "this is not JSON"
        remedy = "Ask for the file again." if looks else _NOT_A_BUNDLE
        raise UnreadableError(f"{source}:{error.lineno}: {what}. {remedy}") from None
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{source}: this is not a bundle of imroc-audit ({error}). {_NOT_A_BUNDLE}") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise UnreadableError(f"{source}: this is JSON, but not a bundle of imroc-audit. {_NOT_A_BUNDLE}")
    return data


def _checksum(data: dict[str, Any]) -> str:
    """SHA-256 over the JSON with sorted keys and without white space."""
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two values for one key would be read as the last of them."""
    record = dict(pairs)
    if len(record) < len(pairs):
        raise ValueError("a key is given twice")
    return record


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _number(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _no_number("a number without an end")


def _only_text(data: Any) -> None:
    """Raise ValueError where a text holds what no keyboard writes: control characters, or halves of characters."""
    if isinstance(data, str):
        if any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t" for char in data):
            raise ValueError("a text holds a control character")
    elif isinstance(data, dict):
        for key, value in data.items():
            _only_text(key)
            _only_text(value)
    elif isinstance(data, list):
        for value in data:
            _only_text(value)
