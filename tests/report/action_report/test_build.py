from collections.abc import Callable, Iterator

import pytest

from imroc_audit.model.ids import PerspectiveId, TeamName
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.summary import AuditSummary
from imroc_audit.report.action_report.build import build_document
from imroc_audit.report.document import Cell, ReportDocument, Table
from imroc_audit.report.text.words import SYNTHETIC
from tests.ids import STAFF

Ask = Callable[..., Questionnaire]
Summarise = Callable[..., AuditSummary]


@pytest.fixture(scope="module")
def document(summary: AuditSummary, ten_challenges: Questionnaire) -> ReportDocument:
    return build_document(summary, ten_challenges)


def tables(document: ReportDocument) -> Iterator[Table]:
    for section in (document.participation, document.at_a_glance, document.priorities, document.teams, document.lenses):
        yield from section.tables if section else ()
    for challenge in document.challenges:
        yield from (table for table in (challenge.score_table, challenge.answer_table) if table)
    yield from document.method.tables


def column(table: Table, heading: str) -> list[Cell]:
    place = [each.text for each in table.columns].index(heading)
    return [row.cells[place - 1] for row in table.rows]


def test_every_line_of_a_table_has_a_cell_for_every_column(document: ReportDocument) -> None:
    for table in tables(document):
        assert {len(row.cells) + 1 for row in table.rows} == {len(table.columns)}, table.id


def test_the_summary_names_the_ends_the_widest_gap_the_priorities_and_who_is_heard(document: ReportDocument) -> None:
    assert [card.label for card in document.summary.cards] == [
        "Strongest",
        "Weakest",
        "Widest gap",
        "What people chose first",
        "Whose voice is in the scores",
    ]
    assert len(document.summary.steps) == 5
    assert document.summary.opening[0].startswith("Northfield NHS Trust asked staff, people using services, and")


def test_the_contents_lead_to_every_part_in_order(document: ReportDocument) -> None:
    anchors = [entry.anchor for entry in document.contents]
    assert anchors[:3] == ["summary", "people", "glance"]
    assert anchors[3:13] == [f"challenge-c{n:02}" for n in range(1, 11)]
    assert anchors[13:] == ["priorities", "pdsa", "teams", "lenses", "method"]


def test_made_up_answers_are_labelled(document: ReportDocument) -> None:
    assert document.banner == SYNTHETIC


def test_the_stage_of_a_challenge_is_left_to_the_meeting(document: ReportDocument) -> None:
    for challenge in document.challenges:
        assert [stage.name for stage in challenge.stages] == ["Engagement", "Development", "Transformation"]


def test_a_worksheet_is_ready_for_each_priority_the_votes_propose(
    document: ReportDocument, summary: AuditSummary, ten_challenges: Questionnaire
) -> None:
    ranked = sorted(summary.results.priorities, key=lambda result: result.rank or 0)
    sheets = document.worksheets
    assert sheets is not None
    named = [ten_challenges.challenge(result.challenge).title.say() for result in ranked[:3]]
    assert [sheet.title for sheet in sheets.worksheets] == [f"Worksheet {n}: {t}" for n, t in enumerate(named, 1)]
    assert [step.name for step in sheets.worksheets[0].steps] == ["Plan", "Do", "Study", "Act"]
    assert sheets.worksheets[0].steps[3].choices == ("Adopt", "Adapt", "Abandon")


def test_suggestions_tied_to_low_answers_come_first(
    summary: AuditSummary, ten_challenges: Questionnaire, document: ReportDocument
) -> None:
    for challenge in document.challenges:
        scored = [int(idea.because.rstrip(")").split()[-1]) for idea in challenge.ideas if idea.because]
        assert scored == sorted(scored)
        untied = [not idea.because for idea in challenge.ideas]
        assert untied == sorted(untied)


def test_each_perspective_is_shown_its_own_wording(document: ReportDocument, ten_challenges: Questionnaire) -> None:
    table = document.challenges[0].answer_table
    assert table is not None
    first = ten_challenges.challenges[0].statements[0]
    heads = [row.head for row in table.rows[:3]]
    assert [head.small for head in heads] == [
        first.say(PerspectiveId(perspective)) for perspective in ("staff", "service_user", "carer")
    ]


