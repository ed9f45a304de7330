"""`agreement.yaml` and `plan.yaml`: read with every mistake at its line, and written to read back the same."""

from collections.abc import Iterable, Iterator, Mapping
from math import isclose
from typing import Any, Final, NamedTuple

from imroc_audit.model.files.action_draft import ActionDraft
from imroc_audit.model.files.checked_yaml import (
    Check,
    PlacedEntry,
    any_of,
    as_list,
    as_mapping,
    checked,
    entries,
)
from imroc_audit.model.files.yaml_text import Problem, YamlText, read_yaml
from imroc_audit.model.files.yaml_writer import write_yaml
from imroc_audit.model.ids import AuditCycleName, ChallengeId, PerspectiveId
from imroc_audit.model.plan import Action, Agreement, Book, Day, Observation
from imroc_audit.model.record import Record

DAYS: Final = ("date", "start", "review", "baseline_until", "since")


class ClosedTerms(NamedTuple):
    """What a closed audit cycle's questionnaire knows, and when the audit cycle was closed."""

    challenges: tuple[ChallengeId, ...]
    perspectives: tuple[PerspectiveId, ...]
    closed: Day


class PlanContext(NamedTuple):
    """What a file is checked against: closed audit cycles by name, the one meant by default, the plan so far."""

    audit_cycles: Mapping[AuditCycleName, ClosedTerms]
    audit_cycle: AuditCycleName
    book: Book
    today: Day


class PlanFile(Record):
    """What `plan.yaml` holds."""

    actions: tuple[Action, ...]


def parse_agreement(text: str, source: str, context: PlanContext) -> tuple[Agreement | None, tuple[Problem, ...]]:
    """Read `agreement.yaml`. Returns the agreement, or None and every problem, in the order of the file."""
    return check_agreement(read_yaml(text, source), context)


def parse_plan(text: str, source: str, context: PlanContext) -> tuple[tuple[Action, ...], tuple[Problem, ...]]:
    """Read `plan.yaml`. Returns its actions; where there are problems, all of them and no action."""
    return check_plan(read_yaml(text, source), context)


def check_agreement(yaml: YamlText, context: PlanContext) -> tuple[Agreement | None, tuple[Problem, ...]]:
    """The same for data that is read or typed already; `source` is empty where there is no file."""
    if isinstance(yaml.data, dict):
        yaml.data.setdefault("audit_cycle", context.audit_cycle)
    return checked(Agreement, yaml, AGREEMENT_CHECKS, context)


def check_plan(yaml: YamlText, context: PlanContext) -> tuple[tuple[Action, ...], tuple[Problem, ...]]:
    """The same for data that is read or typed already; `source` is empty where there is no file."""
    for _, action in entries(yaml.data, "actions"):
        planned = context.book.actions.get(str(action.get("id")))
        action.setdefault("audit_cycle", planned.action.audit_cycle if planned else context.audit_cycle)
    plan, problems = checked(PlanFile, yaml, PLAN_CHECKS, context)
    return (plan.actions if plan else ()), problems


def check_draft(draft: ActionDraft, context: PlanContext) -> tuple[Action | None, tuple[Problem, ...]]:
    """The action that somebody wrote at options or questions; None and every problem where it is not right yet."""
    actions, problems = check_plan(YamlText.typed({"actions": [draft.written()]}), context)
    return (actions[0] if actions else None), problems


def agreement_text(agreement: Agreement) -> str:
    """The agreement as `agreement.yaml`."""
    return write_yaml(_without_nothing(agreement.model_dump()), DAYS)


def draft_text(draft: ActionDraft) -> str:
    """What there is of an action as `plan.yaml`, to be completed there."""
    return write_yaml({"actions": [draft.written()]}, DAYS)


def plan_text(actions: Iterable[Action]) -> str:
    """Actions as `plan.yaml`."""
    return write_yaml({"actions": [_without_nothing(action.model_dump()) for action in actions]}, DAYS)


def agreed_cycle(yaml: YamlText, context: PlanContext) -> Iterator[Problem]:
    """The agreement is about a closed audit cycle, and was made after it closed and before tomorrow."""
    name, terms = yaml.data.get("audit_cycle"), _terms(yaml.data, context)
    if isinstance(name, str) and terms is None:
        yield yaml.problem(("audit_cycle",), *_not_closed(name, context))
    day = _day(yaml.data.get("date"))
    if day is not None and terms is not None and day < terms.closed:
        what = f"the meeting on {day} was before the audit cycle closed on {terms.closed}"
        yield yaml.problem(("date",), what, "Give the day on which people met to agree.")
    if day is not None and day > context.today:
        yield yaml.problem(("date",), f"the meeting on {day} is still to come", "Record it once people have met.")


