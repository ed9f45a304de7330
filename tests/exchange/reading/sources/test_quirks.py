"""What is peculiar to each survey tool's files, one thing a test."""

from collections.abc import Sequence
from textwrap import dedent

import pytest

from imroc_audit.exchange.matching.cells import DATES, month_of
from imroc_audit.exchange.reading.layout import Column, Layout, Top
from imroc_audit.exchange.reading.sources import recognise
from imroc_audit.exchange.reading.sources.headings import question_forms


def top(text: str, delimiter: str = "|") -> Top:
    """A readable table: cells between bars, whose spaces do not count."""
    lines = dedent(text).strip("\n").splitlines()
    return tuple(tuple(cell.strip() for cell in line.split(delimiter)) for line in lines)


def arranged(text: str, source: str) -> Layout:
    rows = top(text)
    found, _ = recognise(rows)
    assert found.name == source
    return found.arrange(rows)


def roles(layout: Layout) -> dict[str, str]:
    return {column.heading: column.role for column in layout.columns}


def column(layout: Layout, heading: str) -> Column:
    return next(one for one in layout.columns if one.heading == heading)


def complete(layout: Layout, *rows: Sequence[str]) -> list[bool | None]:
    assert layout.complete is not None
    return [layout.complete(row) for row in rows]


MICROSOFT = "ID | Start time | Completion time | Email | Name"


def test_microsoft_forms_writes_the_month_first_with_a_short_year() -> None:
    layout = arranged(f"{MICROSOFT}\n1 | 4/3/26 10:00 | 4/3/26 10:00 | anonymous | ", "microsoft-forms")
    assert column(layout, "Completion time").date_format == "m/d/y"


def test_a_microsoft_forms_day_that_can_be_read_in_two_ways_is_not_guessed() -> None:
    cell = "03/04/2026 10:00"
    layout = arranged(f"{MICROSOFT}\n1 | {cell} | {cell} | anonymous | ", "microsoft-forms")
    assert column(layout, "Completion time").date_format is None


def test_microsoft_forms_quiz_columns_are_left_out_and_a_question_about_points_is_not() -> None:
    heads = f"{MICROSOFT} | Total points | Quiz feedback | We listen | Points - We listen | Feedback - We listen"
    layout = arranged(f"{heads} | Points - for you | Name of your team", "microsoft-forms")
    answers = [heading for heading, role in roles(layout).items() if role == "answer"]
    assert answers == ["We listen", "Points - for you", "Name of your team"]


def test_microsoft_forms_writes_id_in_two_ways() -> None:
    assert roles(arranged(MICROSOFT.replace("ID", "Id"), "microsoft-forms"))["Id"] == "id"


def test_microsoft_forms_separates_choices_with_semicolons() -> None:
    assert arranged(MICROSOFT, "microsoft-forms").separator == ";"


def test_a_heading_with_line_breaks_and_hard_spaces_is_one_line() -> None:
    rows = ((*top(MICROSOFT)[0], "We\xa0listen\nhere "),)
    assert recognise(rows)[0].arrange(rows).columns[-1].heading == "We listen here"


@pytest.mark.parametrize(
    "cell",
    ["2026/09/20 10:00:00 AM GMT+1", "20/09/2026 10:00:00", "9/20/2026 10:00:00", "2026-09-20 10:00:00"],
)
def test_google_forms_writes_the_time_in_several_styles(cell: str) -> None:
    layout = arranged(f"Timestamp | We listen\n{cell} | Not true", "google-forms")
    assert (layout.columns[0].role, layout.columns[0].date_format) == ("date", None)
    assert "2026-09" in {month_of(cell, written) for written in DATES}


@pytest.mark.parametrize(
    ("cell", "separator"),
    [
        ("2026/09/20 10:00:00 PM GMT+1", ";"),
        ("2026/09/20 10:00:00 am GMT+1", ";"),
        ("20/09/2026 10:00:00", ", "),
        ("2026/09/20 10:00:00", ", "),
        ("", ", "),
    ],
)
def test_google_forms_separates_choices_by_semicolons_and_google_sheets_by_commas(cell: str, separator: str) -> None:
    assert arranged(f"Timestamp | We listen\n{cell} | Not true", "google-forms").separator == separator