def test_the_first_perspective_of_the_questionnaire_words_the_charts(
    summary: AuditSummary, ten_challenges: Questionnaire
) -> None:
    stored = Questionnaire.model_validate_json(ten_challenges.canonical)
    first = stored.challenges[0].statements[0]
    chart = build_document(summary, stored).challenges[0].answers[0]
    assert f"1.1 {first.say(PerspectiveId('staff'))}" in {label.text for label in chart.labels}


def test_a_hidden_perspective_is_a_word_everywhere_and_never_nought(
    ten_challenges: Questionnaire, summarise: Summarise
) -> None:
    document = build_document(summarise(ten_challenges, hidden=["carer"]), ten_challenges)
    assert document.at_a_glance is not None
    assert {cell.text for cell in column(document.at_a_glance.tables[0], "Relatives and friends")} == {"hidden"}
    for challenge in document.challenges:
        assert challenge.score_table is not None
        assert challenge.answer_table is not None
        assert challenge.score_table.rows[2].cells[0].text == "hidden"
        for row in challenge.answer_table.rows[2::3]:
            assert {cell.text for cell in row.cells} == {"hidden", "–"}
        assert [len(chart.glyphs) for chart in challenge.scores] == [4]
    assert "0" not in {cell.text for cell in column(document.participation.tables[0], "Relatives and friends")}
    assert "The answers of relatives and friends cannot be shown" in " ".join(document.participation.sentences)
    assert document.challenges[0].facts[0].text == "of 100, without relatives and friends."


def test_nought_and_hidden_look_different(ten_challenges: Questionnaire, summarise: Summarise) -> None:
    document = build_document(summarise(ten_challenges, people=(60, 0, 40)), ten_challenges)
    table = document.participation.tables[0]
    assert {cell.text for cell in column(table, "People using services")} == {"0"}
    assert "0 means that nobody answered." in table.notes
    assert "Nobody answered as people using services." in " ".join(document.participation.sentences)
    assert document.at_a_glance is not None
    cells = column(document.at_a_glance.tables[0], "People using services")
    assert {cell.text for cell in cells} == {"nobody answered"}
    first = document.challenges[0]
    assert first.score_table is not None
    assert [cell.text for cell in first.score_table.rows[1].cells] == ["nobody answered", *"–––––"]
    assert first.answer_table is not None
    assert {row.cells[0].text for row in first.answer_table.rows[1::3]} == {"nobody answered"}
    bars = [label.text for chart in first.answers for label in chart.labels]
    assert "nobody answered" in bars
    assert "hidden" not in bars


def test_a_score_table_in_which_only_a_share_is_hidden_says_what_hidden_means(
    ten_challenges: Questionnaire, summarise: Summarise
) -> None:
    summary = summarise(ten_challenges)
    challenge = summary.results.challenges[0]
    staff = challenge.perspectives[STAFF]
    unseen = {"counts": None, "dont_know": None, "not_applicable": None, "skipped": None, "mean": None}
    statements = (staff.statements[0].model_copy(update=unseen), *staff.statements[1:])
    views = challenge.perspectives | {"staff": staff.model_copy(update={"statements": statements})}
    changed = (challenge.model_copy(update={"perspectives": views}), *summary.results.challenges[1:])
    results = summary.results.model_copy(update={"challenges": changed})
    table = build_document(summary.model_copy(update={"results": results}), ten_challenges).challenges[0].score_table
    assert table is not None
    assert [cell.text for cell in table.rows[0].cells[-2:]] == ["hidden", "hidden"]
    assert any(note.startswith("“hidden” does not mean nobody.") for note in table.notes)


def test_where_no_group_is_shown_nothing_is_said_of_how_answers_came(
    ten_challenges: Questionnaire, summarise: Summarise
) -> None:
    summary = summarise(ten_challenges, hidden=ten_challenges.perspective_ids)
    method = build_document(summary, ten_challenges).method
    texts = {note.term: note.text for _, notes in method.groups for note in notes}
    assert texts["How answers came"] == ("There are no answers that can be shown.",)


def test_without_equal_voice_the_summary_says_whose_view_it_gives(
    ten_challenges: Questionnaire, summarise: Summarise
) -> None:
    document = build_document(summarise(ten_challenges, hidden=["carer", "service_user"]), ten_challenges)
    assert "Only staff can be shown" in document.summary.cards[0].text
    assert document.challenges[0].facts[0].number == "not given"


