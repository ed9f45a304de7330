"""`agreement.yaml` and `plan.yaml`: read with every mistake at its line, and written to read back the same."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import ValidationError

from imroc_audit.model.plan import Action, Agreement, Book, Day
from imroc_audit.model.record import Record
from imroc_audit.model.yaml_text import Place, Problem, YamlText, read_yaml, validation_problems
from imroc_audit.model.yaml_writer import write_yaml

DAYS: Final = ("date", "start", "review")
Entry = tuple[Place, dict[str, Any]]


class ClosedTerms(NamedTuple):
    """What a closed audit cycle's questionnaire knows, and when the audit cycle was closed."""

    challenges: tuple[str, ...]
    perspectives: tuple[str, ...]
    closed: Day


class PlanContext(NamedTuple):
    """What a file is checked against: closed audit cycles by name, the one meant by default, the plan so far."""

    audit_cycles: Mapping[str, ClosedTerms]
    audit_cycle: str
    book: Book
    today: Day


class PlanFile(Record):
    """What `plan.yaml` holds."""

    actions: tuple[Action, ...]


def parse_agreement(text: str, source: str, setting: PlanContext) -> tuple[Agreement | None, tuple[Problem, ...]]:
    """Read `agreement.yaml`. Returns the agreement, or None and every problem, in the order of the file."""
    return check_agreement(read_yaml(text, source), setting)


def parse_plan(text: str, source: str, setting: PlanContext) -> tuple[tuple[Action, ...], tuple[Problem, ...]]:
    """Read `plan.yaml`. Returns its actions; where there are problems, all of them and no action."""
    return check_plan(read_yaml(text, source), setting)


def check_agreement(yaml: YamlText, setting: PlanContext) -> tuple[Agreement | None, tuple[Problem, ...]]:
    """The same for data that is read or typed already; `source` is empty where there is no file."""
    if isinstance(yaml.data, dict):
        yaml.data.setdefault("audit_cycle", setting.audit_cycle)
    agreement, problems = _checked(Agreement, yaml, AGREEMENT_CHECKS, setting)
    return (None if problems else agreement), problems


def check_plan(yaml: YamlText, setting: PlanContext) -> tuple[tuple[Action, ...], tuple[Problem, ...]]:
    """The same for data that is read or typed already; `source` is empty where there is no file."""
    for _, action in _entries(yaml.data, "actions"):
        known = setting.book.actions.get(str(action.get("id")))
        action.setdefault("audit_cycle", known.action.audit_cycle if known else setting.audit_cycle)
    plan, problems = _checked(PlanFile, yaml, PLAN_CHECKS, setting)
    return (() if problems or plan is None else plan.actions), problems


def agreement_text(agreement: Agreement) -> str:
    """The agreement as `agreement.yaml`."""
    return write_yaml(_without_nothing(agreement.model_dump()), DAYS)


def plan_text(actions: Iterable[Action]) -> str:
    """Actions as `plan.yaml`."""
    return write_yaml({"actions": [_without_nothing(action.model_dump()) for action in actions]}, DAYS)


Check = Callable[[YamlText, PlanContext], Iterator[Problem]]


R = TypeVar("R", bound=Record)


def _checked(
    model: type[R], yaml: YamlText, checks: Iterable[Check], setting: PlanContext
) -> tuple[R | None, tuple[Problem, ...]]:
    problems = list(yaml.problems)
    if isinstance(yaml.data, dict):
        problems += [problem for check in checks for problem in check(yaml, setting)]
    record = None
    if yaml.data is not None:
        try:
            record = model.model_validate(yaml.data)
        except ValidationError as error:
            problems += validation_problems(error, yaml)
    return record, tuple(sorted(set(problems), key=lambda problem: (problem.line, problem.what)))


def agreed_cycle(yaml: YamlText, setting: PlanContext) -> Iterator[Problem]:
    """The agreement is about a closed audit cycle, and was made after it closed and before tomorrow."""
    name, known = yaml.data.get("audit_cycle"), _known(yaml.data, setting)
    if isinstance(name, str) and known is None:
        yield yaml.problem(("audit_cycle",), *_not_closed(name, setting))
    day = _day(yaml.data.get("date"))
    if day is not None and known is not None and day < known.closed:
        what = f"the meeting on {day} was before the audit cycle closed on {known.closed}"
        yield yaml.problem(("date",), what, "Give the day on which people met to agree.")
    if day is not None and day > setting.today:
        yield yaml.problem(("date",), f"the meeting on {day} is still to come", "Record it once people have met.")


def agreed_names(yaml: YamlText, setting: PlanContext) -> Iterator[Problem]:
    """Every challenge and perspective is one of the questionnaire."""
    known = _known(yaml.data, setting)
    if known is None:
        return
    for perspective in _dict(yaml.data.get("room")):
        if perspective not in known.perspectives:
            what = f"'{perspective}' is not a perspective of this questionnaire"
            yield yaml.problem(("room", perspective), what, f"Use {_or(known.perspectives)}.")
    for challenge in _dict(yaml.data.get("stages")):
        if challenge not in known.challenges:
            yield yaml.problem(("stages", challenge), *_no_challenge(challenge, known))
    for place, priority in _entries(yaml.data, "priorities"):
        named = priority.get("challenge")
        if isinstance(named, str) and named not in known.challenges:
            yield yaml.problem((*place, "challenge"), *_no_challenge(named, known))


def agreed_once(yaml: YamlText, _: PlanContext) -> Iterator[Problem]:
    """A challenge is agreed as a priority once."""
    yield from _repeated(yaml, _entries(yaml.data, "priorities"), "challenge", "the priority", "Keep one of the two.")


