"""What ``doctor`` says of where a checkpoint would run: the pick, the reasons, the bound on what is kept."""

import pytest

from cxrviewer.cli import running_checkup
from cxrviewer.cli.finding import Status
from cxrviewer.inference import machine
from cxrviewer.inference.placement import Gpu, Machine

GPU = Gpu(name="Example 24", free_bytes=24_000_000_000, has_bfloat16=True)


@pytest.fixture
def found(monkeypatch):
    """The findings of a machine."""

    def look(**facts):
        monkeypatch.setattr(machine, "look_at_machine", lambda: Machine(**facts))
        return list(running_checkup.running())

    return look


def test_the_demo_and_the_published_one_on_a_machine_with_memory(found):
    demo, published = found(free_bytes=32_000_000_000)
    assert demo.found.startswith("demo: float32 on the CPU, at most 0.0")
    assert published.found == "the published CXR-LLaVA-v2: bfloat16 on the CPU, at most 2.15 GB kept of a case"
    # 4,096 positions of keys and values, 32 layers of 4,096 numbers each, 2 bytes a number
    assert published.figures["kept_bytes_at_most"] == 4096 * 2 * 32 * 4096 * 2
    assert "bfloat16 on the CPU needs" in published.advice
    assert published.figures["weight_bytes"] == 2 * 7_046_371_328


def test_a_smaller_machine_and_a_gpu_change_the_pick(found):
    assert "int4 on the CPU" in found(free_bytes=8_000_000_000)[1].found
    assert "bfloat16 on the GPU" in found(free_bytes=8_000_000_000, gpu=GPU)[1].found


def test_a_machine_on_which_it_does_not_run_is_told_what_to_do(found):
    published = found(free_bytes=2_000_000_000)[1]
    assert published.status is Status.NOTE
    assert "does not fit" in published.found
    assert "close other programs" in published.advice
    assert published.figures == {"model": "the published CXR-LLaVA-v2", "device": None}
