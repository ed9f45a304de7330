"""Survey tools at work: each takes a form that we wrote, asks its questions, and exports the answers in its own way.

Everything is taken from the written file, so that what stands wrong in it comes back wrong.
"""

import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from docx import Document
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

Person = Mapping[str, str]
"""The words of a question → the words of the answer. Questions that are not in it were left blank."""

DAY: Final = "2026-09-03"
SOMEONE: Final = "someone@example.org"


class Question(NamedTuple):
    """heading: as exports name it; choices: the words of an answer → its code; constant: what stands there anyway."""

    heading: str
    text: str
    choices: Mapping[str, str] = {}
    constant: str = ""

    def code(self, person: Person) -> str:
        answer = person.get(self.text, "")
        return self.constant or (self.choices[answer] if answer and self.choices else answer)

    def words(self, person: Person) -> str:
        answer = person.get(self.text, "")
        assert not (answer and self.choices) or answer in self.choices
        return self.constant or answer


def as_csv(rows: Sequence[Sequence[str]], **options: Any) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, **options).writerows(rows)
    return text.getvalue().encode()


# XLSForm


def xlsform(form: bytes, between: str) -> list[Question]:
    book = load_workbook(io.BytesIO(form))
    survey, choices = (_dicts(book[name].values) for name in ("survey", "choices"))
    lists: dict[str, dict[str, str]] = {}
    for row in choices:
        lists.setdefault(row["list_name"], {})[row["label"]] = row["name"]
    groups: list[str] = []
    found = []
    for row in survey:
        kind, _, of = row["type"].partition(" ")
        heading = between.join((*groups, row.get("name", "")))
        if kind == "begin_group":
            groups.append(row["name"])
        elif kind == "end_group":
            groups.pop()
        else:
            constant = row.get("calculation", "").strip('"')
            found.append(Question(heading, row.get("label", ""), lists.get(of, {}), constant))
    return found


def odk(form: bytes, people: Sequence[Person]) -> bytes:
    questions = xlsform(form, "-")
    after = ["KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status"]
    after += ["ReviewState", "DeviceID", "Edits", "FormVersion"]
    rows = [["SubmissionDate", *(one.heading for one in questions), "meta-instanceID", *after]]
    for number, person in enumerate(people):
        key = f"uuid:{number}"
        given = [one.code(person) for one in questions]
        rows.append([f"{DAY}T10:15:00.000Z", *given, key, key, "7", SOMEONE, "0", "0", "", "", "web", "0", "1.0"])
    return as_csv(rows)


def kobo(form: bytes, people: Sequence[Person]) -> bytes:
    questions = [one for one in xlsform(form, "/") if not one.heading.rpartition("/")[2].startswith("about_")]
    after = ["_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by"]
    rows = [[*(one.heading for one in questions), *after, "__version__", "_tags", "_index"]]
    for number, person in enumerate(people, start=1):
        about = [str(number), f"uuid-{number}", f"{DAY}T10:15:00", "", "", "submitted_via_web", SOMEONE]
        rows.append([*(one.code(person) for one in questions), *about, "v1", "", str(number)])
    return as_csv(rows, delimiter=";", quoting=csv.QUOTE_ALL)


# REDCap


def redcap(form: bytes) -> tuple[str, list[Question]]:
    """The name of the form, and its fields."""
    rows = list(csv.DictReader(io.StringIO(form.decode(), newline="")))
    questions = []
    for row in rows[1:]:
        if row["Field Type"] == "descriptive":
            continue
        pairs = (each.strip().split(", ", 1) for each in row[CHOICES].split("|") if each)
        default = re.search(r'@DEFAULT="(.*?)"', row["Field Annotation"])
        name, label = row["Variable / Field Name"], html.unescape(row["Field Label"])
        choices = {html.unescape(words): code for code, words in pairs}
        questions.append(Question(name, label, choices, default[1] if default else ""))
    return rows[0]["Form Name"], questions


