"""The report as one frozen document: every number is text, every sentence written, every chart drawn.

Printers place what they find here and work nothing out. Everything in it comes from an `AuditSummary`,
which disclosure control has already been through.
"""

from typing import Literal

from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.record import Record

Flag = Literal["hidden", "small base", "nobody", "same answer", "same wording"]
"""What is known of a cell besides what it says: notes below a table follow from it."""


class StraightLine(Record):
    """A straight line of a drawing. `look` names its colour for style sheets."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str
    look: str
    width: float = 1
    dash: str = ""


class Rectangle(Record):
    """A rectangle of a drawing."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    look: str
    edge: str = ""


class Glyph(Record):
    """A perspective's shape, centred on x, y."""

    x: float
    y: float
    path: str
    fill: str
    look: str


class Label(Record):
    """A line of text in a drawing; `anchor` is start, middle or end, and y its base line."""

    x: float
    y: float
    text: str
    fill: str
    look: str
    anchor: str = "start"
    size: float = 11
    weight: int = 400


class Drawing(Record):
    """A chart: what it shows in a title and a description, and its marks in drawing order."""

    id: str
    title: str
    desc: str
    caption: str
    width: int
    height: int
    lines: tuple[StraightLine, ...] = ()
    boxes: tuple[Rectangle, ...] = ()
    glyphs: tuple[Glyph, ...] = ()
    labels: tuple[Label, ...] = ()


class TableColumn(Record):
    """A heading of a table. `mark` is the place of the perspective whose shape goes before it."""

    text: str
    look: str = ""
    mark: int | None = None


class Cell(Record):
    """What one cell says, a smaller second line, how it looks (`num`, `word`, `heat-3`…), and what is known of it."""

    text: str
    look: str = ""
    small: str = ""
    mark: int | None = None
    flags: tuple[Flag, ...] = ()


class Row(Record):
    """A row heading and its cells; `look` is `total` or `first` (of a group)."""

    head: Cell
    cells: tuple[Cell, ...]
    look: str = ""


class Table(Record):
    """A table. The first column holds the row headings."""

    id: str
    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    look: str = ""


class ContentsEntry(Record):
    """A line of the table of contents, and the lines below it."""

    anchor: str
    title: str
    entries: tuple["ContentsEntry", ...] = ()


class Cover(Record):
    """The first page."""

    organisation: str
    title: str
    audit_cycle: AuditCycleName
    facts: tuple[str, ...]


class Card(Record):
    """One finding of the summary: what it is about, the finding, and a sentence to read it by."""

    label: str
    finding: str
    text: str


class Summary(Record):
    """The page for someone who reads only one page."""

    opening: tuple[str, ...]
    cards: tuple[Card, ...]
    steps: tuple[str, ...]


class Note(Record):
    """A term and what it means here."""

    term: str
    text: tuple[str, ...]


class Section(Record):
    """Sentences, charts, tables and notes: the shape of most parts of the report."""

    anchor: str
    title: str
    sentences: tuple[str, ...]
    drawings: tuple[Drawing, ...] = ()
    tables: tuple[Table, ...] = ()
    notes_title: str = ""
    notes: tuple[Note, ...] = ()
    look: str = ""


class Fact(Record):
    """A number worth large type, with what it is and how to read it."""

    label: str
    number: str
    text: str


class Quote(Record):
    """A comment that has been reviewed, and which perspective it comes from."""

    by: str
    text: str


class Idea(Record):
    """Something to try, and why it comes first (empty where nothing points to it)."""

    text: str
    because: str


class Stage(Record):
    """A stage of change and what it looks like. People agree on one; `agreed` says when they did."""

    name: str
    text: str
    agreed: str = ""


class Basis(Record):
    """What the group agreed at one meeting, who was there, and the evidence that it wrote down."""

    title: str
    by: str
    evidence: tuple[str, ...]


class ChallengeSection(Record):
    """All that is said about one challenge."""

    anchor: str
    title: str
    about: str
    facts: tuple[Fact, ...]
    sentences: tuple[str, ...]
    scores: tuple[Drawing, ...]
    score_table: Table | None
    answers: tuple[Drawing, ...]
    answer_table: Table | None
    quotes: tuple[Quote, ...]
    ideas: tuple[Idea, ...]
    stages: tuple[Stage, ...]
    agreements: tuple[Basis, ...] = ()
    """This time's and last time's; without this time's there are boxes to tick."""
    ticks: bool = True


