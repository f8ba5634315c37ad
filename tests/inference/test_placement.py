"""Where a checkpoint runs, for machines that are not here."""

import pytest

from cxrviewer.errors import GenerationFailed, OutOfMemory
from cxrviewer.inference.checkpoint import open_checkpoint
from cxrviewer.inference.placement import Gpu, Machine, Weights, choose, weights_of
from cxrviewer.inference.quantization import Scheme
from cxrviewer.inference.quantizing import quantize_checkpoint

GB = 10**9
PUBLISHED = Weights(
    name="CXR-LLAVA-v2",
    parameters=7_046_371_328,
    linear_parameters=6_476_005_376,
    head_parameters=32000 * 4096,
    layers=32,
    cache_values=2 * 32 * 4096,
    image_tokens=1024,
)


def machine(memory: float, gpu: float | None = None, *, bfloat16: bool = True, **more) -> Machine:
    card = None if gpu is None else Gpu("a GPU", int(gpu * GB), bfloat16)
    return Machine(free_bytes=int(memory * GB), gpu=card, **more)


@pytest.mark.parametrize(
    ("there", "device", "precision", "gpu_layers"),
    [
        (machine(30, 24), "cuda", "bfloat16", None),
        (machine(30, 24, bfloat16=False), "cuda", "float16", None),
        (machine(4, 24), "cuda", "bfloat16", None),
        (machine(4, 11, has_bitsandbytes=True), "cuda", "int8", None),
        (machine(4, 7.5, has_bitsandbytes=True), "cuda", "int4", None),
        (machine(30, 11.5), "cuda", "bfloat16", 18),
        (machine(30, 3), "cpu", "bfloat16", None),
        (machine(30, has_mps=True), "mps", "float16", None),
        (machine(30), "cpu", "bfloat16", None),
        (machine(10), "cpu", "int8", None),
        (machine(7), "cpu", "int4", None),
    ],
)
def test_what_is_picked(there, device, precision, gpu_layers):
    plan = choose(there, PUBLISHED)
    assert (plan.device, plan.precision, plan.gpu_layers) == (device, precision, gpu_layers)


def test_the_reasons_name_what_did_not_fit():
    assert choose(machine(7), PUBLISHED).reasons == (
        "bfloat16 on the CPU needs 15.9 GB and 7.0 GB are free",
        "int8 on the CPU needs 9.2 GB and 7.0 GB are free",
        "int4 on the CPU needs 6.4 GB and 7.0 GB are free",
    )


def test_bitsandbytes_is_named_where_it_would_help():
    assert any("pip install cxrviewer[cuda-quantized]" in one for one in choose(machine(30, 7), PUBLISHED).reasons)


def test_small_layers_compute_in_the_usual_type():
    assert choose(machine(7), PUBLISHED).compute == "bfloat16"
    assert choose(machine(4, 7.5, bfloat16=False, has_bitsandbytes=True), PUBLISHED).compute == "float16"


def test_nothing_fits_is_one_sentence():
    with pytest.raises(OutOfMemory, match=r"^CXR-LLAVA-v2 does not fit: .*int4 on the CPU .*; close other programs$"):
        choose(machine(3), PUBLISHED)


def test_what_is_asked_for_and_does_not_fit_is_refused_with_what_would():
    with pytest.raises(OutOfMemory, match=r"bfloat16 on the CPU needs 15.9 GB .* model quantize"):
        choose(machine(9), PUBLISHED, precision="bfloat16")
    with pytest.raises(OutOfMemory, match="less than a quarter"):
        choose(machine(30, 3), PUBLISHED, device="cuda")
    with pytest.raises(OutOfMemory, match="loading onto the GPU needs 2 GB"):
        choose(machine(1, 24), PUBLISHED, device="cuda")
    with pytest.raises(OutOfMemory, match="needs bitsandbytes"):
        choose(machine(30, 24), PUBLISHED, device="cuda", precision="int8")


@pytest.mark.parametrize("device", ["cuda", "mps"])
def test_a_device_that_is_not_there(device):
    with pytest.raises(GenerationFailed, match=f"no usable device {device}; use --device cpu"):
        choose(machine(30), PUBLISHED, device=device)


def test_apple_has_no_small_layers():
    with pytest.raises(OutOfMemory, match="does not run on Apple's GPU"):
        choose(machine(30, has_mps=True), PUBLISHED, device="mps", precision="int4")


def test_a_small_checkpoint_is_float32_on_a_cpu(tiny):
    weights = weights_of(tiny)
    assert weights.parameters == tiny.parameters
    assert weights.linear_parameters == 2 * (4 * 32 * 32 + 3 * 32 * 64)
    assert weights.cache_values == 2 * 2 * 32
    assert choose(machine(1), weights).precision == "float32"


@pytest.mark.parametrize("scheme", [Scheme(8), Scheme(4, 32)])
def test_a_smaller_copy(tiny, tmp_path, scheme):
    copy = quantize_checkpoint(tiny, scheme, tmp_path / "copy")
    weights = weights_of(open_checkpoint(copy.folder))
    assert weights.linear_parameters == weights_of(tiny).linear_parameters
    assert weights.parameters == tiny.parameters - 32 * 8  # the projection that no report depends on
    plan = choose(machine(30, 24, has_mps=True), weights)
    assert (plan.device, plan.precision, plan.compute) == ("cpu", scheme.name, "float32")
    with pytest.raises(GenerationFailed, match="runs on the CPU"):
        choose(machine(30, 24), weights, device="cuda")
    with pytest.raises(GenerationFailed, match="the checkpoint it was made from"):
        choose(machine(30), weights, precision="bfloat16")
