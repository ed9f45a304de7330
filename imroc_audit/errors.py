"""Errors a person can put right, and the exit code each one ends with."""

from collections.abc import Callable, Iterable


class AuditError(Exception):
    """Something the person at the keyboard can put right.

    The message says where, what is wrong and what to do. It never holds an answer or a comment.
    """

    exit_code = 1


class UsageError(AuditError):
    """The command line asks for something that cannot be asked for."""

    exit_code = 2


class ClosedError(AuditError):
    """An audit cycle is closed, and takes no more answers."""


class AlreadySentError(AuditError):
    """Someone's answers have been sent, and cannot be changed any more."""


class UnreadableError(AuditError):
    """A file cannot be read, or what it holds cannot be used. Lists every problem found."""

    exit_code = 66

    def __init__(self, message: str, problems: Iterable[object] = ()) -> None:
        self.problems = tuple(str(problem) for problem in problems)
        super().__init__("\n".join((message, *self.problems)))


class RejectedError(UnreadableError):
    """A file can be read, and some of its rows are not understood."""

    exit_code = 65


Remark = Callable[[str], None]
"""Is told what somebody should know though nothing failed."""


def unheard(_: str) -> None:
    """Where nobody is there to be told."""
