"""Who had finished is known by a tool's own words. A word that is not known is asked about, and nobody is dropped."""

from collections.abc import Callable

import pytest

from imroc_audit.errors import RejectedError
from imroc_audit.exchange.rows.row_mapper import ImportedRow
from tests.exchange.reading.sources.test_quirks import arranged, complete, roles

Imported = Callable[..., list[ImportedRow]]
REDCAP = "record_id | perspective | c01_1 | audit_complete"
QUALTRICS = "StartDate | Status | Finished | RecordedDate | ResponseId | Q1"
KOBO = "start | c01_1 | _uuid | _submission_time | _validation_status"
ODK = "SubmissionDate | c01_1 | KEY | SubmitterID | Status | ReviewState"


@pytest.mark.parametrize(
    ("headings", "source", "row", "finished"),
    [
        (REDCAP, "redcap", "1 | staff | 3 | 2", True),
        (REDCAP, "redcap", "1 | staff | 3 | Unverified", False),
        (REDCAP, "redcap", "1 | staff | 3 | ", False),
        (REDCAP, "redcap", "1 | staff | 3 | Vollständig", None),
        (QUALTRICS, "qualtrics", "x | IP Address | True | x | R_1 | a", True),
        (QUALTRICS, "qualtrics", "x | Imported | 1 | x | R_1 | a", True),
        (QUALTRICS, "qualtrics", "x | Survey Preview | True | x | R_1 | a", False),
        (QUALTRICS, "qualtrics", "x | IP Address | False | x | R_1 | a", False),
        (QUALTRICS, "qualtrics", "x | IP-Adresse | Falsch | x | R_1 | a", None),
        (QUALTRICS, "qualtrics", "x | IP-Adresse | Wahr | x | R_1 | a", None),
        (QUALTRICS, "qualtrics", "x | IP-Adresse | True | x | R_1 | a", None),
        (KOBO, "kobo", "x | 3 | u | x | Not approved", False),
        (KOBO, "kobo", "x | 3 | u | x | On hold", True),
        (KOBO, "kobo", "x | 3 | u | x | ", True),
        (KOBO, "kobo", "x | 3 | u | x | Non approuvé", None),
        (ODK, "odk", "x | 3 | k | 1 |  | rejected", False),
        (ODK, "odk", "x | 3 | k | 1 |  | hasIssues", True),
        (ODK, "odk", "x | 3 | k | 1 |  | rejeté", None),
        (ODK, "odk", "x | 3 | k | 1 | Not Decrypted | ", False),
    ],
)
def test_a_word_that_is_not_known_is_neither_yes_nor_no(
    headings: str, source: str, row: str, finished: bool | None
) -> None:
    assert complete(arranged(f"{headings}\n{row}", source), [cell.strip() for cell in row.split(" | ")]) == [finished]


def test_a_row_of_whom_nobody_knows_whether_they_finished_is_a_finding(imported: Imported) -> None:
    file = "record_id,c01_1,audit_complete\n1,3,2\n2,3,Vollständig\n"
    with pytest.raises(RejectedError, match=r"row 3: the survey tool's word for whether .* in English.*--from table"):
        imported(file, "perspective: staff\nstatements: {c01_1: c01.1}\nid: record_id\n")


@pytest.mark.parametrize(
    "mark",
    ["audit_complete", "redcap_event_name", "_uuid", "submitdate", "instanceid", "review_status", "status", "KEY"],
)
def test_a_table_with_the_marks_of_a_survey_tool_is_not_taken_for_our_template(mark: str) -> None:
    with pytest.raises(AssertionError, match="template"):
        arranged(f"id | perspective | team | c01_1 | {mark}", "template")


def test_a_redcap_report_without_the_record_has_no_id() -> None:
    layout = arranged("perspective | c01_1 | audit_complete\nstaff | 3 | 2\nstaff | 4 | 2", "redcap")
    assert set(roles(layout).values()) == {"answer", "tool"}


@pytest.mark.parametrize("heading", ["record_id", "study_id", "participant_id", "record", "subjid"])
def test_redcap_s_record_may_be_called_otherwise(heading: str) -> None:
    layout = arranged(f"{heading} | c01_1 | audit_complete\n7 | 3 | 2\n8 | 4 | 2", "redcap")
    assert roles(layout)[heading] == "id"


def test_what_several_rows_share_is_no_redcap_record() -> None:
    layout = arranged("ward_id | c01_1 | audit_complete\n7 | 3 | 2\n7 | 4 | 2", "redcap")
    assert roles(layout)["ward_id"] == "answer"


