"""Survey tools' exports of a form, as rows of cells: headings, quirks and all. Nothing here is read by the importer."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

from imroc_audit.exchange.forms.form import Form, FormChoice, FormField
from tests.exchange.reading.sources.people import Person

Rows = list[list[str]]
People = Sequence[Person]

STRONG: Final = "<strong>{}</strong>"
DO_NOT_READ: Final = ("do-not-read@example.org", "Dorothy Donotread", "192.0.2.7", "51.501009", "-0.141588")
"""Marks of personal data: none of them may be known after an import."""
EMAIL, NAME, ADDRESS, LATITUDE, LONGITUDE = DO_NOT_READ


JISC_BOXES: Final = ("Oak team", "Elm ward")
"""Teams as well, in another order than in the question before."""


def asked(form: Form, *kinds: str) -> list[FormField]:
    return [field for field in form.fields if not kinds or field.asks.kind in kinds]


def visible(form: Form) -> list[FormField]:
    return [field for field in form.fields if field.kind != "hidden"]


def finished(people: People) -> list[Person]:
    return [someone for someone in people if someone.finished]


def in_grid(form: Form, field: FormField, text: str) -> str:
    """How a grid heads one of its rows; text: with {question} and {row} in it."""
    if field.asks.kind != "statement":
        return field.label
    return text.format(question=form.question, row=field.label)


# Headed by whole questions, and answered by labels.


def microsoft_forms(form: Form, people: People, *, time: str = "%Y-%m-%d %H:%M:%S", quiz: bool = False) -> Rows:
    """Answers of those who finished, as only they are kept. Colleagues were asked once more with several choices."""
    fields = visible(form)
    headings = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]
    headings += ["Total points", "Quiz feedback"] if quiz else []
    for number, field in enumerate(fields):
        # Forms keeps the line breaks and hard spaces that somebody pasted into a question.
        headings.append(field.label.replace(" ", "\xa0", 1) + "\n" * (number % 2))
        headings += [f"Points - {field.label}", f"Feedback - {field.label}"] if quiz else []
    rows = [[*headings, "How did you hear of this?"]]
    for someone in finished(people):
        when = f"{someone.answered:{time}}"
        row = [str(someone.number), when, when, "anonymous", "", ""] + (["", ""] if quiz else [])
        for field in fields:
            row += [someone.label(field), *(["", ""] if quiz else [])]
        rows.append([*row, "Poster;Colleague;"])
    return rows


def google_forms(form: Form, people: People, *, time: str = "%Y/%m/%d %I:%M:%S %p GMT+1") -> Rows:
    fields = visible(form)
    boxes = "Poster;Colleague" if "GMT" in time else "Poster, Colleague"
    headings = ["Timestamp", "Email Address", "Score"]
    headings += [in_grid(form, field, "{question} [{row}]") for field in fields] + ["How did you hear of this?"]
    return [headings] + [
        [f"{one.answered:{time}}", EMAIL, "0 / 0", *map(one.label, fields), boxes] for one in finished(people)
    ]


def alchemer(form: Form, people: People) -> Rows:
    """The rows of a grid stand before the question; those who stopped are partial, or were sorted out."""
    fields = visible(form)
    headings = ["Response ID", "Time Started", "Date Submitted", "Status", "Contact ID", "Legacy Comments", "Comments"]
    headings += ["Language", "Referer", "SessionID", "User Agent", "Longitude", "Latitude", "Country", "City"]
    headings += [in_grid(form, field, "{row}:{question}") for field in fields]
    rows = [[*headings, "Poster:How did you hear of this?"]]
    for someone in people:
        when = f"{someone.answered:%b %d, %Y %I:%M:%S %p}"
        state = "Complete" if someone.finished else ("Partial", "Disqualified")[someone.number % 2]
        about = [str(someone.number), when, when, state, "118", NAME, "", "English", ADDRESS, "1500_5e", EMAIL]
        rows.append([*about, LONGITUDE, LATITUDE, "United Kingdom", "Donotread", *map(someone.label, fields), "Poster"])
    return rows


def typeform(form: Form, people: People) -> Rows:
    """Answers of those who only began are in it, if somebody asks for them."""
    fields = visible(form)
    headings = ["#", *(field.label for field in fields), "Response Type", "Start Date (UTC)", "Stage Date (UTC)"]
    rows = [[*headings, "Submit Date (UTC)", "Network ID", "Tags", "Ending"]]
    for someone in people:
        when = f"{someone.answered:%Y-%m-%d %H:%M:%S}"
        state, sent = ("completed", when) if someone.finished else (("partial", "started")[someone.number % 2], "")
        about = [state, when, "" if someone.finished else when, sent, ADDRESS, "", "Thank you"]
        rows.append([f"{someone.number:x}q8v5", *map(someone.label, fields), *about])
    return rows


def nextcloud_forms(form: Form, people: People) -> Rows:
    """The ids of the questions stand in the second row, which a spreadsheet does not show."""
    fields = visible(form)
    texts = [in_grid(form, field, "{question} ({row})") for field in fields]
    ids = [f"question-id-{number}" for number, _ in enumerate(fields, start=7)]
    rows = [["Antwort-ID", "Benutzer-ID", "Anzeigename", "Zeitstempel", *texts]]
    rows.append(["submission_id", "user_id", "user_display_name", "timestamp", *ids])
    for someone in finished(people):
        when = f"{someone.answered:%Y-%m-%dT%H:%M:%S}+01:00"
        rows.append([str(someone.number), EMAIL, NAME, when, *map(someone.label, fields)])
    return rows


def nextcloud_forms_early(form: Form, people: People) -> Rows:
    """As the first versions wrote it: without ids."""
    headings, _, *rows = nextcloud_forms(form, people)
    return [["User ID", "User display name", "Timestamp", *headings[4:]], *(row[1:] for row in rows)]


# One form with a branch for each perspective.


def microsoft_forms_with_branches(forms: Sequence[Form], people: People) -> Rows:
    """Each branch asks for everything. Excel puts a number behind a heading that comes again."""
    fields = [visible(form) for form in forms]
    headings = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time", "I am:"]
    times: Counter[str] = Counter()
    for field in chain(*fields):
        times[field.label] += 1
        headings.append(field.label + (str(times[field.label]) if times[field.label] > 1 else ""))
    rows = [headings]
    for someone in finished(people):
        when = f"{someone.answered:%Y-%m-%d %H:%M:%S}"
        row = [str(someone.number), when, when, "anonymous", "", "", _chosen(forms, someone).choose]
        for form, asked_there in zip(forms, fields, strict=True):
            row += [someone.label(field) if form.perspective == someone.perspective else "" for field in asked_there]
        rows.append(row)
    return rows


def google_forms_with_branches(forms: Sequence[Form], people: People) -> Rows:
    """Teams and priorities are asked of everyone; headings that come again are the same."""
    fields = [[field for field in visible(form) if field.asks.kind in ("statement", "comment")] for form in forms]
    common = asked(forms[0], "team", "priority")
    headings = ["Timestamp", "Email Address", "Which of these are you?"]
    for form, asked_there in zip(forms, fields, strict=True):
        headings += [in_grid(form, field, "{question} [{row}]") for field in asked_there]
    rows = [[*headings, *(field.label for field in common)]]
    for someone in finished(people):
        row = [f"{someone.answered:%Y/%m/%d %I:%M:%S %p GMT+1}", EMAIL, _chosen(forms, someone).perspective_label]
        for form, asked_there in zip(forms, fields, strict=True):
            row += [someone.label(field) if form.perspective == someone.perspective else "" for field in asked_there]
        rows.append([*row, *map(someone.label, common)])
    return rows


def _chosen(forms: Sequence[Form], someone: Person) -> Form:
    return next(form for form in forms if form.perspective == someone.perspective)


def surveymonkey(form: Form, people: People) -> Rows:
    fields = visible(form)
    above = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address"]
    above += ["First Name", "Last Name", "Custom Data 1"]
    below = [""] * len(above)
    question = STRONG.format(form.question)
    for field in fields:
        grid = field.asks.kind == "statement"
        above.append((question if question not in above[-2:] else "") if grid else f"<p>{field.label}</p>")
        below.append(field.label if grid else "Open-Ended Response" if field.kind == "text" else "Response")
    above += ["How did you hear of this?", "", "Contact details", ""]
    below += ["Poster", "Colleague", "Company", "Phone Number"]
    return [above, below] + [_monkey(someone, fields) for someone in finished(people)]


def surveymonkey_condensed(form: Form, people: People) -> Rows:
    """Several choices in one column, and the second row left empty."""
    fields = visible(form)
    above = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address"]
    above += ["First Name", "Last Name", "Custom Data 1", *(field.label for field in fields)]
    answered = [_monkey(someone, fields)[:-4] for someone in finished(people)]
    return [above, [""] * len(above), *answered]


def _monkey(someone: Person, fields: list[FormField]) -> list[str]:
    when = f"{someone.answered:%m/%d/%Y %I:%M:%S %p}"
    about = [f"1149{someone.number:08}", "458126007", when, when, ADDRESS, EMAIL, *NAME.split(), "Payroll 118"]
    return [*about, *map(someone.label, fields), "Poster", "", "Donotread & Co", "0700 900 118"]


QUALTRICS: Final = (
    ("StartDate", "Start Date", "startDate"),
    ("EndDate", "End Date", "endDate"),
    ("Status", "Response Type", "status"),
    ("IPAddress", "IP Address", "ipAddress"),
    ("Progress", "Progress", "progress"),
    ("Duration (in seconds)", "Duration (in seconds)", "duration"),
    ("Finished", "Finished", "finished"),
    ("RecordedDate", "Recorded Date", "recordedDate"),
    ("ResponseId", "Response ID", "_recordId"),
    ("RecipientLastName", "Recipient Last Name", "recipientLastName"),
    ("RecipientEmail", "Recipient Email", "recipientEmail"),
    ("LocationLatitude", "Location Latitude", "locationLatitude"),
    ("LocationLongitude", "Location Longitude", "locationLongitude"),
    ("DistributionChannel", "Distribution Channel", "distributionChannel"),
    ("UserLanguage", "User Language", "userLanguage"),
)


def qualtrics(form: Form, people: People, *, preview: str = "Survey Preview", yes: str = "True") -> Rows:
    """With labels. The first person of all is a preview that somebody else made."""
    fields = visible(form)
    names, texts, ids = map(list, zip(*QUALTRICS, strict=True))
    for number, field in enumerate(fields, start=1):
        names.append(f"Q{number}")
        texts.append(in_grid(form, field, "{question} - {row}"))
        ids.append(f"QID{40 + number}" + ("_TEXT" if field.kind == "text" else ""))
    names.append("Q1_Page Submit")
    texts.append("Timing - Page Submit")
    ids.append("QID90_PAGE_SUBMIT")
    rows = [names, texts, [json.dumps({"ImportId": each}, separators=(",", ":")) for each in ids]]
    trial = people[0]._replace(number=990)
    for someone in (trial, *people):
        status = preview if someone is trial else "IP Address"
        when = f"{someone.answered:%Y-%m-%d %H:%M:%S}"
        percent, done = ("100", yes) if someone.finished else ("48", "False" if yes == "True" else "0")
        about = [when, when, status, ADDRESS, percent, "88", done, when, f"R_{someone.number:015}"]
        about += [NAME, EMAIL, LATITUDE, LONGITUDE, "anonymous", "EN-GB"]
        rows.append([*about, *map(someone.label, fields), "12.5"])
    return rows


def qualtrics_legacy(form: Form, people: People) -> Rows:
    fields = visible(form)
    about = ["ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress", "IPAddress", "Status"]
    about += ["StartDate", "EndDate", "Finished"]
    names = [f"V{number}" for number, _ in enumerate(about, start=1)]
    names += [f"Q{number}" for number, _ in enumerate(fields, start=1)] + ["LocationLatitude", "LocationLongitude"]
    texts = [*about, *(in_grid(form, field, "{question}-{row}") for field in fields)]
    rows = [names, [*texts, "LocationLatitude", "LocationLongitude"]]
    for someone in people:
        when = f"{someone.answered.month}/{someone.answered.day}/{someone.answered:%Y %H:%M}"
        row = [f"R_{someone.number:013}", "Default Response Set", NAME, "", EMAIL, ADDRESS, "0", when, when]
        rows.append([*row, str(int(someone.finished)), *map(someone.label, fields), LATITUDE, LONGITUDE])
    return rows


def online_surveys_texts(form: Form, people: People) -> Rows:
    fields = visible(form)
    headings = ["Unique Response Number", *(f"{n}. {field.label}" for n, field in enumerate(fields, start=1))]
    rows = [[*headings, "Completion date"]]
    for someone in people:
        when = f"{someone.answered:%d/%m/%Y %H:%M}" if someone.finished else ""
        rows.append([_urn(someone), *map(someone.label, fields), when])
    return rows


# Headed by names or codes.


def online_surveys(form: Form, people: People) -> Rows:
    """Codes from 1, whose meaning only the key knows. A box that is not ticked is 0."""
    questions = _jisc_questions(form)
    headings = ["URN", *chain(*([f"Q{one}"] if field else [f"Q{one}_1", f"Q{one}_2"] for one, field in questions))]
    rows = [[*headings, "CompletionDate"]]
    for someone in people:
        when = f"{someone.answered:%d/%m/%Y %H:%M}" if someone.finished else ""
        answers = ([_number(field.choices, someone.code(field))] if field else ["1", "0"] for _, field in questions)
        rows.append([_urn(someone), *chain(*answers), when])
    return rows


def online_surveys_key(form: Form) -> Rows:
    rows = [["URN", "Unique Response Number"]]
    for number, field in _jisc_questions(form):
        labels = [choice.label for choice in field.choices] if field else JISC_BOXES
        rows.append([f"Q{number}", field.label if field else "Where else do you work? (select all that apply)"])
        rows += [[str(code), label] for code, label in enumerate(labels, start=1)]
    return [*rows, ["CompletionDate", "Submission date"]]


def _jisc_questions(form: Form) -> list[tuple[int, FormField | None]]:
    """The questions with their numbers; None is one with boxes to tick, after that for the team."""
    pairs = ((field, None) if field.asks.kind == "team" else (field,) for field in visible(form))
    return list(enumerate(chain(*pairs), start=1))


def _urn(someone: Person) -> str:
    return f"118-118-{someone.number:06}"


def _number(choices: Sequence[FormChoice], code: str) -> str:
    """The answer as a tool numbers it that counts from 1; a text as it is."""
    return next((str(number) for number, choice in enumerate(choices, start=1) if choice.code == code), code)


LIMESURVEY: Final = (
    ("id", "Response ID"),
    ("submitdate", "Date submitted"),
    ("lastpage", "Last page"),
    ("startlanguage", "Start language"),
    ("seed", "Seed"),
    ("token", "Access code"),
    ("startdate", "Date started"),
    ("datestamp", "Date last action"),
    ("ipaddr", "IP address"),
    ("refurl", "Referrer URL"),
)
PARTICIPANT: Final = (
    ("firstname", "First name"),
    ("lastname", "Last name"),
    ("email", "Email address"),
    ("attribute_1", "attribute_1"),
)


def limesurvey(form: Form, people: People, *, heads: str = "code", answers: str = "code") -> Rows:
    """Of a survey with timings and participants. heads: code, full or both; answers: code or label."""
    named = [(_lime_code(field), _lime_text(form, field)) for field in form.fields]
    timed = list(_lime_times(form))
    every = [*LIMESURVEY, *named, *timed, *PARTICIPANT]
    shape = {"code": "{0}", "full": "{1}", "both": "{0}. {1}"}[heads]
    rows = [[shape.format(code, text) for code, text in every]]
    for someone in people:
        when = f"{someone.answered:%Y-%m-%d %H:%M:%S}"
        about = [str(someone.number), when if someone.finished else "", "12", "en", "118", "vkhezfJvAw2XBox"]
        given = map(someone.code if answers == "code" else someone.label, form.fields)
        guarded = (f"'{one}" if one.startswith("=") else one for one in given)
        whose = [*NAME.split(), EMAIL, "Payroll 118"]
        rows.append([*about, when, when, ADDRESS, EMAIL, *guarded, *["7.5"] * len(timed), *whose])
    return rows


def _lime_text(form: Form, field: FormField) -> str:
    return f"{{'{field.constant}'}}" if field.constant else in_grid(form, field, "{question} [{row}]")


def _lime_times(form: Form) -> Iterator[tuple[str, str]]:
    yield "interviewtime", "Total time"
    for place, section in enumerate(form.sections):
        yield f"groupTime{317 + place}", f"Group time: {section.title}"
        asked = section.fields if place else (form.hidden, *section.fields)
        for code in dict.fromkeys(_lime_code(field).partition("[")[0] for field in asked):
            yield f"{code}Time", f"Question time: {code}"


def _lime_code(field: FormField) -> str:
    """Statements are rows of an array; no other code may have an underscore."""
    if field.asks.kind == "statement":
        return "{}[{}]".format(*field.name.rsplit("_", 1))
    return field.name.replace("_", "")


def redcap(form: Form, people: People) -> Rows:
    """Raw values of our own form, with a form that registers people before it."""
    fields = form.fields
    headings = ["record_id", "redcap_survey_identifier", "register_timestamp", "registered", "register_complete"]
    headings += ["pulse_timestamp", *(field.name for field in fields), "heard___1", "heard___2", "pulse_complete"]
    rows = [headings]
    for someone in people:
        when, state = _redcap_state(someone, "2", "0")
        about = [str(someone.number), EMAIL, "2025-01-18 10:00", "1", "2", when]
        rows.append([*about, *map(someone.code, fields), "1", "0", state])
    return rows


def redcap_own_names(form: Form, people: People) -> Rows:
    """Raw values of a form that somebody made by hand, coded from 1."""
    fields = visible(form)
    names = [f"q{number}" for number, _ in enumerate(fields, start=1)]
    rows = [["study_id", "redcap_event_name", "phone_ok", *names, "heard___1", "heard___2", "pulse_complete"]]
    for someone in people:
        given = [_number(field.choices, someone.code(field)) for field in fields]
        _, state = _redcap_state(someone, "2", "0")
        rows.append([str(someone.number), "autumn_arm_1", NAME, *given, "1", "0", state])
    return rows


def redcap_dictionary(form: Form) -> Rows:
    """The data dictionary of redcap_own_names: 18 columns."""
    headings = ["Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label"]
    headings += ["Choices, Calculations, OR Slider Labels", "Field Note", "Text Validation Type OR Show Slider Number"]
    headings += ["Text Validation Min", "Text Validation Max", "Identifier?", "Branching Logic (Show field only if...)"]
    headings += ["Required Field?", "Custom Alignment", "Question Number (surveys only)", "Matrix Group Name"]
    headings += ["Matrix Ranking?", "Field Annotation"]
    identifier = ["phone_ok", "pulse", "", "text", "Whom may we ring?", "", "", "", "", "", "y"]
    rows = [headings, ["study_id", "pulse", "", "text", "Study ID"], identifier]
    for number, field in enumerate(visible(form), start=1):
        choices = " | ".join(f"{code}, {choice.label}" for code, choice in enumerate(field.choices, start=1))
        kind = "radio" if field.choices else "notes"
        rows.append([f"q{number}", "pulse", "", kind, f'<div class="rich-text">{field.label}</div>', choices])
    rows.append(["heard", "pulse", "", "checkbox", "How did you hear of this?", "1, Poster | 2, Colleague"])
    return [[*row, *[""] * (len(headings) - len(row))] for row in rows]


def redcap_labels(form: Form, people: People) -> Rows:
    """Labels in the cells and in the headings."""
    fields = visible(form)
    headings = ["Record ID", "Repeat Instrument", "Repeat Instance", "Survey Identifier", "Survey Timestamp"]
    headings += [*(field.label for field in fields), "How did you hear of this? (choice=Poster)", "Complete?"]
    rows = [headings]
    for someone in people:
        when, state = _redcap_state(someone, "Complete", "Incomplete")
        given = map(someone.label, fields)
        rows.append([str(someone.number), "Pulse", "1", EMAIL, when, *given, "Unchecked", state])
    return rows


def _redcap_state(someone: Person, complete: str, incomplete: str) -> tuple[str, str]:
    if not someone.finished:
        return "[not completed]", incomplete
    return f"{someone.answered:%Y-%m-%d %H:%M}", complete


def kobo(form: Form, people: People, *, labels: bool = False) -> Rows:
    """With groups, one question with several choices twice over, and those who stopped marked as not approved."""
    fields = form.fields if not labels else visible(form)
    heads = [_grouped(form, field, "/", labels=labels) for field in fields]
    heard = ["heard", "heard/poster", "heard/colleague"]
    tail = ["_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by"]
    headings = ["start", "end", "deviceid", *heads, *heard, "spot", "_spot_latitude", "_spot_longitude"]
    rows = [[*headings, *tail, "__version__", "_tags", "_index"]]
    for someone in people:
        when = f"{someone.answered:%Y-%m-%dT%H:%M:%S}"
        given = map(someone.label if labels else someone.code, fields)
        place = [f"{LATITUDE} {LONGITUDE} 0 0", LATITUDE, LONGITUDE]
        state = "" if someone.finished else "Not approved" if labels else "validation_status_not_approved"
        about = [str(someone.number), f"5e1f-{someone.number:08}", when, state, "", "submitted_via_web", EMAIL]
        row = [f"{when}.118+01:00", f"{when}.911+01:00", ADDRESS, *given, "poster colleague", "1", "1", *place, *about]
        rows.append([*row, "vQ8", "", str(someone.number)])
    return rows


def ona(form: Form, people: People) -> Rows:
    """With "n/a" wherever nobody answered; those who stopped were rejected by a reviewer."""
    heads = [_grouped(form, field, "/") for field in form.fields]
    tail = ["meta/instanceID", "_id", "_uuid", "_submission_time", "_tags", "_notes", "_version", "_duration"]
    tail += ["_submitted_by", "_total_media", "_media_count", "_media_all_received", "_review_status"]
    rows = [["start", "end", "deviceid", *heads, "heard/poster", *tail, "_review_comment"]]
    for someone in people:
        when, key = f"{someone.answered:%Y-%m-%dT%H:%M:%S}", f"5e1f-{someone.number:08}"
        given = [someone.code(field) or "n/a" for field in form.fields]
        about = [f"uuid:{key}", str(someone.number), key, when, "n/a", "n/a", "2026", "61", EMAIL, "0", "0", "True"]
        review = ("n/a", "Approved", "Pending")[someone.number % 3] if someone.finished else "Rejected"
        rows.append([when, when, ADDRESS, *given, "n/a", *about, review, "n/a"])
    return rows


def surveycto(form: Form, people: People) -> Rows:
    """Every choice of a multiple question has a column once more; those who stopped were rejected by a reviewer."""
    headings = ["SubmissionDate", "starttime", "endtime", "deviceid", "subscriberid", "username", "caseid"]
    headings += [field.name for field in form.fields]
    headings += ["spot-Latitude", "spot-Longitude", "instanceID", "formdef_version", "review_status", "KEY"]
    rows = [headings]
    for someone in people:
        when, key = _in_words(someone), f"uuid:{someone.number:08}"
        given = [when, when, when, ADDRESS, "118", EMAIL, NAME, *map(someone.code, form.fields), LATITUDE, LONGITUDE]
        state = ("", "approved")[someone.number % 2] if someone.finished else "rejected"
        rows.append([*given, key, "2607140917", state, key])
    return rows


def briefcase(form: Form, people: People) -> Rows:
    """What ODK Briefcase wrote, or SurveyCTO's desktop program does: no states at all."""
    heads = [_grouped(form, field, "-") for field in form.fields]
    rows = [["SubmissionDate", "start", "deviceid", *heads, "meta-instanceID", "KEY"]]
    for someone in finished(people):
        when, key = _in_words(someone), f"uuid:{someone.number:08}"
        rows.append([when, when, ADDRESS, *map(someone.code, form.fields), key, key])
    return rows


