"""The printed form's inputs as sound fields of a PDF: WeasyPrint places and tags them, and the rest is done here."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from imroc_audit.exchange.paper.document import PaperForm
from imroc_audit.exchange.paper.font import embed
from imroc_audit.exchange.paper.mark import MARK_FIELD

if TYPE_CHECKING:
    from pydyf import PDF, Dictionary

FONT: Final = "Inter"
"""The name by which fields call their font."""
SIZE: Final = re.compile(rb"(\S+) Tf")
RADIO: Final = 1 << 15
"""Boxes of which one is ticked; without a second flag, a tick can be taken away again."""
DISC: Final = "l"
"""The sign for a ticked box, in the symbol font of programs that draw fields themselves."""
SYMBOLS: Final = "/ZaDb 0 Tf 0 g"
"""That font, as large as the box: without it, some of those programs draw no sign at all."""
MARGIN: Final = 0.3
"""Between a disc and its box, in widths of the disc: a box that is all black was ticked by mistake."""
HIDDEN: Final = 1 << 1
READ_ONLY: Final = 1


def finish(form: PaperForm, fonts: Sequence[bytes]) -> Callable[[Any, "PDF"], None]:
    """What makes a form's PDF one to fill in, before it is written. fonts: as for `font.embed`."""

    def finish_(_: object, pdf: "PDF") -> None:
        objects = {one.reference: one for one in pdf.objects}
        acro_form = pdf.catalog["AcroForm"]
        # A box of a group belongs to its group alone.
        fields = [one for one in acro_form["Fields"] if "Parent" not in objects[one]]
        acro_form["Fields"][:] = fields
        acro_form["DR"] = _fonts(embed(fonts, pdf))
        # Each field has its own looks: programs that are told to make them anew may not draw the ticks.
        acro_form.pop("NeedAppearances", None)
        objects[pdf.catalog["Metadata"]].compress = False  # Chromium saves it as if it were not compressed
        for reference in fields:
            field = objects[reference]
            _name(field, form.questions)
            if "Kids" in field:
                _group(field, objects, form.boxes, pdf)
            else:
                _empty(field, pdf)
        _add_mark(pdf, objects, form.mark.model_dump_json())

    return finish_


def _fonts(letters: bytes) -> "Dictionary":
    from pydyf import Dictionary

    symbols = {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/ZapfDingbats"}
    return Dictionary({"Font": Dictionary({FONT: letters, "ZaDb": Dictionary(symbols)})})


def _name(field: "Dictionary", questions: Mapping[str, str]) -> None:
    """What a program reads aloud for the field is the question."""
    field["TU"] = _string(questions[_text(field["T"])])


def _group(group: "Dictionary", objects: Mapping[bytes, Any], labels: Mapping[str, str], pdf: "PDF") -> None:
    """Each box is called by its code, so that the value of the group says what was ticked."""
    from pydyf import Dictionary

    group["Ff"] = RADIO
    boxes = [objects[kid] for kid in group["Kids"]]
    for box in boxes:
        _straighten(box)
    off = _nothing(boxes[0], pdf)
    codes = [_text(option) for option in group.pop("Opt")]
    for box, code in zip(boxes, codes, strict=True):
        shown = box["AP"]["N"]
        (ticked,) = shown.values()
        _leave_a_margin(objects[ticked])
        shown.clear()
        shown.update({code: ticked, "Off": off})
        box["TU"] = _string(labels[code])
        box["MK"] = Dictionary({"CA": _string(DISC)})
        box["DA"] = _string(SYMBOLS)
        del box["T"]  # the name is the group's


def _leave_a_margin(ticked: Any) -> None:
    """A disc as wide as its frame is shown smaller, because the frame is made to fit the box."""
    from pydyf import Array

    _, _, width, height = ticked.extra["BBox"]
    across, up = MARGIN * width, MARGIN * height
    ticked.extra["BBox"] = Array((-across, -up, width + across, height + up))


def _empty(field: "Dictionary", pdf: "PDF") -> None:
    """A field to write in, with nothing in it so far."""
    from pydyf import Dictionary

    _straighten(field)
    (size,) = SIZE.findall(field["DA"].string)
    field["DA"] = _string(f"/{FONT} {size.decode()} Tf 0 g")
    field["AP"] = Dictionary({"N": _nothing(field, pdf)})


def _straighten(field: "Dictionary") -> None:
    """The lower left corner comes first, as nearly every program has it."""
    from pydyf import Array

    left, top, right, bottom = field["Rect"]
    field["Rect"] = Array((left, bottom, right, top))


def _nothing(field: "Dictionary", pdf: "PDF") -> bytes:
    """How a field looks that is not filled in: as it is printed."""
    from pydyf import Array, Stream

    left, bottom, right, top = field["Rect"]
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


def _string(text: str | bytes) -> Any:
    from pydyf import String

    return String(text)


def _text(string: Any) -> str:
    return string.string if isinstance(string.string, str) else string.string.decode()
