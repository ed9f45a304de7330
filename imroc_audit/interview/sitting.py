"""One person's sitting: the interview, and the promise that every answer is kept before the next is asked."""

from typing import Protocol

from imroc_audit.errors import AuditError
from imroc_audit.interview.machine import Interview, comment_warning
from imroc_audit.interview.records import Draft, Outcome, Refused, Screen


class Keeper(Protocol):
    """Where a sitting's answers are kept. Any method may raise AuditError."""

    @property
    def code(self) -> str:
        """The short code to come back with; empty when nobody can come back, as on a shared computer."""

    def save(self, draft: Draft) -> None:
        """Keep this draft in place of the one before."""

    def send(self, draft: Draft) -> None:
        """Turn this draft into a response, once, however often it is called."""

    def forget(self) -> None:
        """Keep nothing of this sitting."""


class Sitting:
    """An interview whose every step is kept before it counts. A step that cannot be kept is not taken.

    Nothing is kept before the person has agreed to take part.
    """

    def __init__(self, interview: Interview, keeper: Keeper) -> None:
        self.interview = interview
        self.keeper = keeper
        self._first = interview.draft
        self.greeting = self.say("welcome_back") if interview.draft.status == "open" else ""

    @property
    def draft(self) -> Draft:
        return self.interview.draft

    @property
    def outcome(self) -> Outcome | None:
        """How the sitting ended, or None while it goes on."""
        status = self.draft.status
        return status if status in ("sent", "declined") else None

    @property
    def untouched(self) -> bool:
        """Whether nobody has done anything yet."""
        return self.draft is self._first

    def screen(self) -> Screen:
        return self.interview.screen(self.keeper.code)

    def say(self, key: str, **values: object) -> str:
        """One of the interview's own sentences, as this person reads it."""
        return self.interview.say(key, **values)

    def comment_warning(self, text: str) -> str:
        """What to tell someone about a comment while they write it; empty when there is nothing to say."""
        draft = self.draft
        return comment_warning(text, easy_read=draft.easy_read, language=draft.language)

    def choose(self, n: int) -> None:
        """Take the nth choice, counted from 1, and keep it. Raises Refused."""
        before = self.draft
        self.interview.choose(n)
        self._keep(before)

    def do(self, what: str, arg: str = "") -> None:
        """As `Interview.do`, and keep what changed. Raises Refused."""
        before = self.draft
        self.interview.do(what, arg)
        self._keep(before)

    def _keep(self, before: Draft) -> None:
        after = self.draft
        try:
            if after.status == "sent":
                self.keeper.send(before)
            elif after.status == "declined":
                self.keeper.forget()
            elif after.status == "open":
                self.keeper.save(after)
        except AuditError as error:
            self.interview.draft = before
            reasons = {"sent": "not_sent", "declined": "not_deleted"}
            raise Refused(f"{self.say(reasons.get(after.status, 'not_saved'))}\n{error}") from error

    @property
    def stop_words(self) -> str:
        """What stopping here means, in words; empty once the sitting is over."""
        if self.outcome:
            return ""
        if self.draft.status == "new":
            return self.say("stopped_new")
        if not self.keeper.code:
            return self.say("stopped_deleted")
        return self.say("stopped", code=self.keeper.code)

    def stop(self) -> str:
        """End the sitting early and return what to tell the person.

        Where they cannot come back, nothing is kept.
        """
        text = self.stop_words
        if self.draft.status == "new" or (self.draft.status == "open" and not self.keeper.code):
            self.keeper.forget()
        return text

    def abandon(self) -> None:
        """The person has gone away from a shared computer: keep nothing."""
        if not self.outcome:
            self.keeper.forget()
