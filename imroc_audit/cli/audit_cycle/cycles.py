"""`cycle open | close | list` and `status`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from imroc_audit.cli import console

if TYPE_CHECKING:
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
    """Close the open audit cycle for good. After this, results exist and nobody can answer any more."""
    from imroc_audit.workflows.audit_cycle import cycles

    if begun := cycles.unfinished(ctx.obj):
        console.tell(f"Some surveys have been begun and not sent ({begun}). Closing deletes what was saved.")
    if to_mend := cycles.rejected_to_mend(ctx.obj.workspace, is_open=True):
        console.tell(to_mend)
    if console.is_interactive():
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
        console.show_json([one.model_dump(mode="json", exclude={"definition"}) for one in cycles])
        return
    if not cycles:
        console.tell("There is no audit cycle yet. Start one with: imroc-audit cycle open NAME")
    for one in cycles:
        when = f"opened {one.opened}" + (f", closed {one.closed}" if one.closed else "")
        console.say(f"{one.name}  {one.status}  {when}  {one.questionnaire_id} {one.questionnaire_version}")


def status(ctx: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show where the audit stands and the one next thing to do."""
    from imroc_audit.workflows.audit_cycle import cycles
    from imroc_audit.workflows.audit_cycle.next_step import STEPS

    found = cycles.status(ctx.obj)
    if as_json:
        console.show_json(found)
        return
    console.say(found.organisation)
    if found.audit_cycle is not None:
        console.prose(f"Audit cycle {found.audit_cycle}: {found.state}, {found.questionnaire}")
        for answered in found.answered:
            console.prose(f"  {answered.label}: {_how_many(answered, found)}")
        if any(not answered.exact for answered in found.answered):
            console.prose("  (In steps, so that nobody can be picked out by comparing numbers.)")
    if found.comments_waiting:
        console.say(f"Comments waiting to be read: {found.comments_waiting}")
    if found.open_actions:
        console.prose(f"Being tried: {', '.join(found.open_actions)}")
    for note in found.notes:
        console.prose(console.spelled_out(f"Note: {note}"))
    console.say("")
    console.prose(" > ".join(f"[{step}]" if step == found.step else step for step in STEPS))
    console.prose(console.spelled_out(f"Next: {found.next_step}"))


def _how_many(answered: Answered, found: Status) -> str:
    if answered.exact:
        return "nobody has answered yet" if found.state == "open" else "nobody answered"
    if answered.at_least:
        return f"{answered.at_least} or more answered"
    return "some people answered" if answered is found.answered[0] else f"fewer than {found.threshold}"
