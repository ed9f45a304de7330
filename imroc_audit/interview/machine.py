"""The survey's rules: which page comes next, what may be chosen there, what a choice changes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from imroc_audit.analysis.comments import clean, identifiers
from imroc_audit.interview.records import (
    CONSENT,
    END,
    PERSPECTIVE,
    PRIORITIES,
    REVIEW,
    START,
    TEAM,
    Choice,
    Draft,
    Ended,
    Entry,
    Refused,
    Row,
    Screen,
)
from imroc_audit.interview.words import COMMENT_LIMIT, words
from imroc_audit.model.questionnaire import Challenge, Questionnaire, Statement, say
from imroc_audit.model.response import DONT_KNOW, NO_TEAM, NOT_APPLICABLE, NOT_ASKED, SKIPPED

PAGES: Final = {"consent": CONSENT, "you": PERSPECTIVE, "team": TEAM, "priorities": PRIORITIES}
"""What `edit` takes besides the number of a statement, and where it leads."""
COMMENT_SHOWN: Final = 200
"""Characters of a comment shown on the review page."""


class Interview:
    """One person's way through a questionnaire. Every move either replaces `draft` or raises Refused.

    teams: the names offered when the questionnaire asks for a team. Raises Refused when the draft was
    written for another questionnaire.
    """

    def __init__(self, questionnaire: Questionnaire, teams: Sequence[str] = (), draft: Draft | None = None) -> None:
        self.questionnaire = questionnaire
        self.teams = tuple(teams) if questionnaire.ask_team else ()
        self.draft = self._opened(draft or Draft(questionnaire_hash=questionnaire.hash))

    def _opened(self, draft: Draft) -> Draft:
        if draft.questionnaire_hash != self.questionnaire.hash:
            raise Refused(words("wrong_questionnaire"))
        if draft.status == "new":
            draft = _with_what_is_given(self.questionnaire, draft)
        if not _fits(self.questionnaire, draft):
            raise Refused(words("draft_unreadable"))
        at = draft.at if draft.at in self._steps(draft) else START if draft.perspective else CONSENT
        return draft.model_copy(update={"at": at})

    # The way through

    def _asked(self, draft: Draft) -> tuple[tuple[Challenge, Statement], ...]:
        if draft.perspective is None:
            return ()
        return self._asked_of[draft.perspective]

    @cached_property
    def _asked_of(self) -> Mapping[str, tuple[tuple[Challenge, Statement], ...]]:
        return {
            perspective: tuple(
                (challenge, statement)
                for challenge in self.questionnaire.challenges
                for statement in challenge.statements
                if statement.asked_of(perspective)
            )
            for perspective in self.questionnaire.perspective_ids
        }

    def _steps(self, draft: Draft) -> tuple[str, ...]:
        if draft.status not in ("new", "open"):
            return (END,)
        return (
            CONSENT,
            *((PERSPECTIVE,) if "perspective" not in draft.given else ()),
            *((TEAM,) if self.teams and "team" not in draft.given else ()),
            START,
            *(statement.id for _, statement in self._asked(draft)),
            *((PRIORITIES,) if self.questionnaire.priorities else ()),
            REVIEW,
        )

    def _moved(self, by: int, **changes: object) -> Draft:
        """The draft with these changes, one page on or back; from a page opened on the review, there again."""
        draft = self.draft.model_copy(update=changes)
        steps = self._steps(draft)
        at = REVIEW if draft.returning else steps[steps.index(draft.at) + by]
        return draft.model_copy(update={"at": at, "returning": False})

    def say(self, key: str, **values: object) -> str:
        """One of the interview's own sentences, as this person reads it."""
        return words(key, easy_read=self.draft.easy_read, language=self.draft.language, **values)

    @property
    def _reading(self) -> Mapping[str, Any]:
        return {"easy_read": self.draft.easy_read, "language": self.draft.language}

    # What a person does

    def choose(self, n: int) -> None:
        """Take the nth choice on the screen, counted from 1."""
        screen = self.screen()
        if not screen.choices:
            raise Refused(self.say("nothing_to_choose"))
        if not 1 <= n <= len(screen.choices):
            raise Refused(self.say("not_a_choice", count=len(screen.choices)))
        choosers: Mapping[str, Callable[[str], Draft]] = {
            CONSENT: self._consented,
            PERSPECTIVE: self._as_perspective,
            TEAM: lambda team: self._moved(+1, team=team),
            PRIORITIES: self._prioritised,
        }
        self.draft = choosers.get(screen.step, self._answered)(screen.choices[n - 1].value)

    def do(self, what: str, arg: str = "") -> None:
        """Move: `back`; `skip` (an earlier answer stays) or `next`; `clear` the answer; `comment` (arg: the
        text, empty removes it); `edit` (arg: a statement's number on the review page, or what an entry there
        says); `send`; or switch `easy_read` or `language`. Raises Refused.
        """
        if what not in self._can():
            raise Refused(self.say("cannot_here"))
        moves: Mapping[str, Callable[[], Draft]] = {
            "back": lambda: self._moved(-1),
            "skip": lambda: self._moved(+1),
            "next": lambda: self._moved(+1),
            "clear": lambda: self._changed(answers=_without(self.draft.answers, self.draft.at)),
            "comment": lambda: self._commented(arg),
            "edit": lambda: self._editing(arg),
            "send": lambda: self._changed(status="sent", at=END),
            "easy_read": lambda: self._changed(easy_read=not self.draft.easy_read),
            "language": self._in_next_language,
        }
        self.draft = moves[what]()

    def end(self, how: Ended) -> None:
        """Go to the last page for a reason from outside, wherever the person is."""
        self.draft = self._ended(how)

    def _changed(self, **changes: object) -> Draft:
        return self.draft.model_copy(update=changes)

    def _consented(self, value: str) -> Draft:
        if value == "yes":
            return self._moved(+1, status="open")
        return self._ended("declined")

    def _ended(self, how: Ended) -> Draft:
        """Nothing is left of what was given; the last page reads as the others did."""
        kept = {"questionnaire_hash", "easy_read", "language"}
        return Draft(**self.draft.model_dump(include=kept), at=END, status=how)

    @property
    def _perspective_is_fixed(self) -> bool:
        return bool(self.draft.answers or self.draft.comments)

    def _as_perspective(self, value: str) -> Draft:
        draft = self.draft
        if value != draft.perspective and self._perspective_is_fixed:
            label = say(self.questionnaire.perspective(draft.perspective or value).label, draft.language)
            raise Refused(self.say("perspective_fixed", label=label))
        return self._moved(+1, perspective=value)

    def _answered(self, value: str) -> Draft:
        return self._moved(+1, answers={**self.draft.answers, self.draft.at: value})

    def _prioritised(self, value: str) -> Draft:
        chosen, limit = self.draft.priorities, self._priorities_limit
        if value in chosen:
            return self._changed(priorities=tuple(other for other in chosen if other != value))
        if len(chosen) >= limit:
            raise Refused(self.say("enough_priorities", limit=limit))
        return self._changed(priorities=(*chosen, value))

    def _commented(self, text: str) -> Draft:
        challenge = self._here()[0].id
        others = _without(self.draft.comments, challenge)
        kept = clean(text)[:COMMENT_LIMIT].strip()
        return self._changed(comments={**others, challenge: kept} if kept else others)

    def _editing(self, arg: str) -> Draft:
        asked, pages = self._asked(self.draft), self._pages_to_edit()
        if arg in pages:
            return self._changed(at=pages[arg], returning=True)
        if not (arg.isdecimal() and len(arg) < 6 and 1 <= int(arg) <= len(asked)):
            raise Refused(self.say("nothing_to_edit", count=len(asked), pages=", ".join(pages)))
        return self._changed(at=asked[int(arg) - 1][1].id, returning=True)

    def _pages_to_edit(self) -> Mapping[str, str]:
        steps = set(self._steps(self.draft)) - ({PERSPECTIVE} if self._perspective_is_fixed else set())
        return {name: page for name, page in PAGES.items() if page in steps}

    def _in_next_language(self) -> Draft:
        languages = self.questionnaire.languages
        now = languages.index(self.draft.language) if self.draft.language in languages else 0
        return self._changed(language=languages[(now + 1) % len(languages)])

    def _can(self) -> frozenset[str]:
        draft = self.draft
        actions = {
            CONSENT: {"easy_read"},
            PERSPECTIVE: {"back", "easy_read"} | ({"next"} if draft.perspective else set()),
            TEAM: {"back", "skip", "easy_read"},
            START: {"back", "next", "easy_read"},
            PRIORITIES: {"back", "next", "easy_read"},
            REVIEW: {"back", "send", "edit", "easy_read"},
            END: set(),
        }.get(draft.at, {"back", "skip", "comment", "easy_read"})
        if draft.at in draft.answers:
            actions = actions | {"clear"}
        if draft.at != END and len(self.questionnaire.languages) > 1:
            actions = actions | {"language"}
        return frozenset(actions)

    # What a person sees

    def screen(self, code: str = "") -> Screen:
        """The page the person is on. code: the return code to show, or empty when they cannot come back."""
        pages: Mapping[str, Callable[[], dict[str, Any]]] = {
            CONSENT: self._consent_page,
            PERSPECTIVE: self._perspective_page,
            TEAM: self._team_page,
            START: lambda: self._start_page(code),
            PRIORITIES: self._priorities_page,
            REVIEW: self._review_page,
            END: self._end_page,
        }
        page = pages.get(self.draft.at, self._statement_page)()
        marks = self._marks(page.get("choices", ()), page.get("chosen", ()))
        return Screen(step=self.draft.at, can=self._can(), code=code, marks=marks, **page)

    def _marks(self, choices: Sequence[Choice], chosen: Sequence[str]) -> tuple[str, ...]:
        def mark(value: str) -> str:
            if value not in chosen:
                return ""
            ranked = self.draft.at == PRIORITIES
            return self.say("rank", n=chosen.index(value) + 1) if ranked else self.say("your_answer")

        return tuple(mark(choice.value) for choice in choices)

    def _consent_page(self) -> dict[str, Any]:
        choices = (
            Choice(value="yes", label=self.say("agree")),
            Choice(value="no", label=self.say("decline")),
        )
        return {
            "kind": "consent",
            "heading": say(self.questionnaire.title, self.draft.language),
            "body": self.questionnaire.consent.say(**self._reading),
            "choices": choices,
            "chosen": ("yes",) if self.draft.status == "open" else (),
        }

    def _perspective_page(self) -> dict[str, Any]:
        return {
            "kind": "perspective",
            "heading": self.say("perspective_heading"),
            "body": self.say("perspective_body"),
            "choices": tuple(
                Choice(value=perspective.id, label=perspective.choose.say(**self._reading))
                for perspective in self.questionnaire.perspectives
            ),
            "chosen": () if self.draft.perspective is None else (self.draft.perspective,),
        }

    def _team_page(self) -> dict[str, Any]:
        return {
            "kind": "team",
            "heading": self.say("team_heading"),
            "body": self.say("team_body"),
            "choices": (
                *(Choice(value=team, label=team) for team in self.teams),
                Choice(value=NO_TEAM, label=self.say("team_none")),
            ),
            "chosen": () if self.draft.team is None else (self.draft.team,),
        }

    def _start_page(self, code: str) -> dict[str, Any]:
        body = self.say("start_body", count=len(self._asked(self.draft)))
        coming_back = self.say("start_code", code=code) if code else self.say("start_no_code")
        return {"kind": "start", "heading": self.say("start_heading"), "body": f"{body}\n\n{coming_back}"}

    def _here(self) -> tuple[Challenge, Statement]:
        return next(pair for pair in self._asked(self.draft) if pair[1].id == self.draft.at)

    def _statement_page(self) -> dict[str, Any]:
        challenge, statement = self._here()
        asked = self._asked(self.draft)
        n, title = asked.index((challenge, statement)), challenge.title.say(**self._reading)
        opens = n == 0 or asked[n - 1][0] != challenge
        comment = self.draft.comments.get(challenge.id, "")
        return {
            "kind": "statement",
            "heading": title,
            "section": challenge.id,
            "about": challenge.about.say(**self._reading) if opens else "",
            "body": statement.say(self.draft.perspective or "", **self._reading),
            "hint": self.questionnaire.scale.question.say(**self._reading),
            "choices": self._scale(),
            "chosen": (self.draft.answers[statement.id],) if statement.id in self.draft.answers else (),
            "progress": (n + 1, len(asked)),
            "place": self.say("place", n=n + 1, count=len(asked)),
            "comment": comment,
            "comment_label": self.say("comment_label", title=title),
            "warning": comment_warning(comment, **self._reading),
        }

    def _scale(self) -> tuple[Choice, ...]:
        scale = self.questionnaire.scale
        coded = (
            *((str(option.value), option) for option in scale.options),
            (DONT_KNOW, scale.dont_know),
            (NOT_APPLICABLE, scale.not_applicable),
        )
        return tuple(Choice(value=code, label=wording.say(**self._reading)) for code, wording in coded)

    @property
    def _priorities_limit(self) -> int:
        return min(self.questionnaire.priorities, len(self.questionnaire.challenges))

    def _priorities_page(self) -> dict[str, Any]:
        limit = self._priorities_limit
        return {
            "kind": "priorities",
            "heading": self.say("priorities_heading"),
            "body": self.say("priorities_one" if limit == 1 else "priorities_body", limit=limit),
            "hint": self.say("priorities_chosen", titles=self._ranked()) if self.draft.priorities else "",
            "choices": tuple(
                Choice(value=challenge.id, label=challenge.title.say(**self._reading))
                for challenge in self.questionnaire.challenges
            ),
            "chosen": self.draft.priorities,
        }

    def _ranked(self) -> str:
        """The priorities chosen: "1 Choice; 2 Everyday contact"."""
        titles = {challenge.id: challenge.title.say(**self._reading) for challenge in self.questionnaire.challenges}
        return "; ".join(f"{n} {titles[chosen]}" for n, chosen in enumerate(self.draft.priorities, 1))

    def _review_page(self) -> dict[str, Any]:
        rows = self._rows()
        given = list(self.draft.answers.values())
        dont_know, not_applicable = given.count(DONT_KNOW), given.count(NOT_APPLICABLE)
        scale = self.questionnaire.scale
        body = self.say(
            "review_body",
            count=len(rows),
            answered=len(given) - dont_know - not_applicable,
            dont_know_label=scale.dont_know.say(**self._reading),
            dont_know=dont_know,
            not_applicable_label=scale.not_applicable.say(**self._reading),
            not_applicable=not_applicable,
            blank=len(rows) - len(given),
        )
        return {
            "kind": "review",
            "heading": self.say("review_heading"),
            "body": body,
            "hint": self.say("review_hint"),
            "entries": (*self._page_entries(), *self._comment_entries()),
            "rows": rows,
            "warning": self._review_warning(),
        }

    def _page_entries(self) -> Iterator[Entry]:
        """What was chosen on the pages without statements, whether it was asked or known beforehand."""
        chosen = {
            "consent": ("consent_label", self._label(self._consent_page())),
            "you": ("perspective_heading", self._label(self._perspective_page())),
            "team": ("team_heading", self._label(self._team_page())),
            "priorities": ("priorities_heading", self._ranked()),
        }
        editable, asked = self._pages_to_edit(), self._steps(self.draft)
        for name, (heading, answer) in chosen.items():
            if answer or PAGES[name] in asked:
                edit = name if name in editable else ""
                yield Entry(text=self.say(heading), answer=answer or self.say("blank"), edit=edit)

    def _label(self, page: Mapping[str, Any]) -> str:
        """What was chosen on a page with one choice; empty when nothing was."""
        labels = {choice.value: choice.label for choice in page["choices"]}
        return "".join(labels.get(chosen, chosen) for chosen in page["chosen"])

    def _comment_entries(self) -> Iterator[Entry]:
        for number, title, comment in self._comments():
            said = " ".join(comment.split())
            short = f"{said[:COMMENT_SHOWN].rstrip()}…" if len(said) > COMMENT_SHOWN else said
            yield Entry(text=self.say("comment_label", title=title), answer=short, edit=str(number))

    def _comments(self) -> Iterator[tuple[int, str, str]]:
        """Each comment in the order asked: the number of its challenge's first statement, the title, the words."""
        waiting = dict(self.draft.comments)
        for number, (challenge, _) in enumerate(self._asked(self.draft), 1):
            if challenge.id in waiting:
                yield number, challenge.title.say(**self._reading), waiting.pop(challenge.id)

    def _rows(self) -> tuple[Row, ...]:
        labels = {choice.value: choice.label for choice in self._scale()}
        return tuple(
            Row(
                number=number,
                text=statement.say(self.draft.perspective or "", **self._reading),
                answer=labels.get(self.draft.answers.get(statement.id, ""), self.say("blank")),
                blank=statement.id not in self.draft.answers,
            )
            for number, (_, statement) in enumerate(self._asked(self.draft), 1)
        )

    def _review_warning(self) -> str:
        return "\n".join(
            self.say("identifying_review", title=title, kinds=kinds, n=number)
            for number, title, comment in self._comments()
            if (kinds := _kinds(comment, **self._reading))
        )

    def _end_page(self) -> dict[str, Any]:
        status = self.draft.status
        body = [self.say(f"{status}_body"), *([] if status == "declined" else [self.say("support")])]
        return {"kind": "end", "heading": self.say(f"{status}_heading"), "body": "\n\n".join(body)}


