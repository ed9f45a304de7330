"""The interview on a full screen, with Textual. The rules are the interview's; this shows and listens."""

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import textwrap
from collections.abc import Callable, Iterator
from functools import partial
from time import monotonic
from typing import Any, ClassVar, Final, Literal

from textual import events, on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from imroc_audit.cli.collecting import hangup
from imroc_audit.cli.collecting.dialogs import LOW_ROWS, Editor, StillThere, StopScreen
from imroc_audit.interview import Refused, Screen, Sitting, SittingEnd

GRACE_SECONDS: Final = 30.0
"""How long a person on a shared computer has to answer "Are you still there?"."""
READING_SECONDS: Final = 10.0
"""How long the last page stays on a shared computer."""
SETTLING_SECONDS: Final = 0.6
"""For this long a new last page ignores keys, so that a key held too long neither sends nor leaves."""
NUMBER_SECONDS: Final = 1.0
"""For this long a 1 may still become 10, and Enter may belong to the number before it."""

_KEYS: Final = {
    "back": "←",
    "skip": "→",
    "next": "→",
    "comment": "C",
    "clear": "X",
    "easy_read": "E",
    "language": "L",
}
_TURNING: Final = ("pagedown", "pageup", "space", "up", "down")

Ending = SittingEnd | Literal["away"]

CSS: Final = """
* { scrollbar-color: #ffffff; scrollbar-background: #505a5f; scrollbar-size-vertical: 1; }
Screen { background: #000000; color: #ffffff; }
#page { max-width: 84; padding: 1 2 0 2; }
#place { height: auto; text-style: bold; color: #ffdd00; margin-bottom: 1; }
#reading { height: auto; margin-bottom: 1; }
#text, #note, #keys { height: auto; }
#note { color: #ffdd00; }
#keys { padding: 0 2; background: #0b0c0c; color: #ffffff; }
OptionList { height: auto; border: none; padding: 0; background: #000000; color: #ffffff; }
OptionList > .option-list--option { padding: 0; }
OptionList > .option-list--option-highlighted,
OptionList:focus > .option-list--option-highlighted {
  background: #ffdd00; color: #0b0c0c; text-style: bold;
}
OptionList:focus { border: none; background: #000000; }
ModalScreen { align: center middle; background: #000000; }
#box { width: 100%; max-width: 84; height: auto; max-height: 100%; padding: 1 2; background: #000000; }
#box Static { height: auto; margin-bottom: 1; }
#box #warning { color: #ffdd00; }
TextArea, TextArea:focus { border: solid #ffdd00; background: #000000; color: #ffffff; }
TextArea { height: 1fr; min-height: 3; max-height: 12; }
Editor #box { height: 100%; }
OptionList > .option-list--option-disabled { color: #ffffff; }
.compact #page { padding: 0 1; }
.compact #place { max-height: 2; }
.compact #place, .compact #reading { margin-bottom: 0; }
.compact #box { padding: 0 1; }
.compact #box Static { margin-bottom: 0; }
"""


def run(sitting: Sitting, *, idle_seconds: float | None = None) -> SittingEnd:
    """Take one person through the survey on the whole screen, and tell them afterwards how to come back.

    idle_seconds is for a shared computer: after that long without a key the person is asked whether they are
    still there; after a further GRACE_SECONDS everything is forgotten and the outcome is `stopped`. The last
    page then closes by itself. SIGTERM, SIGHUP and SIGINT restore the terminal and count as interrupted, so
    that they also end a shared computer's round of people.
    """
    app = SurveyApp(sitting, idle_seconds)
    with _kept("NO_COLOR"):
        ending = asyncio.run(app.run_async())
    if app.bug:
        raise app.bug
    if ending == "away":
        sitting.abandon()
        return "stopped"
    with contextlib.suppress(OSError):  # the terminal itself may have gone
        _say_goodbye(sitting, stays=idle_seconds is None)
    return sitting.outcome or ending or "stopped"


def _say_goodbye(sitting: Sitting, *, stays: bool) -> None:
    text = sitting.stop()
    if sitting.outcome and stays:
        screen = sitting.screen()
        text = f"{screen.heading}\n\n{screen.body}"
    if text:
        width = max(20, shutil.get_terminal_size().columns) - 1
        sys.stdout.write("".join(f"{textwrap.fill(line, width)}\n" for line in text.split("\n")))
        sys.stdout.flush()


