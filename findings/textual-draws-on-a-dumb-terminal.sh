#!/usr/bin/env bash
# Textual: an app on a terminal that says it is dumb draws a full screen all the same.
#
# Version:   Textual 8.2.8, on Linux
# Expected:  in terminfo, the terminal called dumb has no way to place the cursor; a program can know that it cannot draw
# Seen:      the app asks for the alternate screen and for the mouse, as it does with TERM=xterm. On such a terminal,
#            and to a screen reader, that is rubbish: who uses Textual has to decide before an app is started
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check textual==8.2.8
cat >app.py <<'PYTHON'
from textual.app import App


class Ends(App):
    def on_mount(self) -> None:
        self.set_timer(0.5, self.exit)


Ends().run()
PYTHON
venv/bin/python - <<'PYTHON'
import os
import pty
import sys
from importlib.metadata import version


def drawn(term: str) -> bytes:
    child, terminal = pty.fork()
    if child == 0:
        os.execve(sys.executable, [sys.executable, "app.py"], {**os.environ, "TERM": term})
    output = b""
    try:
        while part := os.read(terminal, 4096):
            output += part
    except OSError:  # how Linux says that the other end has closed
        pass
    os.waitpid(child, 0)
    return output


ALTERNATE_SCREEN, MOUSE = b"\x1b[?1049h", b"\x1b[?1000h"
seen = {term: (ALTERNATE_SCREEN in page, MOUSE in page) for term in ("xterm", "dumb") for page in [drawn(term)]}
print(version("textual"), seen)
assert seen == {"xterm": (True, True), "dumb": (True, True)}
PYTHON
