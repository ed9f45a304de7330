"""For the ward's noticeboard: what people said, what was tried, what came of it. And who does what next."""

from imroc_audit.model.study import ActionStudy, MeasureStudy
from imroc_audit.pdsa.words import typed
from imroc_audit.report import numbers, pdsa, words
from imroc_audit.report.agreed import priorities as agreed_priorities
from imroc_audit.report.audit import Audit
from imroc_audit.report.document import Cell, Column, NextSteps, Row, Section, Table
from imroc_audit.report.told import due, is_due, led_by, name, review, said, shortened

ENDED = {"adopted": "We keep doing this.", "abandoned": "We stopped this."}


def section(audit: Audit) -> Section | None:
    """“You said, we did”, earlier actions first; None where nothing was agreed or tried."""
    loop = audit.loop
    if loop is None:
        return None
    actions = (*loop.earlier_actions, *loop.actions)
    rows = [_row(audit, study) for study in actions]
    tried = {study.action.challenge for study in pdsa.under_way(loop)}
    rows += [
        Row(
            head=Cell(text=said(one.reason), small=_title(audit, one.challenge)),
            cells=(Cell(text="Nothing yet. We are planning what to try."), Cell(text="–")),
        )
        for one in agreed_priorities(audit)
        if one.challenge not in tried
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
                columns=(Column(text="You said"), Column(text="We tried"), Column(text="What happened")),
                rows=tuple(rows),
                look="words large",
            ),
        ),
    )


def next_steps(audit: Audit) -> NextSteps | None:
    """The one next thing to do, and the open actions with their leads and review dates."""
    loop = audit.loop
    if loop is None or not (loop.agreement or pdsa.under_way(loop)):
        return None
    still = sorted((one for one in pdsa.under_way(loop) if one.status == "open"), key=review)
    return NextSteps(
        anchor="next-steps",
        title="Next steps",
        first=first_step(audit),
        sentences=() if still else ("No action is open.",),
        tables=(_open(audit, still),) if still else (),
    )


def first_step(audit: Audit) -> str:
    """The one next thing: what is overdue, then what has no action yet, then the nearest review."""
    loop = audit.loop
    actions = pdsa.under_way(loop) if loop else ()
    still = sorted((one for one in actions if one.status == "open"), key=review)
    planned = {one.action.challenge for one in actions}
    bare = [one.challenge for one in agreed_priorities(audit) if one.challenge not in planned]
    if still and is_due(still[0], audit.summary.today):
        late = due(review(still[0]), audit.summary.today)
        return f"Study “{shortened(still[0].action.aim)}” and decide: adopt, adapt or abandon. Its review is {late}."
    if bare:
        return f"Plan a first small test for “{audit.title(bare[0])}”. It was agreed as a priority and has no action."
    if still:
        return f"Go on with “{shortened(still[0].action.aim)}” until its review on {numbers.day(review(still[0]))}."
    if loop and not loop.agreement:
        return "Meet as a mixed group and agree on stages and priorities."
    return "Tell everyone what came of it, and ask them all again in the next audit cycle."


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
            found = [one.reason for one in agreement.priorities if one.challenge == study.action.challenge]
            return Cell(text=said(found[0]), small=title) if found else Cell(text=title)
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
    first, last = study.observations[0].value, study.observations[-1].value
    text = f"{name(study.measure)}: {typed(first)} at first, {typed(last)} now ({words.one_line(study.measure.unit)})."
    shift = study.run_chart.shifts[-1] if study.run_chart.shifts else ()
    if len(study.observations) - 1 not in shift:
        return f"{text} This can still be chance."
    better = (last > (study.run_chart.median or 0)) == (study.measure.direction == "up")
    return f"{text} {'It is better' if better else 'It is worse'}, for too long to be chance."


def _title(audit: Audit, challenge: str) -> str:
    """The challenge's title in plain words, where it has an Easy Read form."""
    found = [one for one in audit.questionnaire.challenges if one.id == challenge]
    return words.one_line(found[0].title.say(easy_read=True, language=words.LANGUAGE)) if found else challenge


def _open(audit: Audit, actions: list[ActionStudy]) -> Table:
    return Table(
        id="t-next-steps",
        caption="Open actions, the nearest review first",
        columns=(Column(text="Action"), Column(text="Who (role)"), Column(text="Now"), Column(text="Next review")),
        rows=tuple(
            Row(
                head=Cell(
                    text=shortened(one.action.aim),
                    small=audit.called.challenges.get(one.action.challenge, one.action.challenge),
                ),
                cells=(
                    Cell(text=led_by(one)),
                    Cell(text=f"PDSA cycle {one.current}, {one.pdsa_cycles[one.current - 1].plan.scale}"),
                    Cell(
                        text=numbers.day(review(one)),
                        small=due(review(one), audit.summary.today),
                        look="strong" if is_due(one, audit.summary.today) else "",
                    ),
                ),
            )
            for one in actions
        ),
        look="words steps",
    )
