"""Who took part: counts and response rates by perspective and team, and who is not heard."""

from typing import Final

from imroc_audit.model.ids import PerspectiveId, TeamName
from imroc_audit.model.response import NO_TEAM
from imroc_audit.model.results import SMALL_BASE
from imroc_audit.report.action_report.audit import Audit, team_name
from imroc_audit.report.document import Cell, Flag, Row, Section, Table, TableColumn
from imroc_audit.report.text import numbers, prose, words
from imroc_audit.report.text.cells import count_cell, notes, small_base
from imroc_audit.report.text.perspectives import perspective_columns

READING: Final = "How to read the numbers"


def section(audit: Audit) -> Section:
    """The sentences and the table of perspectives by team."""
    return Section(
        anchor="people",
        title="Who took part",
        sentences=tuple(filter(None, (total(audit), rates(audit), *quiet(audit), lopsided(audit), no_teams(audit)))),
        tables=(table(audit),),
        notes_title=READING if audit.heard else "",
        notes=prose.notes("method", READING, small_base=SMALL_BASE) if audit.heard else (),
        look=audit.look,
    )


def total(audit: Audit) -> str:
    """How many people answered, by perspective."""
    everyone = audit.results.participation.total
    parts = [
        f"{numbers.count(n)} {audit.called.inline(perspective)}"
        for perspective in audit.perspectives
        if (n := audit.results.respondents.get(perspective))
    ]
    if everyone == 0:
        return "Nobody answered."
    if everyone is None:
        few = "People answered, but too few for any number to be shown without showing who they are."
        return f"Of those who answered, we can show {words.join(parts)}." if parts else few
    if not parts:
        return f"{words.capital(numbers.people(everyone))} answered."
    return f"{words.capital(numbers.people(everyone))} answered: {words.join(parts)}."


def rates(audit: Audit) -> str:
    """The response rate of each perspective whose head count is known."""
    parts = []
    for perspective in audit.perspectives if audit.results.participation.total != 0 else ():
        answered, heads = audit.results.respondents.get(perspective), heads_of(audit, perspective)
        if answered is not None and heads and answered <= heads:
            parts.append(f"{numbers.percent(answered, heads)} of {audit.called.inline(perspective)}")
    return f"That is {words.join(parts)} who could have answered." if parts else ""


def quiet(audit: Audit) -> tuple[str, ...]:
    """The perspectives this report cannot speak for; nothing more where nobody answered at all."""
    if audit.results.participation.total == 0:
        return ()
    respondents = audit.results.respondents
    nobody = [perspective for perspective in audit.perspectives if respondents.get(perspective) == 0]
    unseen = [
        perspective
        for perspective in audit.perspectives
        if perspective in respondents and respondents[perspective] is None
    ]
    small = [perspective for perspective in audit.perspectives if 0 < (respondents.get(perspective) or 0) < SMALL_BASE]
    sentences = []
    if nobody:
        who = words.join([audit.called.inline(perspective) for perspective in nobody], "or")
        sentences.append(f"Nobody answered as {who}. Nothing in this report speaks for them.")
    if unseen:
        sentences.append(
            f"The answers of {audit.called.all(unseen)} cannot be shown without showing who gave them. "
            "They were heard, but this report cannot repeat what they said."
        )
    if small:
        who = audit.called.all(small)
        from_whom = f"each of {who}" if len(small) > 1 else who
        sentences.append(f"Fewer than {SMALL_BASE} answers came from {from_whom}. Read their numbers with care.")
    return tuple(sentences)


def lopsided(audit: Audit) -> str:
    """Says so when one perspective gave most of the answers, and what equal voice does about it."""
    everyone = audit.results.participation.total
    shares = [
        (n, perspective) for perspective in audit.perspectives if (n := audit.results.respondents.get(perspective))
    ]
    if not everyone or len(audit.perspectives) < 2 or not shares or max(shares)[0] * 2 <= everyone:
        return ""
    n, perspective = max(shares)
    return (
        f"{words.capital(numbers.percent(n, everyone))} of all answers come from "
        f"{audit.called.inline(perspective)}. "
        "Each perspective counts the same in this report, however many people answered."
    )


