"""Everyone's answers, a row for each person: for those who may see the database, and nobody else.

The month, the way of answering, Easy Read and comments are left out, and rows are sorted by what stands in them, so
that their order tells nothing more.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from imroc_audit.exchange.matching.names import DONT_KNOW_CODE, NOT_APPLICABLE_CODE, ranks
from imroc_audit.exchange.tables import DataCell, DataTable, Notes
from imroc_audit.model import response
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import Group

WARNING: Final = (
    "This file holds each person's answers, with their perspective and team, and groups that results hide. Someone who "
    "knows a few of a person's answers can find all of them. It is personal data: keep it where the audit's database "
    "is kept, give it to nobody who may not see that, and delete it when you have done with it."
)
_CODES: Final[Mapping[str, DataCell]] = {
    **{str(value): value for value in range(10)},
    response.DONT_KNOW: DONT_KNOW_CODE,
    response.NOT_APPLICABLE: NOT_APPLICABLE_CODE,
    response.SKIPPED: None,
    response.NOT_ASKED: None,
}


def raw_table(questionnaire: Questionnaire, batches: Iterable[tuple[Group, str, str]], notes: Notes) -> DataTable:
    """The rows of an audit cycle under the ids that `import` knows. batches: as the database gives them."""
    priorities = ranks(questionnaire)
    statements = tuple(one.id for one in questionnaire.statements)
    headings = ("perspective", "team", *statements, *(f"priority_{rank}" for rank in range(1, priorities + 1)))
    rows = [_row(*person, priorities) for person in sorted(_people(batches))]
    return DataTable("Responses", headings, rows, notes, WARNING)


def _people(batches: Iterable[tuple[Group, str, str]]) -> Iterator[tuple[str, str, str, str]]:
    for group, answers, priorities in batches:
        for answered, chosen in zip(answers.split("\n"), priorities.split("\n"), strict=True):
            yield *group, answered, chosen


def _row(perspective: str, team: str, answers: str, chosen: str, priorities: int) -> tuple[DataCell, ...]:
    ranked = chosen.split()
    blank = [None] * (priorities - len(ranked))
    return perspective, team, *(_CODES[answer] for answer in answers), *ranked, *blank
