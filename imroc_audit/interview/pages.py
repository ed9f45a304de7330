"""What a person sees: every page of the survey as a Screen."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from imroc_audit.interview.records import Choice, Kind, ReviewedStatement, ReviewEntry, Screen
from imroc_audit.interview.route import PAGES, Route
from imroc_audit.interview.words import COMMENT_LIMIT, words
from imroc_audit.model.record import say
from imroc_audit.model.response import DONT_KNOW, NOT_APPLICABLE
from imroc_audit.text import identifiers

COMMENT_SHOWN: Final = 200
"""Characters of a comment shown on the review page."""


def screen_of(route: Route, code: str = "") -> Screen:
    """The page the person is on. code: the return code to show, or empty when they cannot come back."""
    pages: Mapping[Kind, Callable[[Route], dict[str, Any]]] = {
        "consent": _consent_page,
        "perspective": _perspective_page,
        "team": _team_page,
        "start": lambda route: _start_page(route, code),
        "statement": _statement_page,
        "priorities": _priorities_page,
        "review": _review_page,
        "end": _end_page,
    }
    page = pages[route.kind](route)
    marks = _marks(route, page.get("choices", ()), page.get("chosen", ()))
    return Screen(step=route.draft.at, kind=route.kind, can=route.can, code=code, marks=marks, **page)


def _marks(route: Route, choices: Sequence[Choice], chosen: Sequence[str]) -> tuple[str, ...]:
    def mark(value: str) -> str:
        if value not in chosen:
            return ""
        ranked = route.kind == "priorities"
        return route.say("rank", n=chosen.index(value) + 1) if ranked else route.say("your_answer")

    return tuple(mark(choice.value) for choice in choices)


def _consent_page(route: Route) -> dict[str, Any]:
    return {
        "heading": say(route.questionnaire.title, route.draft.language),
        "body": route.questionnaire.consent.say(**route.reading),
        "choices": route.choices("consent", [route.say("agree"), route.say("decline")]),
        "chosen": ("yes",) if route.draft.status == "open" else (),
    }


def _perspective_page(route: Route) -> dict[str, Any]:
    return {
        "heading": route.say("perspective_heading"),
        "body": route.say("perspective_body"),
        "choices": route.choices(
            "perspective", [each.choose.say(**route.reading) for each in route.questionnaire.perspectives]
        ),
        "chosen": () if route.draft.perspective is None else (route.draft.perspective,),
    }


def _team_page(route: Route) -> dict[str, Any]:
    return {
        "heading": route.say("team_heading"),
        "body": route.say("team_body"),
        "choices": route.choices("team", [*route.teams, route.say("team_none")]),
        "chosen": () if route.draft.team is None else (route.draft.team,),
    }


def _start_page(route: Route, code: str) -> dict[str, Any]:
    body = route.say("start_body", count=len(route.asked))
    coming_back = route.say("start_code", code=code) if code else route.say("start_no_code")
    return {"heading": route.say("start_heading"), "body": f"{body}\n\n{coming_back}"}


def _statement_page(route: Route) -> dict[str, Any]:
    challenge, statement = route.here
    asked = route.asked
    n, title = asked.index((challenge, statement)), challenge.title.say(**route.reading)
    opens = n == 0 or asked[n - 1][0] != challenge
    comment = route.draft.comments.get(challenge.id, "")
    return {
        "heading": title,
        "section": challenge.id,
        "about": challenge.about.say(**route.reading) if opens else "",
        "body": route.worded(statement),
        "hint": route.questionnaire.scale.question.say(**route.reading),
        "choices": route.scale,
        "chosen": (route.draft.answers[statement.id],) if statement.id in route.draft.answers else (),
        "progress": (n + 1, len(asked)),
        "place": route.say("place", n=n + 1, count=len(asked)),
        "comment": comment,
        "comment_label": route.say("comment_label", title=title),
        "warning": comment_warning(comment, **route.reading),
    }


def _priorities_page(route: Route) -> dict[str, Any]:
    limit = route.priorities_limit
    return {
        "heading": route.say("priorities_heading"),
        "body": route.say("priorities_one" if limit == 1 else "priorities_body", limit=limit),
        "hint": route.say("priorities_chosen", titles=_ranked(route)) if route.draft.priorities else "",
        "choices": route.choices(
            "priorities", [challenge.title.say(**route.reading) for challenge in route.questionnaire.challenges]
        ),
        "chosen": route.draft.priorities,
    }


def _ranked(route: Route) -> str:
    """The priorities chosen: "1 Choice; 2 Everyday contact"."""
    titles = {challenge.id: challenge.title.say(**route.reading) for challenge in route.questionnaire.challenges}
    return "; ".join(f"{n} {titles[chosen]}" for n, chosen in enumerate(route.draft.priorities, 1))


def _review_page(route: Route) -> dict[str, Any]:
    rows = _rows(route)
    given = list(route.draft.answers.values())
    dont_know, not_applicable = given.count(DONT_KNOW), given.count(NOT_APPLICABLE)
    scale = route.questionnaire.scale
    body = route.say(
        "review_body",
        count=len(rows),
        answered=len(given) - dont_know - not_applicable,
        dont_know_label=scale.dont_know.say(**route.reading),
        dont_know=dont_know,
        not_applicable_label=scale.not_applicable.say(**route.reading),
        not_applicable=not_applicable,
        blank=len(rows) - len(given),
    )
    return {
        "heading": route.say("review_heading"),
        "body": body,
        "hint": route.say("review_hint"),
        "entries": (*_page_entries(route), *_comment_entries(route)),
        "rows": rows,
        "warning": _review_warning(route),
    }


def _page_entries(route: Route) -> Iterator[ReviewEntry]:
    """What was chosen on the pages without statements, whether it was asked or known beforehand."""
    chosen = {
        "consent": ("consent_label", _label(_consent_page(route))),
        "you": ("perspective_heading", _label(_perspective_page(route))),
        "team": ("team_heading", _label(_team_page(route))),
        "priorities": ("priorities_heading", _ranked(route)),
    }
    editable, asked = route.pages_to_edit, route.steps
    for name, (heading, answer) in chosen.items():
        if answer or PAGES[name] in asked:
            edit = name if name in editable else ""
            yield ReviewEntry(text=route.say(heading), answer=answer or route.say("blank"), edit=edit)


def _label(page: Mapping[str, Any]) -> str:
    """What was chosen on a page with one choice; empty when nothing was."""
    labels = {choice.value: choice.label for choice in page["choices"]}
    return "".join(labels.get(chosen, chosen) for chosen in page["chosen"])


def _comment_entries(route: Route) -> Iterator[ReviewEntry]:
    for number, title, comment in _comments(route):
        said = " ".join(comment.split())
        short = f"{said[:COMMENT_SHOWN].rstrip()}…" if len(said) > COMMENT_SHOWN else said
        yield ReviewEntry(text=route.say("comment_label", title=title), answer=short, edit=str(number))


def _comments(route: Route) -> Iterator[tuple[int, str, str]]:
    """Each comment in the order asked: the number of its challenge's first statement, the title, the words."""
    waiting = dict(route.draft.comments)
    for number, (challenge, _) in enumerate(route.asked, 1):
        if challenge.id in waiting:
            yield number, challenge.title.say(**route.reading), waiting.pop(challenge.id)


def _rows(route: Route) -> tuple[ReviewedStatement, ...]:
    labels = {choice.value: choice.label for choice in route.scale}
    return tuple(
        ReviewedStatement(
            number=number,
            text=route.worded(statement),
            answer=labels.get(route.draft.answers.get(statement.id, ""), route.say("blank")),
            blank=statement.id not in route.draft.answers,
        )
        for number, (_, statement) in enumerate(route.asked, 1)
    )


def _review_warning(route: Route) -> str:
    return "\n".join(
        route.say("identifying_review", title=title, kinds=kinds, n=number)
        for number, title, comment in _comments(route)
        if (kinds := _kinds(comment, **route.reading))
    )


def _end_page(route: Route) -> dict[str, Any]:
    status = route.draft.status
    body = [route.say(f"{status}_body"), *([] if status == "declined" else [route.say("support")])]
    return {"heading": route.say(f"{status}_heading"), "body": "\n\n".join(body)}


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
    kinds = dict.fromkeys(identifier.kind for identifier in identifiers(text))
    names = [words(kind, **reading) for kind in kinds]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {words('and', **reading)} {names[-1]}"