@pytest.mark.parametrize("how", [{"people": (0,)}, {"hidden": ["staff", "service_user", "carer"]}])
def test_where_nothing_can_be_shown_the_report_is_short_and_honest(
    how: dict[str, object], ten_challenges: Questionnaire, summarise: Summarise
) -> None:
    document = build_document(summarise(ten_challenges, comments=(), **how), ten_challenges)
    assert document.challenges == ()
    assert document.at_a_glance is None
    assert document.worksheets is None
    assert [entry.anchor for entry in document.contents][:2] == ["summary", "people"]
    assert "this report is short" in document.summary.opening[-1]
    assert document.summary.steps[-1].endswith("leave the survey open for longer.")


def test_where_nobody_answered_nobody_is_thanked_and_it_is_said_once(
    ten_challenges: Questionnaire, summarise: Summarise
) -> None:
    document = build_document(summarise(ten_challenges, comments=(), people=(0,)), ten_challenges)
    assert document.participation.sentences == ("Nobody answered.",)
    assert document.summary.opening[1] == "Nobody answered."
    assert not any("Thank" in step for step in document.summary.steps)
    told = " ".join(text for _, notes in document.method.groups for note in notes for text in note.text)
    assert "No comment is printed." in told


def test_small_groups_are_told_one_by_one(ten_challenges: Questionnaire, summarise: Summarise) -> None:
    one = build_document(summarise(ten_challenges, people=(60, 40, 20)), ten_challenges).participation.sentences
    assert "Fewer than 30 answers came from relatives and friends. Read their numbers with care." in one
    two = build_document(summarise(ten_challenges, people=(60, 20, 20)), ten_challenges).participation.sentences
    each = "each of people using services, and relatives and friends"
    assert f"Fewer than 30 answers came from {each}. Read their numbers with care." in two


def test_where_all_gave_the_same_scores_no_gap_is_named(ask: Ask, summarise: Summarise) -> None:
    questionnaire = ask(challenges=2, statements=1)
    summary = summarise(questionnaire)
    level = tuple(
        one.model_copy(update={"gaps": tuple(gap.model_copy(update={"difference": 0.0}) for gap in one.gaps)})
        for one in summary.results.challenges
    )
    results = summary.results.model_copy(update={"challenges": level})
    document = build_document(summary.model_copy(update={"results": results}), questionnaire)
    card = next(card for card in document.summary.cards if card.label == "Widest gap")
    assert (card.finding, card.text) == ("No difference", "On every challenge, all gave the same score.")
    fact = next(fact for fact in document.challenges[0].facts if fact.label == "Widest gap")
    assert (fact.number, fact.text) == ("0", "points: no difference.")


def test_challenges_with_the_same_widest_gap_are_named_together(ask: Ask, summarise: Summarise) -> None:
    questionnaire = ask(perspectives=2, challenges=3, statements=1)
    summary = summarise(questionnaire)
    widths = zip(summary.results.challenges, (14.2, 5.0, 13.9), strict=True)
    level = tuple(
        one.model_copy(
            update={"gaps": tuple(gap.model_copy(update={"difference": n, "low": 1, "high": 20}) for gap in one.gaps)}
        )
        for one, n in widths
    )
    results = summary.results.model_copy(update={"challenges": level})
    document = build_document(summary.model_copy(update={"results": results}), questionnaire)
    card = next(card for card in document.summary.cards if card.label == "Widest gap")
    first, _, third = (one.title.say() for one in questionnaire.challenges)
    assert card.finding == f"{first} and {third}"
    assert card.text.startswith(f"14 points on each of them. {first}: Perspective p1 gave a score 14 points higher")


def test_a_gap_of_one_is_one_point(ask: Ask, summarise: Summarise) -> None:
    questionnaire = ask(perspectives=2, challenges=1, statements=1)
    summary = summarise(questionnaire)
    (result,) = summary.results.challenges
    gaps = tuple(gap.model_copy(update={"difference": 1.0}) for gap in result.gaps)
    results = summary.results.model_copy(update={"challenges": (result.model_copy(update={"gaps": gaps}),)})
    document = build_document(summary.model_copy(update={"results": results}), questionnaire)
    fact = next(fact for fact in document.challenges[0].facts if fact.label == "Widest gap")
    assert (fact.number, fact.text) == ("1", "point: Perspective p1 above Perspective p2.")


def test_one_priority_is_not_several_in_order(ask: Ask, summarise: Summarise) -> None:
    questionnaire = ask(priorities=1)
    section = build_document(summarise(questionnaire), questionnaire).priorities
    assert section is not None
    assert section.sentences[0].startswith("Everyone could choose one. ")


