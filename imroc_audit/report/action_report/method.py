"""How the numbers came about, what is hidden and why, and where the methods were published."""

from imroc_audit.analysis.consensus import CLOSE, DIVIDED
from imroc_audit.model.results import SMALL_BASE
from imroc_audit.report.action_report.audit import Audit, perspective_columns
from imroc_audit.report.document import Cell, Column, Method, Note, Row, Table
from imroc_audit.report.text import numbers, words
from imroc_audit.report.text.hidden import Called, by_reason, hidden_words

FORMULAS = (
    Note(
        term="Challenge score",
        text=(
            (
                "Each person’s score is the mean of the statements they answered, turned into 0 to 100. It "
                "counts only if "
                "they answered at least half of the statements that apply to them. A perspective’s "
                "score is the "
                "mean of its "
                "people’s scores. “Don’t know”, “not applicable” and skipped statements are left out "
                "of every "
                "mean."
            ),
        ),
    ),
    Note(
        term="Equal voice",
        text=(
            (
                "The organisation’s score is the plain mean of the perspectives’ scores, never of all people "
                "together. "
                "So many answers from one side do not drown a few from another. It is given only "
                "where at least "
                "two "
                "perspectives can be shown."
            ),
        ),
    ),
    Note(
        term="95% interval",
        text=(
            (
                "Student’s t interval of the mean. Where the head count N is known it is made "
                "narrower by the "
                "finite "
                "population correction: the square root of (N − n) / (N − 1). It allows for chance in who "
                "answered, "
                "not for people who chose not to answer."
            ),
        ),
    ),
    Note(
        term="Gap",
        text=(
            (
                "The difference between two perspectives’ scores, with Welch’s interval for unequal "
                "variances. "
                "“In 79 of 100 random pairs” is the probability of superiority, (Cliff’s delta + 1) / 2; "
                "pairs that give the same score count half to each side (Cliff 1993, Psychological Bulletin "
                "114:494-509)."
            ),
        ),
    ),
    Note(
        term="Opinion inside a group",
        text=(
            (
                "Consensus of Tastle and Wierman (2007, International Journal of Approximate Reasoning "
                "45:531-545): "
                "1 when everyone gives the same answer, 0 when half sit at each end. "
                f"Below {DIVIDED} this report says divided, from {CLOSE} upwards close together, "
                "else mixed. "
                "These limits are the tool’s own reading: none have been published."
            ),
        ),
    ),
    Note(
        term="Reliability",
        text=(
            (
                "Cronbach’s alpha (1951, Psychometrika 16:297-334), from people who answered every "
                "statement of "
                "the "
                "challenge. It says whether the statements rise and fall together. A low value "
                "means: look at "
                "the "
                "statements one by one."
            ),
        ),
    ),
    Note(
        term="Priorities",
        text=(
            (
                "Borda points: with m challenges, a first choice is worth m − 1 points, the next m − "
                "2, and so "
                "on. "
                "Points per voter are worked out for each perspective, then averaged so that each "
                "perspective "
                "counts the same."
            ),
        ),
    ),
    Note(
        term="Rounding",
        text=(
            (
                "Everything is worked out from unrounded numbers and rounded once, for print, but for scores "
                "that are rounded so that they give away nobody who left a statement out. So a gap can "
                "differ by one "
                "from the two scores beside it, and shares may not add up to 100."
            ),
        ),
    ),
)

CHANGE = Note(
    term="Change since the last audit cycle",
    text=(
        (
            "Welch’s (1947, Biometrika 34:28-35) test of the difference between two audit cycles, from what is "
            "published of each, for every challenge and perspective. p values are adjusted over all of them by Holm’s "
            "method (1979, Scandinavian Journal of Statistics 6:65-70); a change is called clear when the adjusted p "
            "is below 0.05. A score is compared only where every statement behind it was asked in the same words on "
            "the same scale."
        ),
    ),
)
RUN_CHARTS = Note(
    term="Run charts",
    text=(
        (
            "The rules of Perla, Provost & Murray (2011, BMJ Quality and Safety 20:46-51), from ten values upwards: a "
            "shift is six or more values in a row on one side of the median, a trend is five or more that all rise or "
            "all fall. The number of runs is held against the exact distribution of Wald and Wolfowitz (1940)."
        ),
    ),
)

