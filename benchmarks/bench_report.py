"""The report of a large trust: CPU before WeasyPrint, and the PDF against a bare WeasyPrint run on the same HTML.

Usage: python benchmarks/bench_report.py [RUNS]
"""

import importlib.util
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from imroc_audit.model.files.definition import parse_questionnaire
from imroc_audit.report.action_report.build import build_document
from imroc_audit.report.printing import html, pdf
from imroc_audit.resources import folders


def samples() -> ModuleType:
    """The made-up summaries of the tests."""
    path = Path(__file__).parent.parent / "tests" / "report" / "conftest.py"
    spec = importlib.util.spec_from_file_location("samples", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def seconds(work: Callable[[], object], clock: Callable[[], float], runs: int) -> float:
    """The median of several runs."""
    times = []
    for _ in range(runs):
        start = clock()
        work()
        times.append(clock() - start)
    return statistics.median(times)


def main(runs: int) -> None:
    import weasyprint

    templates = folders("report_templates")
    source = templates[-1].parent / "questionnaires" / "ten-challenges.yaml"
    questionnaire, problems = parse_questionnaire(source.read_text(encoding="utf-8"), source.name)
    assert questionnaire is not None, problems
    summary = samples().summarise_anything(questionnaire, people=(3000, 1500, 500))
    document = build_document(summary, questionnaire)
    page = html.render(document, templates, for_paper=True)
    before = seconds(lambda: html.render(build_document(summary, questionnaire), templates), time.process_time, runs)
    bare = seconds(lambda: weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"), time.process_time, runs)
    ours = seconds(lambda: pdf.print_pdf(document, templates), time.process_time, runs)
    print(f"before WeasyPrint: {before:.2f} s of CPU (goal: at most 1)")
    print(f"PDF: {ours:.2f} s against {bare:.2f} s bare, ratio {ours / bare:.2f} (goal: at most 1.3)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