def test_redcap_s_record_is_found_wherever_it_stands() -> None:
    layout = arranged("perspective | record_id | c01_1 | audit_complete\nstaff | 7 | 3 | 2", "redcap")
    assert roles(layout) == {"perspective": "answer", "record_id": "id", "c01_1": "answer", "audit_complete": "tool"}


@pytest.mark.parametrize("between", ["/", ".", ":", "|", "-", "__", "_"])
def test_kobo_s_groups_are_found_before_any_sign(between: str) -> None:
    names = ("c01_1", "c01_2", "c01_comment", "heard")
    heads = [f"c01{between}{name}" for name in names]
    rows = (("start", *heads, "c01/heard/poster", f"meta{between}instanceID", "_uuid", "_submission_time"),)
    from imroc_audit.exchange.reading.sources import recognise

    layout = recognise(rows)[0].arrange(rows)
    found = {column.heading: column for column in layout.columns}
    for name, head in zip(names, heads, strict=True):
        assert name in found[head].names
        assert found[head].role == "answer"
    assert found[f"meta{between}instanceID"].role == "tool"


def test_a_kobo_question_that_is_called_like_another_is_no_choice_of_it() -> None:
    layout = arranged("start | team | team_other | c01_1 | c01_2 | _uuid | _submission_time", "kobo")
    assert roles(layout)["team_other"] == "answer"


@pytest.mark.parametrize(
    ("headings", "source", "means"),
    [
        ("ID | Start time | Completion time | Q", "microsoft-forms", "not_applicable"),
        ("Timestamp | Q", "google-forms", "not_applicable"),
        ("Respondent ID | Collector ID | Q", "surveymonkey", "not_applicable"),
        (QUALTRICS, "qualtrics", "not_applicable"),
        ("Unique Response Number | Q", "online-surveys", "not_applicable"),
        ("perspective | c01_1", "template", "not_applicable"),
        (KOBO, "kobo", "skipped"),
        ("id | submitdate | startlanguage | Q", "limesurvey", ""),
        (ODK, "odk", ""),
        (REDCAP, "redcap", ""),
        ("Who | Q", "table", ""),
    ],
)
def test_what_n_a_means_is_decided_for_each_tool(headings: str, source: str, means: str) -> None:
    assert arranged(headings, source).na_means == means


ALCHEMER = "Response ID | Time Started | Date Submitted | Status | We listen"
TYPEFORM = "# | We listen | Response Type | Start Date (UTC) | Submit Date (UTC)"
SURVEYCTO = "SubmissionDate | c01_1 | formdef_version | review_status | KEY"
ONA = "start | c01_1 | _uuid | _submission_time | _review_status"


@pytest.mark.parametrize(
    ("headings", "source", "row", "finished"),
    [
        (ALCHEMER, "alchemer", "1 | x | x | Complete | a", True),
        (ALCHEMER, "alchemer", "1 | x | x | Partial | a", False),
        (ALCHEMER, "alchemer", "1 | x | x | Disqualified | a", False),
        (ALCHEMER, "alchemer", "1 | x | x | Abgeschlossen | a", None),
        (TYPEFORM, "typeform", "1 | a | completed | x | x", True),
        (TYPEFORM, "typeform", "1 | a | partial | x |  ", False),
        (TYPEFORM, "typeform", "1 | a | terminado | x | x", None),
        (TYPEFORM.replace("Response Type", "Why?"), "typeform", "1 | a | because | x |  ", False),
        (TYPEFORM.replace("Response Type", "Why?"), "typeform", "1 | a | because | x | 2026-09-03", True),
        (SURVEYCTO, "surveycto", "x | 3 | 7 | approved | k", True),
        (SURVEYCTO, "surveycto", "x | 3 | 7 | rejected | k", False),
        (SURVEYCTO, "surveycto", "x | 3 | 7 | in Prüfung | k", None),
        (ONA, "ona", "x | 3 | u | x | n/a", True),
        (ONA, "ona", "x | 3 | u | x | Rejected", False),
        (ONA, "ona", "x | 3 | u | x | Rejeté", None),
    ],
)
def test_newer_tools_are_asked_in_the_same_way(headings: str, source: str, row: str, finished: bool | None) -> None:
    cells = [cell.strip() for cell in row.split(" | ")]
    assert complete(arranged(f"{headings}\n{row}", source), cells) == [finished]