def _in_words(someone: Person) -> str:
    return f"{someone.answered:%b} {someone.answered.day}, {someone.answered:%Y %-I:%M:%S %p}"


def hxl(rows: Rows) -> Rows:
    """With the row of tags that some forms ask for."""
    return [rows[0], ["#respondee" if "/" in heading else "" for heading in rows[0]], *rows[1:]]


def odk(form: Form, people: People) -> Rows:
    """Of two versions of the form; those who stopped are rejected by a reviewer, or could not be decrypted."""
    fields = form.fields
    heads = [_grouped(form, field, "-") for field in fields]
    headings = ["SubmissionDate", "start", "end", "deviceid", *heads, "heard", "heard/poster", "heard/colleague"]
    headings += ["spot-Latitude", "spot-Longitude", "spot-Altitude", "spot-Accuracy", "meta-instanceID"]
    headings += ["KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status"]
    rows = [[*headings, "ReviewState", "DeviceID", "Edits", "FormVersion"]]
    for someone in people:
        when, key = f"{someone.answered:%Y-%m-%dT%H:%M:%S}.118Z", f"uuid:{someone.number:08}"
        row = [when, when, when, ADDRESS, *map(someone.code, fields), "poster colleague", "1", "1"]
        row += [LATITUDE, LONGITUDE, "0", "0", key, key, "118", NAME, "0", "0"]
        first = someone.number % 2 == 1
        status = ["", "hasIssues" if first else ""] if someone.finished else ["", "rejected"]
        status = status if someone.finished or first else ["Not Decrypted", ""]
        rows.append([*row, *status, ADDRESS, "0", str(1 + someone.number % 2)])
    return rows