@contextlib.contextmanager
def _kept(name: str) -> Iterator[None]:
    """Textual takes NO_COLOR out of the environment; the next person's sitting needs it too."""
    value = os.environ.get(name)
    try:
        yield
    finally:
        if value is not None:
            os.environ[name] = value


class Choices(OptionList):
    """The choices of a page. Page Up and Page Down turn the text above while there is more of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "app.go('back')", show=False),
        Binding("right", "app.forward", show=False),
        Binding("pagedown,space", "read(1)", show=False),
        Binding("pageup", "read(-1)", show=False),
    ]

    def action_read(self, direction: int) -> None:
        reading = self.screen.query_one("#reading", VerticalScroll)
        if not reading.max_scroll_y:
            return
        if direction > 0:
            reading.scroll_page_down(animate=False)
        else:
            reading.scroll_page_up(animate=False)


class Page(Vertical):
    """All but the keys. What is on it is fitted again once its own new size is known."""

    def __init__(self, fit: Callable[[], None]) -> None:
        super().__init__(id="page")
        self._fit = fit

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit)


class SurveyApp(App[Ending]):
    """One sitting. `bug` holds an unexpected error, for the caller to raise once the terminal is restored."""

    CSS = CSS
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b,B", "go('back')", show=False),
        Binding("s,S", "go('skip')", show=False),
        Binding("n,N", "forward", show=False),
        Binding("c,C", "comment", show=False),
        Binding("x,X", "go('clear')", show=False),
        Binding("e,E", "go('easy_read')", show=False),
        Binding("l,L", "go('language')", show=False),
        Binding("q,Q,escape", "ask_to_stop", show=False),
        Binding("ctrl+c,ctrl+q", "interrupt", show=False, priority=True),
        *(Binding(str(digit), f"digit({digit})", show=False) for digit in range(10)),
    ]

    def __init__(self, sitting: Sitting, idle_seconds: float | None = None) -> None:
        super().__init__(driver_class=hangup.driver_class())
        self.sitting = sitting
        self.bug: Exception | None = None
        self._idle_seconds = idle_seconds
        self._heard_at = monotonic()
        self._turned_at = monotonic()
        self._shown: Screen | None = None
        """The page as it was shown last."""
        self._has_more = False
        self._takes: list[Callable[[], None] | None] = []
        """What each row of the list does."""
        self._number: int | None = None
        """A number that may get another digit, until its time is over."""
        self._number_timer: Timer | None = None
        self._numbered_at: float | None = None
        """When a number turned the page, if no other key was pressed since."""

    def compose(self) -> ComposeResult:
        with Page(self._fit):
            yield Static(id="place")
            with VerticalScroll(id="reading", can_focus=False):
                yield Static(id="text")
            yield Choices(id="choices")
            yield Static(id="note")
        yield Static(id="keys")

    def on_mount(self) -> None:
        self.query_one("#keys").styles.dock = "bottom"
        self._listen_for_signals()
        self.set_interval(1.0, self._look_for_the_terminal)
        if self._idle_seconds is not None:
            self.set_interval(min(1.0, self._idle_seconds / 4), self._look_after_the_screen)
        self.show(self.sitting.greeting)

    def _listen_for_signals(self) -> None:
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().add_signal_handler(getattr(signal, name), self.end, "interrupted")

    def _look_for_the_terminal(self) -> None:
        if not self.is_headless and hangup.has_hung_up():  # a dropped connection does not always send SIGHUP
            self.end("interrupted")

    def _fatal_error(self) -> None:
        """Textual would print a traceback with local variables, and those are a person's answers."""
        self.bug = self.bug or (self._exception if isinstance(self._exception, Exception) else None)
        self._close_messages_no_wait()

    def end(self, ending: Ending) -> None:
        """Leave, keeping a comment that is still being written."""
        if isinstance(self.screen, Editor):
            self.screen.keep()
        self.exit(self.sitting.outcome or ending)

    # Showing a page

    def show(self, note: str = "") -> None:
        """Show where the interview is now, and a sentence such as the reason for staying there."""
        screen = self.sitting.screen()
        if self._shown is None or screen.step != self._shown.step:
            self._turned_at = monotonic()
            self.query_one("#reading", VerticalScroll).scroll_home(animate=False)
        place = f"{screen.place}. {screen.heading}" if screen.place else screen.heading
        self.query_one("#place", Static).update(Content(place))
        self.query_one("#text", Static).update(self._text(screen))
        self._has_more = False
        self._show_keys()
        self._fill(screen)
        self._shown = screen
        self.note(note)

    def note(self, text: str) -> None:
        """Say something about this page under its choices."""
        screen = self.sitting.screen()
        plain_exists = (
            self.sitting.say("full_plain_exists") if screen.kind == "consent" and self._idle_seconds is None else ""
        )
        self.query_one("#note", Static).update(Content("\n".join(filter(None, (text, plain_exists)))))
        self.call_after_refresh(self._fit)

    def _text(self, screen: Screen) -> Content:
        about = (screen.about, "italic")
        asked = ((screen.body, "bold" if screen.section else ""), (screen.hint, ""))
        said = (self.sitting.say("has_comment") if screen.comment else "", "")
        if screen.kind == "review":
            said = (screen.warning, "bold")
        is_low = self.size.height < LOW_ROWS  # what is asked comes first where not everything can be seen
        parts = (*asked, about, said) if is_low else (about, *asked, said)
        return Content("\n\n").join(Content.assemble(part) for part in parts if part[0])

    def _show_keys(self) -> None:
        screen, say = self.sitting.screen(), self.sitting.say
        easy_read = "easy_read_off" if self.sitting.draft.easy_read else "easy_read"
        names = {what: say(easy_read if what == "easy_read" else what) for what in _KEYS}
        keys = [f"{key} {names[what]}" for what, key in _KEYS.items() if what in screen.can]
        tenth = [say("full_tenth")] if len(screen.choices) > 9 else []
        usual = [f"↑↓ Enter {say('full_choose')}", *tenth, *keys, f"Q {say('stop')}"]
        more = [say("full_more")] if self._has_more else []
        line = [*more, *(usual if screen.can else [say("full_any_key")])]
        self.query_one("#keys", Static).update(Content("   ".join(key.replace(" ", "\xa0") for key in line)))

    def _fill(self, screen: Screen) -> None:
        choices, rows = self.query_one(Choices), self._rows(screen)
        wanted = self._wanted(screen, choices.highlighted or 0)
        choices.clear_options()
        choices.add_options([Option(Content(label), disabled=take is None) for label, take in rows])
        self._takes = [take for _, take in rows]
        if rows:
            choices.highlighted = min(wanted, len(rows) - 1)
        choices.focus()

    def _wanted(self, screen: Screen, now: int) -> int:
        """The row to stand on: where Enter does what comes next, and never takes away what was just chosen."""
        before = self._shown if self._shown and self._shown.step == screen.step else None
        if screen.kind == "priorities" and len(screen.chosen) > len(before.chosen if before else ()):
            return len(screen.choices)  # "Go on" stands under the choices
        return now if before else next((n for n, mark in enumerate(screen.marks) if mark), 0)

    def _rows(self, screen: Screen) -> list[tuple[str, Callable[[], None] | None]]:
        """The list under the text, and what each row of it does; None where it can only be read."""
        say, do, choose = self.sitting.say, self.sitting.do, self.sitting.choose
        marked = enumerate(zip(screen.choices, screen.marks, strict=True), 1)
        return [
            *((_labelled(n, choice.label, mark), partial(choose, n)) for n, (choice, mark) in marked),
            *((say(what), partial(do, what)) for what in ("send", "next") if what in screen.can),
            *(
                (f"{entry.text}: {entry.answer}", partial(do, "edit", entry.edit) if entry.edit else None)
                for entry in screen.entries
            ),
            *(
                (f"{row.number:>2}  {row.text} ({row.answer})", partial(do, "edit", str(row.number)))
                for row in screen.rows
            ),
        ]

    def _fit(self) -> None:
        """Share the height between the text and the choices: each gets what it needs, or else about half."""
        page, reading, choices = self.query_one("#page"), self.query_one("#reading"), self.query_one(Choices)
        self.screen.set_class(self.size.height < LOW_ROWS, "compact")
        around = [self.query_one(name) for name in ("#place", "#note")]
        edges = sum(widget.outer_size.height + widget.styles.margin.height for widget in around)
        room = page.size.height - edges - reading.styles.margin.height
        text, rows = self.query_one("#text").outer_size.height, choices.virtual_size.height
        share = max(room - rows, min(text, room // 2), 2)
        reading.styles.max_height = share
        choices.styles.max_height = max(room - min(text, share), 2)
        if text > share and not self._has_more:
            self._has_more = True
            self._show_keys()
            self.call_after_refresh(self._fit)
        choices.call_after_refresh(choices.scroll_to_highlight)

    # What a person does

    def take(self, step: Callable[[], None]) -> None:
        """Take one step of the interview and show where it led."""
        self._forget_number()
        try:
            step()
        except Refused as reason:
            self.note(str(reason))
            return
        self.show()

    @on(OptionList.OptionSelected, "#choices")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        screen = self.sitting.screen()
        take = self._takes[event.option_index] if event.option_index < len(self._takes) else None
        if take and not (screen.kind == "review" and self._is_settling()):
            self.take(take)

    def _is_settling(self) -> bool:
        return monotonic() - self._turned_at < SETTLING_SECONDS

    def action_choose(self, n: int) -> None:
        before = self.sitting.screen().step
        self.take(lambda: self.sitting.choose(n))
        self._numbered_at = monotonic() if self.sitting.screen().step != before else None

    def action_digit(self, digit: int) -> None:
        """Choose by number, at once where no other number begins with these digits."""
        if self._number is not None and self._number * 10 + digit > len(self.sitting.screen().choices):
            self._take_number()
        number = (self._number or 0) * 10 + digit
        self._forget_number()
        if not 0 < number * 10 <= len(self.sitting.screen().choices):
            self.action_choose(number)
            return
        self._number, self._number_timer = number, self.set_timer(NUMBER_SECONDS, self._take_number)
        self.note(self.sitting.say("full_number", n=number))

    def _take_number(self) -> None:
        if self._number is not None:
            self.action_choose(self._number)

    def _forget_number(self) -> None:
        self._number = None
        if self._number_timer:
            self._number_timer.stop()

    async def run_action(self, action: Any, *args: Any, **options: Any) -> bool:
        """What a key does. Any but a digit ends the number before it, and Enter does no more than that."""
        if not str(action).startswith("digit("):
            ends_number = self._number is not None or self._may_end_number()
            self._take_number()
            self._numbered_at = None
            if action == "select" and ends_number:
                return True
        return await super().run_action(action, *args, **options)

    def _may_end_number(self) -> bool:
        """Whether Enter would choose on a page that was turned just now by a number: many type 3 and Enter."""
        is_new = self._numbered_at is not None and monotonic() - self._numbered_at < NUMBER_SECONDS
        return is_new and bool(self.sitting.screen().choices)

    def action_go(self, what: str) -> None:
        self.take(lambda: self.sitting.do(what))

    def action_forward(self) -> None:
        can = self.sitting.screen().can
        self.action_go("skip" if "skip" in can else "next")

    def action_comment(self) -> None:
        if "comment" in self.sitting.screen().can:
            self.push_screen(Editor(self.sitting), lambda _: self.show())
        else:
            self.action_go("comment")

    def action_ask_to_stop(self) -> None:
        self.sitting.check()
        if self.sitting.outcome:
            self.show()
        else:
            self.push_screen(StopScreen(self.sitting), lambda stop: self.end("stopped") if stop else None)

    def action_interrupt(self) -> None:
        self.end("interrupted")

    # Time

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent):
            self._heard_at = monotonic()
            if isinstance(event, (events.Key, events.Paste)) and self._swallows(event):
                return
        await super().on_event(event)

    def _swallows(self, event: events.Event) -> bool:
        """Whether a key is only a sign of life: on the last page, or in answer to "Are you still there?"."""
        if event.is_forwarded or (isinstance(event, events.Key) and event.key == "ctrl+c"):
            return False
        if isinstance(self.screen, StillThere):
            self.pop_screen()
            return True
        if not self.sitting.outcome or (isinstance(event, events.Key) and event.key in _TURNING):
            return False
        if not self._is_settling():
            self.end("stopped")
        return True

    def _look_after_the_screen(self) -> None:
        quiet, idle = monotonic() - self._heard_at, self._idle_seconds or 0.0
        if self.sitting.outcome:
            if monotonic() - self._turned_at > READING_SECONDS:
                self.end("stopped")
        elif isinstance(self.screen, StillThere):
            if quiet > idle + GRACE_SECONDS:
                self.exit("away")
        elif quiet > idle and not self.sitting.untouched:
            self.push_screen(StillThere(self.sitting))


def _labelled(number: int, label: str, mark: str) -> str:
    return f"● {number:>2}  {label} ({mark})" if mark else f"○ {number:>2}  {label}"
