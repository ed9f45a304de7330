"""How long people wait for the first words: `--help` and the first question, against a bare import of typer.

As where it is installed, Python finds every module compiled: here in a folder of its own, whatever the environment.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROUNDS = 9
BARE = [sys.executable, "-c", "import typer"]


def seconds(command: list[str]) -> float:
    """Wall seconds of a whole process that is told nothing: at a question, it stops."""
    start = time.perf_counter()
    subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return time.perf_counter() - start


def ratio(command: list[str]) -> float:
    """The median of the ratios pair by pair, which holds where the machine's speed drifts. The first pair compiles."""
    seconds(command)
    seconds(BARE)
    return median(seconds(command) / seconds(BARE) for _ in range(ROUNDS))


def main() -> None:
    program = [sys.executable, "-m", "imroc_audit"]
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(temporary) / "compiled")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        folder = str(Path(temporary) / "audit")
        for arguments in (
            ["init", folder, "--organisation", "A", "--team", "Elm"],
            ["-w", folder, "cycle", "open", "a"],
        ):
            subprocess.run([*program, *arguments], check=True, capture_output=True)
        survey = [*program, "-w", folder, "survey", "--plain"]
        print(f"--help: {ratio([*program, '--help']):.2f} x a bare import of typer (aim: 2.5)")
        print(f"first question of the plain survey: {ratio(survey):.2f} x a bare import of typer (aim: 4)")


if __name__ == "__main__":
    main()
