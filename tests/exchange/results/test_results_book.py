"""The workbook of results: a sheet for each challenge with its chart, and nothing that results hide."""

import io

import openpyxl
import pytest
from openpyxl.chart import BarChart

from imroc_audit.analysis.publish import publish
from imroc_audit.exchange.results.results_book import HEADING_ROW, Colours, results_book
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.results import Results
from imroc_audit.tally import AnswerLayout, Row, tally
from tests.analysis.test_attack import published, questionnaire
from tests.exchange.results.test_results_tables import everything
from tests.ids import SERVICE_USER, STAFF

LABELS = ("People using services", "Relatives and friends")
COLOURS = Colours(["FFFFFF"] * 5, ["005EB8", "AE2573", "00703C"])
SOURCE = "Elm & Oak Trust. 2026-spring. These answers are made up."
NOTES = {"Smallest group shown": "10 people"}


@pytest.fixture
def rows() -> list[Row]:
    """Enough staff in one team and too few in another, enough people using services, and too few carers."""
    staff = [("staff", "=Elm", "0123?", "c01 c02")] * 12 + [("staff", "Oak", "43210", "c02")] * 3
    return (
        [*staff, ("staff", "Ash", "44444", "")] * 5
        + [("service_user", "=Elm", "44443", "c02")] * 20
        + [("carer", "Oak", "0000_", "c01")] * 4
    )


@pytest.fixture
def results(tiny: Questionnaire, rows: list[Row]) -> Results:
    return publish(tally(AnswerLayout.of(tiny), rows), tiny, audit_cycle=AuditCycleName("2026-spring"))


@pytest.fixture
def book(tiny: Questionnaire, results: Results) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(results_book(results, tiny, NOTES, COLOURS, SOURCE)))