def test_google_forms_grid_rows_are_also_known_alone() -> None:
    layout = arranged("Timestamp | Score | How true? [We listen] | We listen [Score] | We listen", "google-forms")
    assert column(layout, "How true? [We listen]").names == ("We listen",)
    assert roles(layout)["We listen [Score]"] == "tool"


def test_a_timestamp_that_is_no_time_is_not_google_s() -> None:
    assert recognise(top("Timestamp | We listen\nmorning | Not true"))[0].name == "table"


MONKEY = """
Respondent ID | Collector ID | End Date | IP Address | Custom Data 1 | <b>How&nbsp;so?</b> | | Why? | Tick |
 | | | | | We listen | We care | Open-Ended Response | Poster | Friend
11 | 4 | 09/03/2026 10:02:00 AM | 192.0.2.7 | Ann | Not true | | Because | Poster |
"""


def test_surveymonkey_s_question_is_carried_over_its_rows() -> None:
    layout = arranged(MONKEY, "surveymonkey")
    assert [one.heading for one in layout.columns[5:]] == [
        "How so? [We listen]",
        "How so? [We care]",
        "Why?",
        "Tick [Poster]",
        "Tick [Friend]",
    ]
    assert layout.columns[6].names == ("We care",)
    assert layout.header_rows == 2


def test_surveymonkey_writes_the_month_before_the_day() -> None:
    assert column(arranged(MONKEY, "surveymonkey"), "End Date").date_format == "m/d/y"


def test_surveymonkey_custom_data_are_personal() -> None:
    assert roles(arranged(MONKEY, "surveymonkey"))["Custom Data 1"] == "personal"


def test_a_condensed_surveymonkey_export_may_leave_the_second_row_out() -> None:
    layout = arranged("Respondent ID | Collector ID | We listen\n11 | 4 | Not true", "surveymonkey")
    assert (layout.header_rows, layout.columns[2].heading) == (1, "We listen")


QUALTRICS = """
StartDate | Status | Progress | Finished | RecordedDate | ResponseId | Q1 | Q2_1 | Q1_Page Submit | team
Start Date | Response Type | Progress | Finished | Recorded Date | Response ID | Why? | How true? - We listen - here | Timing | team
{"ImportId":"startDate","timeZone":"Europe/London"} | {"ImportId":"status"} | {"ImportId":"progress"} | {"ImportId":"finished"} | {"ImportId":"recordedDate"} | {"ImportId":"_recordId"} | {"ImportId":"QID7_TEXT"} | {"ImportId":"QID9_1"} | {"ImportId":"QID7_PAGE_SUBMIT"} | {"ImportId":"team"}
"""  # noqa: E501 - as the file has it


def test_qualtrics_answers_are_keyed_on_the_import_id_that_editing_never_changes() -> None:
    before = arranged(QUALTRICS, "qualtrics")
    after = arranged(QUALTRICS.replace("Q2_1", "Q3_1"), "qualtrics")
    assert [one.heading for one in before.columns] == [one.heading for one in after.columns]
    assert roles(before)["QID9_1"] == "answer"
    assert {"Q2_1", "We listen - here", "here"} <= set(column(before, "QID9_1").names)
    assert before.header_rows == 3


def test_qualtrics_timing_is_left_out() -> None:
    layout = arranged(QUALTRICS, "qualtrics")
    assert [one.heading for one in layout.columns if one.role == "answer"] == ["QID7_TEXT", "QID9_1", "team"]


@pytest.mark.parametrize(
    ("status", "finished", "counts"),
    [
        ("IP Address", "True", True),
        ("0", "1", True),
        ("16", "TRUE", True),
        ("IP Address", "False", False),
        ("0", "0", False),
        ("Survey Preview", "True", False),
        ("1", "1", False),
        ("2", "1", False),
        ("Spam", "1", False),
    ],
)
def test_qualtrics_previews_tests_and_unfinished_answers_do_not_count(status: str, finished: str, counts: bool) -> None:
    layout = arranged(QUALTRICS, "qualtrics")
    row = ["2026-09-03 10:00:00", status, "100", finished, "2026-09-03 10:00:00", "R_1", "", "", "", ""]
    assert complete(layout, row) == [counts]


