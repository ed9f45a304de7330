"""The paper form as one frozen document: everything that a template places, and nothing for it to work out."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final, Literal, NamedTuple

from imroc_audit.exchange.forms.form import Form, FormField, FormSection
from imroc_audit.exchange.matching.names import DONT_KNOW_CODE, NOT_APPLICABLE_CODE
from imroc_audit.exchange.paper.mark import FormMark
from imroc_audit.exchange.paper.words import words
from imroc_audit.model import response

BoxLayout = Literal["table", "list"]

MOST_COLUMNS: Final = 8
"""Of boxes beside a statement; with more of them, or longer labels, the boxes stand below it."""
LONGEST_WORD: Final = 11
"""Characters of a label's longest word that fit above a column of boxes."""
KEYS: Final = {
    DONT_KNOW_CODE: response.PAPER_KEYS[response.DONT_KNOW],
    NOT_APPLICABLE_CODE: response.PAPER_KEYS[response.NOT_APPLICABLE],
}
TEAM_BOX: Final = "t"
"""Team boxes are called t1, t2, …, and t0 is the one of someone who would rather not say."""
RANK_FIELD: Final = "rank_"
"""In front of a challenge's number: the field for its place among the priorities."""

END_FIELDS: Final = ("hand_in", "hand_in_by")
"""Where and when to hand the form in: filled in by whoever gives it out, and no answer."""


class TickBox(NamedTuple):
    """One box to tick. key: what is printed beside it for the person who types the answers in."""

    code: str
    key: str
    label: str


class Question(NamedTuple):
    """Something asked: a field of the form by its name, and its words."""

    name: str
    text: str
    hint: str = ""


class Block(NamedTuple):
    """One challenge. number: its place in the questionnaire, by which priorities are typed in."""

    number: int
    name: str
    title: str
    about: str
    questions: tuple[Question, ...]
    comments: tuple[Question, ...]


class TeamQuestion(NamedTuple):
    heading: str
    name: str
    text: str
    boxes: tuple[TickBox, ...]


class Priorities(NamedTuple):
    """A box beside each challenge, for one of the numbers in `ranks` or nothing."""

    heading: str
    text: str
    challenges: tuple[tuple[int, Question], ...]
    ranks: tuple[str, ...]


class PaperForm(NamedTuple):
    """A form for one perspective. Texts with paragraphs are tuples of them.

    fillable: whether it can be filled in on a screen, as a PDF can. Else its boxes are only drawn.
    """

    language: str
    title: str
    for_whom: str
    about_heading: str
    about: tuple[str, ...]
    after_heading: str
    after: tuple[str, ...]
    how_heading: str
    how: tuple[str, ...]
    statement: str
    scale_question: str
    scale: tuple[TickBox, ...]
    team: TeamQuestion | None
    blocks: tuple[Block, ...]
    priorities: Priorities | None
    end_heading: str
    hand_in: tuple[Question, ...]
    thanks: str
    layout: BoxLayout
    size: Literal["standard", "easy", "large"]
    fillable: bool
    mark: FormMark

    @property
    def questions(self) -> Mapping[str, str]:
        """What each field asks, for programs that read a form aloud, by its name."""
        questions = [one for block in self.blocks for one in (*block.questions, *block.comments)]
        questions += self.hand_in
        if self.priorities:
            questions += [question for _, question in self.priorities.challenges]
        if self.team:
            questions.append(Question(self.team.name, self.team.text))
        return {question.name: question.text for question in questions}

    @property
    def boxes(self) -> Mapping[str, str]:
        """What each box to tick stands for, by its code."""
        return {box.code: box.label for box in (*self.scale, *(self.team.boxes if self.team else ()))}


