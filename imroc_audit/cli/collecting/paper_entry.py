"""`survey --from-paper`: a stack of paper forms, one keystroke an answer, or one line a form."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Final

from imroc_audit.cli import asking, console, keyboard
from imroc_audit.cli.commands import INTERRUPTED
from imroc_audit.errors import UsageError
from imroc_audit.interview import Refused, comment_warning
from imroc_audit.interview.paper import TypedForm
from imroc_audit.model.questionnaire import Challenge
from imroc_audit.model.record import say
from imroc_audit.workflows.collecting.paper_entry import PaperSession

KEYS_HELP: Final = """Type what stands beside the ticked box: {keys}.
Space or Enter: no box is ticked.
u or Backspace: take back the last key. U: take back the last form.
c: type in a comment. x: throw this form away.
b: change the perspective and team. q: end. ?: show this again."""

ONE_LINE: Final = "Only the first line was taken. What came after it was left out."

LINES_HELP: Final = """One line for each form: what stands beside each ticked box: {keys}.
A full stop: no box is ticked.
Then / and the numbers of the challenges that matter most. For example:
{example}
Before the line of a form: comment NUMBER TEXT.
Between forms: undo, perspective NAME, team NAME, help, stop."""


def enter(session: PaperSession, perspective: str | None, team: str | None, *, plain: bool) -> int:
    """Type in a stack of forms until it ends. Returns the exit code. plain: lines even where keys could be read.

    However it ends, what was saved is said. Raises UsageError for a line that is refused where nobody sees it.
    """
    by_key = console.is_interactive() and not plain
    if perspective is None and console.is_interactive():
        _ask_whose(session)
    else:
        session.choose(perspective, team)
    view = _KeyEntry(session) if by_key else _LineEntry(session)
    try:
        view.run()
    except KeyboardInterrupt:
        console.say("")
        return INTERRUPTED
    finally:
        if not view.form.untouched:
            console.say("The form that was not finished was not saved.")
        console.say(session.total)
    return 0


def _ask_whose(session: PaperSession) -> None:
    ids = list(session.perspectives)
    chosen = asking.choice("Whose forms are these", list(session.perspectives.values()))
    team = None
    if session.teams:
        team = asking.choice("Which team are they about (Enter for no team)", session.teams, required=False)
    session.choose(ids[chosen or 0], None if team is None else session.teams[team])


class _FormEntry:
    """A stack being typed in: the form at hand, and what can be done with forms that are done."""

    def __init__(self, session: PaperSession) -> None:
        self.session = session
        self.form = session.new_form()

    def _begin(self, help_: str) -> None:
        self._say_whose()
        asking.paragraph(help_)

    def _say_whose(self) -> None:
        asking.paragraph(f"Forms from: {self.session.stack}. At the foot of each: {self.session.mark}")

    def _next(self) -> None:
        self.form = self.session.new_form()

    def _save(self) -> None:
        self.session.save(self.form)
        console.say(f"Form {self.session.count} saved.")
        self._next()

    def _take_back(self) -> TypedForm:
        """The last form, which is no longer in the audit cycle. Raises Refused."""
        if not self.form.untouched:
            raise Refused("First finish this form, or throw it away.")
        taken = self.session.take_back()
        if taken is None:
            raise Refused("Only the form saved last can be taken back, and none has been saved since.")
        console.say(f"Form {self.session.count + 1} is taken back. It is not counted now.")
        return taken

    def _comment(self, challenge: Challenge, text: str) -> None:
        self.form.comment(challenge, text)
        if warning := comment_warning(text):
            asking.paragraph(warning)


class _StackTyped(Exception):  # noqa: N818 - not an error: the stack is typed in
    pass


class _KeyEntry(_FormEntry):
    """One keystroke an answer, at a terminal."""

    def __init__(self, session: PaperSession) -> None:
        super().__init__(session)
        self._keys = keyboard.of_a_person()

    def run(self) -> None:
        self._begin(self._help)
        with self._keys.listening(), suppress(EOFError, _StackTyped):
            self._until_done()

    def _until_done(self) -> None:
        actions: Mapping[str, Callable[[], None]] = {
            "u": self._undo,
            "\x7f": self._undo,
            "\b": self._undo,
            "U": self._undo_form,
            "c": self._ask_comment,
            "x": self._throw_away,
            "b": self._change_stack,
            "q": self._end,
            "?": lambda: asking.paragraph(self._help),
        }
        while True:
            try:
                self._step(actions)
            except Refused as reason:
                asking.paragraph(str(reason))

    @property
    def _help(self) -> str:
        return KEYS_HELP.format(keys=self.form.keys)

    def _step(self, actions: Mapping[str, Callable[[], None]]) -> None:
        if self.form.step == "priorities":
            self._ask_priorities(actions)
            return
        answering = self.form.step == "answers"
        if answering:
            self._show_statement()
        else:
            _ask(f"Form {self.session.count + 1}: Enter saves it, u goes back, c takes a comment, x throws it away:")
        key = self._keys.key()
        console.say(key if key.isprintable() else "")
        if key in actions:
            actions[key]()
        elif answering:
            self.form.press(key)
        elif key in ("\r", "\n"):
            self._save()
        else:
            raise Refused("Press Enter to save this form, u to go back or x to throw it away.")

    def _show_statement(self) -> None:
        n = len(self.form.answers)
        challenge, statement = self.form.asked[n]
        if not n:
            console.say(f"\nForm {self.session.count + 1} ({self.session.stack})")
        if not n or self.form.asked[n - 1][0] != challenge:
            number = self.form.questionnaire.challenges.index(challenge) + 1
            asking.paragraph(f"{number}. {say(challenge.title.text)}")
        wording = statement.say(self.form.perspective.id, easy_read=self.form.easy_read)
        _ask(f"{statement.id} {wording}", indent="  ")

    def _ask_priorities(self, actions: Mapping[str, Callable[[], None]]) -> None:
        limit = self.form.questionnaire.priorities
        keys = "Enter: none, u: back, c: comment, x: throw away"
        _ask(f"What matters most (at most {limit}, the first choice first; {keys}):")
        typed = self._keys.line().text.strip()
        if typed in actions:
            actions[typed]()
        else:
            self.form.rank(typed)

    def _undo(self) -> None:
        self.form.undo()

    def _undo_form(self) -> None:
        self.form = self._take_back()

    def _ask_comment(self) -> None:
        challenge = self.form.commented
        _ask(f"Comment about ‘{say(challenge.title.text)}’ (only Enter: none):")
        self._comment(challenge, self._keys.line().text)
        if self._keys.drop_waiting():  # more lines of a comment are no answers
            console.say(ONE_LINE)

    def _throw_away(self) -> None:
        if self.form.untouched or self._yes("Throw this form away?"):
            self._next()

    def _change_stack(self) -> None:
        if not self.form.untouched:
            raise Refused("First finish this form, or throw it away with x.")
        self._keys.drop_waiting()
        _ask_whose(self.session)
        self._say_whose()
        self._next()

    def _yes(self, question: str) -> bool:
        _write(f"{question} y or n: ")
        key = self._keys.key()
        console.say(key if key.isprintable() else "")
        return key.lower() == "y"

    def _end(self) -> None:
        if self.form.untouched or self._yes("This form is not saved. Stop all the same?"):
            raise _StackTyped


class _LineEntry(_FormEntry):
    """One line a form: for screen readers, simple terminals and pipes."""

    def run(self) -> None:
        if console.is_interactive():
            self._begin(self._help)
        for number, line in enumerate(self._typed(), start=1):
            try:
                self._take(line.strip())
            except (Refused, UsageError) as reason:
                if not console.is_interactive():
                    raise UsageError(f"Line {number}: {reason} Forms before this line are saved.") from None
                asking.paragraph(str(reason))
            except _StackTyped:
                return

    @property
    def _help(self) -> str:
        keys = self.form.keys.split()
        answers = "".join(keys[n % len(keys)] for n in range(len(self.form.asked)))
        return LINES_HELP.format(keys=" ".join(keys), example=f"{answers} / 2 1")

    def _typed(self) -> Iterator[str]:
        if not console.is_interactive():
            yield from iter(sys.stdin.readline, "")
            return
        keys = keyboard.of_a_person()
        with keys.listening(), suppress(EOFError):
            while True:
                if keys.drop_waiting():
                    asking.paragraph(console.NOT_TAKEN)
                _write(f"Form {self.session.count + 1} ({self.session.stack}): ")
                yield from self._one_line(keys.line().text.strip("\n"))

    def _one_line(self, text: str) -> Iterator[str]:
        if "\n" not in text:
            yield text
            return
        asking.paragraph("Several lines came at once, so none was taken. Type or paste one line for each form.")

    def _take(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        commands: Mapping[str, Callable[[str], None]] = {
            "": lambda _: None,
            "comment": self._take_comment,
            "undo": lambda _: self._take_back_line(),
            "perspective": lambda typed: self._change(typed.strip(), self.session.team),
            "team": lambda typed: self._change(self.session.perspective, typed.strip()),
            "help": lambda _: asking.paragraph(self._help),
            "stop": self._stop,
        }
        if (command := commands.get(word.lower())) is not None:
            command(rest)
        else:
            self._take_form(line)

    def _take_form(self, line: str) -> None:
        answers, _, ranks = line.partition("/")
        try:
            self.form.type_answers(answers.replace(" ", ""))
            if self.form.step == "priorities" or ranks.strip():
                self.form.rank(ranks)
        except Refused:
            self.form.answers.clear()
            raise
        self._save()

    def _take_comment(self, rest: str) -> None:
        number, _, text = rest.partition(" ")
        self._comment(self.form.challenge_numbered(number), text)

    def _take_back_line(self) -> None:
        self._take_back()

    def _change(self, perspective: str, team: str) -> None:
        if not self.form.untouched:
            raise Refused("First type the line of the form that the comment is on.")
        self.session.choose(perspective, team)
        self._next()

    def _stop(self, _: str) -> None:
        raise _StackTyped


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _ask(question: str, indent: str = "") -> None:
    """A question with the answer typed after it, broken between words."""
    width = max(20, shutil.get_terminal_size().columns - 4)
    further = 2 * indent
    _write(
        textwrap.fill(question, width, initial_indent=indent, subsequent_indent=further, break_on_hyphens=False) + " "
    )