SOURCES = (
    ("Sainsbury Centre for Mental Health (2009) Implementing Recovery: A new framework for organisational change."),
    "Shepherd, Boardman & Burns (2010) Implementing Recovery: A methodology for organisational change.",
    (
        "Perkins & Slade (2012) Recovery in England: transforming statutory services? "
        "International Review of Psychiatry 24(1):29-39."
    ),
    (
        "Taylor et al. (2014) Systematic review of the application of the plan-do-study-act method. "
        "BMJ Quality and Safety 23(4):290-298."
    ),
)


def method(audit: Audit) -> Method:
    """The method and data note."""
    return Method(
        anchor="method",
        title="Method and data",
        groups=(
            ("What this report rests on", _basis(audit)),
            ("What is hidden, and why", _hidden(audit)),
            ("How the numbers are worked out", (*FORMULAS, *_loop(audit))),
            ("Comments and accessibility", _care(audit)),
        ),
        tables=(_reliability(audit),) if _any_alpha(audit) else (),
        citations=tuple(dict.fromkeys((*(words.one_line(c) for c in audit.questionnaire.citation), *SOURCES))),
    )


def _loop(audit: Audit) -> tuple[Note, ...]:
    """What comparisons and run charts rest on, where there are any."""
    studies = (*audit.loop.actions, *audit.loop.earlier_actions) if audit.loop else ()
    charted = any(measured.observations for study in studies for measured in study.measures)
    return (*((CHANGE,) if audit.summary.change else ()), *((RUN_CHARTS,) if charted else ()))


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
        Note(
            term="Stages",
            text=(
                (
                    "Engagement, development and transformation are for a mixed group to agree on, with "
                    "evidence. "
                    "They are never worked out from scores."
                ),
            ),
        ),
    )


def _ways(audit: Audit) -> tuple[str, ...]:
    """How many answers were not given in the survey itself, so that a reader can ask where they come from."""
    threshold, names = audit.results.threshold, {"import": "Imported from elsewhere", "paper": "Typed in from paper"}
    found = tuple(
        f"{names.get(mode, mode)}: {f'{n:,} or more' if n else f'fewer than {threshold}'}."
        for mode, n in audit.summary.brought.items()
    )
    if not any(audit.results.respondents.values()):
        return ("There are no answers that can be shown.",)
    return found or ("All answers of the groups that are shown were given in the survey itself.",)


def _hidden(audit: Audit) -> tuple[Note, ...]:
    """The rule, then what it hides, by reason."""
    threshold = audit.results.threshold
    rule = Note(
        term="The rule",
        text=(
            (
                f"A group of fewer than {threshold} people is hidden, with everything worked out from "
                "it. More "
                "is hidden "
                "where a total would give a hidden number away. Hidden is not nought: 0 is printed as 0."
            ),
            f"Groups of fewer than {SMALL_BASE} people are marked “small base”.",
        ),
    )
    called = Called(audit.called.labels, audit.called.challenges)
    reasons = by_reason(hidden_words(audit.results.hidden, threshold, called))
    found = tuple(Note(term=words.capital(why), text=(f"{words.capital(what)}.",)) for why, what in reasons.items())
    return (rule, *(found or (Note(term="In this report", text=("Nothing had to be hidden.",)),)))


def _care(audit: Audit) -> tuple[Note, ...]:
    shown, waiting = len(audit.summary.comments), audit.summary.comments_waiting
    have = "1 comment is" if shown == 1 else f"{shown:,} comments are" if shown else "No comment is"
    wait = "None is waiting." if not waiting else "1 is waiting." if waiting == 1 else f"{waiting:,} are waiting."
    return (
        Note(
            term="Comments",
            text=(
                (
                    "A comment is printed only after someone has read it and allowed it, with names "
                    "and other "
                    "identifying "
                    f"words taken out. {have} printed. {wait}"
                ),
            ),
        ),
        Note(
            term="Accessibility",
            text=(
                (
                    "This report is made to meet WCAG 2.2 level AA as a web page and PDF/UA-1 as a "
                    "PDF. Every "
                    "chart has a "
                    "title, a description and its numbers in a table, and nothing is told by colour "
                    "alone. If "
                    "you need it "
                    "in another form, such as Easy Read, large print or read aloud, ask the person "
                    "who gave it "
                    "to you."
                ),
            ),
        ),
    )


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
        columns=(Column(text="Challenge"), *perspective_columns(audit)),
        rows=tuple(rows),
        notes=("A dash stands where it is hidden or cannot be worked out.",),
    )
