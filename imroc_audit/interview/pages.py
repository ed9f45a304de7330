"""What a person sees: every page of the survey as a Screen."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from imroc_audit.interview.records import (
    CONSENT,
    END,
    PERSPECTIVE,
    PRIORITIES,
    REVIEW,
    START,
    TEAM,
    Choice,
    Entry,
    Row,
    Screen,
)
from imroc_audit.interview.route import PAGES, Route
from imroc_audit.interview.words import COMMENT_LIMIT, words
from imroc_audit.model.record import say
from imroc_audit.model.response import DONT_KNOW, NO_TEAM, NOT_APPLICABLE
from imroc_audit.text import identifiers

COMMENT_SHOWN: Final = 200
"""Characters of a comment shown on the review page."""


def screen_of(way: Route, code: str = "") -> Screen:
    """The page the person is on. code: the return code to show, or empty when they cannot come back."""
    pages: Mapping[str, Callable[[Route], dict[str, Any]]] = {
        CONSENT: _consent_page,
        PERSPECTIVE: _perspective_page,
        TEAM: _team_page,
        START: lambda way: _start_page(way, code),
        PRIORITIES: _priorities_page,
        REVIEW: _review_page,
        END: _end_page,
    }
    page = pages.get(way.draft.at, _statement_page)(way)
    marks = _marks(way, page.get("choices", ()), page.get("chosen", ()))
    return Screen(step=way.draft.at, can=way.can, code=code, marks=marks, **page)


def _marks(way: Route, choices: Sequence[Choice], chosen: Sequence[str]) -> tuple[str, ...]:
    def mark(value: str) -> str:
        if value not in chosen:
            return ""
        ranked = way.draft.at == PRIORITIES
        return way.say("rank", n=chosen.index(value) + 1) if ranked else way.say("your_answer")

    return tuple(mark(choice.value) for choice in choices)


def _consent_page(way: Route) -> dict[str, Any]:
    choices = (
        Choice(value="yes", label=way.say("agree")),
        Choice(value="no", label=way.say("decline")),
    )
    return {
        "kind": "consent",
        "heading": say(way.questionnaire.title, way.draft.language),
        "body": way.questionnaire.consent.say(**way.reading),
        "choices": choices,
        "chosen": ("yes",) if way.draft.status == "open" else (),
    }


def _perspective_page(way: Route) -> dict[str, Any]:
    return {
        "kind": "perspective",
        "heading": way.say("perspective_heading"),
        "body": way.say("perspective_body"),
        "choices": tuple(
            Choice(value=perspective.id, label=perspective.choose.say(**way.reading))
            for perspective in way.questionnaire.perspectives
        ),
        "chosen": () if way.draft.perspective is None else (way.draft.perspective,),
    }


def _team_page(way: Route) -> dict[str, Any]:
    return {
        "kind": "team",
        "heading": way.say("team_heading"),
        "body": way.say("team_body"),
        "choices": (
            *(Choice(value=team, label=team) for team in way.teams),
            Choice(value=NO_TEAM, label=way.say("team_none")),
        ),
        "chosen": () if way.draft.team is None else (way.draft.team,),
    }


def _start_page(way: Route, code: str) -> dict[str, Any]:
    body = way.say("start_body", count=len(way.asked))
    coming_back = way.say("start_code", code=code) if code else way.say("start_no_code")
    return {"kind": "start", "heading": way.say("start_heading"), "body": f"{body}\n\n{coming_back}"}


def _statement_page(way: Route) -> dict[str, Any]:
    challenge, statement = way.here
    asked = way.asked
    n, title = asked.index((challenge, statement)), challenge.title.say(**way.reading)
    opens = n == 0 or asked[n - 1][0] != challenge
    comment = way.draft.comments.get(challenge.id, "")
    return {
        "kind": "statement",
        "heading": title,
        "section": challenge.id,
        "about": challenge.about.say(**way.reading) if opens else "",
        "body": statement.say(way.draft.perspective or "", **way.reading),
        "hint": way.questionnaire.scale.question.say(**way.reading),
        "choices": way.scale,
        "chosen": (way.draft.answers[statement.id],) if statement.id in way.draft.answers else (),
        "progress": (n + 1, len(asked)),
        "place": way.say("place", n=n + 1, count=len(asked)),
        "comment": comment,
        "comment_label": way.say("comment_label", title=title),
        "warning": comment_warning(comment, **way.reading),
    }


def _priorities_page(way: Route) -> dict[str, Any]:
    limit = way.priorities_limit
    return {
        "kind": "priorities",
        "heading": way.say("priorities_heading"),
        "body": way.say("priorities_one" if limit == 1 else "priorities_body", limit=limit),
        "hint": way.say("priorities_chosen", titles=_ranked(way)) if way.draft.priorities else "",
        "choices": tuple(
            Choice(value=challenge.id, label=challenge.title.say(**way.reading))
            for challenge in way.questionnaire.challenges
        ),
        "chosen": way.draft.priorities,
    }


def _ranked(way: Route) -> str:
    """The priorities chosen: "1 Choice; 2 Everyday contact"."""
    titles = {challenge.id: challenge.title.say(**way.reading) for challenge in way.questionnaire.challenges}
    return "; ".join(f"{n} {titles[chosen]}" for n, chosen in enumerate(way.draft.priorities, 1))


def _review_page(way: Route) -> dict[str, Any]:
    rows = _rows(way)
    given = list(way.draft.answers.values())
    dont_know, not_applicable = given.count(DONT_KNOW), given.count(NOT_APPLICABLE)
    scale = way.questionnaire.scale
    body = way.say(
        "review_body",
        count=len(rows),
        answered=len(given) - dont_know - not_applicable,
        dont_know_label=scale.dont_know.say(**way.reading),
        dont_know=dont_know,
        not_applicable_label=scale.not_applicable.say(**way.reading),
        not_applicable=not_applicable,
        blank=len(rows) - len(given),
    )
    return {
        "kind": "review",
        "heading": way.say("review_heading"),
        "body": body,
        "hint": way.say("review_hint"),
        "entries": (*_page_entries(way), *_comment_entries(way)),
        "rows": rows,
        "warning": _review_warning(way),
    }


def _page_entries(way: Route) -> Iterator[Entry]:
    """What was chosen on the pages without statements, whether it was asked or known beforehand."""
    chosen = {
        "consent": ("consent_label", _label(_consent_page(way))),
        "you": ("perspective_heading", _label(_perspective_page(way))),
        "team": ("team_heading", _label(_team_page(way))),
        "priorities": ("priorities_heading", _ranked(way)),
    }
    editable, asked = way.pages_to_edit, way.steps
    for name, (heading, answer) in chosen.items():
        if answer or PAGES[name] in asked:
            edit = name if name in editable else ""
            yield Entry(text=way.say(heading), answer=answer or way.say("blank"), edit=edit)


def _label(page: Mapping[str, Any]) -> str:
    """What was chosen on a page with one choice; empty when nothing was."""
    labels = {choice.value: choice.label for choice in page["choices"]}
    return "".join(labels.get(chosen, chosen) for chosen in page["chosen"])


def _comment_entries(way: Route) -> Iterator[Entry]:
    for number, title, comment in _comments(way):
        said = " ".join(comment.split())
        short = f"{said[:COMMENT_SHOWN].rstrip()}…" if len(said) > COMMENT_SHOWN else said
        yield Entry(text=way.say("comment_label", title=title), answer=short, edit=str(number))


def _comments(way: Route) -> Iterator[tuple[int, str, str]]:
    """Each comment in the order asked: the number of its challenge's first statement, the title, the words."""
    waiting = dict(way.draft.comments)
    for number, (challenge, _) in enumerate(way.asked, 1):
        if challenge.id in waiting:
            yield number, challenge.title.say(**way.reading), waiting.pop(challenge.id)


def _rows(way: Route) -> tuple[Row, ...]:
    labels = {choice.value: choice.label for choice in way.scale}
    return tuple(
        Row(
            number=number,
            text=statement.say(way.draft.perspective or "", **way.reading),
            answer=labels.get(way.draft.answers.get(statement.id, ""), way.say("blank")),
            blank=statement.id not in way.draft.answers,
        )
        for number, (_, statement) in enumerate(way.asked, 1)
    )


def _review_warning(way: Route) -> str:
    return "\n".join(
        way.say("identifying_review", title=title, kinds=kinds, n=number)
        for number, title, comment in _comments(way)
        if (kinds := _kinds(comment, **way.reading))
    )


def _end_page(way: Route) -> dict[str, Any]:
    status = way.draft.status
    body = [way.say(f"{status}_body"), *([] if status == "declined" else [way.say("support")])]
    return {"kind": "end", "heading": way.say(f"{status}_heading"), "body": "\n\n".join(body)}


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
