"""Where things are, for tests: moving a test moves no path."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
DATA: Final = ROOT / "tests" / "data"
DOCS: Final = ROOT / "docs"
QUESTIONNAIRES: Final = ROOT / "questionnaires"
