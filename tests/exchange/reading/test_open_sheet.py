"""A file that holds no table is said to be what it is."""

from pathlib import Path

import pytest

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.reading.open_sheet import SourceFiles, open_sheet


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b'<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir"><type/></Bundle>', "a.xml", "FHIR as XML.*JSON"),
        (b'<QuestionnaireResponse xmlns="http://hl7.org/fhir">', "a.txt", "FHIR as XML"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<Bundle xmlns="http://hl7.org/fhir">', "a.csv", "FHIR as XML"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "a.xml", "an Excel"),
        (b"<!DOCTYPE html><html><table>", "a.xml", "a web page"),
        (b" <HTML><body>", "a.txt", "a web page"),
        (b"<?xml version='1.0'?><document><LimeSurveyDocType>", "a.lsr", "XML"),
        (b"{\\rtf1\\ansi", "a.rtf", "a document"),
        (b"\x1f\x8b\x08", "a.csv.gz", "a compressed file"),
    ],
)
def test_a_file_that_is_no_table_is_said_to_be_what_it_is(tmp_path: Path, content: bytes, name: str, kind: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match=f"this is {kind}"), open_sheet(SourceFiles((path,), frozenset())):
        pass


def test_a_heading_in_tags_is_a_heading(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("<p>We listen</p>,Team\nyes,Elm\n", encoding="utf-8")
    with open_sheet(SourceFiles((path,), frozenset())) as sheet:
        assert sheet.headings == ("We listen", "Team")