CHOICES: Final = "Choices, Calculations, OR Slider Labels"


def redcap_raw(form: bytes, people: Sequence[Person]) -> bytes:
    name, questions = redcap(form)
    rows = [["record_id", "redcap_survey_identifier", f"{name}_timestamp", *(one.heading for one in questions)]]
    rows[0].append(f"{name}_complete")
    for number, person in enumerate(people, start=1):
        rows.append([str(number), "", f"{DAY} 10:15:00", *(one.code(person) for one in questions), "2"])
    return as_csv(rows)


def redcap_labels(form: bytes, people: Sequence[Person]) -> bytes:
    _, questions = redcap(form)
    rows = [["Record ID", "Survey Identifier", "Survey Timestamp", *(one.text for one in questions), "Complete?"]]
    for number, person in enumerate(people, start=1):
        rows.append([str(number), "", f"{DAY} 10:15:00", *(one.words(person) for one in questions), "Complete"])
    return as_csv(rows)


# LimeSurvey


def limesurvey(form: bytes, *, texts: bool) -> list[Question]:
    """texts: whether questions are headed by their texts, in which "&" stays as HTML has it, or by codes."""
    found: list[Question] = []
    array, parts = "", 0
    for row in csv.DictReader(io.StringIO(form.decode(), newline=""), delimiter="\t"):
        name, text = row["name"], html.unescape(row["text"])
        heading = row["text"] if texts else name
        if row["class"] == "Q":
            array, parts = (heading, 0) if row["type/scale"] == "F" else ("", 1)
            constant = re.fullmatch(r"\{'(.*)'\}", text) if row["type/scale"] == "*" else None
            found += [] if array else [Question(heading, text, {}, constant[1] if constant else "")]
        elif row["class"] == "SQ":
            parts += 1
            found.append(Question(f"{array} [{heading}]" if texts else f"{array}[{heading}]", text))
        elif row["class"] == "A":
            found[-parts:] = [one._replace(choices={**one.choices, text: name}) for one in found[-parts:]]
    return found


def limesurvey_codes(form: bytes, people: Sequence[Person]) -> bytes:
    about = ["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp"]
    return _limesurvey(about, limesurvey(form, texts=False), people)


def limesurvey_texts(form: bytes, people: Sequence[Person]) -> bytes:
    about = ["Response ID", "Date submitted", "Last page", "Start language", "Seed"]
    return _limesurvey([*about, "Date started", "Date last action"], limesurvey(form, texts=True), people)


def _limesurvey(about: list[str], questions: Sequence[Question], people: Sequence[Person]) -> bytes:
    rows = [[*about, *(one.heading for one in questions)]]
    for number, person in enumerate(people, start=1):
        given = [one.words(person) for one in questions]
        guarded = [f"'{one}" if one.startswith("=") else one for one in given]
        about_them = [f"{DAY} 10:15:00", "3", "en", "118", f"{DAY} 10:05:00", f"{DAY} 10:15:00"]
        rows.append([str(number), *about_them, *guarded])
    return "\ufeff".encode() + as_csv(rows, quoting=csv.QUOTE_ALL)


# FHIR


def fhir_responses(form: bytes, people: Sequence[Person]) -> Iterator[dict[str, Any]]:
    questionnaire = json.loads(form)
    for number, person in enumerate(people, start=1):
        yield {
            "resourceType": "QuestionnaireResponse",
            "id": f"r{number}",
            "questionnaire": f"{questionnaire['url']}|{questionnaire['version']}",
            "status": "completed",
            "authored": f"{DAY}T10:15:00+01:00",
            "item": list(_answered(questionnaire["item"], person)),
        }


def _answered(items: Sequence[Mapping[str, Any]], person: Person) -> Iterator[dict[str, Any]]:
    for item in items:
        about = {"linkId": item["linkId"], "text": item["text"]}
        if item["type"] == "group":
            yield about | {"item": list(_answered(item["item"], person))}
        elif item["type"] != "display" and (answers := list(_fhir_answers(item, person))):
            yield about | {"answer": answers}


