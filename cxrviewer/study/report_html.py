"""A report as one HTML file that needs nothing else: figures inlined, everything escaped. Knows no statistic."""

import re
from collections.abc import Mapping
from html import escape

from cxrviewer.study.report_content import Document, Section, Table

_STYLE = """
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 56rem; padding: 2.5rem 1.5rem 4rem; background: #fff; color: #1a1a1a;
  font: 16px/1.5 system-ui, "Segoe UI", "Helvetica Neue", "Noto Sans", "Malgun Gothic", sans-serif; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.2rem; margin: 2.75rem 0 .5rem; }
p { margin: .5rem 0; max-width: 46rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.25rem; margin: 0; }
dt { color: #5a5f66; } dd { margin: 0; overflow-wrap: anywhere; }
.table { overflow-x: auto; margin: 1rem 0 .25rem; }
table { border-collapse: collapse; width: 100%; font-size: .94em; font-variant-numeric: tabular-nums;
  border-top: 2px solid #1a1a1a; border-bottom: 2px solid #1a1a1a; }
th, td { padding: .35rem .75rem .35rem 0; text-align: right; vertical-align: baseline; font-weight: 400; }
th:first-child, th.text, td.text { text-align: left; } th:last-child, td:last-child { padding-right: 0; }
td { white-space: nowrap; } td.text { white-space: normal; }
thead th { font-weight: 600; border-bottom: 1px solid #1a1a1a; vertical-align: bottom; }
tr.strong > * { font-weight: 600; border-top: 1px solid #c9ccd1; }
tr.group > * { border-top: 1px solid #c9ccd1; } tbody tr:first-child > * { border-top: 0; }
.note { color: #5a5f66; font-size: .88rem; }
figure { margin: 1.5rem 0 0; } svg { width: 100%; height: auto; }
@media print { body { padding: 0; max-width: none; font-size: 10pt; }
  h2 { break-after: avoid; } table, figure { break-inside: avoid; } @page { margin: 18mm; } }
"""


def html(report: Document, figures: Mapping[str, bytes]) -> str:
    """The page; ``figures`` holds SVG by name. It is well-formed XML too."""
    facts = "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in report.facts)
    sections = "\n".join(_section(section, figures) for section in report.sections)
    title = escape(report.title)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>\n<title>{title}</title>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"/>\n<style>{_STYLE}</style>\n</head>\n'
        f"<body>\n<h1>{title}</h1>\n<dl>{facts}</dl>\n{sections}\n</body>\n</html>\n"
    )


def _section(section: Section, figures: Mapping[str, bytes]) -> str:
    parts = [f"<h2>{escape(section.title)}</h2>"]
    parts += [f"<p>{escape(paragraph)}</p>" for paragraph in section.paragraphs]
    parts += [_table(table) for table in section.tables]
    if section.figure is not None and section.figure in figures:
        parts.append(f"<figure>{_inlined(section.figure, figures[section.figure], section.figure_says)}</figure>")
    return "<section>\n" + "\n".join(parts) + "\n</section>"


def _table(table: Table) -> str:
    textual = table.text_columns
    head = "".join(
        f'<th scope="col"{_class(column in textual)}>{escape(name)}</th>' for column, name in enumerate(table.header)
    )
    rows = "\n".join(
        f'<tr class="{row.kind}">'
        + f'<th scope="row">{escape(row.cells[0])}</th>'
        + "".join(
            f"<td{_class(column in textual)}>{escape(cell)}</td>" for column, cell in enumerate(row.cells[1:], start=1)
        )
        + "</tr>"
        for row in table.rows
    )
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in table.footnotes)
    return (
        f'<div class="table"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table></div>{notes}'
    )


def _class(textual: bool) -> str:  # noqa: FBT001  # one flag, one place
    return ' class="text"' if textual else ""


def _inlined(name: str, svg: bytes, says: str) -> str:
    """The bare ``svg`` element, its identifiers made its own: several figures share one page."""
    text = svg.decode("utf-8")
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'\b(id=")', rf"\1{name}-", text)
    text = re.sub(r'((?:xlink:)?href="#|url\(#)', rf"\1{name}-", text)
    return text.replace("<svg", f'<svg role="img" aria-label="{escape(says)}"', 1).strip()
