"""A report as PDF on A4, its typefaces embedded. Knows no statistic."""

import io
from collections.abc import Mapping
from functools import cache
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, Image, KeepTogether, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as PdfTable

from cxrviewer.study.report_content import Document, Section, Table
from cxrviewer.study.typefaces import drawable, fallback_file, runs, sans_file

_MARGIN = 18 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_FRAME_PADDING = 6  # reportlab frames add it to the margins
_UNBROKEN_ROWS = 24
_CELL_SIZE = 8.5  # points
_CELL_PADDING = 12  # left and right together
_INK, _SOFT, _LINE = HexColor("#1a1a1a"), HexColor("#5a5f66"), HexColor("#c9ccd1")
_SANS, _BOLD, _FALLBACK = "cxrviewer-sans", "cxrviewer-bold", "cxrviewer-fallback"


def pdf(report: Document, figures: Mapping[str, bytes]) -> bytes:
    """The document; ``figures`` holds PNG by name. The same report gives the same bytes."""
    _register_typefaces()
    buffer = io.BytesIO()
    title = drawable(report.title)
    template = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=_MARGIN - _FRAME_PADDING,
        rightMargin=_MARGIN - _FRAME_PADDING,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN + 4 * mm,
        title=title,
        creator="cxrviewer",
        invariant=1,
    )

    def foot(canvas: Canvas, _: SimpleDocTemplate) -> None:
        canvas.saveState()
        line = Paragraph(_marked(f"{report.title} · page {canvas.getPageNumber()}"), _style("foot", 8, color=_SOFT))
        line.wrap(_WIDTH, 20)
        line.drawOn(canvas, _MARGIN, 11 * mm)
        canvas.restoreState()

    story: list[Flowable] = [Paragraph(_marked(report.title), _style("title", 18, bold=True)), Spacer(1, 4 * mm)]
    facts = [
        [Paragraph(_marked(label), _style("label", 9, color=_SOFT)), Paragraph(_marked(value), _style("fact", 9))]
        for label, value in report.facts
    ]
    story.append(
        PdfTable(facts, colWidths=[36 * mm, _WIDTH - 36 * mm], style=[("LEFTPADDING", (0, 0), (0, -1), 0), *_TIGHT])
    )
    for section in report.sections:
        story += _section(section, figures)
    template.build(story, onFirstPage=foot, onLaterPages=foot)
    return buffer.getvalue()


_TIGHT = [
    ("TOPPADDING", (0, 0), (-1, -1), 1.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]


def _section(section: Section, figures: Mapping[str, bytes]) -> list[Flowable]:
    heading = Paragraph(_marked(section.title), _style("heading", 12.5, bold=True))
    body = _style("body", 9.5)
    story: list[Flowable] = [CondPageBreak(40 * mm), Spacer(1, 7 * mm), heading, Spacer(1, 2 * mm)]
    for paragraph in section.paragraphs:
        story += [Paragraph(_marked(paragraph), body), Spacer(1, 1.5 * mm)]
    for table in section.tables:
        notes = [Paragraph(_marked(note), _style("note", 8, color=_SOFT)) for note in table.footnotes]
        parts = [
            Spacer(1, 1.5 * mm if table is section.tables[0] else 4 * mm),
            _table(table),
            Spacer(1, 1.5 * mm),
            *notes,
        ]
        # A table that fits a page is not broken; the heading goes with the first one.
        if len(table.rows) <= _UNBROKEN_ROWS:
            story = [KeepTogether([*story, *parts])] if table is section.tables[0] else [*story, KeepTogether(parts)]
        else:
            story += parts
    if section.figure is not None and section.figure in figures:
        png = figures[section.figure]
        columns, rows = ImageReader(io.BytesIO(png)).getSize()
        # The whole width, unless a page is too low for it.
        width = min(_WIDTH, 215 * mm * columns / rows)
        story.append(KeepTogether([Spacer(1, 4 * mm), Image(io.BytesIO(png), width, width * rows / columns)]))
    return story


def _table(table: Table) -> PdfTable:
    textual = table.text_columns

    def cells(texts: tuple[str, ...], *, bold: bool = False) -> list[Paragraph]:
        return [
            Paragraph(_marked(text), _style("cell", _CELL_SIZE, bold=bold, right=column not in textual))
            for column, text in enumerate(texts)
        ]

    rows = [cells(table.header, bold=True)]
    rows += [cells(row.cells, bold=row.kind == "strong") for row in table.rows]
    rules = [
        ("LINEABOVE", (0, 0), (-1, 0), 1.2, _INK),
        ("LINEBELOW", (0, 0), (-1, 0), 0.6, _INK),
        ("LINEBELOW", (0, -1), (-1, -1), 1.2, _INK),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        *(
            ("LINEABOVE", (0, index), (-1, index), 0.5, _LINE)
            for index, row in enumerate(table.rows, start=1)
            if row.kind != "plain" and index > 1
        ),
    ]
    return PdfTable(rows, colWidths=_column_widths(table), style=[*_TIGHT, *rules], repeatRows=1)


def _column_widths(table: Table) -> list[float]:
    """Each column as wide as its longest cell and its head's longest word; what is over goes to all alike.

    Where that is more than the page, the widest columns give way to the same width, and their texts are broken.
    """
    columns = zip(table.header, *(row.cells for row in table.rows), strict=True)
    widths = [
        _CELL_PADDING + max(_text_width(text) for text in (*head.split(), *cells, "")) for head, *cells in columns
    ]
    room, limit = _WIDTH, _WIDTH
    for left, width in zip(range(len(widths), 0, -1), sorted(widths), strict=True):
        limit = room / left  # of those that are left, narrowest first
        if width > limit:
            break
        room -= width
    fitted = [min(width, limit) if sum(widths) > _WIDTH else width for width in widths]
    return [width + (_WIDTH - sum(fitted)) / len(fitted) for width in fitted]


def _text_width(text: str) -> float:
    return float(
        sum(pdfmetrics.stringWidth(run, _FALLBACK if other else _BOLD, _CELL_SIZE) for other, run in runs(text))
    )


def _style(
    name: str, size: float, *, bold: bool = False, right: bool = False, color: HexColor = _INK
) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=_BOLD if bold else _SANS,
        fontSize=size,
        leading=size * 1.35,
        textColor=color,
        alignment=TA_RIGHT if right else 0,
        splitLongWords=1,
    )


def _marked(text: str) -> str:
    """The text as reportlab's markup, with the typeface named where the first one lacks the characters."""
    return "".join(
        f'<font name="{_FALLBACK}">{escape(run)}</font>' if other else escape(run) for other, run in runs(text)
    )


@cache
def _register_typefaces() -> None:
    pdfmetrics.registerFont(TTFont(_SANS, sans_file()))
    pdfmetrics.registerFont(TTFont(_BOLD, sans_file(bold=True)))
    pdfmetrics.registerFont(TTFont(_FALLBACK, fallback_file() or sans_file()))