def test_qualtrics_recodes_are_never_taken_for_our_codes() -> None:
    tools = (QUALTRICS, MONKEY, MICROSOFT, "Timestamp | We listen", "URN | Q1 | CompletionDate")
    for text in tools:
        rows = top(text)
        assert not recognise(rows)[0].arrange(rows).own_codes


LIME = "id | submitdate | lastpage | startlanguage | Q1 | Q2[SQ001] | Q3[other] | interviewtime | groupTime8 | Q1Time"


def test_limesurvey_times_are_left_out_and_a_question_about_time_is_not() -> None:
    layout = arranged(f"{LIME} | OwnTime", "limesurvey")
    assert [one.heading for one in layout.columns if one.role == "answer"] == [
        "Q1",
        "Q2[SQ001]",
        "Q3[other]",
        "OwnTime",
    ]


def test_limesurvey_answers_without_a_day_of_sending_are_incomplete() -> None:
    layout = arranged(LIME, "limesurvey")
    assert complete(layout, ["1", "2026-09-03 10:00:00"], ["2", ""]) == [True, False]


def test_limesurvey_s_stand_in_for_no_day_is_no_day() -> None:
    layout = arranged(f"{LIME}\n1 | 1980-01-01 00:00:00 | 3 | en | | | | | | ", "limesurvey")
    assert "date" not in roles(layout).values()
    assert complete(layout, ["1", "1980-01-01 00:00:00"], ["2", ""]) == [True, False]


def test_limesurvey_codes_and_texts_are_told_apart() -> None:
    text = "id. Response ID | submitdate. Date submitted | startlanguage. Start language | c01[1]. True? [We listen]"
    layout = arranged(text, "limesurvey")
    assert [one.role for one in layout.columns] == ["id", "date", "tool", "answer"]
    assert layout.columns[3].names == ("c01[1]", "True? [We listen]", "We listen")


LIME_PARTICIPANT = "token | firstname | lastname | email | ipaddr | refurl | attribute_1"
LIME_TEXTS = "Response ID | Date submitted | Start language"
LIME_BOTH = "id. Response ID | submitdate. Date submitted | startlanguage. Start language"


@pytest.mark.parametrize(
    ("about", "participant"),
    [
        (LIME, LIME_PARTICIPANT),
        (LIME_TEXTS, "Access code | First name | Last name | Email address | IP address | attribute_1"),
        (LIME_BOTH, "token. Access code | firstname. First name | email. Email address | attribute_12. Payroll"),
    ],
)
def test_limesurvey_participants_are_personal(about: str, participant: str) -> None:
    found = roles(arranged(f"{about} | {participant}", "limesurvey"))
    assert {found[heading] for heading in participant.split(" | ")} == {"personal"}


@pytest.mark.parametrize(("about", "code"), [(LIME_TEXTS, ""), (LIME_BOTH, "c01[1]. ")])
def test_a_statement_in_brackets_may_have_brackets_itself(about: str, code: str) -> None:
    heads = f"{about} | {code}True [here]? [We ask [a lot] & listen] | {code}True? [We never rush [x]"
    one, other = arranged(heads, "limesurvey").columns[3:]
    assert "We ask [a lot] & listen" in one.names
    assert "We never rush [x" in other.names


def test_the_guard_against_formulas_is_taken_off_a_heading() -> None:
    rows = (("We listen", "'=We care", "'Tis true"),)
    assert [one.heading for one in recognise(rows)[0].arrange(rows).columns] == ["We listen", "=We care", "'Tis true"]


REDCAP = "record_id | redcap_event_name | redcap_repeat_instance | redcap_survey_identifier"


def test_redcap_rows_are_complete_when_the_longest_form_is() -> None:
    heads = f"{REDCAP} | seen | visit_complete | pulse_timestamp | q1 | q2 | q3 | pulse_complete"
    layout = arranged(heads, "redcap")
    row = ["1", "", "", "", "", "0", "", "", "", ""]
    assert complete(layout, [*row, "2"], [*row, "1"], [*row, "0"], [*row, ""]) == [True, False, False, False]


