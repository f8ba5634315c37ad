"""Where a draft comes from, in one line under it. Knows the draft, not the screen."""

from PySide6.QtCore import QCoreApplication

from cxrviewer.reporting.draft import Draft, FinishReason

translate = QCoreApplication.translate


def provenance_line(draft: Draft) -> str:
    """How the text ended, then model, precision, device, sampling and time."""
    origin = draft.provenance
    sampling = origin.sampling
    how = (
        translate("provenance_line", "greedy")
        if sampling.greedy
        else f"T {sampling.temperature:g} · top-p {sampling.top_p:g}"
    )
    parts = [
        origin.model.name,
        origin.model.dtype,
        origin.model.device,
        how,
        translate("provenance_line", "seed {seed}").format(seed=sampling.seed),
        draft.created_at.astimezone().strftime("%Y-%m-%d %H:%M"),
    ]
    return " ".join(filter(None, (_ending(draft), " · ".join(parts))))


def _ending(draft: Draft) -> str:
    if draft.finish_reason is FinishReason.CANCELLED:
        return translate("provenance_line", "Stopped: the text is not complete.")
    if draft.finish_reason is FinishReason.LENGTH:
        return QCoreApplication.translate(
            "provenance_line", "Cut off at {count} tokens: the text is not complete."
        ).format(count=draft.provenance.sampling.max_new_tokens)
    return ""
