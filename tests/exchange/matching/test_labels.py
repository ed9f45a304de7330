"""What a cell may say for a team."""

from imroc_audit.exchange.matching.labels import team_labels


def test_a_team_is_known_by_its_name_and_by_its_code_in_redcap() -> None:
    assert team_labels(["Elm ward"]) == {"elm ward": "Elm ward", "elm_ward": "Elm ward"}


def test_a_code_that_two_teams_would_have_is_not_known() -> None:
    assert set(team_labels(["Elm 1+2", "Elm 1-2"])) == {"elm 1+2", "elm 1-2"}