def _grouped(form: Form, field: FormField, separator: str, *, labels: bool = False) -> str:
    section = next((one for one in form.sections if field in one.fields), None)
    if section is None:
        return field.name
    return separator.join((section.title, field.label) if labels else (section.name, field.name))


def template(forms: Sequence[Form], people: People) -> Rows:
    """People of several perspectives in one file."""
    names = ["id", "date", *dict.fromkeys(field.name for form in forms for field in form.fields)]
    return [names] + [
        [str(number), f"{someone.answered:%Y-%m-%d}", *(someone.by_field.get(name, "") for name in names[2:])]
        for number, someone in enumerate(people, start=1)
    ]


def table(form: Form, people: People) -> Rows:
    """What somebody typed in from paper, with a column of names and a blank one."""
    fields = asked(form, "team", "statement", "comment")
    headings = ["Date", "Your name (optional)", *(field.label for field in fields), ""]
    return [headings] + [[f"{one.answered:%d/%m/%Y}", NAME, *map(one.label, fields), ""] for one in people]


# JSON.


def fhir(form: Form, someone: Person, *, unanswered: bool = False) -> dict[str, Any]:
    """A response in groups. unanswered: whether items without an answer are in it as well."""
    groups = [
        {"linkId": section.name, "text": section.title, "item": list(_items(section.fields, someone, unanswered))}
        for section in form.sections
    ]
    return {
        "resourceType": "QuestionnaireResponse",
        "id": f"{form.perspective}-{someone.number}",
        "questionnaire": f"urn:uuid:118|{form.version}",
        "status": ("amended" if someone.number % 5 == 0 else "completed") if someone.finished else "in-progress",
        "subject": {"reference": "Patient/118", "display": NAME},
        "authored": f"{someone.answered:%Y-%m-%dT%H:%M:%S}+01:00",
        "author": {"display": EMAIL},
        "item": [*_items([form.hidden], someone, unanswered), *groups],
    }


