"""Sampling that makes no sense is refused when it is built."""

import pytest

from cxrviewer.reporting.draft import Sampling


def test_the_defaults_are_the_published_models():
    assert (Sampling().temperature, Sampling().top_p, Sampling().top_k) == (0.2, 0.8, 50)
    assert not Sampling().greedy


@pytest.mark.parametrize("temperature", [0.0, 0.001])
def test_a_temperature_near_zero_is_greedy(temperature):
    assert Sampling(temperature=temperature).greedy


@pytest.mark.parametrize(
    "wrong", [{"temperature": -0.1}, {"top_p": 0.0}, {"top_p": 1.1}, {"top_k": 0}, {"max_new_tokens": 0}]
)
def test_impossible_sampling_is_refused(wrong):
    with pytest.raises(ValueError, match="must be"):
        Sampling(**wrong)
