"""One person's sitting: the interview, and the promise that every answer is kept before the next is asked."""

from contextlib import suppress
from typing import Protocol

from imroc_audit.errors import AlreadySentError, AuditError, ClosedError
from imroc_audit.interview.machine import Interview
from imroc_audit.interview.pages import comment_warning
from imroc_audit.interview.records import Draft, Ended, Refused, Screen


class DraftStore(Protocol):
    """Where a sitting's answers are kept. Any method may raise AuditError.

    `save` and `send` raise ClosedError when no more answers are taken, and `save` AlreadySentError when these have
    been sent from elsewhere.
    """

    @property
    def code(self) -> str:
        """The short code to come back with; empty when nobody can come back, as on a shared computer."""

    def save(self, draft: Draft) -> None:
        """Keep this draft in place of the one before."""

    def send(self, draft: Draft) -> None:
        """Turn this draft into a response, once, however often it is called."""

    def forget(self) -> None:
        """Delete what was kept of this sitting."""


class Sitting:
    """An interview whose every step is kept before it counts. A step that cannot be kept is not taken.

    Nothing is kept before the person has agreed to take part.
    """

    def __init__(self, interview: Interview, draft_store: DraftStore) -> None:
        self.interview = interview
        self.draft_store = draft_store
        self.trouble = ""
        """Why something could not be kept, in words for whoever runs the survey; the person who answers sees others."""
        self._first = interview.draft
        self._is_kept = interview.draft.status == "open"
        """Whether anything of this person's is kept now, to come back to or to delete."""
        self.greeting = self.say("welcome_back") if interview.draft.status == "open" else ""

    @property
    def draft(self) -> Draft:
        return self.interview.draft

    @property
    def outcome(self) -> Ended | None:
        """How the sitting ended, or None while it goes on."""
        status = self.draft.status
        return None if status == "new" or status == "open" else status

    @property
    def can_resume(self) -> bool:
        """Whether the person can stop here and come back with their code."""
        return self.draft.status == "open" and bool(self.draft_store.code)

    @property
    def untouched(self) -> bool:
        """Whether nobody has done anything yet."""
        return self.draft is self._first

    def screen(self) -> Screen:
        return self.interview.screen(self.draft_store.code)

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
                self.draft_store.send(before)
            elif after.status == "declined":
                self._delete()
            elif after.status == "open":
                self.draft_store.save(after)
                self._is_kept = True
        except ClosedError:
            self.interview.end("closed")
        except AlreadySentError:
            self.interview.end("sent_before")
        except AuditError as error:
            self.interview.draft = before
            self.trouble = str(error)
            reasons = {"sent": "not_sent", "declined": "not_deleted"}
            not_saved = "not_saved" if self._is_kept else "nothing_saved"
            raise Refused(self.say(reasons.get(after.status, not_saved))) from error

    def _delete(self) -> None:
        """Delete what is kept, where anything is. Raises AuditError."""
        if self._is_kept:
            self.draft_store.forget()
            self._is_kept = False

    def check(self) -> None:
        """End the sitting when what was kept is no longer there to come back to."""
        if self.can_resume:
            with suppress(Refused):  # the last step was kept, and this is no new one
                self._keep(self.draft)

    @property
    def stop_words(self) -> str:
        """What stopping here means, in words; empty once the sitting is over."""
        if self.outcome:
            return ""
        if self.can_resume:
            return self.say("stopped", code=self.draft_store.code)
        if self.draft.status == "open":
            return self.say("stopped_deleted")
        return self.say("stopped_unsaved" if self.trouble else "stopped_new")

    def stop(self) -> str:
        """End the sitting early and return what to tell the person; empty when there is a last page to show.

        Where they cannot come back, nothing is kept.
        """
        self.check()
        if self.outcome or self.can_resume or self._forget():
            return self.stop_words
        return self.say("not_deleted")

    def abandon(self) -> None:
        """The person has gone away from a shared computer: keep nothing."""
        if not self.outcome:
            self._forget()

    def _forget(self) -> bool:
        try:
            self._delete()
        except AuditError as error:
            self.trouble = str(error)
            return False
        return True