def _items(fields: Sequence[FormField], someone: Person, unanswered: bool) -> Iterator[dict[str, Any]]:
    for field in fields:
        code = someone.code(field)
        choice = next((one for one in field.choices if one.code == code), None)
        coding = {"valueCoding": {"system": "urn:118", "code": code, "display": choice.label}} if choice else None
        item = {"linkId": field.name, "text": field.label}
        if code:
            yield {**item, "answer": [coding or {"valueString": code}]}
        elif unanswered:
            yield item


def bundle(form: Form, people: People) -> dict[str, Any]:
    """With the questionnaire and somebody's record among the responses."""
    others: list[dict[str, Any]] = [{"resourceType": "Questionnaire", "id": "118"}]
    others.append({"resourceType": "Patient", "name": [{"text": NAME}]})
    resources = [*others, *(fhir(form, someone) for someone in people)]
    return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one} for one in resources]}


def surveyjs(form: Form, people: People) -> list[dict[str, Any]]:
    """What nobody answered is absent or blank, codes are texts or numbers, and a matrix is an object."""
    results = []
    for someone in finished(people):
        about: dict[str, Any] = {
            "HappenedAt": f"{someone.answered:%Y-%m-%dT%H:%M:%S}.118Z",
            "InstanceId": f"r{someone.number}",
        }
        about |= {"UserId": EMAIL, "contact": {"name": NAME, "phone": "0700 900 118"}}
        given: dict[str, Any] = {}
        for field in form.fields:
            code = someone.code(field)
            if code or someone.number % 2:
                given[field.name] = int(code) if code.isdecimal() and someone.number % 3 else code
        first, *rest = (name for name in given if name.startswith("c02_") and "comment" not in name)
        given["c02"] = {name: given.pop(name) for name in (first, *rest)}
        results.append({**given, "heard": ["poster", "colleague"], **about})
    return results