def somebody_there(yaml: YamlText, _: PlanContext) -> Iterator[Problem]:
    room = yaml.data.get("room")
    if isinstance(room, dict) and not any(isinstance(people, int) and people > 0 for people in room.values()):
        what = "nobody was in the room"
        yield yaml.problem(("room",), what, "Give the number of people by perspective, such as staff: 4.")


def action_ids(yaml: YamlText, _: PlanContext) -> Iterator[Problem]:
    """Ids are unique."""
    yield from _repeated(yaml, _actions(yaml), "id", "action", "Give one of them another id.")


def action_challenges(yaml: YamlText, setting: PlanContext) -> Iterator[Problem]:
    """Each action is planned in a closed audit cycle, under one of its challenges."""
    for place, action in _actions(yaml):
        name, challenge, known = action.get("audit_cycle"), action.get("challenge"), _known(action, setting)
        if isinstance(name, str) and known is None:
            yield yaml.problem((*place, "audit_cycle"), *_not_closed(name, setting))
        elif known is not None and isinstance(challenge, str) and challenge not in known.challenges:
            yield yaml.problem((*place, "challenge"), *_no_challenge(challenge, known))


def measures(yaml: YamlText, _: PlanContext) -> Iterator[Problem]:
    """Within an action names are unique, and a target lies on the better side of its baseline."""
    for place, action in _actions(yaml):
        found = list(_entries(action, "measures", place))
        yield from _repeated(yaml, found, "name", "the measure", "Give one of them another name.")
        for at, measure in found:
            baseline, target = (_number(measure.get(key)) for key in ("baseline", "target"))
            better = {"up": 1, "down": -1}.get(str(measure.get("direction")), 0)
            if baseline is not None and target is not None and (target - baseline) * better < 0:
                better_way = f"when '{measure['direction']}' is better"
                what = f"the target {target:g} is worse than the baseline {baseline:g}, {better_way}"
                yield yaml.problem((*at, "target"), what, "Change the target, or the direction.")


def dates(yaml: YamlText, _: PlanContext) -> Iterator[Problem]:
    """A review is not before its start, and a PDSA cycle does not start before the one before it."""
    for place, action in _actions(yaml):
        before: str | None = None
        for at, pdsa_cycle in _entries(action, "pdsa_cycles", place):
            start, review = _day(pdsa_cycle.get("start")), _day(pdsa_cycle.get("review"))
            if start and review and review < start:
                what = f"the review on {review} is before the start on {start}"
                yield yaml.problem((*at, "review"), what, "Put the two dates in order.")
            if start and before and start < before:
                what = f"this PDSA cycle starts on {start}, before the one above it on {before}"
                yield yaml.problem((*at, "start"), what, "List PDSA cycles in the order of their dates.")
            before = start or before


def taken_away(yaml: YamlText, setting: PlanContext) -> Iterator[Problem]:
    """What has been observed or decided keeps the measure or the PDSA cycle that it belongs to."""
    for place, action in _actions(yaml):
        known = setting.book.actions.get(str(action.get("id")))
        if known is None:
            continue
        names = {str(one.get("name")).strip() for _, one in _entries(action, "measures")}
        for name in (one for one in known.observations if one not in names):
            what = f"the measure '{name}' has values and is not listed any more"
            yield yaml.problem((*place, "measures"), what, "Put it back under the same name.")
        begun, listed = max((*known.log, *known.studied), default=0), len(_list(action.get("pdsa_cycles")))
        if listed < begun:
            what = f"PDSA cycle {begun} has been carried out and is not listed any more"
            yield yaml.problem((*place, "pdsa_cycles"), what, "Put it back.")


AGREEMENT_CHECKS: Final[tuple[Check, ...]] = (agreed_cycle, agreed_names, agreed_once, somebody_there)
PLAN_CHECKS: Final[tuple[Check, ...]] = (action_ids, action_challenges, measures, dates, taken_away)


def _known(data: Mapping[str, Any], setting: PlanContext) -> ClosedTerms | None:
    name = data.get("audit_cycle")
    return setting.audit_cycles.get(name) if isinstance(name, str) else None


def _not_closed(name: str, setting: PlanContext) -> tuple[str, str]:
    return f"there is no closed audit cycle '{name}'", f"Use {_or(setting.audit_cycles)}."


def _no_challenge(challenge: str, known: ClosedTerms) -> tuple[str, str]:
    return f"'{challenge}' is not a challenge of this questionnaire", f"Use {_or(known.challenges)}."


def _repeated(yaml: YamlText, entries: Iterable[Entry], key: str, kind: str, remedy: str) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for place, entry in entries:
        value = entry.get(key)
        if not isinstance(value, str):
            continue
        line, same = yaml.line((*place, key)), value.strip().casefold()
        if same in first:
            where = f" on line {first[same]}" if yaml.lines else ""
            yield yaml.problem((*place, key), f"{kind} '{value}' is already given{where}", remedy)
        first.setdefault(same, line)


def _actions(yaml: YamlText) -> list[Entry]:
    return list(_entries(yaml.data, "actions"))


def _entries(data: Any, key: str, place: Place = ()) -> Iterator[Entry]:
    """The well-formed entries of a list of mappings, each with its place."""
    for number, entry in enumerate(_list(_dict(data).get(key))):
        if isinstance(entry, dict):
            yield (*place, key, number), entry


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


def _dict(data: Any) -> dict[str, Any]:
    return data if isinstance(data, dict) else {}


def _list(data: Any) -> list[Any]:
    return data if isinstance(data, list) else []


def _or(words: Iterable[str]) -> str:
    quoted = [f"'{word}'" for word in words]
    return " or ".join(part for part in (", ".join(quoted[:-1]), quoted[-1]) if part) if quoted else "none"
