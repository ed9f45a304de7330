"""Filled PDF forms read back, and the PDFs that are refused."""

import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

import pikepdf
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.reading.layout import Contents
from imroc_audit.exchange.reading.sources.documents.paper_pdf import DOCUMENTS
from imroc_audit.model.files.definition import parse_questionnaire
from imroc_audit.model.questionnaire import Questionnaire
from tests.exchange.paper.filling import boxes_of, fields_of, fill, fill_in, make, print_pdf

Fill = Callable[..., Path]

ANSWERS = {"team": "t2", "c01_1": "4", "c01_2": "dk", "c02_1": "na", "c02_2": "0", "c01_comment": "Two\nlines ŵ"}


@pytest.fixture(scope="session")
def blank(tiny: Questionnaire) -> bytes:
    return print_pdf(make(tiny))


@pytest.fixture
def filled(blank: bytes, tmp_path: Path) -> Fill:
    def fill_(answers: Mapping[str, str], name: str = "a.pdf") -> Path:
        return fill(blank, answers, tmp_path / name)

    return fill_


def read(*files: Path) -> Contents:
    return DOCUMENTS.read(files)


def rows(*files: Path) -> Sequence[dict[str, str]]:
    """What was answered on each form, by the name of the column; blank cells left out."""
    found = read(*files)
    names = [column.heading for column in found.layout.columns]
    return [
        {name: cell for name, cell in zip(names, cells, strict=True) if cell and name != "id"}
        for _, cells in found.rows
    ]


def refusal(*files: Path) -> str:
    with pytest.raises(UnreadableError) as refused:
        read(*files)
    return str(refused.value)


def test_what_was_ticked_and_written_is_read_exactly(filled: Fill) -> None:
    ranked = {"rank_1": "2", "rank_2": "1", "hand_in": "The desk of Ms Example"}
    assert rows(filled(ANSWERS | ranked)) == [
        {
            "perspective": "staff",
            "team": "Oak team",
            "c01_1": "4",
            "c01_2": "dk",
            "c01_comment": "Two\nlines ŵ",
            "c02_1": "na",
            "c02_2": "0",
            "priority_1": "c02",
            "priority_2": "c01",
        }
    ]


def test_rather_not_saying_the_team_is_no_team(filled: Fill) -> None:
    assert rows(filled({"team": "t0", "c01_1": "1"})) == [{"perspective": "staff", "c01_1": "1"}]


def test_one_file_is_one_person_and_perspectives_may_be_mixed(
    tiny: Questionnaire, filled: Fill, tmp_path: Path
) -> None:
    carer = fill(print_pdf(make(tiny, "carer")), {"c01_1": "2"}, tmp_path / "carer.pdf")
    assert [row["perspective"] for row in rows(filled({"c02_3": "3"}), carer)] == ["staff", "carer"]


def test_priorities_stay_in_their_order_whoever_comes_first(filled: Fill) -> None:
    second_only, both = filled({"rank_1": "2"}), filled({"rank_1": "1", "rank_2": "2"}, "b.pdf")
    names = [column.heading for column in read(second_only, both).layout.columns]
    assert names[-2:] == ["priority_1", "priority_2"]


def test_a_number_beside_two_challenges_counts_for_neither_and_is_told(filled: Fill) -> None:
    form = filled({"rank_1": "1", "rank_2": "1", "c01_1": "0"})
    assert rows(form) == [{"perspective": "staff", "c01_1": "0"}]
    (note,) = read(form).layout.notes
    assert "beside two challenges" in note
    assert "a.pdf" in note


@pytest.mark.parametrize(("answers", "is_filled"), [({}, False), ({"team": "t1"}, False), ({"c02_comment": "x"}, True)])
def test_a_form_that_nobody_filled_in_is_nobody(filled: Fill, answers: Mapping[str, str], is_filled: bool) -> None:
    blank = filled({"hand_in": "Desk", "c01_comment": " "} | dict(answers), "1.pdf")
    assert len(rows(blank, filled(ANSWERS))) == 1 + is_filled


def test_a_copy_of_a_file_is_counted_once_and_told(filled: Fill, tmp_path: Path) -> None:
    first = filled(ANSWERS)
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(first.read_bytes())
    assert len(rows(first, copy)) == 1
    assert read(first, copy).layout.notes == (f"{copy} is the same file as {first}, so it is counted once.",)


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 form on which nothing is filled in was"), (7, "7 forms on which nothing is filled in were")],
)
def test_forms_on_which_nothing_is_filled_in_are_left_out_and_told(filled: Fill, count: int, said: str) -> None:
    blank = [filled({"team": "t2", "hand_in": f"Desk {n}"}, f"{n}.pdf") for n in range(count)]
    named = ", ".join(map(str, blank[:5])) + (" and 2 more" if count == 7 else "")
    assert read(*blank, filled(ANSWERS)).layout.notes == (f"{said} left out: {named}.",)
    assert len(rows(*blank, filled(ANSWERS))) == 1