def test_redcap_rows_are_numbered_by_record_event_and_repeat() -> None:
    layout = arranged(f"{REDCAP} | q1 | pulse_complete", "redcap")
    assert [one.heading for one in layout.columns if one.role == "id"] == REDCAP.split(" | ")[:3]


def test_a_redcap_survey_that_nobody_sent_has_no_day() -> None:
    layout = arranged(f"{REDCAP} | q1 | pulse_timestamp | pulse_complete", "redcap")
    assert column(layout, "pulse_timestamp").labels == {"[not completed]": ""}


def test_redcap_labels_may_head_the_columns() -> None:
    layout = arranged("Record ID | Event Name | Survey Timestamp | Heard? (choice=A | Complete?", "redcap")
    assert [one.role for one in layout.columns] == ["id", "id", "date", "answer", "tool"]
    assert complete(layout, ["1", "", "", "", "Complete"], ["1", "", "", "", "Unverified"]) == [True, False]


@pytest.mark.parametrize(
    "headings",
    [
        "Participant number | We listen | Complete?",
        "Participant number | Survey Timestamp | We listen | Complete? | Notes",
        "Participant number | Survey Identifier | We listen | Complete? | Notes",
        "Participant number | Event Name | We listen | Complete? | Notes",
        "Participant number | Repeat Instrument | We listen | Complete? | Notes",
    ],
)
def test_redcap_labels_may_begin_with_any_heading(headings: str) -> None:
    layout = arranged(headings, "redcap")
    place = len(headings.split(" | "))
    row = ["Complete" if cell == "Complete?" else "" for cell in headings.split(" | ")]
    assert complete(layout, row, [""] * place) == [True, False]


def test_in_a_redcap_report_without_states_another_form_may_come_after_the_longest() -> None:
    layout = arranged("record_id | pulse_timestamp | team | q1 | q2 | mood_timestamp | mood", "redcap")
    rows = (["1", sent, "", "3", "2", "2026-09-04 10:00:00", "1"] for sent in ("2026-09-03 10:00:00", ""))
    assert complete(layout, *rows) == [True, False]


def test_a_redcap_report_without_states_counts_those_who_sent_the_longest_form() -> None:
    layout = arranged("record_id | seen_timestamp | seen | pulse_timestamp | team | q1 | q2", "redcap")
    assert [one.heading for one in layout.columns if one.role == "date"] == ["pulse_timestamp"]
    row = ["1", "2026-09-02 10:00", "1"]
    rows = ([*row, sent, "", "", ""] for sent in ("2026-09-03 10:00:00", "", "[not completed]"))
    assert complete(layout, *rows) == [True, False, False]


def test_a_redcap_report_without_any_time_says_that_everybody_counts() -> None:
    layout = arranged("study | redcap_survey_identifier | team | q1", "redcap")
    assert layout.complete is None
    assert "everybody in it counts" in layout.notes[0]


@pytest.mark.parametrize("headings", [REDCAP, "Study | Event Name | Survey Identifier | Complete?"])
def test_redcap_s_identifier_of_a_person_is_personal(headings: str) -> None:
    found = roles(arranged(headings, "redcap"))
    assert next(role for heading, role in found.items() if "dentifier" in heading) == "personal"


@pytest.mark.parametrize("headings", ["id | date | perspective | team | c01.1", "record_id | team | c01_1"])
def test_our_template_is_not_taken_for_redcap_s(headings: str) -> None:
    assert recognise(top(headings))[0].name == "template"


def test_a_ticked_redcap_box_stands_for_its_label() -> None:
    layout = arranged("Record ID | Heard? (choice=A friend) | Complete?", "redcap")
    assert layout.columns[1].labels == {"Checked": "A friend", "Unchecked": ""}


KOBO = (
    "start | end | g/q1 | Staff and/or us? | heard | heard/poster | _id | _uuid | _submission_time | _validation_status"
)


def test_kobo_choices_that_come_twice_are_read_once() -> None:
    layout = arranged(KOBO, "kobo")
    assert [one.heading for one in layout.columns if one.role == "answer"] == ["g/q1", "Staff and/or us?", "heard"]
    assert column(layout, "g/q1").names == ("q1",)
    assert layout.separator == " "


