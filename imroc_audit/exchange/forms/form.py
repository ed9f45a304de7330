"""A questionnaire as another tool, or a sheet of paper, asks it: the fields of one perspective under stable names."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final, Literal, NamedTuple

from imroc_audit.errors import AuditError, UsageError
from imroc_audit.exchange.matching.labels import wordings
from imroc_audit.exchange.matching.names import (
    ABOUT_YOU_SECTION,
    DONT_KNOW_CODE,
    NOT_APPLICABLE_CODE,
    PERSPECTIVE,
    PRIORITIES_SECTION,
    Asks,
    field_name,
    field_names,
    other_names,
    ranks,
)
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.model.ids import PerspectiveId
from imroc_audit.model.questionnaire import Challenge, Questionnaire, Statement, Wording
from imroc_audit.model.record import say
from imroc_audit.model.survey_words import ABOUT_YOU, FIRST_PRIORITY, LEAVE_OUT_NAMES, MATTERS_MOST, TEAM, wording

FieldKind = Literal["choice", "text", "hidden"]


ASKED_BY: Final = wording("These questions are asked by {organisation}.", "{organisation} asks these questions.")
TAKING_PART: Final = wording(
    "If you send this form, you agree to take part. If you do not want to take part, close it.",
    "You take part if you send this form. If you do not want to take part, close it.",
)
COMMENT: Final = wording(
    "Anything to add about ‘{title}’?",
    "Do you want to say more about ‘{title}’?",
)
PRIORITIES: Final = (
    FIRST_PRIORITY,
    wording(
        "Which of these should be worked on next, as number {rank}?", "What should get better next, as number {rank}?"
    ),
)
"""The question for the first choice, and for each one after it."""
OUR_LANGUAGE: Final = "en"
"""That of all these sentences, whichever language the questionnaire is in."""


class FormChoice(NamedTuple):
    """An answer that can be chosen. value: its place on the scale, from 0; None where it is on no scale."""

    code: str
    label: str
    value: int | None = None


class FormField(NamedTuple):
    """One thing that is asked. Nothing has to be answered."""

    name: str
    kind: FieldKind
    label: str
    asks: Asks
    choices: tuple[FormChoice, ...] = ()
    """For a choice: at least one."""
    hint: str = ""
    constant: str = ""
    """For a hidden field: what stands in it."""


class FormSection(NamedTuple):
    """Fields under one heading. challenge: its id where the section is about one."""

    name: str
    title: str
    fields: tuple[FormField, ...]
    about: str = ""
    challenge: str = ""

    @property
    def statements(self) -> tuple[FormField, ...]:
        return tuple(field for field in self.fields if field.asks.kind == "statement")

    @property
    def others(self) -> tuple[FormField, ...]:
        """Every field but the statements."""
        return tuple(field for field in self.fields if field.asks.kind != "statement")


class Form(NamedTuple):
    """A questionnaire for one perspective, in one language."""

    questionnaire: str
    version: str
    hash: str
    title: str
    perspective: str
    perspective_label: str
    choose: str
    """How someone says that this perspective is theirs, in the first person."""
    easy_read: bool
    language: str
    consent: str
    """Paragraphs, one on each line."""
    taking_part: str
    question: str
    """Asked of every statement, for example "How true is this here?"."""
    scale: tuple[FormChoice, ...]
    """The answers to every statement, lowest first, then don't know and does not apply."""
    hidden: FormField
    """The perspective, which is the same for everyone who gets this form."""
    sections: tuple[FormSection, ...]
    translations: tuple["Form", ...] = ()
    """The same form in the questionnaire's other languages."""
    organisation: str = ""
    """Who asks; empty where that is not known."""
    asked_by: str = ""
    """The same as a sentence."""
    chosen_language: str = ""
    """The one language that was asked for; empty where the form is in all that the questionnaire has."""

    @property
    def intro(self) -> tuple[str, ...]:
        """What stands before the first question, by paragraph."""
        consent = (line.strip() for line in self.consent.splitlines())
        return tuple(filter(None, (self.asked_by, *consent, self.taking_part)))

    @property
    def id(self) -> str:
        """What tells this form from the others of its questionnaire: "ten-challenges-staff-easy-read"."""
        kind = "easy-read" if self.easy_read else ""
        return "-".join(filter(None, (self.questionnaire, self.perspective, kind, self.chosen_language)))

    @property
    def fields(self) -> tuple[FormField, ...]:
        """Every field in order, the hidden one first."""
        return (self.hidden, *(field for section in self.sections for field in section.fields))


def form_of(
    questionnaire: Questionnaire,
    perspective: str,
    teams: Sequence[str] = (),
    organisation: str = "",
    *,
    easy_read: bool = False,
    language: str | None = None,
) -> Form:
    """The form of a questionnaire for one perspective.

    teams: the names to choose from; without any, or where the questionnaire does not ask, there is no such question.
    organisation: who asks, for people to read.
    language: one of the questionnaire's; without it, its first one, with the others as `translations`.
    Raises UsageError when there is no such perspective or language, AuditError when two ids would make one name.
    """
    if perspective not in questionnaire.perspective_ids:
        known = ", ".join(questionnaire.perspective_ids)
        raise UsageError(f"There is no perspective '{perspective}' in {questionnaire.id}. Use one of: {known}.")
    if language is not None and language not in questionnaire.languages:
        known = ", ".join(questionnaire.languages)
        raise UsageError(f"{questionnaire.id} is not written in the language '{language}'. Use one of: {known}.")
    _check_names(questionnaire)
    first, *others = (language,) if language else questionnaire.languages
    whom = PerspectiveId(perspective)
    writers = [_FormWriter(questionnaire, whom, teams, easy_read, one) for one in (first, *others)]
    forms = [writer.form(organisation) for writer in writers]
    return forms[0]._replace(translations=tuple(forms[1:]), chosen_language=language or "")


