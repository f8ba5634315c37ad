"""Temperature, top-k, top-p: which ids remain, and the same choice for the same seed."""

import pytest
import torch

from cxrviewer.inference.sampling import Sampler, kept_probabilities
from cxrviewer.reporting.draft import Sampling

LOGITS = torch.log(torch.tensor([0.1, 0.4, 0.05, 0.3, 0.15]))


def kept(**sampling):
    ids, probabilities = kept_probabilities(LOGITS, Sampling(**sampling))
    return dict(zip(ids.tolist(), [round(p, 4) for p in probabilities.tolist()], strict=True))


def test_top_p_keeps_the_id_that_crosses_it():
    assert kept(temperature=1, top_p=0.69) == {1: 0.5714, 3: 0.4286}
    assert kept(temperature=1, top_p=0.71) == {1: 0.4706, 3: 0.3529, 4: 0.1765}


def test_top_p_always_keeps_one():
    assert kept(temperature=1, top_p=1e-12) == {1: 1.0}


def test_top_k():
    assert set(kept(temperature=1, top_p=1, top_k=2)) == {1, 3}
    assert len(kept(temperature=1, top_p=1)) == 5


def test_temperature_comes_first():
    assert kept(temperature=0.5, top_p=1, top_k=2) == {1: 0.64, 3: 0.36}


@pytest.mark.parametrize("temperature", [0, 0.001])
def test_greedy(temperature):
    assert Sampler(Sampling(temperature=temperature)).choose(LOGITS) == 1


def test_a_seed_repeats_its_choices_and_another_differs():
    def choices(seed):
        sampler = Sampler(Sampling(temperature=2, top_p=1, seed=seed))
        return [sampler.choose(LOGITS) for _ in range(40)]

    assert choices(3) == choices(3)
    assert choices(3) != choices(4)
    assert set(choices(3)) == {0, 1, 2, 3, 4}