def paper_form(form: Form, *, large: bool = False, fillable: bool = True) -> PaperForm:
    """The paper form of a questionnaire's form. large: print of 16 points or more, a question to a block."""
    say = partial(words, easy_read=form.easy_read, language=form.language)
    numbers = _numbers(form)
    team = next((field for field in form.fields if field.asks.kind == "team"), None)
    scale = tuple(TickBox(choice.code, KEYS.get(choice.code, choice.code), choice.label) for choice in form.scale)
    blocks = tuple(_block(section, numbers) for section in form.sections if section.challenge)
    return PaperForm(
        language=form.language,
        title=form.title,
        for_whom=say("for_whom", choose=form.choose),
        about_heading=say("about_heading"),
        about=(*filter(None, (form.asked_by,)), *_paragraphs(form.consent)),
        after_heading=say("after_heading"),
        after=(*_paragraphs(say("after")), say("on_screen" if fillable else "on_paper")),
        how_heading=say("how_heading"),
        how=_paragraphs(say("how", count=sum(len(block.questions) for block in blocks))),
        statement=say("statement"),
        scale_question=form.question,
        scale=scale,
        team=_team(team, _heading_of(form, team), say("team_none")) if team else None,
        blocks=blocks,
        priorities=_priorities(form, numbers),
        end_heading=say("end_heading"),
        hand_in=tuple(Question(name, say(name)) for name in END_FIELDS),
        thanks=say("thanks"),
        layout="list" if large or form.easy_read or not _fits_a_table(scale) else "table",
        size="large" if large else "easy" if form.easy_read else "standard",
        fillable=fillable,
        mark=FormMark(
            questionnaire=form.questionnaire,
            version=form.version,
            hash=form.hash,
            perspective=form.perspective,
            easy_read=form.easy_read,
            teams=tuple(choice.code for choice in team.choices) if team else (),
            challenges=tuple(numbers),
            ranks=len([field for field in form.fields if field.asks.kind == "priority"]),
        ),
    )


def _numbers(form: Form) -> Mapping[str, int]:
    """Challenge id → its place in the questionnaire, counted from 1."""
    offered = next((field.choices for field in form.fields if field.asks.kind == "priority"), ())
    asked = (section.challenge for section in form.sections if section.challenge)
    return {one: number for number, one in enumerate([choice.code for choice in offered] or asked, start=1)}


def _block(section: FormSection, numbers: Mapping[str, int]) -> Block:
    return Block(
        number=numbers[section.challenge],
        name=section.name,
        title=section.title,
        about=section.about,
        questions=tuple(Question(field.name, field.label) for field in section.statements),
        comments=tuple(Question(field.name, field.label, field.hint) for field in section.others),
    )


def _team(field: FormField, heading: str, none: str) -> TeamQuestion:
    def boxes() -> Iterator[TickBox]:
        for number, choice in enumerate(field.choices, start=1):
            yield TickBox(f"{TEAM_BOX}{number}", str(number), choice.label)
        yield TickBox(f"{TEAM_BOX}0", "0", none)

    return TeamQuestion(heading, field.name, field.label, tuple(boxes()))


def _heading_of(form: Form, field: FormField) -> str:
    return next(section.title for section in form.sections if field in section.fields)


def _priorities(form: Form, numbers: Mapping[str, int]) -> Priorities | None:
    fields = [field for field in form.fields if field.asks.kind == "priority"]
    if not fields:
        return None
    ranks = tuple(str(rank) for rank in range(1, len(fields) + 1))
    key = "priorities" if len(ranks) > 1 else "priority"
    return Priorities(
        heading=_heading_of(form, fields[0]),
        text=words(key, easy_read=form.easy_read, language=form.language, ranks=len(ranks)),
        challenges=tuple(_rank(numbers[one.code], one.label) for one in fields[0].choices),
        ranks=ranks,
    )


def _rank(number: int, title: str) -> tuple[int, Question]:
    return number, Question(f"{RANK_FIELD}{number}", title)


def _fits_a_table(scale: tuple[TickBox, ...]) -> bool:
    longest = max(len(word) for box in scale for word in box.label.split())
    return len(scale) <= MOST_COLUMNS and longest <= LONGEST_WORD


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
