"""What the full screen asks on top of a page: whether to stop, whether anyone is there, and for a comment."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import OptionList, Static, TextArea
from textual.widgets.option_list import Option

from imroc_audit.interview import COMMENT_LIMIT, Refused, Sitting
from imroc_audit.text import clean

TYPING_SECONDS: Final = 1.0
"""A comment is kept when nobody has typed for this long."""

LOW_ROWS: Final = 20
"""Below this many rows the page leaves out its margins."""


class StopScreen(ModalScreen[bool]):
    """Asks whether to stop, and shows the code to come back with."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(False)", show=False)]

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self._sitting = sitting

    def compose(self) -> ComposeResult:
        say = self._sitting.say
        with Vertical(id="box"):
            yield Static(Content.assemble((say("stop_question"), "bold")))
            yield Static(Content(self._sitting.stop_words))
            yield OptionList(Option(Content(say("stop"))), Option(Content(say("carry_on"))))

    def on_mount(self) -> None:
        self.set_class(self.app.size.height < LOW_ROWS, "compact")

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index == 0)


class StillThere(ModalScreen[None]):
    """Asks whether anyone is there. Any key is an answer, and the app hears it first."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self._sitting = sitting

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(Content(self._sitting.say("still_there")))


class Editor(ModalScreen[None]):
    """Where a comment is written, with a warning while it looks as if it could identify someone."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,ctrl+s", "done", show=False, priority=True)]

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self._sitting = sitting
        self._typing: Timer | None = None

    def compose(self) -> ComposeResult:
        say, screen = self._sitting.say, self._sitting.screen()
        with Vertical(id="box"):
            yield Static(Content.assemble((screen.comment_label, "bold")))
            yield Static(Content(say("comment_private")))
            yield TextArea(screen.comment, soft_wrap=True, tab_behavior="focus")
            yield Static(Content(screen.warning), id="warning")
            yield Static(Content(f"Esc {say('full_editor_done')}"))

    def on_mount(self) -> None:
        self.set_class(self.app.size.height < LOW_ROWS, "compact")
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        area.focus()

    @on(TextArea.Changed)
    def _changed(self) -> None:
        self._warn(self._sitting.comment_warning(clean(self.query_one(TextArea).text[: 2 * COMMENT_LIMIT])))
        if self._typing:
            self._typing.stop()
        self._typing = self.set_timer(TYPING_SECONDS, self._keep_so_far)

    def _keep_so_far(self) -> None:
        if self.keep() and self._sitting.outcome:
            self.action_done()

    def _warn(self, text: str) -> None:
        self.query_one("#warning", Static).update(Content(text))

    def keep(self) -> bool:
        """Keep the comment as it stands. False, with the reason shown, when that cannot be done."""
        if self._sitting.outcome:
            return True
        try:
            self._sitting.do("comment", self.query_one(TextArea).text)
        except Refused as reason:
            self._warn(str(reason))
            return False
        return True

    def action_done(self) -> None:
        if self.keep():
            if self._typing:
                self._typing.stop()
            self.dismiss(None)
