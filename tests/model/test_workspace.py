"""The settings of a workspace, read and written."""

import tomllib
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from imroc_audit.model.workspace import Settings, Team, parse_settings, settings_text

NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=200).filter(
    lambda name: name == name.strip() != ""
)
PERSPECTIVES = st.from_regex(r"[a-z][a-z0-9]{0,9}([-_.][a-z0-9]{1,9}){0,2}", fullmatch=True)
TEAMS = st.builds(Team, name=NAMES, head_counts=st.dictionaries(PERSPECTIVES, st.integers(1, 10**6), max_size=3))
SETTINGS = st.builds(
    Settings,
    organisation=NAMES,
    teams=st.lists(TEAMS, max_size=4, unique_by=lambda team: team.name.casefold()).map(tuple),
    database=st.none() | NAMES.map(lambda name: f"postgresql+psycopg://{name}"),
    threshold=st.integers(3, 10**6),
    label=st.sampled_from(["", "synthetic"]),
)


@given(SETTINGS)
def test_settings_come_back_as_they_were_written(settings: Settings) -> None:
    assert parse_settings(settings_text(settings), "imroc-audit.toml") == (settings, ())


def test_every_key_is_explained_in_the_file() -> None:
    text = settings_text(Settings(organisation="Northfield NHS Trust"))
    uncommented = "\n".join(line.removeprefix("# ") for line in text.splitlines() if "=" in line or "[[" in line)
    assert set(tomllib.loads(uncommented)) == set(Settings.model_fields) - {"label"}


def problems(text: str) -> list[str]:
    settings, found = parse_settings(dedent(text).lstrip(), "imroc-audit.toml")
    assert (settings is None) == bool(found)
    return [problem.removeprefix("imroc-audit.toml:") for problem in found]


def test_what_the_readme_shows_is_read() -> None:
    settings, found = parse_settings(
        '\ufefforganisation = "Northfield NHS Trust"\r\n'
        '[[teams]]\r\nname = "Elm ward"\r\nhead_counts = { staff = 24 }\r\n',
        "imroc-audit.toml",
    )
    assert found == ()
    assert settings == Settings(
        organisation="Northfield NHS Trust", teams=(Team(name="Elm ward", head_counts={"staff": 24}),)
    )


def test_every_mistake_is_told_at_once_with_its_line() -> None:
    assert problems("""
        threshold = 2
        colour = "red"
        label = "fake"
        database = "mysql://ann:sesame@host/name"

        [[teams]]
        name = "Elm ward"
        head_counts = { staff = 0 }

        [[teams]]
        title = "Oak team"
        [teams.head_counts]
        staff = "many"

        [[teams]]
        name = "ELM WARD "
    """) == [
        "1: 'organisation' is missing: Add it.",
        "1: 'threshold' is not a whole number of at least 3: Change it.",
        "2: 'colour' is not a key that is known here: Check its spelling, or take it away.",
        "3: 'label' is not one of '' or 'synthetic': Change it, or take the line away.",
        "4: 'database' is not a database URL: Use the form postgresql+psycopg://user@host/name.",
        "8: 'staff' is not a whole number of at least 1: Change it.",
        "10: 'name' is missing: Add it.",
        "11: 'title' is not a key that is known here: Check its spelling, or take it away.",
        "13: 'staff' is not a whole number of at least 1: Change it.",
        "16: the team 'ELM WARD ' is already given on line 7: Give one of them another name.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('organisation = "A"\nthreshold = \n', "2: this is not valid TOML (invalid value)"),
        ('organisation = "A', "1: this is not valid TOML (unterminated string)"),
        ('organisation = "A"\norganisation = "B"', "2: this is not valid TOML (cannot overwrite a value)"),
        ("", "1: 'organisation' is missing"),
        ('organisation = ""', "1: 'organisation' is empty"),
        ("organisation = 1", "1: 'organisation' should be a text"),
        ('organisation = "A"\nteams = "Elm"', "2: 'teams' should be a list"),
        ('organisation = "A"\nteams = ["Elm"]', "2: entry 1 of 'teams' should be a group of keys"),
        ('organisation = "A"\n[[teams]]\nname = "a\\nb"', "3: 'name' is empty, too long or holds characters"),
        ('organisation = "A"\n[[teams]]\nname = "a"\nhead_counts = 3', "4: 'head_counts' should be a group"),
        ('organisation = "A"\n[[teams]]\nname = "a"\nhead_counts = {"a b" = 3}', "4: 'a b' is not the id"),
        ('organisation = "A"\nteams = ' + "[" * 5000, "1: this is not valid TOML"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(text: str, expected: str) -> None:
    (problem,) = problems(text)
    assert problem.startswith(expected)
    assert "sesame" not in problem


def test_a_threshold_below_three_cannot_be_made() -> None:
    with pytest.raises(ValidationError):
        Settings(organisation="A", threshold=2)
