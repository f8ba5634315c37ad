"""Where a report speaks of this film: its findings and its impression, not the question or the earlier films.

Knows headings, nothing of findings. CheXpert's labeller reads the impression alone (Irvin et al., 2019); a draft and
many reports have no heading at all, so here everything is read except what stands under a heading named below.
"""

import re
from collections.abc import Iterator

_SKIPPED = (
    "indications?|clinical (?:indication|history|information|data|statement)|history|reason for (?:exam"
    "|examination|study)"
    "|comparisons?|comparison studies|technique|procedure|examination|exam|study|views?|recommendations?"
)
_READ = "findings?|impressions?|conclusions?|opinion|report|findings and impression|addendum|discussion|summary"
# A heading stands at the start, on a new line, or after a full stop, and ends with a colon.
_HEADING = re.compile(
    rf"(?:^|\n|[.;]) {{0,8}}\**(?:(?P<skipped>{_SKIPPED})|(?P<read>{_READ}))\** {{0,2}}:", re.IGNORECASE
)


def read_spans(text: str) -> Iterator[tuple[int, int]]:
    """The spans of ``text`` that are labelled."""
    start: int | None = 0
    if ":" in text:
        for heading in _HEADING.finditer(text):
            if start is not None and start < heading.start() + 1:
                yield start, heading.start() + 1
            start = heading.end() if heading["read"] else None
    if start is not None:
        yield start, len(text)