def is_english(language: str) -> bool:
    """Whether a language's code is one of English, such as "en" or "en-GB"."""
    return language.split("-")[0] == OUR_LANGUAGE


def known_questions(questionnaire: Questionnaire) -> dict[str, Asks]:
    """Normalised question → what it asks, for the team, comments and priorities of any form of the questionnaire."""
    known = {normalise(text): Asks("team") for text in wordings(TEAM)}
    for challenge in questionnaire.challenges:
        for question, title in product(wordings(COMMENT), wordings(challenge.title)):
            known[normalise(question.format(title=title))] = Asks("comment", challenge.id)
    for rank in range(1, ranks(questionnaire) + 1):
        for question in wordings(_priority(rank)):
            known[normalise(question.format(rank=rank))] = Asks("priority", str(rank))
    return known


def _check_names(questionnaire: Questionnaire) -> None:
    names = (name for name, _ in field_names(questionnaire))
    times = Counter((*names, *other_names(questionnaire)))
    if twice := [name for name, count in times.items() if count > 1]:
        raise AuditError(
            f"{questionnaire.id}: in another tool two different things would be called '{twice[0]}'. "
            "Give one of the statements or challenges another id."
        )


class _FormWriter:
    """Puts every text of a questionnaire into one perspective's words, in one language."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        perspective: PerspectiveId,
        teams: Sequence[str],
        easy_read: bool,
        language: str,
    ) -> None:
        self._questionnaire = questionnaire
        self._perspective = questionnaire.perspective(perspective)
        self._teams = tuple(teams) if questionnaire.ask_team else ()
        self._easy_read = easy_read
        self._language = language
        self._names = {asks: name for name, asks in field_names(questionnaire)}
        self._scale = tuple(self._scale_choices())

    def form(self, organisation: str) -> Form:
        asked = self._questionnaire
        label = say(self._perspective.label, self._language)
        return Form(
            questionnaire=asked.id,
            version=asked.version,
            hash=asked.hash,
            title=f"{say(asked.title, self._language)} ({label})",
            perspective=self._perspective.id,
            perspective_label=label,
            choose=self._say(self._perspective.choose),
            easy_read=self._easy_read,
            language=self._language,
            consent=self._say(asked.consent),
            taking_part=self._say(TAKING_PART),
            question=self._say(asked.scale.question),
            scale=self._scale,
            hidden=FormField(PERSPECTIVE, "hidden", label, Asks("perspective"), constant=self._perspective.id),
            sections=tuple(self._sections()),
            organisation=organisation,
            asked_by=self._say(ASKED_BY).format(organisation=organisation) if organisation else "",
        )

    def _say(self, wording: Wording) -> str:
        return wording.say(easy_read=self._easy_read, language=self._language)

    def _scale_choices(self) -> Iterator[FormChoice]:
        scale = self._questionnaire.scale
        for option in scale.options:
            yield FormChoice(str(option.value), self._say(option), option.value)
        yield FormChoice(DONT_KNOW_CODE, self._say(scale.dont_know))
        yield FormChoice(NOT_APPLICABLE_CODE, self._say(scale.not_applicable))

    def _sections(self) -> Iterator[FormSection]:
        if self._teams:
            yield FormSection(ABOUT_YOU_SECTION, self._say(ABOUT_YOU), (self._team(),))
        for challenge in self._questionnaire.challenges:
            if statements := tuple(map(self._statement, self._asked(challenge))):
                name, title = field_name(challenge.id), self._say(challenge.title)
                fields = (*statements, self._comment(challenge))
                yield FormSection(name, title, fields, self._say(challenge.about), challenge.id)
        if priorities := tuple(map(self._priority, range(1, ranks(self._questionnaire) + 1))):
            yield FormSection(PRIORITIES_SECTION, self._say(MATTERS_MOST), priorities)

    def _asked(self, challenge: Challenge) -> Iterator[Statement]:
        return (one for one in challenge.statements if one.asked_of(self._perspective.id))

    def _team(self) -> FormField:
        choices = tuple(FormChoice(name, name) for name in self._teams)
        return self._field(Asks("team"), "choice", self._say(TEAM), choices)

    def _statement(self, statement: Statement) -> FormField:
        label = statement.say(self._perspective.id, easy_read=self._easy_read, language=self._language)
        return self._field(Asks("statement", statement.id), "choice", label, self._scale)

    def _comment(self, challenge: Challenge) -> FormField:
        label = self._say(COMMENT).format(title=self._say(challenge.title))
        return self._field(Asks("comment", challenge.id), "text", label, hint=self._say(LEAVE_OUT_NAMES))

    def _priority(self, rank: int) -> FormField:
        choices = tuple(FormChoice(one.id, self._say(one.title)) for one in self._questionnaire.challenges)
        label = self._say(_priority(rank)).format(rank=rank)
        return self._field(Asks("priority", str(rank)), "choice", label, choices)

    def _field(
        self, asks: Asks, kind: FieldKind, label: str, choices: tuple[FormChoice, ...] = (), hint: str = ""
    ) -> FormField:
        return FormField(self._names[asks], kind, label, asks, choices, hint)


def _priority(rank: int) -> Wording:
    return PRIORITIES[0] if rank == 1 else PRIORITIES[1]
