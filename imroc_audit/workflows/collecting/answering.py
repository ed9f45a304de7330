"""One person's survey: begin or resume it, keep every answer, and send it exactly once."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from imroc_audit.errors import AuditError, ClosedError, UsageError
from imroc_audit.interview import Draft, Interview, Refused, Sitting, response_fields
from imroc_audit.model.ids import AuditCycleName, PerspectiveId, TeamName
from imroc_audit.model.response import NO_TEAM, Comment, Mode, Response

if TYPE_CHECKING:
    from imroc_audit.model.response import AuditCycle
    from imroc_audit.store.repository import Repository
    from imroc_audit.workflows.audits import Audits

CODE_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letters that look like digits."""
CODE_LENGTH: Final = 8


class SurveySession:
    """Where people sit down to answer one open audit cycle, one after another."""

    def __init__(self, audits: Audits, mode: Mode = "terminal") -> None:
        self._audits = audits
        self.workspace = audits.workspace
        self.audit_cycle = self.workspace.now_asking() or _audit_cycle_to_answer(audits)
        self.questionnaire = audits.questionnaire(self.audit_cycle)
        self.teams = tuple(team.name for team in self.workspace.settings.teams)
        self.month = f"{audits.today:%Y-%m}"
        self.mode = mode

    @property
    def repository(self) -> Repository:
        """Opened when there is something to keep: until then nobody waits for the database."""
        return self._audits.repository

    def begin(
        self,
        *,
        perspective: str | None = None,
        team: str | None = None,
        easy_read: bool = False,
        language: str | None = None,
        shared: bool = False,
    ) -> Sitting:
        """A new person sits down. What is given here is not asked. shared: on a computer that many people use."""
        known = {"perspective": self.known_perspective(perspective), "team": self.known_team(team)}
        draft = Draft(
            questionnaire_hash=self.questionnaire.hash,
            perspective=known["perspective"],
            team=known["team"],
            given=tuple(what for what, value in known.items() if value is not None),
            easy_read=easy_read,
            language=self._known_language(language),
        )
        return self._sitting(DatabaseDraftStore(self, new_code(), shared=shared), draft)

    def resume(self, code: str) -> Sitting:
        """Someone comes back with the code they were given."""
        code = normalise_code(code)
        saved = self.repository.load_draft(self.workspace.hmac(code))
        if saved is None or saved[0] != self.audit_cycle.name:
            raise AuditError(
                "There is no saved survey with this code. Check the code. If you had pressed Send, your answers "
                "were sent and there is nothing more to do. If the survey you had begun has closed since, your answers "
                "were deleted. Otherwise please start again: imroc-audit survey"
            )
        try:
            return self._sitting(DatabaseDraftStore(self, code), Draft.model_validate_json(saved[1]))
        except (ValidationError, Refused):
            raise AuditError(
                "The saved survey cannot be read: it is damaged, or a newer imroc-audit wrote it. Upgrade, or start "
                "again: imroc-audit survey"
            ) from None

    def _sitting(self, draft_store: DatabaseDraftStore, draft: Draft) -> Sitting:
        return Sitting(Interview(self.questionnaire, self.teams, draft), draft_store)

    def known_perspective(self, perspective: str | None) -> PerspectiveId | None:
        known = self.questionnaire.perspective_ids
        if perspective is not None and perspective not in known:
            raise UsageError(f"There is no perspective '{perspective}'. Use one of: {', '.join(known)}.")
        return perspective if perspective is None else PerspectiveId(perspective)

    def known_team(self, team: str | None) -> TeamName | None:
        if team is None:
            return None
        by_name = {name.casefold(): name for name in self.teams}
        if team.strip().casefold() not in by_name:
            known = ", ".join(self.teams) or "none yet; list them in imroc-audit.toml"
            raise UsageError(f"There is no team '{team}'. The teams are: {known}.")
        return by_name[team.strip().casefold()]

    def _known_language(self, language: str | None) -> str | None:
        known = self.questionnaire.languages
        if language is not None and language not in known:
            raise UsageError(f"This questionnaire is not given in '{language}'. Use one of: {', '.join(known)}.")
        return language


def _audit_cycle_to_answer(audits: Audits) -> AuditCycle:
    """The open audit cycle. Raises ClosedError in words for someone who came to answer."""
    try:
        audit_cycle = audits.open_cycle
    except ClosedError:
        audits.workspace.note_asking(None)
        raise ClosedError(
            "This survey has closed and takes no more answers. Answers that were saved and not sent have been "
            "deleted. We are sorry."
        ) from None
    audits.workspace.note_asking(audit_cycle)  # what was noted, if anything, was not true
    return audit_cycle


class DatabaseDraftStore:
    """Keeps one person's draft under their return code, and turns it into a response when they send it.

    code: empty on a shared computer, where nobody can come back to what the last person began.
    """

    def __init__(self, session: SurveySession, code: str, *, shared: bool = False) -> None:
        self.session = session
        self.code = "" if shared else code
        self._key = session.workspace.hmac(normalise_code(code))

    @property
    def repository(self) -> Repository:
        return self.session.repository

    def save(self, draft: Draft) -> None:
        self.repository.save_draft(
            self._key, self.session.audit_cycle.name, draft.model_dump_json(), self.session.month
        )

    def forget(self) -> None:
        self.repository.forget_draft(self._key)

    def send(self, draft: Draft) -> None:
        """Store the answers. The draft is gone in the same transaction, so that sending twice stores them once."""
        self.repository.send(self._key, *response_of(self.session, draft))


def response_of(session: SurveySession, draft: Draft) -> tuple[Response, tuple[Comment, ...]]:
    """A finished draft as it is stored. Raises ValueError while its perspective is not known."""
    answers, priorities, comments = response_fields(session.questionnaire, draft)
    perspective = draft.perspective or PerspectiveId("")
    response = Response(
        key=secrets.token_hex(16),
        audit_cycle=session.audit_cycle.name,
        perspective=perspective,
        team=draft.team or NO_TEAM,
        mode=session.mode,
        easy_read=draft.easy_read,
        month=session.month,
        answers=answers,
        priorities=priorities,
    )
    return response, comments_of(session.audit_cycle.name, perspective, comments)


def comments_of(
    audit_cycle: AuditCycleName, perspective: PerspectiveId, by_challenge: dict[str, str]
) -> tuple[Comment, ...]:
    """Comments as they are stored: with the perspective, and with no link to the answers."""
    return tuple(
        Comment(
            key=secrets.token_hex(16),
            audit_cycle=audit_cycle,
            perspective=perspective,
            challenge=challenge,
            text=text,
        )
        for challenge, text in by_challenge.items()
    )


def new_code() -> str:
    """A return code that nobody can guess and anybody can copy, such as `7K4M-Q2XP`."""
    characters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    return f"{characters[:4]}-{characters[4:]}"


def normalise_code(code: str) -> str:
    """The code as it was given out, however it was typed: small letters, spaces, O for 0, I or L for 1."""
    typed = code.upper().translate(str.maketrans("OIL", "011"))
    kept = "".join(character for character in typed if character in CODE_ALPHABET)
    return f"{kept[:4]}-{kept[4:]}"