def table(book: openpyxl.Workbook, name: str) -> list[dict[str, object]]:
    headings, *rows = (list(row) for row in book[name].iter_rows(min_row=HEADING_ROW, values_only=True))
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def test_there_is_a_sheet_for_each_part(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["Overview", "c01", "c02", "Gaps", "Priorities", "Teams", "Notes"]


def test_the_overview_has_the_published_scores_unrounded(book: openpyxl.Workbook, results: Results) -> None:
    first = table(book, "Overview")[0]
    views = results.challenges[0].perspectives
    assert (first["Staff"], first["People using services"]) == (views[STAFF].score, views[SERVICE_USER].score)
    assert book["Overview"].cell(HEADING_ROW + 1, 2).number_format == "0"


def test_a_hidden_number_is_an_empty_cell_and_is_said_to_be_hidden(book: openpyxl.Workbook) -> None:
    first = table(book, "Overview")[0]
    assert (first["Relatives and friends"], first["Not shown"]) == (None, "hidden: Relatives and friends")
    carer = next(row for row in table(book, "c01") if row["Statement"] == "c01.1 Relatives and friends")
    assert carer["Not shown"] == "hidden"
    assert {value for heading, value in carer.items() if heading not in ("Statement", "Not shown", "Wording")} == {None}
    votes = table(book, "Priorities")[0]
    assert (votes["Relatives and friends"], votes["Not shown"]) == (None, "hidden: Relatives and friends")


@pytest.mark.parametrize("name", ["c01", "c02"])
def test_each_challenge_has_a_stacked_chart_of_its_answers(book: openpyxl.Workbook, name: str) -> None:
    (chart,) = book[name]._charts  # type: ignore[attr-defined]  # openpyxl has no other way to look
    assert isinstance(chart, BarChart)
    assert (chart.grouping, chart.overlap, len(chart.series)) == ("percentStacked", 100, 5)
    last = HEADING_ROW + len(table(book, name))
    assert chart.series[0].val.numRef.f == f"'{name}'!$B${HEADING_ROW + 1}:$B${last}"


def test_headings_stay_in_sight_and_are_printed_on_every_page(book: openpyxl.Workbook) -> None:
    for sheet in book:
        assert sheet.freeze_panes == f"A{HEADING_ROW + 1}"
        assert sheet.print_title_rows == f"${HEADING_ROW}:${HEADING_ROW}"
        assert all(sheet.column_dimensions[column].width >= 8 for column in "AB")


def test_a_name_like_a_formula_stays_a_text(book: openpyxl.Workbook) -> None:
    assert "'=Elm" in {row["Team"] for row in table(book, "Teams")}
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_every_sheet_says_whose_results_these_are_on_the_screen_and_on_paper(book: openpyxl.Workbook) -> None:
    for sheet in book:
        assert sheet["A2"].value == SOURCE
        assert sheet.oddFooter.left.text == SOURCE.replace("&", "&&")  # type: ignore[union-attr]


def test_pages_are_a4_across_and_as_wide_as_the_table(book: openpyxl.Workbook) -> None:
    for sheet in book:
        page = sheet.page_setup
        assert (page.paperSize, page.orientation, page.fitToHeight) == (9, "landscape", 0)
        assert "A3" in sheet.merged_cells


@pytest.mark.parametrize("name", ["Overview", "c01"])
def test_a_chart_has_a_page_of_its_own(book: openpyxl.Workbook, name: str) -> None:
    sheet = book[name]
    (chart,) = sheet._charts  # type: ignore[attr-defined]
    assert [one.id for one in sheet.row_breaks.brk] == [HEADING_ROW + len(table(book, name))]
    assert chart.anchor._from.row > sheet.row_breaks.brk[0].id
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage  # type: ignore[union-attr]
    assert 50 < (sheet.page_setup.scale or 0) <= 100


def test_what_to_mind_about_a_score_stands_beside_it(book: openpyxl.Workbook) -> None:
    assert table(book, "Overview")[0]["Read with care"] == (
        "small base: People using services; all scored the same: People using services"
    )
    unanimous = next(row for row in table(book, "c01") if row["Statement"] == "c01.1 People using services")
    assert unanimous["Read with care"] == "all gave the same answer"
    assert "small base: People using services" in str(table(book, "Gaps")[0]["Read with care"])
    assert table(book, "Priorities")[1]["Read with care"] == (
        "Staff: all who chose anything chose this; People using services: all who chose anything chose this"
    )


def test_each_score_of_a_team_has_its_people_and_interval_beside_it(book: openpyxl.Workbook, results: Results) -> None:
    shown = next(one for one in results.teams if one.team == "=Elm").challenges[0].perspectives[SERVICE_USER]
    row = next(
        row for row in table(book, "Teams") if (row["Team"], row["Perspective"]) == ("'=Elm", "People using services")
    )
    assert (row["Score"], row["People"]) == (shown.score, shown.n)
    assert (row["95 %: from"], row["95 %: to"]) == (shown.low, shown.high)
    assert str(row["Read with care"]).startswith("small base")


def test_a_statement_that_is_worded_the_other_way_round_is_marked(book: openpyxl.Workbook) -> None:
    marked = {str(row["Statement"]) for row in table(book, "c01") if "other way round" in str(row["Statement"])}
    assert marked == {f"c01.2 {one} (worded the other way round)" for one in ("Staff", *LABELS)}


@pytest.mark.parametrize("seed", range(10))
def test_no_number_is_in_the_workbook_that_is_not_in_the_results(seed: int) -> None:
    found = published(seed)
    book = openpyxl.load_workbook(io.BytesIO(results_book(found, questionnaire(), {}, COLOURS, SOURCE)))
    cells = [cell.value for sheet in book for row in sheet.iter_rows(min_row=HEADING_ROW + 1) for cell in row]
    known = {round(number, 9) for number in everything(found.model_dump(mode="json"))}
    assert {round(value, 9) for value in cells if isinstance(value, (int, float))} <= known


def test_bars_are_told_apart_without_colour_and_nothing_covers_the_bars(book: openpyxl.Workbook) -> None:
    (chart,) = book["Overview"]._charts  # type: ignore[attr-defined]
    fills = [series.graphicalProperties.pattFill for series in chart.series]
    assert len({fill and fill.prst for fill in fills}) == len(fills)
    (answers,) = book["c01"]._charts  # type: ignore[attr-defined]
    assert [bool(one.graphicalProperties.pattFill) for one in answers.series] == [True, True, False, False, False]
    for sheet in ("Overview", "c01"):
        (chart,) = book[sheet]._charts  # type: ignore[attr-defined]
        assert (chart.title.overlay, chart.legend.overlay) == (False, False)


def test_the_notes_stand_on_the_last_sheet(book: openpyxl.Workbook) -> None:
    assert table(book, "Notes") == [{"About": "Smallest group shown", "Note": "10 people"}]


def test_nothing_is_shown_where_too_few_answered(tiny: Questionnaire) -> None:
    few = publish(
        tally(AnswerLayout.of(tiny), [("staff", "", "01234", "c01")] * 4),
        tiny,
        audit_cycle=AuditCycleName("2026-spring"),
    )
    book = openpyxl.load_workbook(io.BytesIO(results_book(few, tiny, NOTES, COLOURS)))
    assert [row["Staff"] for row in table(book, "Overview")] == [None, None]
    assert "Teams" not in book.sheetnames


def test_a_challenge_that_was_left_out_of_everyones_form_has_an_empty_table(tiny: Questionnaire) -> None:
    rows = [(one, "", "01___", "") for one in tiny.perspective_ids] * 12
    found = publish(tally(AnswerLayout.of(tiny), rows), tiny, audit_cycle=AuditCycleName("2026-spring"))
    book = openpyxl.load_workbook(io.BytesIO(results_book(found, tiny, NOTES, COLOURS)))
    assert table(book, "c02") == []
    assert book["c02"]._charts == []  # type: ignore[attr-defined]
