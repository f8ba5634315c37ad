"""What fewer bits cost, on a few phantoms and the demo checkpoint."""

import pytest

from cxrviewer.bench.quantized import measure_quantized
from cxrviewer.inference.checkpoint import resolve


@pytest.mark.slow
def test_labels_stay_and_logits_move_a_little():
    found = {one.name: one for one in measure_quantized(resolve("demo"), 2, lambda *_: None)}
    assert all(one.good for one in found.values())
    errors = [found[f"quantized_logit_error {name}"].ours for name in ("int8", "int4, groups of 32")]
    assert 0 < errors[0] < errors[1] < 0.05
