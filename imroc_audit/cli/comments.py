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
    cycle: Annotated[str | None, typer.Option(help="An audit cycle. Default: the last one.")] = None,
) -> None:
    """Approve, redact or withhold each waiting comment. What might name someone is marked like [[this]]."""
    from imroc_audit.errors import UsageError
    from imroc_audit.workflows.reviewing import open_review

    reviewing = open_review(ctx.obj, cycle)
    waiting = reviewing.waiting()
    if not waiting:
        console.say("No comments are waiting to be read.")
        return
    if not console.is_interactive():
        raise UsageError(f"{len(waiting)} comments are waiting. Reading them needs a terminal.")
    for number, one in enumerate(waiting, start=1):
        console.say("")
        console.say(f"Comment {number} of {len(waiting)}. {one.perspective}, about: {one.about}")
        console.terminal().print(_highlighted(one))
        for identifier in one.identifiers:
            console.say(f"  May name someone: {identifier.kind} ({identifier.strength})")
        if not _decide(reviewing, one):
            console.say("Stopped. What you decided is kept; the rest waits.")
            return
    console.say("All comments have been read.")


def _decide(reviewing: Review, one: CommentToReview) -> bool:
    """Ask until there is a decision. False when the reader wants to stop."""
    while True:
        answer = str(typer.prompt("1 approve, 2 redact, 3 withhold, 4 leave for later, 5 stop")).strip()
        if answer == "1":
            reviewing.approve(one.comment)
        elif answer == "2":
            reviewing.redact(one.comment, typer.prompt("Text to show instead"))
        elif answer == "3":
            reviewing.withhold(one.comment)
        elif answer not in ("4", "5"):
            console.say("Please type a number from 1 to 5.")
            continue
        return answer != "5"


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