# Data files of statistical programs.


STATA_TEXT: Final = 80
"""Characters that Stata keeps of a variable's label."""


class Coded(NamedTuple):
    """A data file: what each variable holds and is called, what its codes mean, and which of them are missing."""

    values: dict[str, list[Any]]
    texts: dict[str, str]
    labels: dict[str, dict[Any, str]]
    missing: dict[str, list[Any]]


def limesurvey_in_spss(form: Form, people: People) -> Coded:
    """Whoever had not finished has no day. What nobody knew is declared as missing, as analysts like it."""
    codes = {field.name: _with_numbers(field, dont_know=98) for field in form.fields if field.asks.kind == "statement"}
    values: dict[str, list[Any]] = {"id": [float(one.number) for one in people]}
    values["submitdate"] = [one.answered if one.finished else None for one in people]
    values |= {"startlanguage": ["en" for _ in people], "ipaddr": [ADDRESS for _ in people]}
    for field in form.fields:
        numbers = codes.get(field.name)
        given = [someone.code(field) for someone in people]
        values[field.name] = [numbers.get(one) for one in given] if numbers else given
    return _coded(form, values, codes, missing=98.0)


def analyst_s_spss(form: Form, people: People) -> Coded:
    """Variables that somebody named q1, q2 and so on, coded from 1; 99 is no answer, and half of it is blank."""
    fields = visible(form)
    names = {field.name: f"q{number}" for number, field in enumerate(fields, start=1)}
    codes = {names[field.name]: _with_numbers(field, first=1) for field in fields if field.asks.kind == "statement"}
    values: dict[str, list[Any]] = {"ResponseId": [f"R{one.number}" for one in people]}
    values |= {"Completed": [one.answered.date() for one in people], "E_mail": [EMAIL for _ in people]}
    for field in fields:
        numbers = codes.get(names[field.name])
        given = [someone.code(field) if numbers else someone.label(field) for someone in people]
        values[names[field.name]] = [
            (numbers.get(one) if one or someone.number % 2 else 99.0) if numbers else one
            for one, someone in zip(given, people, strict=True)
        ]
    coded = _coded(form, values, codes, missing=99.0)
    labels = {name: {**found, 99.0: "No answer"} for name, found in coded.labels.items()}
    texts = {names[field.name]: field.label for field in fields} | {"E_mail": "Your e-mail address"}
    return coded._replace(labels=labels, texts=texts)


