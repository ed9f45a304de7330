#!/usr/bin/env bash
# ics: long lines are not folded.
#
# Version:   ics 0.7.3
# Expected:  no line is longer than 75 octets, as RFC 5545 asks for in section 3.1
# Seen:      a summary of 200 letters is one line of 208. A calendar whose lines are folded is read, and written back in
#            long lines
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ics==0.7.3
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

from ics import Calendar, Event

calendar = Calendar()
calendar.events.add(Event(name="x" * 200, begin="2026-05-18"))
long = max(len(line) for line in calendar.serialize().splitlines())
folded = f"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//a//b//EN
BEGIN:VEVENT
UID:1
DTSTAMP:20260501T000000Z
DTSTART;VALUE=DATE:20260518
SUMMARY:{60 * "x"}
 {60 * "x"}
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
again = max(len(line) for line in Calendar(folded).serialize().splitlines())
print(version("ics"), long, again)
assert (long, again) == (208, 128)
PYTHON
