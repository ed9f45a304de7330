"""How the numbers came about, what is hidden and why, and where the methods were published."""

from typing import Final

from imroc_audit.analysis.consensus import CLOSE, DIVIDED
from imroc_audit.model.results import SMALL_BASE
from imroc_audit.report.action_report.audit import Audit
from imroc_audit.report.document import Cell, Method, Note, Row, Table, TableColumn
from imroc_audit.report.text import numbers, words
from imroc_audit.report.text.hidden import Called, by_reason, hidden_words
from imroc_audit.report.text.perspectives import perspective_columns
from imroc_audit.report.text.prose import notes, paragraphs

HIDDEN: Final = "What is hidden, and why"
WORKED_OUT: Final = "How the numbers are worked out"
CARE: Final = "Comments and accessibility"


def method(audit: Audit) -> Method:
    """The method and data note."""
    sources = paragraphs("method", "Sources")
    return Method(
        anchor="method",
        title="Method and data",
        groups=(
            ("What this report rests on", _basis(audit)),
            (HIDDEN, _hidden(audit)),
            (WORKED_OUT, (*notes("method", WORKED_OUT, divided=DIVIDED, close=CLOSE), *_loop(audit))),
            (CARE, _care(audit)),
        ),
        tables=(_reliability(audit),) if _any_alpha(audit) else (),
        citations=tuple(dict.fromkeys((*map(words.one_line, audit.questionnaire.citation), *sources))),
    )


def _loop(audit: Audit) -> tuple[Note, ...]:
    """What comparisons and run charts rest on, where there are any."""
    studies = (*audit.loop.actions, *audit.loop.earlier_actions) if audit.loop else ()
    charted = any(measured.observations for study in studies for measured in study.measures)
    change = notes("method", "Change") if audit.summary.change else ()
    return (*change, *(notes("method", "Run charts") if charted else ()))


def _basis(audit: Audit) -> tuple[Note, ...]:
    stamp, summary = audit.results.questionnaire, audit.summary
    return (
        Note(
            term="Questionnaire",
            text=(
                (
                    f"{stamp.id}, version {stamp.version}: {len(audit.questionnaire.challenges)} challenges, "
                    f"{len(audit.questionnaire.statements)} statements."
                ),
                f"SHA-256 of its wording: {stamp.hash}",
            ),
        ),
        Note(
            term="Audit cycle",
            text=(
                (
                    f"{words.one_line(audit.results.audit_cycle)}, open from {numbers.day(summary.opened)} "
                    f"to {numbers.day(summary.closed)}. Report made on {numbers.day(summary.today)}."
                ),
            ),
        ),
        Note(term="How answers came", text=_ways(audit)),
        *notes("method", "Stages"),
    )


def _ways(audit: Audit) -> tuple[str, ...]:
    """How many answers were not given in the survey itself, so that a reader can ask where they come from."""
    threshold, names = audit.results.threshold, {"import": "Imported from elsewhere", "paper": "Typed in from paper"}
    sources = tuple(
        f"{names.get(mode, mode)}: {f'{n:,} or more' if n else f'fewer than {threshold}'}."
        for mode, n in audit.summary.brought.items()
    )
    if not any(audit.results.respondents.values()):
        return ("There are no answers that can be shown.",)
    return sources or ("All answers of the groups that are shown were given in the survey itself.",)


def _hidden(audit: Audit) -> tuple[Note, ...]:
    """The rule, then what it hides, by reason."""
    threshold = audit.results.threshold
    rule = notes("method", HIDDEN, threshold=threshold, small_base=SMALL_BASE)
    called = Called(audit.called.labels, audit.called.challenges)
    reasons = by_reason(hidden_words(audit.results.hidden, threshold, called))
    left_out = tuple(Note(term=words.capital(why), text=(f"{words.capital(what)}.",)) for why, what in reasons.items())
    return (*rule, *(left_out or (Note(term="In this report", text=("Nothing had to be hidden.",)),)))


def _care(audit: Audit) -> tuple[Note, ...]:
    shown, waiting = len(audit.summary.comments), audit.summary.comments_waiting
    have = "1 comment is" if shown == 1 else f"{shown:,} comments are" if shown else "No comment is"
    wait = "None is waiting." if not waiting else "1 is waiting." if waiting == 1 else f"{waiting:,} are waiting."
    return notes("method", CARE, printed=have, waiting=wait)


def _any_alpha(audit: Audit) -> bool:
    return any(v.alpha is not None for c in audit.results.challenges for v in c.perspectives.values())


def _reliability(audit: Audit) -> Table:
    rows = []
    for result in audit.results.challenges:
        alphas = [
            view.alpha if (view := result.perspectives.get(perspective)) else None for perspective in audit.perspectives
        ]
        cells = tuple(Cell(text="–" if alpha is None else numbers.decimal(alpha, 2), look="num") for alpha in alphas)
        rows.append(Row(head=Cell(text=f"{audit.called.numbers[result.id]}. {audit.title(result.id)}"), cells=cells))
    return Table(
        id="t-reliability",
        caption="Reliability (Cronbach’s alpha) by challenge and perspective",
        columns=(TableColumn(text="Challenge"), *perspective_columns(audit.perspectives, "num")),
        rows=tuple(rows),
        notes=("A dash stands where it is hidden or cannot be worked out.",),
    )
