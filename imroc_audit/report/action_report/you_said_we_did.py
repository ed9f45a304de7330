"""For the ward's noticeboard: what people said, what was tried, what came of it. And who does what next."""

from collections.abc import Iterator
from typing import Final

from imroc_audit.model.ids import ChallengeId
from imroc_audit.model.study import ActionStudy, MeasureStudy
from imroc_audit.pdsa.loop import under_way
from imroc_audit.pdsa.next_thing import Thing, is_due, next_thing, review, without_action
from imroc_audit.pdsa.values import shown
from imroc_audit.report.action_report.agreement import priorities as agreed_priorities
from imroc_audit.report.action_report.audit import Audit
from imroc_audit.report.document import Cell, NextSteps, Row, Section, Table, TableColumn
from imroc_audit.report.text import numbers, words
from imroc_audit.report.text.actions import due, led_by, name, said, shortened

ENDED = {"adopted": "We keep doing this.", "abandoned": "We stopped this."}
FIRST: Final[dict[Thing, str]] = {
    "agree": "Meet as a mixed group and agree on stages and priorities.",
    "choose": "Agree on what to work on: there is no priority yet.",
    "ask again": "Tell everyone what came of it, and ask them all again in the next audit cycle.",
}


def section(audit: Audit) -> Section | None:
    """“You said, we did”, earlier actions first; None where nothing was agreed or tried."""
    loop = audit.loop
    if loop is None:
        return None
    actions = (*loop.earlier_actions, *loop.actions)
    rows = [_row(audit, study) for study in actions]
    bare = without_action(loop)
    rows += [
        Row(
            head=Cell(text=said(priority.reason), small=_title(audit, priority.challenge)),
            cells=(Cell(text="Nothing yet. We are planning what to try."), Cell(text="–")),
        )
        for priority in agreed_priorities(audit)
        if priority.challenge in bare
    ]
    if not rows:
        return None
    return Section(
        anchor="noticeboard",
        title="You said, we did",
        sentences=("To put up where everyone can see it. It tells what did not work, too.",),
        tables=(
            Table(
                id="t-noticeboard",
                caption="What you said, what we tried, and what happened",
                columns=(TableColumn(text="You said"), TableColumn(text="We tried"), TableColumn(text="What happened")),
                rows=tuple(rows),
                look="words large",
            ),
        ),
    )


def next_steps(audit: Audit) -> NextSteps | None:
    """The one next thing to do, the open actions with their leads and review dates, and what was decided."""
    loop = audit.loop
    if loop is None or not (loop.agreement or under_way(loop)):
        return None
    still = sorted((one for one in under_way(loop) if one.status == "open"), key=review)
    return NextSteps(
        anchor="next-steps",
        title="Next steps",
        first=first_step(audit),
        sentences=() if still else ("No action is open.",),
        tables=tuple(filter(None, (_open(audit, still), _decided(audit)))),
    )


def first_step(audit: Audit) -> str:
    """The one next thing, in a sentence."""
    if audit.loop is None:
        return FIRST["agree"]
    to_do = next_thing(audit.loop, audit.summary.today)
    if to_do.challenge is not None:
        title = audit.called.challenges.get(to_do.challenge, to_do.challenge)
        return f"Plan a first small test for “{title}”. It was agreed as a priority and has no action."
    if to_do.action is None:
        return FIRST[to_do.thing]
    aim, day = f"“{shortened(to_do.action.action.aim)}”", review(to_do.action)
    if to_do.thing == "go on":
        return f"Go on with {aim} until its review on {numbers.day(day)}."
    late = f" Its review is {due(day, audit.summary.today)}." if is_due(to_do.action, audit.summary.today) else ""
    if to_do.thing == "log":
        return f"Write down what has happened in {aim}.{late}"
    return f"Study {aim} and decide: adopt, adapt or abandon.{late}"


def _row(audit: Audit, study: ActionStudy) -> Row:
    last = study.pdsa_cycles[study.current - 1]
    return Row(
        head=_said(audit, study),
        cells=(
            Cell(text=said(last.plan.change_idea)),
            Cell(text=_happened(study)),
        ),
    )


def _said(audit: Audit, study: ActionStudy) -> Cell:
    """Why the challenge was agreed on, where that is known here, and its title in plain words."""
    title = _title(audit, study.action.challenge)
    for agreement in (audit.agreement, audit.agreement_before):
        if agreement and agreement.audit_cycle == study.action.audit_cycle:
            reasons = [
                priority.reason for priority in agreement.priorities if priority.challenge == study.action.challenge
            ]
            return Cell(text=said(reasons[0]), small=title) if reasons else Cell(text=title)
    return Cell(text=title)


