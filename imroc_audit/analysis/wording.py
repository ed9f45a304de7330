"""Which statements of two definitions are the same: matched by id and by the words that people read.

A text in a language or an Easy Read form that only one of the definitions has is no change: it is a
translation of the same statement, and answers to it are counted with the others. One that both have must be
the same. White space does not count.
"""

from collections.abc import Iterator, Mapping

from imroc_audit.model.comparison import NewWords, QuestionnaireChanges, StatementChange, Why
from imroc_audit.model.ids import ChallengeId, PerspectiveId, StatementId
from imroc_audit.model.questionnaire import Questionnaire, Statement, Wording
from imroc_audit.model.record import Text
from imroc_audit.model.results import QuestionnaireStamp

Place = tuple[ChallengeId, Statement]
"""The challenge that a statement belongs to, and the statement."""
Hindrance = tuple[Why, tuple[StatementId, ...]]
"""What stands in the way of a comparison, and which statements."""
NOTHING: Hindrance = ("", ())


class Matching:
    """Two definitions side by side."""

    def __init__(self, first: Questionnaire, second: Questionnaire) -> None:
        self.first, self.second = first, second
        self._languages = first.languages[0], second.languages[0]
        self._places = tuple(
            {one.id: (challenge.id, one) for challenge in asked.challenges for one in challenge.statements}
            for asked in (first, second)
        )
        self.scale = () if first.hash == second.hash else tuple(self._scale())

    def statement(self, statement: StatementId, perspective: PerspectiveId) -> Hindrance:
        """What stands in the way of comparing one statement as one perspective is asked it."""
        old, new = (places.get(statement) for places in self._places)
        if old is None or new is None or not (_asked(old[1], perspective) and _asked(new[1], perspective)):
            return "not asked in both", ()
        if self.scale:
            return "scale changed", ()
        if self._reworded(old[1], new[1], perspective) or old[1].reverse != new[1].reverse:
            return "wording changed", (statement,)
        return NOTHING

    def challenge(self, challenge: ChallengeId, perspective: PerspectiveId) -> Hindrance:
        """What stands in the way of comparing a perspective's score: every statement must be the same."""
        old, new = (_statements(asked, challenge, perspective) for asked in (self.first, self.second))
        if not old or not new:
            return "not asked in both", ()
        if self.scale:
            return "scale changed", ()
        if old != new:
            return "statements added or taken out", tuple(sorted(old ^ new))
        changed = tuple(sorted(one for one in old if self.statement(one, perspective) != NOTHING))
        return ("wording changed", changed) if changed else NOTHING

    def changes(self) -> QuestionnaireChanges:
        """Everything that differs, statement by statement, in the order of the second definition."""
        old, new = self._places
        gone = [one for one in old if one not in new]
        return QuestionnaireChanges(
            first=_stamp(self.first),
            second=_stamp(self.second),
            scale=self.scale,
            names=tuple(self._names()),
            statements=tuple(self._change(one) for one in (*new, *gone)),
        )

    def _change(self, statement: StatementId) -> StatementChange:
        old, new = (places.get(statement) for places in self._places)
        if old is not None and new is not None:
            return self._both(old, new)
        challenge = next(place[0] for place in (old, new) if place is not None)
        return StatementChange(id=statement, challenge=challenge, status="gone" if new is None else "new")

    def _both(self, old: Place, new: Place) -> StatementChange:
        (was_in, before), (is_in, after) = old, new
        everyone = tuple(dict.fromkeys((*self.first.perspective_ids, *self.second.perspective_ids)))
        change = StatementChange(
            id=after.id,
            challenge=is_in,
            status="changed",
            moved_from=was_in if was_in != is_in else None,
            reworded=tuple(words for one in everyone for words in self._reworded(before, after, one)),
            turned=before.reverse != after.reverse,
            no_longer_asked=tuple(one for one in everyone if _asked(before, one) and not _asked(after, one)),
            now_asked=tuple(one for one in everyone if _asked(after, one) and not _asked(before, one)),
        )
        nothing = StatementChange(id=after.id, challenge=is_in, status="changed")
        return change.model_copy(update={"status": "same"}) if change == nothing else change

    def _reworded(self, old: Statement, new: Statement, perspective: PerspectiveId) -> tuple[NewWords, ...]:
        if not (_asked(old, perspective) and _asked(new, perspective)):
            return ()
        plain = self._texts(perspective, old.wording[perspective], new.wording[perspective])
        easy = old.easy_read.get(perspective), new.easy_read.get(perspective)
        return (*plain, *self._texts(f"{perspective}, Easy Read", *easy))

    def _scale(self) -> Iterator[NewWords]:
        old, new = self.first.scale, self.second.scale
        yield from self._wording("question", old.question, new.question)
        if len(old.options) != len(new.options):
            yield NewWords(what="number of answers", old=str(len(old.options)), new=str(len(new.options)))
            return
        for before, after in zip(old.options, new.options, strict=True):
            yield from self._wording(f"answer {before.value}", before, after)

    def _names(self) -> Iterator[NewWords]:
        """Words that nobody's answer is an answer to, though they may bear on who answers."""
        yield from self._wording("don't know", self.first.scale.dont_know, self.second.scale.dont_know)
        yield from self._wording("does not apply", self.first.scale.not_applicable, self.second.scale.not_applicable)
        people = {one.id: one for one in self.first.perspectives}
        for one in self.second.perspectives:
            if one.id in people:
                yield from self._texts(f"perspective {one.id}", people[one.id].label, one.label)
                yield from self._wording(f"perspective {one.id}, to choose", people[one.id].choose, one.choose)
        titles = {one.id: one.title for one in self.first.challenges}
        for challenge in self.second.challenges:
            if challenge.id in titles:
                yield from self._wording(f"title of {challenge.id}", titles[challenge.id], challenge.title)

    def _wording(self, what: str, old: Wording, new: Wording) -> tuple[NewWords, ...]:
        easy = self._texts(f"{what}, Easy Read", old.easy_read, new.easy_read)
        return (*self._texts(what, old.text, new.text), *easy)

    def _texts(self, what: str, old: Text | None, new: Text | None) -> tuple[NewWords, ...]:
        """The texts that both have and that differ; all of them where they have no language in common."""
        if old is None or new is None:
            return ()
        before, after = _by_language(old, self._languages[0]), _by_language(new, self._languages[1])
        shared = [language for language in before if language in after]
        if not shared:
            return (NewWords(what=what, old=next(iter(before.values())), new=next(iter(after.values()))),)
        return tuple(
            NewWords(
                what=what if language == shared[0] else f"{what} ({language})",
                old=before[language],
                new=after[language],
            )
            for language in shared
            if before[language] != after[language]
        )


def _by_language(text: Text, language: str) -> Mapping[str, str]:
    texts = {language: text} if isinstance(text, str) else text
    return {key: " ".join(words.split()) for key, words in texts.items()}


def _asked(statement: Statement, perspective: PerspectiveId) -> bool:
    return perspective in statement.wording and statement.asked_of(perspective)


def _statements(asked: Questionnaire, challenge: ChallengeId, perspective: PerspectiveId) -> frozenset[StatementId]:
    challenge_asked = next((one for one in asked.challenges if one.id == challenge), None)
    return (
        frozenset(one.id for one in challenge_asked.statements if _asked(one, perspective))
        if challenge_asked
        else frozenset()
    )


def _stamp(questionnaire: Questionnaire) -> QuestionnaireStamp:
    return QuestionnaireStamp(id=questionnaire.id, version=questionnaire.version, hash=questionnaire.hash)
