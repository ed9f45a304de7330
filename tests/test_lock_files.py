"""The lock files name everything that pyproject.toml asks for, in versions that it allows, and no address."""

import re
import tomllib
from typing import Any, Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.places import ROOT

PROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUN: Final[list[str]] = PROJECT["project"]["dependencies"]
EXTRAS: Final[list[str]] = [
    needed for extra in PROJECT["project"]["optional-dependencies"].values() for needed in extra
]
DEV: Final[list[str]] = PROJECT["dependency-groups"]["dev"]
ASKED: Final = {"run": RUN, "dev": [*RUN, *EXTRAS, *DEV], "lowest": [*RUN, *EXTRAS, *DEV]}


def lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def locked(name: str) -> dict[str, set[Version]]:
    """Canonical name → versions: some have another for another Python."""
    versions: dict[str, set[Version]] = {}
    for package, version in re.findall(r"^([\w.-]+)==([^\s;]+)", lock(name), re.MULTILINE):
        versions.setdefault(canonicalize_name(package), set()).add(Version(version))
    return versions


def lowest(requirement: str) -> Version:
    return next(Version(bound.version) for bound in Requirement(requirement).specifier if bound.operator == ">=")


@pytest.mark.parametrize("name", ASKED)
def test_a_lock_file_has_all_that_is_asked_for_in_versions_that_are_allowed(name: str) -> None:
    versions = locked(name)
    for requirement in map(Requirement, ASKED[name]):
        found = versions.get(canonicalize_name(requirement.name), set())
        assert found, f"{requirement.name}: run `make lock`"
        assert all(version in requirement.specifier for version in found), f"{requirement}: run `make lock`"


def test_what_the_program_runs_with_is_what_it_is_tested_with() -> None:
    tested = locked("dev")
    assert {package: tested.get(package) for package in locked("run")} == locked("run")


@pytest.mark.parametrize("requirement", [*RUN, *EXTRAS])
def test_the_lowest_versions_that_are_tested_are_the_bounds(requirement: str) -> None:
    """As far as the digits of the bound go: where a first release was withdrawn, the next one is the lowest."""
    digits = lowest(requirement).release
    for version in locked("lowest")[canonicalize_name(Requirement(requirement).name)]:
        assert (*version.release, 0, 0)[: len(digits)] == digits, "run `make lock`"


@pytest.mark.parametrize("name", ASKED)
def test_every_package_has_a_hash_and_no_address_is_named(name: str) -> None:
    text = lock(name)
    packages = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert packages
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in text
    assert "index-url" not in text
