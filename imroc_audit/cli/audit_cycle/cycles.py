"""`cycle open | close | list` and `status`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from imroc_audit.cli import console

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imroc_audit.workflows.audit_cycle.cycles import Answered, Status
    from imroc_audit.workflows.audits import Audits

app = typer.Typer(help="Open, close and list audit cycles.", no_args_is_help=True)


def register(parent: typer.Typer) -> None:
    parent.command()(status)


@app.command("open")
def open_(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="A short name, such as 2026-spring.", metavar="NAME")],
    questionnaire: Annotated[
        str, typer.Option(help="The id of a questionnaire, or its file.", metavar="ID")
    ] = "ten-challenges",
) -> None:
    """Open an audit cycle: from now on people can answer."""
    from imroc_audit.workflows.audit_cycle.cycles import carried_over, open_cycle, to_check

    audit_cycle = open_cycle(ctx.obj, name, questionnaire)
    console.say(
        f"The audit cycle '{audit_cycle.name}' is open, with {audit_cycle.questionnaire_id} "
        f"{audit_cycle.questionnaire_version}."
    )
    for check in to_check(ctx.obj):
        console.tell(check)
    if carried := carried_over(ctx.obj):
        console.say(f"Carried over, still being tried: {', '.join(record.action.id for record in carried)}")
    console.tell("Next: imroc-audit survey")


@app.command()
def close(
    ctx: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Close the open audit cycle for good. After this, results exist and nobody can answer any more.

    It asks first. Where nobody is there to ask, it needs --yes.
    """
    from imroc_audit.workflows.audit_cycle import cycles

    if begun := cycles.unfinished(ctx.obj):
        console.tell(f"Some surveys have been begun and not sent ({begun}). Closing deletes what was saved.")
    if to_mend := cycles.rejected_to_mend(ctx.obj.workspace, is_open=True):
        console.tell(to_mend)
    if not yes:
        for line in _shown_if_closed(cycles.status(ctx.obj)):
            console.tell(line)
    console.confirm("A closed audit cycle stays closed. Close it now?", yes=yes)
    audit_cycle = cycles.close_cycle(ctx.obj)
    console.say(f"The audit cycle '{audit_cycle.name}' is closed.")
    console.tell(f"Next: {cycles.status(ctx.obj).next_step}")


@app.command("list")
def list_(ctx: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List the audit cycles, oldest first."""
    audits: Audits = ctx.obj
    cycles = audits.cycles
    if as_json:
        console.show_json([audit_cycle.model_dump(mode="json", exclude={"definition"}) for audit_cycle in cycles])
        return
    if not cycles:
        console.tell("There is no audit cycle yet. Start one with: imroc-audit cycle open NAME")
    for audit_cycle in cycles:
        when = f"opened {audit_cycle.opened}" + (f", closed {audit_cycle.closed}" if audit_cycle.closed else "")
        asked = f"{audit_cycle.questionnaire_id} {audit_cycle.questionnaire_version}"
        console.say(f"{audit_cycle.name}  {audit_cycle.status}  {when}  {asked}")


def status(ctx: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show where the audit stands and the one next thing to do."""
    from imroc_audit.workflows.audit_cycle import cycles
    from imroc_audit.workflows.audit_cycle.next_step import STEPS

    audit_status = cycles.status(ctx.obj)
    if as_json:
        console.show_json(audit_status)
        return
    console.say(audit_status.organisation)
    if audit_status.audit_cycle is not None:
        console.prose(f"Audit cycle {audit_status.audit_cycle}: {audit_status.state}, {audit_status.questionnaire}")
        for answered in audit_status.answered:
            console.prose(f"  {answered.label}: {_how_many(answered, audit_status)}")
        if any(not answered.exact for answered in audit_status.answered):
            console.prose("  (In steps, so that nobody can be picked out by comparing numbers.)")
    if audit_status.comments_waiting:
        console.say(f"Comments waiting to be read: {audit_status.comments_waiting}")
    if audit_status.open_actions:
        console.prose(f"Being tried: {', '.join(audit_status.open_actions)}")
    for note in audit_status.notes:
        console.prose(console.spelled_out(f"Note: {note}"))
    console.say("")
    console.prose(" > ".join(f"[{step}]" if step == audit_status.step else step for step in STEPS))
    console.prose(console.spelled_out(f"Next: {audit_status.next_step}"))


def _shown_if_closed(audit_status: Status) -> Iterator[str]:
    """Who answered, and what there will be to show, as exactly as `status` tells it."""
    for answered in audit_status.answered:
        count = _how_many(answered, audit_status)
        whole = answered is audit_status.answered[0]
        shown = "" if whole else ": will be shown" if answered.at_least else ": will be hidden"
        yield f"{answered.label}: {count}{'' if answered.exact else shown}."


def _how_many(answered: Answered, audit_status: Status) -> str:
    if answered.exact:
        return "nobody has answered yet" if audit_status.state == "open" else "nobody answered"
    if answered.at_least:
        return f"{answered.at_least} or more answered"
    return "some people answered" if answered is audit_status.answered[0] else f"fewer than {audit_status.threshold}"
