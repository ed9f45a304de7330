"""The questionnaire for other tools: one module for each format, and what each keeps and loses."""

from collections.abc import Callable
from typing import Final, NamedTuple

from imroc_audit.exchange.forms import document, fhir, limesurvey, redcap, xlsform
from imroc_audit.exchange.forms.form import Form


class FormFormat(NamedTuple):
    """One way to hand a form to another tool."""

    name: str
    """What --format takes."""
    title: str
    ending: str
    """Of its files, without a full stop."""
    write: Callable[[Form], bytes]
    keeps: str
    loses: str


_ALL: Final = (
    FormFormat(
        "xlsform",
        "XLSForm, for ODK and KoBo",
        "xlsx",
        xlsform.write,
        "Every question and answer under its own name, the perspective, the challenges as groups, all languages.",
        "Which answers are higher: ODK and KoBo do not count.",
    ),
    FormFormat(
        "redcap",
        "REDCap data dictionary",
        "csv",
        redcap.write,
        "Every question and answer under its own name, the perspective, the statements of a challenge as a matrix.",
        "Other languages than the one it is written in.",
    ),
    FormFormat(
        "limesurvey",
        "LimeSurvey survey",
        "txt",
        limesurvey.write,
        "Every question and answer under its own code, the perspective, the statements of a challenge as an array.",
        "Other languages than the one it is written in. The codes of teams: export full answers from LimeSurvey.",
    ),
    FormFormat(
        "fhir",
        "FHIR R4 Questionnaire",
        "json",
        fhir.write,
        "Every question and answer under its own name, the perspective, the challenges as groups, and the value of "
        "each answer.",
        "Other languages than the one it is written in.",
    ),
    FormFormat(
        "docx",
        "Word document, for Microsoft Forms",
        "docx",
        document.write_docx,
        "Every word that people read. Answers are known again by the questions' words.",
        "Names, the perspective, and other languages. Do not change the words of a question.",
    ),
    FormFormat(
        "markdown",
        "Markdown document",
        "md",
        document.write_markdown,
        "Every word that people read. Answers are known again by the questions' words.",
        "Names, the perspective, and other languages. Do not change the words of a question.",
    ),
)

FORMS: Final = {form.name: form for form in _ALL}