def in_stata(form: Form, people: People) -> Coded:
    """Whole numbers, in which .a is "No answer" and . is a blank."""
    codes = {field.name: _with_numbers(field) for field in form.fields if field.asks.kind == "statement"}
    values: dict[str, list[Any]] = {"id": [one.number for one in people]}
    values["date"] = [one.answered.date() for one in people]
    for field in form.fields:
        numbers = codes.get(field.name)
        given = [(someone.code(field), someone.number % 2) for someone in people]
        values[field.name] = [
            (int(numbers[code]) if code else ("a", None)[odd]) if numbers else code for code, odd in given
        ]
    coded = _coded(form, values, codes, missing="a")
    labels = {name: {int(code): label for code, label in found.items()} for name, found in coded.labels.items()}
    texts = {name: text[:STATA_TEXT] for name, text in coded.texts.items()}
    return coded._replace(texts=texts, labels={name: {**found, "a": "No answer"} for name, found in labels.items()})


def _coded(form: Form, values: dict[str, list[Any]], codes: dict[str, dict[str, float]], missing: Any) -> Coded:
    labelled = {
        name: {number: _scale_label(form, code) for code, number in found.items()} for name, found in codes.items()
    }
    return Coded(
        values, {field.name: field.label for field in form.fields}, labelled, {name: [missing] for name in codes}
    )


def _scale_label(form: Form, code: str) -> str:
    return next(choice.label for choice in form.scale if choice.code == code)


def _with_numbers(field: FormField, *, first: int = 0, dont_know: int | None = None) -> dict[str, float]:
    """The code of each answer to a statement → a number for it."""
    numbers = {choice.code: float(number) for number, choice in enumerate(field.choices, start=first)}
    return numbers | ({"dk": float(dont_know)} if dont_know else {})