def test_a_choice_that_all_of_a_group_made_is_marked(ask: Ask, summarise: Summarise) -> None:
    questionnaire = ask(perspectives=2, challenges=2)
    summary = summarise(questionnaire)
    first, second = summary.results.priorities
    alike = first.model_copy(update={"votes": {"p1": 12, "p2": 11}, "unanimous": ("p2",)})
    results = summary.results.model_copy(update={"priorities": (alike, second)})
    section = build_document(summary.model_copy(update={"results": results}), questionnaire).priorities
    assert section is not None
    marked = [text for text in section.sentences if text.startswith("Everyone among")]
    assert len(marked) == 1
    assert marked[0].startswith("Everyone among Perspective p2 who chose put forward the same: ")


def test_a_priority_does_not_name_those_who_did_not_choose_it(ask: Ask, summarise: Summarise) -> None:
    questionnaire = ask(perspectives=2, challenges=1)
    summary = summarise(questionnaire)
    (first,) = summary.results.priorities
    votes = {"p1": 12, "p2": 0}
    results = summary.results.model_copy(update={"priorities": (first.model_copy(update={"votes": votes}),)})
    sheets = build_document(summary.model_copy(update={"results": results}), questionnaire).worksheets
    assert sheets is not None
    assert sheets.worksheets[0].why[0] == "Chosen by 12 people among Perspective p1. Equal-voice rank: 1."


@pytest.mark.parametrize("perspectives", [1, 2, 12])
@pytest.mark.parametrize("options", [2, 10])
def test_any_number_of_perspectives_and_options_makes_a_report(
    perspectives: int, options: int, ask: Ask, summarise: Summarise
) -> None:
    questionnaire = ask(perspectives=perspectives, options=options, challenges=1, statements=3)
    document = build_document(summarise(questionnaire), questionnaire)
    for table in tables(document):
        assert {len(row.cells) + 1 for row in table.rows} == {len(table.columns)}, table.id
    assert document.summary.cards


def test_without_votes_one_open_worksheet_waits_for_the_group(ask: Ask, summarise: Summarise) -> None:
    questionnaire = ask(priorities=0)
    document = build_document(summarise(questionnaire), questionnaire)
    assert document.priorities is None
    assert document.worksheets is not None
    assert [sheet.title for sheet in document.worksheets.worksheets] == ["Worksheet: our priority"]


def test_long_questionnaires_get_several_charts(ask: Ask, summarise: Summarise) -> None:
    questionnaire = ask(perspectives=12, challenges=6, statements=5)
    document = build_document(summarise(questionnaire), questionnaire)
    assert len(document.challenges[0].answers) == 3
    assert document.at_a_glance is not None
    assert len(document.at_a_glance.drawings) == 2


def test_the_method_tells_the_questionnaire_the_threshold_and_what_is_hidden(
    ten_challenges: Questionnaire, summarise: Summarise
) -> None:
    method = build_document(summarise(ten_challenges, hidden=["carer"]), ten_challenges).method
    told = " ".join(text for _, notes in method.groups for note in notes for text in (note.term, *note.text))
    assert ten_challenges.hash in told
    assert "fewer than 10 people" in told
    assert "Fewer than 10 people answered. Relatives and friends." in told
    assert "3 comments are printed. 4 are waiting." in told
    assert "All answers of the groups that are shown were given in the survey itself." in told
    assert len(set(method.citations)) == len(method.citations)


def test_the_method_tells_in_steps_how_many_answers_were_brought_in(
    ten_challenges: Questionnaire, summarise: Summarise
) -> None:
    summary = summarise(ten_challenges).model_copy(update={"brought": {"import": 120, "paper": 0}})
    (note,) = [
        note
        for _, notes in build_document(summary, ten_challenges).method.groups
        for note in notes
        if note.term == "How answers came"
    ]
    assert note.text == ("Imported from elsewhere: 120 or more.", "Typed in from paper: fewer than 10.")


def test_many_dont_knows_are_a_finding(ask: Ask, summarise: Summarise) -> None:
    questionnaire = ask(challenges=1, statements=1)
    summary = summarise(questionnaire)
    result = summary.results.challenges[0]
    view = result.perspectives[PerspectiveId("p1")]
    unsure = view.statements[0].model_copy(update={"counts": (5, 5, 5, 5, 5), "dont_know": 25, "not_applicable": 0})
    changed = {**result.perspectives, PerspectiveId("p1"): view.model_copy(update={"statements": (unsure,)})}
    results = summary.results.model_copy(update={"challenges": (result.model_copy(update={"perspectives": changed}),)})
    document = build_document(summary.model_copy(update={"results": results}), questionnaire)
    assert any(text.startswith("50% of the answers from Perspective p1") for text in document.challenges[0].sentences)


