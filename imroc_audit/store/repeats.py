"""Whether an import brings people in again: those of an earlier audit cycle, or of this one, to be counted twice."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from imroc_audit.errors import AuditError
from imroc_audit.model.ids import AuditCycleName, PerspectiveId
from imroc_audit.model.response import NOT_ASKED, SKIPPED, AuditCycle, ResponseRow
from imroc_audit.model.workspace import PublicationTerms
from imroc_audit.store.schema import responses

MANY: Final = 50_000
"""More people than any one organisation asks of one perspective: they are not looked through."""
FEW: Final = 3
"""Fewer forms may be alike by chance."""
FOR_EACH_PERSON: Final = 1_000
"""So many ways to fill in as much of a form make it no sign of chance that two people did it alike."""
EVERY_TEAM: Final = None
IMPORTED: Final = responses.c.mode == "import"
"""Who tries out forms must not learn which ones people sent themselves."""

Form = tuple[str, str]
"""A perspective and its answers."""


def refuse_repeats(connection: Connection, audit_cycle: AuditCycle, earlier: Iterable[AuditCycle]) -> None:
    """Raise AuditError where imported answers of a perspective, or of a team, hold half of an earlier audit cycle's.

    A form that only one person filled in so, in both, is hardly two people's; of short questionnaires few forms are
    such. Below the threshold nothing is said, and neither where most forms are others, so that nobody can try out many.
    """
    asked_the_same = [one for one in earlier if one.questionnaire_hash == audit_cycle.questionnaire_hash]
    if not asked_the_same:
        return  # nearly always, and then a large import need not be counted through
    threshold = PublicationTerms.model_validate_json(audit_cycle.terms).threshold
    for perspective, people in _people(connection, audit_cycle.name, IMPORTED).items():
        if not threshold <= people.total() <= MANY:
            continue
        ours = _Forms(people, _alone(connection, audit_cycle.name, perspective, IMPORTED))
        for before in asked_the_same:
            counted = _people(connection, before.name).get(perspective, Counter())
            if counted.total() > MANY:
                continue
            theirs = _Forms(counted, _alone(connection, before.name, perspective))
            if _holds_again(ours, theirs, threshold):
                raise AuditError(
                    f"Nothing was imported: most answers of '{before.name}', or of a team in it, are in it once more. "
                    "Who reads both results could take one from the other, and see what the few people said who are "
                    "only in one. Import the rows of people who have not been counted yet, and keep answers that came "
                    "too late for the next time you ask."
                )


class _Forms(NamedTuple):
    """The forms of one perspective in one audit cycle."""

    people: Counter[str]
    """Team → how many."""
    alone: dict[str, str]
    """Answers that one person alone has given → team."""

    def parts(self, threshold: int) -> Iterator[tuple[str | None, int]]:
        """Every team of which results may be shown, and all together: how many of their forms are like no other."""
        teams = Counter(self.alone.values())
        if self.people.total() >= threshold:
            yield EVERY_TEAM, teams.total()
        yield from ((team, teams[team]) for team, n in self.people.items() if n >= threshold)


def _holds_again(ours: _Forms, theirs: _Forms, threshold: int) -> bool:
    pairs = Counter((ours.alone[form], theirs.alone[form]) for form in ours.alone.keys() & theirs.alone.keys())
    for (our_team, of_ours), (their_team, of_theirs) in product(ours.parts(threshold), theirs.parts(threshold)):
        both = sum(
            n
            for (one, other), n in pairs.items()
            if our_team in (EVERY_TEAM, one) and their_team in (EVERY_TEAM, other)
        )
        if both >= max(FEW, of_theirs / 2, of_ours / 4):
            return True
    return False


class Repeats:
    """Counts people whose answers are in the audit cycle already, while an import adds others to it.

    The ids of rows do not tell it where a form was changed, or exported in another way.
    """

    def __init__(self, connection: Connection, audit_cycle: AuditCycleName) -> None:
        forms = [
            (perspective, answers)
            for perspective, teams in _people(connection, audit_cycle, IMPORTED).items()
            if teams.total() <= MANY
            for answers in _alone(connection, audit_cycle, perspective, IMPORTED)
        ]
        options = len({*"".join(_said(answers) for _, answers in forms)})
        self._forms = frozenset[Form](form for form in forms if _tells(form[1], options=options, people=len(forms)))
        self._again = self._added = 0

    def add(self, people: Iterable[ResponseRow]) -> None:
        """people: those who are added."""
        if self._forms:
            forms = [(person.perspective, person.answers) for person in people]
            self._added += len(forms)
            self._again += sum(form in self._forms for form in forms)

    def refuse(self) -> None:
        """Raise AuditError where a quarter of those who were added, or more, seem to be in the audit cycle twice."""
        if self._again >= max(FEW, self._added / 4):
            raise AuditError(
                f"Nothing was imported: {self._again:,} of {self._added:,} forms are filled in exactly like one that "
                "was imported before, so these people would count twice. Take their rows out of the file, or export "
                "it in the same layout as the first time. If its rows have ids, the same 'form' in its map as in the "
                "first one leaves them out."
            )


def _said(answers: str) -> str:
    return answers.replace(SKIPPED, "").replace(NOT_ASKED, "")


def _tells(answers: str, *, options: int, people: int) -> bool:
    """Whether so much is answered, and not all alike, that another person hardly answers the same.

    options: how many different answers anybody gave.
    """
    said = _said(answers)
    return len({*said}) > 1 and options ** len(said) >= FOR_EACH_PERSON * people


def _people(
    connection: Connection, audit_cycle: AuditCycleName, *only: ColumnElement[bool]
) -> dict[PerspectiveId, Counter[str]]:
    """Perspective → team → people."""
    c = responses.c
    counted = select(c.perspective, c.team, func.count()).where(c.audit_cycle == audit_cycle, *only)
    by_perspective: dict[PerspectiveId, Counter[str]] = {}
    for perspective, team, people in connection.execute(counted.group_by(c.perspective, c.team)):
        by_perspective.setdefault(perspective, Counter())[team] = people
    return by_perspective


def _alone(
    connection: Connection, audit_cycle: AuditCycleName, perspective: PerspectiveId, *only: ColumnElement[bool]
) -> dict[str, str]:
    """Answers that one person alone has given → team."""
    c = responses.c
    forms = select(c.answers, func.min(c.team)).where(c.audit_cycle == audit_cycle, c.perspective == perspective, *only)
    once = connection.execute(forms.group_by(c.answers).having(func.count() == 1))
    return {row[0]: row[1] for row in once}
