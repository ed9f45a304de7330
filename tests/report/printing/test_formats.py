import sys
from pathlib import Path

import pytest

from imroc_audit.errors import AuditError
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.summary import AuditSummary
from imroc_audit.report.action_report.build import build_document
from imroc_audit.report.printing.formats import FORMATS

START = {"html": b"<!DOCTYPE html>", "pdf": b"%PDF-1.7"}


@pytest.mark.pdf
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_prints_a_report(
    name: str, summary: AuditSummary, ten_challenges: Questionnaire, templates: tuple[Path, ...]
) -> None:
    hidden = build_document(summary, ten_challenges).model_copy(update={"challenges": ()})
    assert FORMATS[name](hidden, templates).startswith(START[name])


def test_without_pango_the_message_names_the_package_and_keeps_stdout_clean(
    summary: AuditSummary,
    ten_challenges: Questionnaire,
    templates: tuple[Path, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "weasyprint.py").write_text("print('WeasyPrint could not import')\nraise OSError('libpango')\n")
    for module in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(AuditError, match=r"libpango-1\.0-0 libpangoft2-1\.0-0") as caught:
        FORMATS["pdf"](build_document(summary, ten_challenges), templates)
    assert "open it in a browser" in str(caught.value)
    assert capsys.readouterr().out == ""