def test_divided_opinion_is_told_where_the_mean_looks_fine(ask: Ask, summarise: Summarise) -> None:
    questionnaire = ask(challenges=1, statements=1)
    summary = summarise(questionnaire)
    result = summary.results.challenges[0]
    view = result.perspectives[PerspectiveId("p1")]
    split = view.statements[0].model_copy(update={"mean": 2.4, "consensus": 0.1})
    changed = {**result.perspectives, PerspectiveId("p1"): view.model_copy(update={"statements": (split,)})}
    results = summary.results.model_copy(update={"challenges": (result.model_copy(update={"perspectives": changed}),)})
    document = build_document(summary.model_copy(update={"results": results}), questionnaire)
    assert any("The mean looks fine, but opinion" in text for text in document.challenges[0].sentences)


def test_a_statement_that_a_perspective_is_not_asked_is_left_out_for_it(ask: Ask, summarise: Summarise) -> None:
    asked = ask(challenges=1, statements=1).model_dump(mode="json")
    asked["challenges"][0]["statements"][0]["not_asked"] = ["p1"]
    del asked["challenges"][0]["statements"][0]["wording"]["p1"]
    questionnaire = Questionnaire.model_validate(asked)
    summary = summarise(ask(challenges=1, statements=1))
    document = build_document(summary, questionnaire)
    table = document.challenges[0].answer_table
    assert table is not None
    assert [row.head.text for row in table.rows] == ["1.1 Perspective p2", "1.1 Perspective p3"]


def test_the_same_answers_give_the_same_document(
    summary: AuditSummary, ten_challenges: Questionnaire, document: ReportDocument
) -> None:
    assert build_document(summary, ten_challenges) == document
    later = build_document(summary.model_copy(update={"today": "2026-05-01"}), ten_challenges)
    assert later.model_copy(update={"cover": document.cover, "method": document.method}) == document


def test_a_team_row_on_a_small_base_says_so(ten_challenges: Questionnaire, summarise: Summarise) -> None:
    document = build_document(summarise(ten_challenges, people=(60, 40, 20)), ten_challenges)
    assert document.teams is not None
    table = document.teams.tables[0]
    assert [row.head.small for row in table.rows[:3]] == [
        "Staff",
        "People using services",
        "Relatives and friends, small base",
    ]
    assert any(note.startswith("“small base”") for note in table.notes)


def test_the_chart_says_how_many_gaps_were_judged_and_how_many_may_be_bold_by_chance(document: ReportDocument) -> None:
    assert document.at_a_glance is not None
    caption = document.at_a_glance.drawings[0].caption
    assert "fewer than 1 of 20 cases. " in caption
    assert "gaps were judged, each by itself: " in caption


def test_a_head_count_that_cannot_be_right_gives_no_rate_and_is_named(
    summary: AuditSummary, ten_challenges: Questionnaire
) -> None:
    part = summary.results.participation
    side, team, n = next((side, team, n) for side, row in part.counts.items() for team, n in row.items() if team and n)
    heads = {one: {name: 10_000 for name in row if name} for one, row in part.counts.items()}
    told = build_document(summary_with(summary, heads), ten_challenges)
    heads[side][team] = n - 1
    wrong = build_document(summary_with(summary, heads), ten_challenges)
    assert told.participation is not None
    assert wrong.participation is not None
    notes = wrong.participation.tables[0].notes
    assert any(f"more people answered than the head count says in {team}. Check it." in note for note in notes)
    assert not any("Check it." in note for note in told.participation.tables[0].notes)
    total, rated = wrong.participation.tables[0].rows[-1].cells[0], told.participation.tables[0].rows[-1].cells[0]
    assert "of 50,000" in rated.small
    assert "of " not in total.small


def summary_with(summary: AuditSummary, heads: dict[PerspectiveId, dict[TeamName, int]]) -> AuditSummary:
    part = summary.results.participation.model_copy(update={"head_counts": heads})
    return summary.model_copy(update={"results": summary.results.model_copy(update={"participation": part})})