def no_teams(audit: Audit) -> str:
    """The teams whose numbers are all hidden, or that sent no answer."""
    if audit.results.participation.total == 0:
        return ""
    teams = {team: n for team, n in audit.results.participation.teams.items() if team != NO_TEAM}
    hidden = [team_name(team) for team, n in teams.items() if n is None and not _any_cell(audit, team)]
    empty = [team_name(team) for team, n in teams.items() if n == 0]
    sentences = [f"No number can be shown for {words.join(hidden)}."] if hidden else []
    if empty:
        sentences.append(f"Nobody answered from {words.join(empty, 'or')}.")
    return " ".join(sentences)


def heads_of(audit: Audit, perspective: PerspectiveId, team: TeamName | None = None) -> int | None:
    """How many people could have answered; None where any part of it is not known, or one team's cannot be right."""
    known = audit.results.participation.head_counts.get(perspective, {})
    if team is not None:
        return known.get(team)
    if perspective in audit.results.participation.doubtful:
        return None
    teams = [name for name in audit.results.participation.counts.get(perspective, {}) if name != NO_TEAM]
    return sum(known[name] for name in teams) if teams and all(name in known for name in teams) else None


def table(audit: Audit) -> Table:
    """Teams down, perspectives across, totals last."""
    part = audit.results.participation
    teams = list(dict.fromkeys([*part.teams, *(team for row in part.counts.values() for team in row)]))
    rows = [_team_row(audit, team) for team in teams]
    totals = [
        _cell(part.perspectives.get(perspective), heads_of(audit, perspective), flag=True)
        for perspective in audit.perspectives
    ]
    rows.append(Row(head=Cell(text="All teams"), cells=(*totals, _cell(part.total, None)), look="total"))
    if teams == [NO_TEAM]:
        rows = rows[-1:]
    return Table(
        id="t-people",
        caption="How many people answered, by team and perspective",
        columns=(
            TableColumn(text="Team"),
            *perspective_columns(audit.perspectives, "num"),
            TableColumn(text="Everyone", look="num"),
        ),
        rows=tuple(rows),
        notes=(*notes(rows), *words.head_count_notes(part, audit.called.labels)),
    )


def _team_row(audit: Audit, team: TeamName) -> Row:
    part = audit.results.participation
    cells = [
        _cell(row[team], heads_of(audit, perspective, team))
        if team in (row := part.counts.get(perspective, {}))
        else Cell(text="–")
        for perspective in audit.perspectives
    ]
    known = [heads_of(audit, perspective, team) for perspective in audit.perspectives]
    heads = None if None in known else sum(n for n in known if n is not None)
    everyone = _cell(part.teams[team], heads) if team in part.teams else Cell(text="–")
    return Row(head=Cell(text=team_name(team)), cells=(*cells, everyone))


def _cell(answered: int | None, heads: int | None, *, flag: bool = False) -> Cell:
    is_small = flag and answered is not None and 0 < answered < SMALL_BASE
    small = [] if not heads else [f"of {heads:,}"]
    if answered is not None and heads:
        small = [f"of {heads:,} ({numbers.percent(answered, heads)})"]
        if answered > heads:
            small = [f"of {heads:,}: check the head count"]
    if is_small:
        small.append(words.SMALL_BASE_WORDS)
    cell = count_cell(answered)
    flags: tuple[Flag, ...] = ("nobody",) if answered == 0 else small_base(is_small)
    return cell.model_copy(update={"small": ", ".join(small), "flags": (*cell.flags, *flags)})


def _any_cell(audit: Audit, team: TeamName) -> bool:
    return any(row.get(team) for row in audit.results.participation.counts.values())