def test_two_people_who_answer_alike_are_two_where_their_files_differ(filled: Fill, tmp_path: Path) -> None:
    first, second = filled(ANSWERS), tmp_path / "b.pdf"
    writer = PdfWriter(clone_from=PdfReader(first))
    writer.add_metadata({"/ModDate": "D:20260903101500Z"})
    writer.write(second)
    assert rows(first)[0] == rows(second)[0]
    assert len({tuple(cells) for _, cells in read(first, second).rows}) == 2


def test_the_id_of_a_form_is_the_same_under_another_name(filled: Fill, tmp_path: Path) -> None:
    def id_of(file: Path) -> str:
        found = read(file)
        at = [column.role for column in found.layout.columns].index("id")
        return next(found.rows)[1][at]

    first = filled(ANSWERS)
    before = id_of(first)
    assert id_of(first.rename(tmp_path / "renamed.pdf")) == before


def test_the_forms_say_which_questionnaire_they_are_from(filled: Fill, tiny: Questionnaire) -> None:
    assert read(filled(ANSWERS)).questionnaire == tiny.hash


def _changed(form: Path, change: Callable[[dict[str, DictionaryObject]], None]) -> Path:
    """The form as a program would have saved it that does this to its fields."""
    writer = PdfWriter(clone_from=PdfReader(form))
    change({str(field["/T"]): field for field in fields_of(writer)})
    changed = form.with_name("changed.pdf")
    writer.write(changed)
    return changed


def test_a_box_that_a_program_ticked_without_saying_so_in_the_group_is_read(filled: Fill) -> None:
    form = _changed(filled({"c01_1": "3"}), lambda fields: fields["c01_1"].pop("/V"))
    assert rows(form)[0]["c01_1"] == "3"


def test_a_group_that_says_what_is_ticked_while_its_boxes_do_not_is_read(filled: Fill) -> None:
    def only_say(fields: dict[str, DictionaryObject]) -> None:
        for box in boxes_of(fields["c01_1"]):
            del box["/AS"]
        fields["c01_1"][NameObject("/V")] = TextStringObject("3")  # a text instead of a name

    assert rows(_changed(filled({"c01_1": "3"}), only_say))[0]["c01_1"] == "3"


def test_the_box_that_is_seen_to_be_ticked_counts_whatever_the_group_says(filled: Fill) -> None:
    def say_another(fields: dict[str, DictionaryObject]) -> None:
        fields["c01_1"][NameObject("/V")] = NameObject("/0")

    assert rows(_changed(filled({"c01_1": "3"}), say_another))[0]["c01_1"] == "3"


def test_a_number_chosen_from_a_list_is_read_as_pdftk_writes_it(filled: Fill) -> None:
    def as_list(fields: dict[str, DictionaryObject]) -> None:
        fields["rank_2"][NameObject("/V")] = ArrayObject([TextStringObject("1")])

    assert rows(_changed(filled({"rank_2": "1", "c01_1": "0"}), as_list))[0]["priority_1"] == "c02"


def test_lines_are_read_as_chromium_writes_them(filled: Fill) -> None:
    assert rows(filled({"c01_comment": "Two\r\nlines\rŵ 😀 שלום"}))[0]["c01_comment"] == "Two\nlines\nŵ 😀 שלום"


@pytest.mark.parametrize("comment", ["Off", "/ 4", "/Off"])
def test_a_comment_that_looks_like_a_box_is_a_comment(filled: Fill, comment: str) -> None:
    def part(fields: dict[str, DictionaryObject]) -> None:
        """The field and its place are two, as some programs have it."""
        place = DictionaryObject({NameObject("/Subtype"): NameObject("/Widget")})
        fields["c01_comment"][NameObject("/Kids")] = ArrayObject([place])

    assert rows(_changed(filled({"c01_comment": comment}), part))[0]["c01_comment"] == comment


