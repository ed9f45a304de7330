"""`comments review`: someone reads each comment before anyone else does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from imroc_audit.cli import console

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from imroc_audit.text import Found
    from imroc_audit.workflows.collecting.reviewing import CommentToReview, Review

app = typer.Typer(help="Read comments before anyone else sees them.", no_args_is_help=True)


@app.callback()
def comments() -> None:
    """Read comments before anyone else sees them."""


@app.command()
def review(
    ctx: typer.Context,
    cycle: Annotated[str | None, typer.Option(help="An audit cycle. Default: the last one.", metavar="NAME")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Read every comment again, and change what was decided.")
    ] = False,
) -> None:
    """Approve, redact or withhold each waiting comment. Much of what might name someone is marked like [[this]]."""
    from imroc_audit.errors import UsageError
    from imroc_audit.workflows.collecting.reviewing import Review

    reviewing = Review(ctx.obj, cycle)
    to_read = reviewing.all() if again else reviewing.waiting()
    if not to_read:
        console.say("There are no comments." if again else "No comments are waiting to be read.")
        return
    if not console.is_interactive():
        raise UsageError(f"Comments to read: {len(to_read)}. Reading them needs a terminal.")
    console.prose("Not every name is marked. Read every word.")
    for number, one in enumerate(to_read, start=1):
        console.say("")
        console.prose(f"Comment {number} of {len(to_read)}. {one.perspective}, about: {one.about}")
        _show(one)
        if not _decide(reviewing, one):
            break
    _say_what_waits(len(reviewing.waiting()))


def _show(one: CommentToReview) -> None:
    """The comment, what in it may show who someone is, and what was decided about it."""
    console.prose(*_highlighted(one))
    _warn(one.identifiers)
    if one.comment.status == "redacted":
        console.prose(f"Decided: redacted. What is shown: {one.comment.shown}")
    elif one.comment.status != "waiting":
        console.say(f"Decided: {one.comment.status}.")


def _warn(identifiers: Sequence[Found]) -> None:
    """Say what may show who someone is, once for each kind."""
    from imroc_audit.interview.words import words

    strong = {identifier.kind for identifier in identifiers if identifier.strength == "strong"}
    for kind in dict.fromkeys(identifier.kind for identifier in identifiers):
        console.prose(f"  May show who someone is: {'it has' if kind in strong else 'it may have'} {words(kind)}.")


def _decide(reviewing: Review, one: CommentToReview) -> bool:
    """Ask until there is a decision. False when the reader wants to stop."""
    later = "leave for later" if one.comment.status == "waiting" else "leave as it is"
    while True:
        console.prose(f"1 approve, 2 redact, 3 withhold, 4 {later}, 5 stop")
        answer = console.typed("Your choice, 1 to 5").strip()
        if answer == "1":
            if not _is_kept(one.comment.text):
                continue
            reviewing.approve(one.comment)
        elif answer == "2":
            shown = _redacted(one)
            if not shown:
                continue
            reviewing.redact(one.comment, shown)
        elif answer == "3":
            reviewing.withhold(one.comment)
        elif answer not in ("4", "5"):
            console.say("Please type a number from 1 to 5.")
            continue
        return answer != "5"


def _redacted(one: CommentToReview) -> str:
    """The text to show in the place of the comment; nothing when the reader would rather decide otherwise."""
    suggested = one.suggested if one.identifiers else ""
    if suggested:
        console.prose(f"Suggested: {suggested}")
        console.prose("Press Enter to take the suggestion, write other words, or type back.")
    else:
        console.prose("Write the words to show. Press Enter to go back.")
    while True:
        written = _typed("Text to show instead") or suggested
        if written.casefold() == "back":
            return ""
        if _is_kept(written):
            return written


def _is_kept(shown: str) -> bool:
    """Whether the reader keeps these words: they are asked where the words may show who someone is."""
    from imroc_audit.text import identifiers

    warnings = identifiers(shown)
    if not warnings:
        return True
    _warn(warnings)
    console.prose("Everyone who reads the report will see these words. Press Enter to keep them, or type change.")
    while (answer := _typed("Keep or change").casefold()) not in ("", "keep", "change"):
        console.say("Please type keep or change.")
    return answer != "change"


def _typed(question: str) -> str:
    """A line as a person sees it; nothing where only Enter is pressed."""
    from imroc_audit.text import clean

    return clean(console.typed(question))


def _say_what_waits(waiting: int) -> None:
    if not waiting:
        console.say("All comments have been read.")
        return
    console.say(f"Comments that still wait: {waiting}. What you decided is kept.")
    console.tell("To go on: imroc-audit comments review")


def _highlighted(one: CommentToReview) -> Iterator[str | tuple[str, str]]:
    """The comment with what may name someone marked by brackets and by style, never by colour alone."""
    text, end = one.comment.text, 0
    for identifier in one.identifiers:  # they stand in order and do not overlap
        yield text[end : identifier.start]
        yield f"[[{text[identifier.start : identifier.end]}]]", "bold reverse"
        end = identifier.end
    yield text[end:]
