"""The survey's rules: what a move changes. Where it leads is in the table of `moves`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from imroc_audit.interview.moves import MOVES, Event, Outside
from imroc_audit.interview.pages import screen_of
from imroc_audit.interview.records import CONSENT, END, REVIEW, START, Draft, Ended, Refused, Screen
from imroc_audit.interview.route import Route
from imroc_audit.interview.words import COMMENT_LIMIT, words
from imroc_audit.model.ids import PerspectiveId, TeamName
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import say
from imroc_audit.model.response import DONT_KNOW, NOT_APPLICABLE, NOT_ASKED, SKIPPED
from imroc_audit.text import clean

_CONSENT: Final[Mapping[str, Literal["agree", "decline"]]] = {"yes": "agree", "no": "decline"}
"""What each choice on the first page does."""


class Interview:
    """One person's route through a questionnaire. Every move either replaces `draft` or raises Refused.

    teams: the names offered when the questionnaire asks for a team. Raises Refused when the draft was
    written for another questionnaire.
    """

    def __init__(
        self, questionnaire: Questionnaire, teams: Sequence[TeamName] = (), draft: Draft | None = None
    ) -> None:
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
        route = self._route_of(draft)
        at = draft.at if draft.at in route.steps else START if draft.perspective else CONSENT
        return draft.model_copy(update={"at": at})

    @property
    def _route(self) -> Route:
        return self._route_of(self.draft)

    def _route_of(self, draft: Draft) -> Route:
        return Route(self.questionnaire, self.teams, draft)

    def say(self, key: str, **values: object) -> str:
        """One of the interview's own sentences, as this person reads it."""
        return self._route.say(key, **values)

    def screen(self, code: str = "") -> Screen:
        """The page the person is on. code: the return code to show, or empty when they cannot come back."""
        return screen_of(self._route, code)

    def choose(self, n: int) -> None:
        """Take the nth choice on the page, counted from 1. Raises Refused."""
        page = self._route.kind
        offered = self._route.offered(page)
        if not offered:
            raise Refused(self.say("nothing_to_choose"))
        if not 1 <= n <= len(offered):
            raise Refused(self.say("not_a_choice", count=len(offered)))
        value = offered[n - 1]
        self._move(_CONSENT[value] if page == "consent" else "choose", value)

    def do(self, what: str, arg: str = "") -> None:
        """Move: `back`; `skip` (an earlier answer stays) or `next`; `clear` the answer; `comment` (arg: the
        text, empty removes it); `edit` (arg: a statement's number on the review page, or what an entry there
        says); `send`; or switch `easy_read` or `language`. Raises Refused.
        """
        event = next((event for event in self._route.can if event == what), None)
        if event is None:
            raise Refused(self.say("cannot_here"))
        self._move(event, arg)

    def end(self, why: Outside) -> None:
        """Go to the last page for a reason from outside, wherever the person is."""
        self._move(why)

    def _move(self, event: Event, arg: str = "") -> None:
        """Change what the event changes, and go where the table says. Raises Refused, and then nothing is changed."""
        move = MOVES[self._route.kind][event]
        draft = self._changed_by(event, arg)
        match move.how:
            case "stays" | "there":
                self.draft = draft
            case "ends":
                self.draft = draft.model_copy(update={"at": END})
            case "on" | "back":
                nearest = self._route_of(draft).nearest(move.pages, back=move.how == "back")
                at = REVIEW if draft.returning else nearest
                self.draft = draft.model_copy(update={"at": at, "returning": False})

    def _changed_by(self, event: Event, arg: str) -> Draft:
        """The draft with what an event gives or takes away. It is still on its page, but for `edit`."""
        match event:
            case "agree":
                return self._with(status="open")
            case "choose":
                return self._chosen(arg)
            case "clear":
                return self._with(answers=_without(self.draft.answers, self.draft.at))
            case "comment":
                return self._commented(arg)
            case "edit":
                return self._editing(arg)
            case "send":
                return self._with(status="sent")
            case "easy_read":
                return self._with(easy_read=not self.draft.easy_read)
            case "language":
                return self._in_next_language()
            case "decline":
                return self._forgotten("declined")
            case "closed" | "sent_before":
                return self._forgotten(event)
            case "back" | "skip" | "next":
                return self.draft

    def _with(self, **changes: object) -> Draft:
        return self.draft.model_copy(update=changes)

    def _forgotten(self, status: Ended) -> Draft:
        """Nothing is left of what was given; the last page reads as the others did."""
        kept = {"questionnaire_hash", "easy_read", "language"}
        return Draft(**self.draft.model_dump(include=kept), status=status)

    def _chosen(self, value: str) -> Draft:
        match self._route.kind:
            case "perspective":
                return self._as_perspective(value)
            case "team":
                return self._with(team=value)
            case "priorities":
                return self._prioritised(value)
            case _:
                return self._with(answers={**self.draft.answers, self.draft.at: value})

    def _as_perspective(self, value: str) -> Draft:
        draft = self.draft
        if value != draft.perspective and self._route.perspective_is_fixed:
            label = say(self.questionnaire.perspective(draft.perspective or PerspectiveId(value)).label, draft.language)
            raise Refused(self.say("perspective_fixed", label=label))
        return self._with(perspective=value)

    def _prioritised(self, value: str) -> Draft:
        chosen, limit = self.draft.priorities, self._route.priorities_limit
        if value in chosen:
            return self._with(priorities=tuple(other for other in chosen if other != value))
        if len(chosen) >= limit:
            raise Refused(self.say("enough_priorities", limit=limit))
        return self._with(priorities=(*chosen, value))

    def _commented(self, text: str) -> Draft:
        challenge = self._route.here[0].id
        others = _without(self.draft.comments, challenge)
        kept = clean(text)[:COMMENT_LIMIT].strip()
        return self._with(comments={**others, challenge: kept} if kept else others)

    def _editing(self, arg: str) -> Draft:
        asked, pages = self._route.asked, self._route.pages_to_edit
        if arg in pages:
            return self._with(at=pages[arg], returning=True)
        if not (arg.isdecimal() and len(arg) < 6 and 1 <= int(arg) <= len(asked)):
            raise Refused(self.say("nothing_to_edit", count=len(asked), pages=", ".join(pages)))
        return self._with(at=asked[int(arg) - 1][1].id, returning=True)

    def _in_next_language(self) -> Draft:
        languages = self.questionnaire.languages
        now = languages.index(self.draft.language) if self.draft.language in languages else 0
        return self._with(language=languages[(now + 1) % len(languages)])


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