def comment_warning(text: str, *, easy_read: bool = False, language: str | None = None) -> str:
    """What to tell someone about a comment: it may identify someone, it is too long, or nothing."""
    reading: Final[Mapping[str, Any]] = {"easy_read": easy_read, "language": language}
    lines = []
    if kinds := _kinds(text[:COMMENT_LIMIT], **reading):
        lines.append(words("identifying", **reading, kinds=kinds))
    if len(text) >= COMMENT_LIMIT:
        lines.append(words("too_long", **reading, limit=f"{COMMENT_LIMIT:,}"))
    return "\n".join(lines)


def _kinds(text: str, **reading: Any) -> str:
    """The kinds of identifier found, in words: "a postcode, a telephone number and a name"."""
    kinds = dict.fromkeys(found.kind for found in identifiers(text))
    names = [words(kind, **reading) for kind in kinds]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {words('and', **reading)} {names[-1]}"


def response_fields(questionnaire: Questionnaire, draft: Draft) -> tuple[str, tuple[str, ...], dict[str, str]]:
    """What a response stores: the answer string, the priorities in rank order, comments by challenge.

    Raises ValueError while the perspective is not known.
    """
    perspective = draft.perspective
    if perspective is None:
        raise ValueError("a draft without a perspective is not a response yet")
    answers = "".join(
        draft.answers.get(statement.id, SKIPPED) if statement.asked_of(perspective) else NOT_ASKED
        for statement in questionnaire.statements
    )
    return answers, draft.priorities, dict(draft.comments)