def _happened(study: ActionStudy) -> str:
    """How it ended; while it is open, what is known so far."""
    studied = [one.studied for one in study.pdsa_cycles if one.studied]
    lesson = said(studied[-1].lesson) if studied else ""
    if study.status != "open":
        return f"{ENDED[study.status]} {lesson}".strip()
    seen = [_moved(one) for one in study.measures if len(one.observations) > 1]
    so_far = " ".join(filter(None, (lesson, *seen)))
    return f"We are still trying this. {so_far or 'It is too early to say more.'}"


def _moved(study: MeasureStudy) -> str:
    """A measure's first and latest value, and whether the difference is more than chance, in plain words."""
    first, last = study.observations[0], study.observations[-1]
    text = f"{name(study.measure)}: {shown(first)} at first, {shown(last)} now ({words.one_line(study.measure.unit)})."
    shift = study.run_chart.shifts[-1] if study.run_chart.shifts else ()
    if len(study.observations) - 1 not in shift:
        return f"{text} This can still be chance."
    better = (last.value > (study.run_chart.median or 0)) == (study.measure.direction == "up")
    return f"{text} {'It is better' if better else 'It is worse'}, for too long to be chance."


def _title(audit: Audit, challenge: ChallengeId) -> str:
    """The challenge's title in plain words, where it has an Easy Read form."""
    asked = next((each for each in audit.questionnaire.challenges if each.id == challenge), None)
    return words.one_line(asked.title.say(easy_read=True, language=words.LANGUAGE)) if asked else challenge


def _open(audit: Audit, actions: list[ActionStudy]) -> Table | None:
    """The open actions, and the agreed priorities that have none."""
    rows = (*(_open_row(audit, one) for one in actions), *_without_action(audit))
    if not rows:
        return None
    return Table(
        id="t-next-steps",
        caption="Open actions, the nearest review first",
        columns=(
            TableColumn(text="Action"),
            TableColumn(text="Who (role)"),
            TableColumn(text="Now"),
            TableColumn(text="Next review"),
        ),
        rows=rows,
        look="words steps",
    )


def _open_row(audit: Audit, one: ActionStudy) -> Row:
    title = audit.called.challenges.get(one.action.challenge, one.action.challenge)
    day, late = review(one), is_due(one, audit.summary.today)
    return Row(
        head=Cell(text=shortened(one.action.aim), small=title),
        cells=(
            Cell(text=led_by(one)),
            Cell(text=f"PDSA cycle {one.current}, {one.pdsa_cycles[one.current - 1].plan.scale}"),
            Cell(text=numbers.day(day), small=due(day, audit.summary.today), look="strong" if late else ""),
        ),
    )


def _without_action(audit: Audit) -> Iterator[Row]:
    bare = without_action(audit.loop) if audit.loop else ()
    for priority in agreed_priorities(audit):
        if priority.challenge in bare:
            head = Cell(text="Plan a first small test", small=audit.title(priority.challenge))
            yield Row(
                head=head, cells=(Cell(text="Nobody yet"), Cell(text="An agreed priority"), Cell(text="No date yet"))
            )


def _decided(audit: Audit) -> Table | None:
    """What was to come after the actions that are closed, the latest decision first; None where nothing was said."""
    loop = audit.loop
    ended = [
        (last.date, last.next, study)
        for study in ((*loop.earlier_actions, *loop.actions) if loop else ())
        if study.status != "open" and (last := study.pdsa_cycles[study.current - 1].studied) and last.next
    ]
    if not ended:
        return None
    return Table(
        id="t-decided",
        caption="What was decided after closed actions, the latest first",
        columns=(
            TableColumn(text="What comes next"),
            TableColumn(text="Who (role)"),
            TableColumn(text="After"),
            TableColumn(text="Decided"),
        ),
        rows=tuple(
            Row(
                head=Cell(text=said(what), small=audit.called.challenges.get(study.action.challenge, "")),
                cells=(Cell(text=led_by(study)), Cell(text=words.capital(study.status)), Cell(text=numbers.day(day))),
            )
            for day, what, study in sorted(ended, key=lambda one: one[0], reverse=True)
        ),
        look="words steps",
    )
