"""The survey tools whose files are read without preparation, one module each, and how they are told apart."""

from typing import Final

from imroc_audit.exchange.reading.layout import Documents, Source, Top
from imroc_audit.exchange.reading.sources import (
    alchemer,
    google_forms,
    limesurvey,
    microsoft_forms,
    nextcloud_forms,
    online_surveys,
    qualtrics,
    redcap,
    surveymonkey,
    table,
    template,
    typeform,
)
from imroc_audit.exchange.reading.sources.documents import fhir, paper_pdf, spss_stata, surveyjs
from imroc_audit.exchange.reading.sources.field_tools import kobo, odk, ona, surveycto

SOURCES: Final[tuple[Source, ...]] = (
    microsoft_forms.SOURCE,
    surveymonkey.SOURCE,
    qualtrics.SOURCE,
    limesurvey.SOURCE,
    online_surveys.SOURCE,
    ona.SOURCE,
    kobo.SOURCE,
    surveycto.SOURCE,
    odk.SOURCE,
    redcap.SOURCE,
    alchemer.SOURCE,
    typeform.SOURCE,
    nextcloud_forms.SOURCE,
    google_forms.SOURCE,
    template.SOURCE,
    table.SOURCE,
)
"""Tables, the most particular first. The last one takes any table."""


def recognise(top: Top) -> tuple[Source, str]:
    """The survey tool that a table comes from, and why, as the end of a sentence."""
    for source in SOURCES:
        if reason := source.recognise(top):
            return source, reason
    raise AssertionError("the last source takes any table")


DOCUMENTS: Final[tuple[Documents, ...]] = (
    *spss_stata.documents(recognise),
    surveyjs.DOCUMENTS,
    fhir.DOCUMENTS,
    paper_pdf.DOCUMENTS,
)
"""Files that are no tables."""

NAMES: Final = (*(source.name for source in SOURCES), *(documents.name for documents in DOCUMENTS))
"""What --from takes."""


def recognise_documents(start: bytes) -> tuple[Documents, str] | None:
    """The source of a file that is no table, and why; None where it may be a table. start: its first bytes."""
    for documents in DOCUMENTS:
        if reason := documents.recognise(start):
            return documents, reason
    return None