def _with_what_is_given(questionnaire: Questionnaire, draft: Draft) -> Draft:
    """What is known before the first page is never asked; a single perspective is nobody's choice."""
    only = questionnaire.perspective_ids[0] if len(questionnaire.perspective_ids) == 1 else None
    perspective = draft.perspective or only
    known = (("perspective", perspective is not None), ("team", draft.team is not None))
    given = tuple(name for name, is_known in known if is_known)
    return draft.model_copy(update={"perspective": perspective, "given": given})


def _fits(questionnaire: Questionnaire, draft: Draft) -> bool:
    """Whether everything in a draft exists in the questionnaire."""
    challenges = {challenge.id for challenge in questionnaire.challenges}
    codes = {str(option.value) for option in questionnaire.scale.options} | {DONT_KNOW, NOT_APPLICABLE}
    perspective = draft.perspective
    if perspective is None:
        return not draft.answers
    return (
        perspective in questionnaire.perspective_ids
        and _within(draft.answers, (s.id for s in questionnaire.statements if s.asked_of(perspective)))
        and _within(draft.answers.values(), codes)
        and _within((*draft.comments, *draft.priorities), challenges)
        and len(set(draft.priorities)) == len(draft.priorities) <= questionnaire.priorities
    )


def _within(some: Iterable[str], every: Iterable[str]) -> bool:
    return set(some) <= set(every)


def _without(entries: Mapping[str, str], key: str) -> dict[str, str]:
    return {other: value for other, value in entries.items() if other != key}
