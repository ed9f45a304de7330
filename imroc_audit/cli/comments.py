"""`comments review`: someone reads each comment before anyone else does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from imroc_audit.cli import console

if TYPE_CHECKING:
    from rich.text import Text

    from imroc_audit.workflows.reviewing import CommentToReview, Review

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
    """Approve, redact or withhold each waiting comment. What might name someone is marked like [[this]]."""
    from imroc_audit.errors import UsageError
    from imroc_audit.workflows.reviewing import open_review

    reviewing = open_review(ctx.obj, cycle)
    found = reviewing.all() if again else reviewing.waiting()
    if not found:
        console.say("There are no comments." if again else "No comments are waiting to be read.")
        return
    if not console.is_interactive():
        raise UsageError(f"Comments to read: {len(found)}. Reading them needs a terminal.")
    for number, one in enumerate(found, start=1):
        console.say("")
        console.prose(f"Comment {number} of {len(found)}. {one.perspective}, about: {one.about}")
        _show(one)
        if not _decide(reviewing, one):
            break
    _say_what_waits(len(reviewing.waiting()))


def _show(one: CommentToReview) -> None:
    """The comment, what in it may show who someone is, and what was decided about it."""
    from imroc_audit.interview.words import words

    console.prose(_highlighted(one))
    strong = {found.kind for found in one.identifiers if found.strength == "strong"}
    for kind in dict.fromkeys(found.kind for found in one.identifiers):
        console.prose(f"  May show who someone is: {'it has' if kind in strong else 'it may have'} {words(kind)}.")
    if one.comment.status == "redacted":
        console.prose(f"Decided: redacted. What is shown: {one.comment.shown}")
    elif one.comment.status != "waiting":
        console.say(f"Decided: {one.comment.status}.")


def _decide(reviewing: Review, one: CommentToReview) -> bool:
    """Ask until there is a decision. False when the reader wants to stop."""
    later = "leave for later" if one.comment.status == "waiting" else "leave as it is"
    while True:
        console.prose(f"1 approve, 2 redact, 3 withhold, 4 {later}, 5 stop")
        answer = str(typer.prompt("Your choice, 1 to 5")).strip()
        if answer == "1":
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
    written = str(typer.prompt("Text to show instead", default="", show_default=False)).strip() or suggested
    return "" if written.casefold() == "back" else written


def _say_what_waits(waiting: int) -> None:
    if not waiting:
        console.say("All comments have been read.")
        return
    console.say(f"Comments that still wait: {waiting}. What you decided is kept.")
    console.tell("To go on: imroc-audit comments review")


def _highlighted(one: CommentToReview) -> Text:
    """The comment with what may name someone marked by brackets and by style, never by colour alone."""
    from rich.text import Text

    text, end = Text(), 0
    for identifier in sorted(one.identifiers, key=lambda found: found.start):
        if identifier.start < end:
            continue
        text.append(one.comment.text[end : identifier.start])
        text.append(f"[[{one.comment.text[identifier.start : identifier.end]}]]", style="bold reverse")
        end = identifier.end
    text.append(one.comment.text[end:])
    return text
