#!/usr/bin/env bash
# icalendar: a time with an offset is written under a time zone that no calendar knows.
#
# Version:   icalendar 7.3.2
# Expected:  RFC 5545, 3.2.19: a TZID names a VTIMEZONE in the same calendar
# Seen:      2026-05-01T09:00:00+01:00 becomes TZID="UTC+01:00" without any VTIMEZONE, so that a calendar program is
#            free to take it as nine o'clock wherever it runs. A ZoneInfo, or a whole day, has no such trouble
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check icalendar==7.3.2
venv/bin/python - <<'PYTHON'
from datetime import UTC, date, datetime

import icalendar


def lines(start) -> list[str]:
    calendar = icalendar.Calendar()
    event = icalendar.Event()
    event.add("dtstart", start)
    calendar.add_component(event)
    return [line for line in calendar.to_ical().decode().splitlines() if line.startswith(("DTSTART", "BEGIN:VTIME"))]


iso = datetime.fromisoformat("2026-05-01T09:00:00+01:00")
seen = [lines(iso), lines(iso.astimezone(UTC)), lines(date(2026, 5, 1))]
print(icalendar.__version__, seen)
assert seen == [
    ['DTSTART;TZID="UTC+01:00":20260501T090000'],
    ["DTSTART:20260501T080000Z"],
    ["DTSTART;VALUE=DATE:20260501"],
]
PYTHON