def test_kobo_s_row_of_hxl_tags_is_no_answer() -> None:
    tags = " | | #indicator+true | | #meta | | | | | "
    answer = "a | b | # 1 | | poster | 1 | 1 | u1 | 2026-09-03T10:00:00 | "
    assert arranged(f"{KOBO}\n{tags}\n{answer}", "kobo").header_rows == 2
    assert arranged(f"{KOBO}\n{answer}", "kobo").header_rows == 1


def test_kobo_answers_that_were_not_approved_are_left_out() -> None:
    layout = arranged(KOBO, "kobo")
    states = ["", "validation_status_approved", "On hold", "Not approved", "validation_status_not_approved"]
    assert complete(layout, *([""] * 9 + [state] for state in states)) == [True, True, True, False, False]


ODK = (
    "SubmissionDate | g1-q2 | g1-status | heard | heard/poster | KEY | SubmitterID | Status | ReviewState | FormVersion"
)


def test_odk_groups_are_taken_off() -> None:
    layout = arranged(ODK, "odk")
    assert column(layout, "g1-q2").names == ("q2",)
    assert [one.heading for one in layout.columns if one.role == "answer"] == ["g1-q2", "g1-status", "heard"]


@pytest.mark.parametrize(
    ("status", "review", "counts"),
    [
        ("", "", True),
        ("", "approved", True),
        ("", "hasIssues", True),
        ("", "rejected", False),
        ("Not Decrypted", "", False),
    ],
)
def test_odk_answers_that_were_rejected_or_not_decrypted_are_left_out(status: str, review: str, counts: bool) -> None:
    assert complete(arranged(ODK, "odk"), [""] * 7 + [status, review, "1"]) == [counts]


KEYED = "URN | Q1 | Q2_1 | Q2_2 | CompletionDate"
JISC_KEY = """
    URN | Unique Response Number
    Q1 | We listen
    1 | Not true
    2 | Mostly true
    Q2 | Heard? (select all that apply)
    1 | Poster
    2 | Friend
    CompletionDate | Submission date
    """


def keyed(headings: str, key: str) -> Layout:
    rows = top(headings)
    source, _ = recognise(rows)
    assert source.key is not None
    assert source.key.recognise(top(key)[:5])
    return source.key.explain(source.arrange(rows), top(key))


def test_a_jisc_key_says_what_codes_mean() -> None:
    found = column(keyed(KEYED, JISC_KEY), "Q1")
    assert (found.names, found.labels) == (("We listen",), {"1": "Not true", "2": "Mostly true"})


def test_the_codes_of_jisc_boxes_explain_neither_the_question_before_nor_the_boxes() -> None:
    layout = keyed(KEYED, JISC_KEY)
    assert column(layout, "Q1").labels == {"1": "Not true", "2": "Mostly true"}
    # A box that is not ticked and a question that is skipped are both 0.
    assert (column(layout, "Q2_1").labels, column(layout, "Q2_2").labels) == ({}, {})


def test_a_jisc_question_for_a_name_is_personal_though_only_the_key_tells() -> None:
    assert roles(keyed(KEYED, JISC_KEY.replace("We listen", "3. Your name")))["Q1"] == "personal"


@pytest.mark.parametrize(
    "headings",
    [
        "URN | Q1 | Q2_1_a",
        "URN | StartDate | Q1",
        "URN | Q1 | CompletionDate",
        "Unique Response Number | 1. We listen",
        "Unique Response Number | 1. We listen | Submission date",
    ],
)
def test_jisc_files_are_known_without_a_day_of_sending(headings: str) -> None:
    assert recognise(top(headings))[0].name == "online-surveys"


def test_jisc_heads_the_day_of_sending_in_several_ways() -> None:
    layout = arranged("Unique Response Number | 1. We listen | Submission date", "online-surveys")
    assert (layout.columns[-1].role, layout.columns[-1].date_format) == ("date", "d/m/y")
    assert complete(layout, ["1", "", "2026-09-03"], ["2", "", ""]) == [True, False]


def test_a_jisc_file_with_codes_asks_for_its_key_until_it_is_given() -> None:
    rows = top(KEYED)
    source, _ = recognise(rows)
    assert source.key is not None
    layout = source.arrange(rows)
    assert "-key.csv" in layout.notes[0]
    assert source.key.explain(layout, top(JISC_KEY)).notes == ()