@pytest.mark.parametrize("kept", ["in streams", "after the end"])
def test_however_a_program_keeps_what_was_filled_in_it_is_read(filled: Fill, tmp_path: Path, kept: str) -> None:
    form, saved = filled(ANSWERS), tmp_path / "saved.pdf"
    if kept == "in streams":  # as Acrobat does
        with pikepdf.open(form) as pdf:
            pdf.save(saved, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    else:  # as Firefox and Evince do
        writer = PdfWriter(form, incremental=True)
        fill_in({str(field["/T"]): field for field in fields_of(writer)}["c01_1"], "2")
        writer.write(saved)
        assert saved.read_bytes().startswith(form.read_bytes())
    assert rows(saved) == [rows(form)[0] | ({} if kept == "in streams" else {"c01_1": "2"})]


def test_forms_of_another_version_are_refused_beside_this_one(filled: Fill, tiny_text: str, tmp_path: Path) -> None:
    other, _ = parse_questionnaire(tiny_text.replace("I listen.", "I listen well."), "tiny.yaml")
    assert other is not None
    changed = fill(print_pdf(make(other)), ANSWERS, tmp_path / "changed.pdf")
    assert f"{changed}: answers to another version of the questionnaire than" in refusal(filled(ANSWERS), changed)


def test_a_printed_copy_without_fields_is_refused_and_says_what_to_do(filled: Fill, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(filled(ANSWERS)))
    del writer.root_object["/AcroForm"]
    writer.write(tmp_path / "flat.pdf")
    message = refusal(tmp_path / "flat.pdf")
    assert "has no fields to read. Was it printed to PDF, or scanned?" in message
    assert "survey --from-paper" in message


def test_a_form_of_another_program_is_refused(filled: Fill, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(filled(ANSWERS)))
    form = writer.root_object["/AcroForm"]
    form["/Fields"].pop()  # type: ignore[index]  # the mark comes last
    writer.write(tmp_path / "other.pdf")
    assert "is no form of imroc-audit" in refusal(tmp_path / "other.pdf")


@pytest.mark.parametrize("strength", [3, 4, 6], ids=["RC4", "AES-128", "AES-256"])
def test_a_pdf_with_a_password_is_refused(filled: Fill, tmp_path: Path, strength: Literal[3, 4, 6]) -> None:
    path = tmp_path / "locked.pdf"
    _lock(filled(ANSWERS), path, strength, opens_with="secret")
    assert refusal(path).endswith(f"{path}: this PDF is locked, or has a password. Ask for one that is not.")


def test_a_pdf_that_opens_without_its_password_is_read(filled: Fill, tmp_path: Path) -> None:
    form, path = filled(ANSWERS), tmp_path / "protected.pdf"
    _lock(form, path, 3, opens_with="")
    assert rows(path) == rows(form)


def _lock(form: Path, path: Path, strength: Literal[3, 4, 6], *, opens_with: str) -> None:
    with pikepdf.open(form) as pdf, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that RC4 is weak
        safe = strength > 3
        lock = pikepdf.Encryption(owner="boss", user=opens_with, R=strength, aes=safe, metadata=safe)
        pdf.save(path, encryption=lock)


@pytest.mark.parametrize("second", [{"c01_1": "0"}, ANSWERS])
def test_forms_that_were_joined_into_one_file_are_refused(
    filled: Fill, tmp_path: Path, second: Mapping[str, str]
) -> None:
    """As pdftk and qpdf join them: the fields of both are in the file."""
    writer = PdfWriter(clone_from=PdfReader(filled(ANSWERS)))
    writer.append(filled(second, "b.pdf"))
    joined = tmp_path / "joined.pdf"
    writer.write(joined)
    assert f"{joined}: this PDF was joined from 2 forms" in refusal(joined)


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\nnot really", b""], ids=["header", "words", "empty"])
def test_a_damaged_pdf_is_refused_in_one_message(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(content)
    assert "is damaged, or it is not complete" in refusal(path)


def test_a_pdf_that_is_cut_short_is_read_whole_or_not_at_all(filled: Fill, tmp_path: Path) -> None:
    whole = filled(ANSWERS)
    content, path = whole.read_bytes(), tmp_path / "cut.pdf"
    found = []
    for end in range(0, len(content), len(content) // 40):
        path.write_bytes(content[:end])
        with suppress(UnreadableError):
            found.append(rows(path))
    assert len(found) < 20
    assert all(each == rows(whole) for each in found)


def test_every_file_that_cannot_be_used_is_named_at_once(filled: Fill, tmp_path: Path) -> None:
    bad = [tmp_path / "x.pdf", tmp_path / "y.pdf"]
    for path in bad:
        path.write_bytes(b"%PDF-1.7\n")
    message = refusal(bad[0], filled(ANSWERS), bad[1])
    assert all(str(path) in message for path in bad)
    assert "a.pdf" not in message


def test_no_answer_stands_in_a_refusal(filled: Fill, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    content = filled({"c01_comment": "unmistakable"}).read_bytes()
    path = tmp_path / "torn.pdf"
    path.write_bytes(content.replace(b"startxref", b"startxxxx").replace(b"/Root", b"/Rood"))
    assert "unmistakable" not in refusal(path) + "".join(capfd.readouterr())
