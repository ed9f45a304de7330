"""The printed form's inputs as sound fields of a PDF: WeasyPrint places and tags them, and the rest is done here."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from imroc_audit.exchange.paper.document import PaperForm
from imroc_audit.exchange.paper.mark import MARK_FIELD

if TYPE_CHECKING:
    from pydyf import PDF, Dictionary

FONT: Final = "Helv"
"""The name by which every program knows its own Helvetica: what is typed shows even where ours cannot be used."""
FONT_IN_USE: Final = re.compile(rb"/\S+ (?=\S+ Tf)")
DISC: Final = "l"
"""The sign for a ticked box, in the symbol font of programs that draw fields themselves."""
HIDDEN: Final = 1 << 1
READ_ONLY: Final = 1


def finish(form: PaperForm) -> Callable[[Any, "PDF"], None]:
    """What makes a form's PDF one to fill in, before it is written."""

    def finish_(_: object, pdf: "PDF") -> None:
        objects = {one.reference: one for one in pdf.objects}
        acro_form = pdf.catalog["AcroForm"]
        # A box of a group belongs to its group alone.
        fields = [one for one in acro_form["Fields"] if "Parent" not in objects[one]]
        acro_form["Fields"][:] = fields
        acro_form["DR"] = _fonts()
        for reference in fields:
            field = objects[reference]
            _name(field, form.questions)
            if "Kids" in field:
                _group(field, [objects[kid] for kid in field["Kids"]], form.boxes, pdf)
            if "DA" in field:
                field["DA"] = _string(FONT_IN_USE.sub(f"/{FONT} ".encode(), field["DA"].string))
        _add_mark(pdf, objects, form.mark.model_dump_json())

    return finish_


def _name(field: "Dictionary", questions: Mapping[str, str]) -> None:
    """What a program reads aloud for the field is the question."""
    field["TU"] = _string(questions[_text(field["T"])])


def _group(group: "Dictionary", boxes: list["Dictionary"], labels: Mapping[str, str], pdf: "PDF") -> None:
    """Each box is called by its code, so that the value of the group says what was ticked."""
    from pydyf import Dictionary

    off = _nothing(boxes[0], pdf)
    codes = [_text(option) for option in group.pop("Opt")]
    for box, code in zip(boxes, codes, strict=True):
        shown = box["AP"]["N"]
        (ticked,) = shown.values()
        shown.clear()
        shown.update({code: ticked, "Off": off})
        box["TU"] = _string(labels[code])
        box["MK"] = Dictionary({"CA": _string(DISC)})
        del box["T"]  # the name is the group's


def _nothing(box: "Dictionary", pdf: "PDF") -> bytes:
    """How a box looks that is not ticked: as it is printed."""
    from pydyf import Array, Stream

    left, top, right, bottom = box["Rect"]
    empty = Stream([], {"Type": "/XObject", "Subtype": "/Form", "BBox": Array((0, 0, right - left, top - bottom))})
    pdf.add_object(empty)
    reference: bytes = empty.reference
    return reference


def _add_mark(pdf: "PDF", objects: Mapping[bytes, Any], mark: str) -> None:
    from pydyf import Array, Dictionary

    page = objects[pdf.page_references[0]]
    field = Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "Rect": Array((0, 0, 0, 0)),
            "P": pdf.page_references[0],
            "F": HIDDEN,
            "FT": "/Tx",
            "Ff": READ_ONLY,
            "T": _string(MARK_FIELD),
            "TU": _string(MARK_FIELD),
            "DA": _string(f"/{FONT} 0 Tf 0 g"),
            "V": _string(mark),
        }
    )
    pdf.add_object(field)
    pdf.catalog["AcroForm"]["Fields"].append(field.reference)
    page.setdefault("Annots", Array()).append(field.reference)


def _fonts() -> "Dictionary":
    from pydyf import Dictionary

    helvetica = {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Helvetica", "Encoding": "/WinAnsiEncoding"}
    return Dictionary({"Font": Dictionary({FONT: Dictionary(helvetica)})})


def _string(text: str | bytes) -> Any:
    from pydyf import String

    return String(text)


def _text(string: Any) -> str:
    return string.string if isinstance(string.string, str) else string.string.decode()