class WritingBox(Record):
    """A box to write in: what goes there, a hint, and how many lines it should hold."""

    label: str
    hint: str = ""
    lines: int = 2


class Step(Record):
    """Plan, Do, Study or Act: its boxes, and the choices to tick where there are any."""

    name: str
    fields: tuple[WritingBox, ...]
    choices: tuple[str, ...] = ()


class Worksheet(Record):
    """A Plan-Do-Study-Act worksheet for one proposed priority, ready for the meeting."""

    anchor: str
    title: str
    why: tuple[str, ...]
    ideas: tuple[str, ...]
    steps: tuple[Step, ...]


class Detail(Record):
    """A labelled text of a worksheet that is filled in. `look` is `whole` where it takes the whole width."""

    label: str
    text: tuple[str, ...]
    look: str = ""


class Part(Record):
    """Plan, Do, Study or Act as it went."""

    name: str
    details: tuple[Detail, ...]


class PdsaCycle(Record):
    """One test of change, its four parts in order."""

    anchor: str
    title: str
    parts: tuple[Part, ...]


class Measured(Record):
    """One measure over time: what it says in words, its chart, and its values."""

    title: str
    sentences: tuple[str, ...]
    drawings: tuple[Drawing, ...]
    tables: tuple[Table, ...]


class ActionSheet(Record):
    """One action, filled in: how it stands, its plan, its PDSA cycles, its measures, and hints."""

    anchor: str
    title: str
    status: str
    plan: tuple[Detail, ...]
    goal: Table | None
    pdsa_cycles: tuple[PdsaCycle, ...]
    measures: tuple[Measured, ...]
    hints: tuple[Note, ...]


class ChallengeActions(Record):
    """A challenge and the actions under it."""

    anchor: str
    title: str
    sentences: tuple[str, ...]
    actions: tuple[ActionSheet, ...]


class Worksheets(Record):
    """The Plan-Do-Study-Act part: actions as they went, and blank worksheets for priorities that have none yet."""

    anchor: str
    title: str
    sentences: tuple[str, ...]
    hints: tuple[str, ...]
    worksheets: tuple[Worksheet, ...]
    tried: tuple[ChallengeActions, ...] = ()


class Earlier(Record):
    """An action of an earlier audit cycle: what was expected, what came, and what was decided."""

    title: str
    details: tuple[Detail, ...]


class EarlierChallenge(Record):
    """A challenge with earlier actions, and how its scores have changed since."""

    anchor: str
    title: str
    changes: tuple[str, ...]
    actions: tuple[Earlier, ...]


class ChangeSection(Record):
    """What has changed since the last audit cycle, beside what was tried."""

    anchor: str
    title: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]
    challenges: tuple[EarlierChallenge, ...]


class NextSteps(Record):
    """The one next thing to do, and who has what to do until when."""

    anchor: str
    title: str
    first: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]


class Method(Record):
    """How the numbers came about, what is hidden and why, and where the methods were published."""

    anchor: str
    title: str
    groups: tuple[tuple[str, tuple[Note, ...]], ...]
    tables: tuple[Table, ...]
    citations: tuple[str, ...]


class ReportDocument(Record):
    """A whole report. `banner` is printed on every page when it is not empty."""

    language: str
    title: str
    banner: str
    footer: str
    cover: Cover
    contents: tuple[ContentsEntry, ...]
    summary: Summary
    participation: Section
    at_a_glance: Section | None
    challenges: tuple[ChallengeSection, ...]
    change: ChangeSection | None = None
    priorities: Section | None
    agreement: Section | None = None
    worksheets: Worksheets | None
    you_said_we_did: Section | None = None
    next_steps: NextSteps | None = None
    teams: Section | None
    lenses: Section | None
    method: Method


class ComparisonDocument(Record):
    """A whole comparison report. `banner` is printed on every page when it is not empty."""

    language: str
    title: str
    banner: str
    footer: str
    cover: Cover
    contents: tuple[ContentsEntry, ...]
    summary: Summary
    sections: tuple[Section, ...]
    method: Method


Document = ReportDocument | ComparisonDocument
"""What can be printed."""
