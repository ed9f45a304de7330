"""Tables as SPSS data files, by pyreadstat: numbers with their labels, and variables with what they ask."""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from imroc_audit.errors import AuditError
from imroc_audit.exchange.matching.names import DONT_KNOW_CODE, NOT_APPLICABLE_CODE, ranks
from imroc_audit.exchange.tables import NOT_FOR_SHARING, DataCell, DataTable, printable
from imroc_audit.model.questionnaire import Questionnaire, Statement
from imroc_audit.model.record import say

DONT_KNOW: Final = 98
NOT_APPLICABLE: Final = 99
"""The answers that are not on the scale, as numbers that are declared as missing."""
LONGEST_LABEL: Final = 120
LONGEST_TEXT: Final = 255
LONGEST_TITLE: Final = 64
LONGEST_LINE: Final = 80
"""What SPSS keeps of a value's label, a variable's label, a file's label and a line of its notes, in bytes."""
NAME: Final = re.compile(r"[^\w.@#$]")
RESERVED: Final = frozenset({"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"})
NOTHING: Final[Mapping[Any, Any]] = MappingProxyType({})

Labels = Mapping[str | int, str]


class VariableLabels(NamedTuple):
    """What an SPSS file says of a table's columns, each by its heading."""

    texts: Mapping[str, str]
    values: Mapping[str, Labels] = NOTHING
    """Heading → value → label."""
    numbers: Mapping[str, Mapping[str, int]] = NOTHING
    """Heading → text in a cell → the number that stands for it, and that is declared as missing."""


def raw_labels(questionnaire: Questionnaire) -> VariableLabels:
    """What everyone's answers mean: options, perspectives and challenges by their words."""
    scale = questionnaire.scale
    options: dict[str | int, str] = {option.value: say(option.text) for option in scale.options}
    options |= {DONT_KNOW: say(scale.dont_know.text), NOT_APPLICABLE: say(scale.not_applicable.text)}
    statements: dict[str, str] = {one.id: _wording(one) for one in questionnaire.statements}
    priorities = {f"priority_{rank}": f"Priority {rank}" for rank in range(1, ranks(questionnaire) + 1)}
    challenges: dict[str | int, str] = {one.id: say(one.title.text) for one in questionnaire.challenges}
    return VariableLabels(
        {"perspective": "Perspective", "team": "Team", **statements, **priorities},
        {
            "perspective": _perspectives(questionnaire),
            **dict.fromkeys(statements, options),
            **dict.fromkeys(priorities, challenges),
        },
        {one: {DONT_KNOW_CODE: DONT_KNOW, NOT_APPLICABLE_CODE: NOT_APPLICABLE} for one in statements},
    )


def results_labels(questionnaire: Questionnaire) -> VariableLabels:
    """What published numbers are about."""
    ids: dict[str | int, str] = {one.id: say(one.title.text) for one in questionnaire.challenges}
    ids |= {one.id: _wording(one) for one in questionnaire.statements}
    perspectives = _perspectives(questionnaire)
    reverse: dict[str | int, str] = {0: "As it is worded", 1: "Worded the other way round"}
    texts = {
        "audit_cycle": "Audit cycle",
        "about": "What the number is about",
        "id": "Challenge, statement or lens",
        "measure": "Which number it is",
        "value": "The number",
        "perspective": "Perspective; blank: all together",
        "compared_with": "Perspective that is taken off the first one",
        "team": "Team; blank: all together",
        "hidden": "hidden: the number is not shown",
        "reverse": "Whether the statement is worded the other way round",
        "challenge": "Challenge",
        "statement": "Statement",
        "wording": "Its wording for the perspective",
        "answer": "Answer, as in the raw export",
        "label": "Answer in words",
        "people": "How many people gave it",
    }
    values = {
        **dict.fromkeys(("id", "challenge", "statement"), ids),
        **dict.fromkeys(("perspective", "compared_with"), perspectives),
        "reverse": reverse,
    }
    return VariableLabels(texts, values)


