"""Where each checkpoint would run on this machine, in which precision and why; for ``doctor``. Loads nothing."""

from collections.abc import Iterator

from cxrviewer.cli.finding import Finding, Status
from cxrviewer.errors import ModelError
from cxrviewer.inference.checkpoint import Checkpoint, find_checkpoints
from cxrviewer.inference.placement import Machine, Plan, Weights, choose, weights_of

_GB = 1e9

_PUBLISHED = Weights(
    name="the published CXR-LLaVA-v2",
    parameters=7_046_371_328,
    linear_parameters=6_476_005_376,
    head_parameters=32_000 * 4096,
    layers=32,
    cache_values=2 * 32 * 4096,
    image_tokens=1024,
)
"""Its sizes, so that a machine can be judged before 14 GB are fetched."""

_PUBLISHED_POSITIONS = 4096


def running() -> Iterator[Finding]:
    """What ``auto`` picks for every checkpoint, the published one too where it is not here."""
    from cxrviewer.inference.machine import look_at_machine

    machine = look_at_machine()
    known = find_checkpoints()
    for checkpoint in known:
        yield _finding(machine, weights_of(checkpoint), _positions(checkpoint))
    if all(checkpoint.parameters != _PUBLISHED.parameters for checkpoint in known):
        yield _finding(machine, _PUBLISHED, _PUBLISHED_POSITIONS)


def _positions(checkpoint: Checkpoint) -> int:
    """The longest conversation, its film included."""
    llama = checkpoint.config.get("llama")
    return int(llama.get("max_position_embeddings") or 2048) if isinstance(llama, dict) else 2048


def _finding(machine: Machine, weights: Weights, positions: int) -> Finding:
    try:
        plan = choose(machine, weights)
    except ModelError as error:
        wrong, _, advice = str(error).rpartition("; ")
        return Finding("runs", Status.NOTE, wrong, advice, {"model": weights.name, "device": None})
    bound = positions * weights.cache_values * (4 if plan.compute == "float32" else 2)
    words = f"{weights.name}: {plan.precision} on {_where(plan, weights)}, at most {bound / _GB:.2f} GB kept of a case"
    figures: dict[str, object] = {
        "model": weights.name,
        "device": plan.device,
        "precision": plan.precision,
        "gpu_layers": plan.gpu_layers,
        "weight_bytes": weights.bytes_in(plan.precision),
        "kept_bytes_at_most": bound,
        "reasons": list(plan.reasons),
    }
    return Finding("runs", Status.OK, words, "; ".join(plan.reasons), figures)


def _where(plan: Plan, weights: Weights) -> str:
    if plan.gpu_layers is None:
        return {"cpu": "the CPU", "cuda": "the GPU", "mps": "Apple's GPU"}[plan.device]
    return f"GPU and CPU ({plan.gpu_layers} of {weights.layers} layers on the GPU)"