def agreed_names(yaml: YamlText, context: PlanContext) -> Iterator[Problem]:
    """Every challenge and perspective is one of the questionnaire."""
    terms = _terms(yaml.data, context)
    if terms is None:
        return
    for perspective in as_mapping(yaml.data.get("room")):
        if perspective not in terms.perspectives:
            what = f"'{perspective}' is not a perspective of this questionnaire"
            yield yaml.problem(("room", perspective), what, f"Use {any_of(terms.perspectives)}.")
    for challenge in as_mapping(yaml.data.get("stages")):
        if challenge not in terms.challenges:
            yield yaml.problem(("stages", challenge), *_no_challenge(challenge, terms))
    for place, priority in entries(yaml.data, "priorities"):
        named = priority.get("challenge")
        if isinstance(named, str) and named not in terms.challenges:
            yield yaml.problem((*place, "challenge"), *_no_challenge(named, terms))


def agreed_once(yaml: YamlText, _: PlanContext) -> Iterator[Problem]:
    """A challenge is agreed as a priority once."""
    yield from _repeated(yaml, entries(yaml.data, "priorities"), "challenge", "the priority", "Keep one of the two.")


def somebody_there(yaml: YamlText, _: PlanContext) -> Iterator[Problem]:
    room = yaml.data.get("room")
    if isinstance(room, dict) and not any(isinstance(people, int) and people > 0 for people in room.values()):
        what = "nobody was in the room"
        yield yaml.problem(("room",), what, "Give the number of people by perspective, such as staff: 4.")


def action_ids(yaml: YamlText, _: PlanContext) -> Iterator[Problem]:
    """Ids are unique."""
    yield from _repeated(yaml, _actions(yaml), "id", "action", "Give one of them another id.")


def action_challenges(yaml: YamlText, context: PlanContext) -> Iterator[Problem]:
    """Each action is planned in a closed audit cycle, under one of its challenges."""
    for place, action in _actions(yaml):
        name, challenge, terms = action.get("audit_cycle"), action.get("challenge"), _terms(action, context)
        if isinstance(name, str) and terms is None:
            yield yaml.problem((*place, "audit_cycle"), *_not_closed(name, context))
        elif terms is not None and isinstance(challenge, str) and challenge not in terms.challenges:
            yield yaml.problem((*place, "challenge"), *_no_challenge(challenge, terms))


def measures(yaml: YamlText, _: PlanContext) -> Iterator[Problem]:
    """Within an action names are unique, and a target lies on the better side of its baseline."""
    for place, action in _actions(yaml):
        listed = list(entries(action, "measures", place))
        yield from _repeated(yaml, listed, "name", "the measure", "Give one of them another name.")
        for at, measure in listed:
            baseline, target = (_number(measure.get(key)) for key in ("baseline", "target"))
            better = {"up": 1, "down": -1}.get(str(measure.get("direction")), 0)
            if baseline is not None and target is not None and (target - baseline) * better < 0:
                better_way = f"when '{measure['direction']}' is better"
                what = f"the target {target:g} is worse than the baseline {baseline:g}, {better_way}"
                yield yaml.problem((*at, "target"), what, "Change the target, or the direction.")


def lines_of_measures(yaml: YamlText, _: PlanContext) -> Iterator[Problem]:
    """Lines begin anew in the order of time, and after the baseline; only a rate is told per so much."""
    for place, action in _actions(yaml):
        for at, measure in entries(action, "measures", place):
            before, what = _day(measure.get("baseline_until")), "the baseline ends"
            for rebased, one in entries(measure, "rebase", at):
                since = _day(one.get("since"))
                if since and before and since <= before:
                    told = f"the lines begin anew on {since}, and {what} on {before}"
                    yield yaml.problem((*rebased, "since"), told, "Put the days in the order of time.")
                before, what = since or before, "they begin anew"
            if measure.get("per") is not None and measure.get("kind") != "rate":
                told = "'per' is given for a measure that is not a rate"
                yield yaml.problem((*at, "per"), told, "Add 'kind: rate', or take it away.")