def write_sav(table: DataTable, labels: VariableLabels) -> bytes:
    """An SPSS data file, with the warning and the notes as its document. Raises AuditError without pyreadstat."""
    try:
        import pandas as pd
        import pyreadstat
    except ImportError:
        raise AuditError(
            "SPSS files need pyreadstat and pandas, which are not installed. Install them: pip install "
            "'imroc-audit[spss]'. Or use --format csv."
        ) from None
    names = dict(zip(table.headings, _names(table.headings), strict=True))
    columns = {
        names[heading]: _column([row[place] for row in table.rows], labels.numbers.get(heading, NOTHING))
        for place, heading in enumerate(table.headings)
    }
    numeric = {heading for heading in table.headings if not _is_text(columns[names[heading]])}
    frame = pd.DataFrame(
        {
            names[heading]: pd.Series(columns[names[heading]], dtype="float64" if heading in numeric else "object")
            for heading in table.headings
        }
    )
    with TemporaryDirectory() as folder:  # only its owner may look into it
        path = Path(folder) / "table.sav"
        pyreadstat.write_sav(
            frame,
            path,
            file_label=_cut(NOT_FOR_SHARING if table.warning else table.name, LONGEST_TITLE),
            column_labels={names[one]: _cut(labels.texts.get(one, one), LONGEST_TEXT) for one in table.headings},
            note=list(_document(table)),
            variable_value_labels={
                names[one]: _value_labels(labels.values[one], one in numeric)
                for one in table.headings
                if one in labels.values
            },
            missing_ranges={names[one]: list[Any](sorted(numbers.values())) for one, numbers in labels.numbers.items()},
        )
        return path.read_bytes()


def _perspectives(questionnaire: Questionnaire) -> Labels:
    return {one.id: say(one.label) for one in questionnaire.perspectives}


def _wording(statement: Statement) -> str:
    """The statement in the words of the first perspective that is asked it."""
    return say(next(iter(statement.wording.values())))


def _names(headings: Sequence[str]) -> Iterator[str]:
    """Headings as SPSS takes them for names: they begin with a letter, end with none of its signs, and differ."""
    taken: set[str] = set()
    for heading in headings:
        name = NAME.sub("_", heading).rstrip(".") or "v"
        name = name if name[0].isalpha() else f"v_{name}"
        name = f"{name}_" if name.lower() in RESERVED else name
        name = next(each for n in count(1) if (each := name if n == 1 else f"{name}_{n}").lower() not in taken)
        taken.add(name.lower())
        yield name


def _column(cells: Sequence[DataCell], numbers: Mapping[str, int]) -> list[Any]:
    """A variable holds numbers or texts. numbers: text in a cell → the number that stands for it."""
    values = [numbers.get(cell, cell) if isinstance(cell, str) else cell for cell in cells]
    if not any(isinstance(cell, str) and cell for cell in values):
        return [None if isinstance(cell, str) else cell for cell in values]
    return ["" if cell is None else printable(str(cell)) for cell in values]


def _is_text(column: Sequence[Any]) -> bool:
    return any(isinstance(cell, str) for cell in column)


def _value_labels(labels: Labels, numeric: bool) -> Any:
    """The labels of a variable's values, of which no two are alike once they are cut."""
    cut = {value: _cut(label, LONGEST_LABEL) for value, label in labels.items() if isinstance(value, int) == numeric}
    return {
        value: label if list(cut.values()).count(label) == 1 else _cut(f"{value}: {labels[value]}", LONGEST_LABEL)
        for value, label in cut.items()
    }


def _cut(text: str, bytes_kept: int) -> str:
    """The text on one line, and no longer than SPSS keeps: what it would cut in silence ends in "…"."""
    line = " ".join(printable(text).split())
    if len(line.encode()) <= bytes_kept:
        return line
    return line.encode()[: bytes_kept - len("…".encode())].decode(errors="ignore").rstrip() + "…"


def _document(table: DataTable) -> Iterator[str]:
    """The warning and the notes, in lines that SPSS keeps whole."""
    warning = {NOT_FOR_SHARING: table.warning} if table.warning else {}
    for about, text in {**warning, **table.notes}.items():
        for line in textwrap.wrap(printable(f"{about}: {text}"), LONGEST_LINE):
            yield from textwrap.wrap(line, LONGEST_LINE if line.isascii() else LONGEST_LINE // 4)