def test_a_redcap_dictionary_says_what_codes_mean_and_what_identifies() -> None:
    rows = top("record_id | q1 | born | heard___1 | pulse_complete")
    source, _ = recognise(rows)
    assert source.key is not None
    head = (
        "Variable / Field Name, Form Name, Section Header, Field Type, Field Label, Choices, Note, Type, Min, Max, Id"
    )
    dictionary = [
        head.split(", "),
        ["q1", "pulse", "", "radio", "<p>We listen</p>", "1, Not true | 2, Mostly, or so | -9, I don't know"],
        ["born", "pulse", "", "text", "When were you born?", "", "", "", "", "", "y"],
        ["heard", "pulse", "", "checkbox", "Heard?", "1, Poster"],
    ]
    assert source.key.recognise(tuple(map(tuple, dictionary)))
    layout = source.key.explain(source.arrange(rows), dictionary)
    assert column(layout, "q1").labels == {"1": "Not true", "2": "Mostly, or so", "-9": "I don't know"}
    assert column(layout, "q1").names == ("We listen",)
    assert column(layout, "heard___1").labels == {"1": "Poster", "0": ""}
    assert column(layout, "born").role == "personal"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (f"{MICROSOFT} | 4. Your name", -1),
        ("Timestamp | Contact [Email address]", -1),
        ("Respondent ID | Collector ID | Contact\n | | Phone number", -1),
        (QUALTRICS.replace("How true? - We listen - here", "What is your e-mail address?"), 7),
        (f"{LIME} | Q9. Your name", -1),
        ("URN | 3. What is your name? | CompletionDate", 1),
        (f"{KOBO} | g/Your name", -1),
        (f"{ODK} | g1-phone_number", -1),
        ("Record ID | Your name | Complete?", 1),
        ("team | perspective | email", -1),
        ("3. Your name (optional) | We listen", 0),
    ],
)
def test_what_asks_for_a_name_or_an_address_is_personal_in_every_tool(text: str, number: int) -> None:
    rows = top(text)
    assert recognise(rows)[0].arrange(rows).columns[number].role == "personal"


def test_blank_and_repeated_headings_are_told_apart() -> None:
    layout = arranged("We listen | | we  Listen | ", "table")
    assert [one.heading for one in layout.columns] == ["We listen", "column 2", "we Listen (2)", "column 4"]
    assert [one.role for one in layout.columns] == ["answer", "tool", "answer", "tool"]


def test_a_numbered_question_is_also_known_without_its_number() -> None:
    layout = arranged("1. We listen | 2.1.a. We care | 3) We ask | 4 teams", "table")
    assert [one.names for one in layout.columns] == [("We listen",), ("We care",), ("We ask",), ()]


@pytest.mark.parametrize("number", ["2.1. ", "2.1.a. ", "2.a. ", "2.a.1.a. ", "2.b.i. ", "7.a.iii. ", "3a) ", "12) "])
def test_every_numbering_is_taken_off(number: str) -> None:
    assert question_forms(f"{number}We listen") == ("We listen",)


@pytest.mark.parametrize("heading", ["4 teams", "2.5 days", "1st choice. Why?", "a. We listen"])
def test_what_is_no_numbering_is_left(heading: str) -> None:
    assert question_forms(heading) == ()


@pytest.mark.parametrize("heading", ["We listen*", "We listen *", "2.1. We listen*", "True? [We listen] *"])
def test_the_star_of_what_has_to_be_answered_is_taken_off(heading: str) -> None:
    assert "We listen" in question_forms(heading)


@pytest.mark.parametrize("start", ["[x", "[", "1.", "1.a", "(", "*"])
def test_an_endless_heading_is_taken_apart_at_once(start: str) -> None:
    forms = question_forms(start * 50_000 + "]")
    assert all(form in start * 50_000 for form in forms)


def test_an_endless_name_is_taken_apart_at_once() -> None:
    layout = arranged(f"{KOBO} | {'a/' * 50_000}b", "kobo")
    assert layout.columns[-1].names[0].endswith("/b")