def counted_as_before(yaml: YamlText, context: PlanContext) -> Iterator[Problem]:
    """Shares stay in per cent and rates per as much as they were written down: one chart has one scale."""
    for place, action in _actions(yaml):
        planned = context.book.actions.get(str(action.get("id")))
        for at, measure in entries(action, "measures", place):
            recorded = planned.observations.get(str(measure.get("name")).strip(), ()) if planned else ()
            scale = {"share": 100.0, "rate": _number(measure.get("per")) or 1.0}.get(str(measure.get("kind")))
            told = next((one for one in recorded if scale and not _is_told_per(one, scale)), None)
            if told is not None:
                what = f"the measure '{measure['name']}' has values that were worked out otherwise"
                remedy = f"Keep 'kind' and 'per' as they were when {told.counted:g}/{told.of:g} became {told.value:g}."
                yield yaml.problem(at, what, remedy)


def dates(yaml: YamlText, _: PlanContext) -> Iterator[Problem]:
    """A review is not before its start, and a PDSA cycle does not start before the one before it."""
    for place, action in _actions(yaml):
        before: str | None = None
        for at, pdsa_cycle in entries(action, "pdsa_cycles", place):
            start, review = _day(pdsa_cycle.get("start")), _day(pdsa_cycle.get("review"))
            if start and review and review < start:
                what = f"the review on {review} is before the start on {start}"
                yield yaml.problem((*at, "review"), what, "Put the two dates in order.")
            if start and before and start < before:
                what = f"this PDSA cycle starts on {start}, before the one above it on {before}"
                yield yaml.problem((*at, "start"), what, "List PDSA cycles in the order of their dates.")
            before = start or before


def taken_away(yaml: YamlText, context: PlanContext) -> Iterator[Problem]:
    """What has been observed or decided keeps the measure or the PDSA cycle that it belongs to."""
    for place, action in _actions(yaml):
        planned = context.book.actions.get(str(action.get("id")))
        if planned is None:
            continue
        names = {str(one.get("name")).strip() for _, one in entries(action, "measures")}
        for name in (one for one in planned.observations if one not in names):
            what = f"the measure '{name}' has values and is not listed any more"
            yield yaml.problem((*place, "measures"), what, "Put it back under the same name.")
        begun, listed = max((*planned.log, *planned.studied), default=0), len(as_list(action.get("pdsa_cycles")))
        if listed < begun:
            what = f"PDSA cycle {begun} has been carried out and is not listed any more"
            yield yaml.problem((*place, "pdsa_cycles"), what, "Put it back.")


AGREEMENT_CHECKS: Final[tuple[Check[PlanContext], ...]] = (agreed_cycle, agreed_names, agreed_once, somebody_there)
PLAN_CHECKS: Final[tuple[Check[PlanContext], ...]] = (
    action_ids,
    action_challenges,
    measures,
    lines_of_measures,
    counted_as_before,
    dates,
    taken_away,
)


def _is_told_per(one: Observation, scale: float) -> bool:
    """Whether a value is what it was counted from on this scale; a plain number is on any."""
    return not one.of or isclose(one.value, (one.counted or 0.0) / one.of * scale, rel_tol=1e-6, abs_tol=1e-6)


def _terms(data: Mapping[str, Any], context: PlanContext) -> ClosedTerms | None:
    name = data.get("audit_cycle")
    return context.audit_cycles.get(AuditCycleName(name)) if isinstance(name, str) else None


def _not_closed(name: str, context: PlanContext) -> tuple[str, str]:
    return f"there is no closed audit cycle '{name}'", f"Use {any_of(context.audit_cycles)}."


def _no_challenge(challenge: str, terms: ClosedTerms) -> tuple[str, str]:
    return f"'{challenge}' is not a challenge of this questionnaire", f"Use {any_of(terms.challenges)}."


def _repeated(yaml: YamlText, listed: Iterable[PlacedEntry], key: str, kind: str, remedy: str) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for place, entry in listed:
        value = entry.get(key)
        if not isinstance(value, str):
            continue
        line, same = yaml.line((*place, key)), value.strip().casefold()
        if same in first:
            where = f" on line {first[same]}" if yaml.lines else ""
            yield yaml.problem((*place, key), f"{kind} '{value}' is already given{where}", remedy)
        first.setdefault(same, line)


def _actions(yaml: YamlText) -> list[PlacedEntry]:
    return list(entries(yaml.data, "actions"))


def _day(value: Any) -> str | None:
    """An ISO date, so that two can be compared; None for anything else."""
    from datetime import date

    try:
        return date.fromisoformat(str(getattr(value, "written", value))).isoformat()
    except ValueError:
        return None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _without_nothing(data: Any) -> Any:
    """The same without keys that have nothing to say."""
    if isinstance(data, dict):
        return {key: _without_nothing(value) for key, value in data.items() if value not in (None, (), {})}
    return [_without_nothing(one) for one in data] if isinstance(data, tuple) else data
