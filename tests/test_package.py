"""The wheel holds all that it needs: installed alone into a fresh environment, it makes the demo."""

import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.places import ROOT


@pytest.mark.package
def test_the_wheel_alone_makes_the_demo(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=True)
    programs = environment / ("Scripts" if sys.platform == "win32" else "bin")
    pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    subprocess.run(pip, check=True)
    demo = subprocess.run(
        [programs / "imroc-audit", "demo", "demo"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert demo.returncode == 0, demo.stderr
    (page,) = (tmp_path / "demo" / "reports").glob("*-spring.html")
    assert page.stat().st_size > 100_000
    assert page.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")
    listed = subprocess.run(
        [programs / "imroc-audit", "questionnaire", "list"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "ten-challenges-pulse" in listed.stdout
