"""The font of what is typed into a form: programs that show PDFs write with it, so all of it is in the file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont
    from pydyf import PDF, Dictionary

OTHER_LETTERS: Final = "ŴŵŶŷẁẃẅỳĄąĆćĘęŁłŃńŚśŹźŻżĞğİıŞş"
"""Welsh, Polish and Turkish: what the Western alphabet of Windows leaves out."""
TAB_AND_LINE_ENDS: Final = (9, 10, 13)
NOT_A_SYMBOL_FONT: Final = 1 << 5
STEM: Final = 80
"""Width of an upright stroke in thousandths of the size: read only by programs that put another font in its place."""


def alphabet() -> Mapping[int, str]:
    """Letter by its code: the Western alphabet of Windows, and other letters at the codes that it leaves free.

    One byte a letter: with two, all letters of the font would fit, and some programs would write nothing legible.
    """
    codes = (*range(32, 127), *range(128, 256))
    western = {code: letter for code in codes if (letter := bytes([code]).decode("cp1252", "ignore"))}
    free = (code for code in range(1, 256) if code not in western and code not in TAB_AND_LINE_ENDS)
    return dict(sorted((western | dict(zip(free, OTHER_LETTERS, strict=False))).items()))


def embed(files: Sequence[bytes], pdf: "PDF") -> bytes:
    """Put a font with the alphabet into the PDF. Returns the reference to it.

    files: fonts of one family, TrueType or WOFF2. Each letter is taken from the first one that has it.
    """
    from pydyf import Array, Dictionary, Stream

    letters = alphabet()
    font = _merged(files, letters.values())
    content = BytesIO()
    font.save(content)
    stream = Stream([content.getvalue()], {"Length1": len(content.getvalue())}, compress=True)
    pdf.add_object(stream)
    descriptor = Dictionary({**_measures(font), "FontFile2": stream.reference})
    pdf.add_object(descriptor)
    made = Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/TrueType",
            "BaseFont": descriptor["FontName"],
            "Encoding": _encoding(letters),
            "FirstChar": min(letters),
            "LastChar": max(letters),
            "Widths": Array(_widths(font, letters)),
            "FontDescriptor": descriptor.reference,
        }
    )
    pdf.add_object(made)
    reference: bytes = made.reference
    return reference


def _merged(files: Sequence[bytes], letters: Iterable[str]) -> "TTFont":
    from fontTools.merge import Merger
    from fontTools.ttLib import TTFont

    missing, parts = {ord(letter) for letter in letters}, []
    for file in files:
        font = TTFont(BytesIO(file))
        covered = missing & set(font.getBestCmap())
        missing -= covered
        parts.append(_only(font, covered))
    merged = Merger().merge(parts)
    merged.recalcTimestamp = False  # the same letters are the same bytes at any time
    merged["head"].created = merged["head"].modified = 0
    return merged


def _only(font: "TTFont", letters: set[int]) -> BytesIO:
    from fontTools.subset import Options, Subsetter

    unused = ["GDEF", "GPOS", "GSUB", "STAT"]
    cut = Subsetter(Options(layout_features=[], hinting=False, drop_tables=unused, notdef_outline=True))
    cut.populate(unicodes=letters)
    cut.subset(font)
    font.flavor = None
    part = BytesIO()
    font.save(part)
    part.seek(0)
    return part


def _measures(font: "TTFont") -> Mapping[str, Any]:
    from pydyf import Array

    head, lines = font["head"], font["hhea"]
    corners = (head.xMin, head.yMin, head.xMax, head.yMax)
    return {
        "Type": "/FontDescriptor",
        "FontName": f"/{font['name'].getBestFamilyName().replace(' ', '')}",
        "Flags": NOT_A_SYMBOL_FONT,
        "FontBBox": Array(_thousandths(font, corner) for corner in corners),
        "ItalicAngle": 0,
        "Ascent": _thousandths(font, lines.ascent),
        "Descent": _thousandths(font, lines.descent),
        "CapHeight": _thousandths(font, font["OS/2"].sCapHeight),
        "StemV": STEM,
    }


def _encoding(letters: Mapping[int, str]) -> "Dictionary":
    from fontTools.agl import UV2AGL
    from pydyf import Array, Dictionary

    others = {code: UV2AGL[ord(letter)] for code, letter in letters.items() if letter in OTHER_LETTERS}
    differences = Array(part for code, name in others.items() for part in (code, f"/{name}"))
    return Dictionary({"Type": "/Encoding", "BaseEncoding": "/WinAnsiEncoding", "Differences": differences})


def _widths(font: "TTFont", letters: Mapping[int, str]) -> Iterator[int]:
    """Of each code from the first to the last; 0 where the font has no letter."""
    glyphs = font.getBestCmap()
    for code in range(min(letters), max(letters) + 1):
        glyph = glyphs.get(ord(letters[code])) if code in letters else None
        yield _thousandths(font, font["hmtx"][glyph][0]) if glyph else 0


def _thousandths(font: "TTFont", units: int) -> int:
    return round(units * 1000 / int(font["head"].unitsPerEm))