def _fhir_answers(item: Mapping[str, Any], person: Person) -> Iterator[Mapping[str, Any]]:
    given = person.get(item["text"], "")
    if item["type"] == "choice" and given:
        yield next(one for one in item["answerOption"] if one["valueCoding"]["display"] == given)
    elif given or "initial" in item:
        yield {"valueString": given} if given else item["initial"][0]


def fhir_ndjson(form: bytes, people: Sequence[Person]) -> bytes:
    return "".join(json.dumps(one) + "\n" for one in fhir_responses(form, people)).encode()


def fhir_bundle(form: bytes, people: Sequence[Person]) -> bytes:
    entries = [{"resource": one} for one in fhir_responses(form, people)]
    return json.dumps({"resourceType": "Bundle", "type": "searchset", "entry": entries}, indent=2).encode()


# Documents


def word(form: bytes) -> list[Question]:
    found: list[Question] = []
    for line in Document(io.BytesIO(form)).paragraphs:
        style = line.style.name if line.style else ""
        if style == "List Number":
            found.append(Question(line.text, line.text))
        elif style == "List Bullet 2":
            found[-1] = found[-1]._replace(choices={**found[-1].choices, line.text: line.text})
    return found


def microsoft_forms(form: bytes, people: Sequence[Person]) -> bytes:
    questions = word(form)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    sheet.append(["ID", "Start time", "Completion time", "Email", "Name", *(one.heading for one in questions)])
    for number, person in enumerate(people, start=1):
        given = [WriteOnlyCell(sheet, one.words(person)) for one in questions]
        for cell in given:
            cell.data_type = "s"  # a text, even where it begins with =
        sheet.append([number, f"{DAY} 10:10:00", f"{DAY} 10:15:00", "anonymous", None, *given])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def markdown(form: bytes) -> list[Question]:
    found: list[Question] = []
    for line in form.decode().splitlines():
        words = re.sub(r"\\(.)", r"\1", line)
        if question := re.match(r"\d+\. (.*)", words):
            found.append(Question(question[1], question[1]))
        elif answer := re.match(r"    - (.*)", words):
            found[-1] = found[-1]._replace(choices={**found[-1].choices, answer[1]: answer[1]})
    return found


def google_forms(form: bytes, people: Sequence[Person]) -> bytes:
    questions = markdown(form)
    when = f"{DAY.replace('-', '/')} 10:15:00 AM GMT+1"
    rows = [[when, *(one.words(person) for one in questions)] for person in people]
    return as_csv([["Timestamp", *(one.heading for one in questions)], *rows], quoting=csv.QUOTE_ALL)


class Collector(NamedTuple):
    """A tool that takes a format. file: the name of its export."""

    format: str
    tool: str
    file: str
    export: Callable[[bytes, Sequence[Person]], bytes]


COLLECTORS: Final = (
    Collector("xlsform", "ODK Central", "odk.csv", odk),
    Collector("xlsform", "KoBoToolbox", "kobo.csv", kobo),
    Collector("redcap", "REDCap", "raw.csv", redcap_raw),
    Collector("redcap", "REDCap", "labels.csv", redcap_labels),
    Collector("limesurvey", "LimeSurvey", "codes.csv", limesurvey_codes),
    Collector("limesurvey", "LimeSurvey", "texts.csv", limesurvey_texts),
    Collector("fhir", "FHIR QuestionnaireResponse", "responses.ndjson", fhir_ndjson),
    Collector("fhir", "FHIR QuestionnaireResponse", "bundle.json", fhir_bundle),
    Collector("docx", "Microsoft Forms", "forms.xlsx", microsoft_forms),
    Collector("markdown", "Google Forms", "google.csv", google_forms),
)


def _dicts(rows: Any) -> list[dict[str, str]]:
    headings, *rest = rows
    return [{heading: cell for heading, cell in zip(headings, row, strict=True) if cell} for row in rest]
