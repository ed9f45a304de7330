"""Every file that people write is read, checked and told about in one way."""

from collections.abc import Iterator

import pytest

from imroc_audit.model.files.checked_yaml import any_of, as_list, as_mapping, checked, entries
from imroc_audit.model.files.yaml_text import Problem, YamlText, read_yaml
from imroc_audit.model.record import Record, Words


class Garden(Record):
    """What the files of these tests hold."""

    flower: Words
    trees: int = 0


def no_weeds(yaml: YamlText, weed: str) -> Iterator[Problem]:
    if yaml.data.get("flower") == weed:
        yield yaml.problem(("flower",), f"'{weed}' is a weed", "Plant another.")


def read(text: str) -> tuple[Garden | None, list[str]]:
    garden, problems = checked(Garden, read_yaml(text, "garden.yaml"), (no_weeds,), "dock")
    return garden, [str(problem) for problem in problems]


def test_a_file_without_mistakes_is_a_record() -> None:
    assert read("flower: rose\ntrees: 2\n") == (Garden(flower="rose", trees=2), [])


def test_all_mistakes_are_told_in_the_order_of_the_file() -> None:
    assert read("trees: many\nflower: dock\ntress: 1\n") == (
        None,
        [
            "garden.yaml:1: 'trees': input should be a valid integer, unable to parse string as an integer: Change it.",
            "garden.yaml:2: 'dock' is a weed: Plant another.",
            (
                "garden.yaml:3: 'tress' is not a key that is known here: "
                "Check its spelling or its indentation, or take it away."
            ),
        ],
    )


def test_a_record_that_fails_a_check_is_not_given() -> None:
    assert read("flower: dock\n") == (None, ["garden.yaml:1: 'dock' is a weed: Plant another."])


@pytest.mark.parametrize("text", ["", "flower: [\n", "- rose\n"])
def test_what_is_no_mapping_is_told_and_not_checked(text: str) -> None:
    garden, problems = read(text)
    assert garden is None
    assert len(problems) == 1


def test_entries_that_are_no_mappings_are_left_to_the_record() -> None:
    data = {"beds": [{"a": 1}, "b", None, {"c": 2}]}
    assert list(entries(data, "beds", ("top",))) == [(("top", "beds", 0), {"a": 1}), (("top", "beds", 3), {"c": 2})]
    assert [*entries(None, "beds"), *entries({"beds": "a"}, "beds")] == []


def test_data_of_another_kind_are_none() -> None:
    assert (as_mapping([1]), as_mapping({"a": 1}), as_list({"a": 1}), as_list([1])) == ({}, {"a": 1}, [], [1])


@pytest.mark.parametrize(
    ("words", "said"), [((), "none"), (("a",), "'a'"), (("a", "b"), "'a' or 'b'"), (("a", "b", "c"), "'a', 'b' or 'c'")]
)
def test_a_remedy_names_what_can_be_written(words: tuple[str, ...], said: str) -> None:
    assert any_of(words) == said
