"""A checkpoint of the first version's kind, ResNet and one image vector, through the program's public doors."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image

from cxrviewer.cli.main import main
from cxrviewer.errors import WeightsCorrupt
from cxrviewer.inference import generation
from cxrviewer.inference.checkpoint import open_checkpoint
from cxrviewer.inference.cxr_llava import load_engine
from cxrviewer.inference.engine import CancelToken, Chunk, Completion, GenerationRequest
from cxrviewer.inference.loading import load_network, published_name
from cxrviewer.inference.placement import weights_of
from cxrviewer.inference.tokenizer import Tokenizer
from cxrviewer.phantom.case import draw_phantom, render
from cxrviewer.reporting import prompts
from cxrviewer.reporting.draft import FinishReason, Sampling
from tests.factories import make_pixels, make_radiograph
from tests.inference.tiny_checkpoint import make_first_version_config, random_tensors, write_checkpoint

CONFIG = make_first_version_config()
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_checkpoint(tmp_path_factory.mktemp("models") / "first", config=CONFIG, tensors=random_tensors(CONFIG))


@pytest.fixture(scope="module")
def engine(folder):
    return load_engine(open_checkpoint(folder), device="cpu")


def asked(film, limit=8):
    sampling = Sampling(temperature=0, max_new_tokens=limit)
    return GenerationRequest(radiograph=film, conversation=prompts.opening("specific"), sampling=sampling)


def phantom_pixels():
    return render(draw_phantom(1, 0), 256).pixels


def run(engine, request):
    *chunks, completion = engine.generate(request, CancelToken())
    assert all(isinstance(chunk, Chunk) for chunk in chunks)
    assert isinstance(completion, Completion)
    return chunks, completion


def test_draft_reports_answers_and_probabilities_of_a_phantom(folder, tmp_path, capsys):
    film = tmp_path / "film.png"
    pixels = phantom_pixels().astype(float)
    Image.fromarray(np.rint(255 * (pixels - pixels.min()) / np.ptp(pixels)).astype("uint8")).save(film)
    words = ["--json", "--confirm", "--question", "Why?", "--max-new-tokens", "4", "--quiet"]
    assert main(["draft", str(film), "--model", str(folder), "--device", "cpu", *words]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["model"]["name"] == "first"
    assert made["report"]
    assert made["answers"][0]["question"] == "Why?"
    assert all(0 <= finding["p_yes"] <= 1 for finding in made["findings"].values())
    prompt = Tokenizer(open_checkpoint(folder)).prompt(prompts.opening("specific"))
    assert made["tokens"]["prompt"] == len(prompt.before) + 1 + len(prompt.after)


def test_it_streams_and_each_film_is_seen(engine):
    films = [make_radiograph("a.dcm"), make_radiograph("b.dcm", pixels=phantom_pixels())]
    for film in films:
        chunks, completion = run(engine, asked(film))
        assert len(chunks) > 1
        assert completion.finish_reason in (FinishReason.LENGTH, FinishReason.STOP)
    tokens = [engine._encode(engine._preprocess(asked(film)), CancelToken()).tokens for film in films]
    assert [token.shape for token in tokens] == [(1, 1, 32)] * 2
    assert (tokens[0] - tokens[1]).abs().max() > 1e-2


def test_a_follow_up_question_reads_the_film_no_more(engine, monkeypatch):
    first = asked(make_radiograph("a.dcm"))
    chunks, completion = run(engine, first)
    starts, real = [], generation.step

    def step(network, embeddings, keys_and_values, positions, mask=None):
        starts.append(int(positions[0, 0]))
        return real(network, embeddings, keys_and_values, positions, mask)

    monkeypatch.setattr(generation, "step", step)
    report = "".join(chunk.text for chunk in chunks)
    followed = replace(first, conversation=first.conversation.answer(report).ask("Is it big?"))
    kept = run(engine, followed)[0]
    assert min(starts) >= completion.prompt_tokens
    engine.forget()
    assert run(engine, followed)[0] == kept
    assert min(starts) == 0


def test_the_film_is_repeated_to_three_channels_each_with_its_mean(engine):
    seen = engine._preprocess(asked(make_radiograph("a.dcm")))
    assert seen.pixel_values.shape == (1, 3, 64, 64)
    for channel, (mean, std) in enumerate(zip((0.48, 0.46, 0.41), (0.27, 0.26, 0.28), strict=True)):
        assert np.allclose(seen.pixel_values[0, channel], (seen.grey / 255 - mean) / std, atol=1e-5)


def test_a_batch_writes_what_one_by_one_writes(engine):
    requests = [asked(make_radiograph("a.dcm")), asked(make_radiograph("b.dcm", pixels=make_pixels(96, 80, seed=9)))]
    alone = ["".join(chunk.text for chunk in run(engine, request)[0]) for request in requests]
    assert [text for text, _ in engine.generate_batch(requests, CancelToken())] == alone


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_running_statistics_are_buffers_and_counts_stay_whole_numbers(folder, dtype):
    network = load_network(open_checkpoint(folder), dtype, CPU)
    stored = random_tensors(CONFIG)
    for name, tensor in network.state_dict().items():
        wanted = stored[published_name(name)]
        assert torch.equal(tensor, wanted.to(dtype) if wanted.is_floating_point() else wanted)
    assert "vision_tower.bn1.running_mean" in dict(network.named_buffers())
    assert network.encode_image(torch.rand(1, 3, 64, 64)).isfinite().all()


def test_memory_is_planned_for_one_image_token(folder):
    weights = weights_of(open_checkpoint(folder))
    assert weights.image_tokens == 1
    grid = replace(weights, image_tokens=1024)
    assert grid.working_bytes("float32") - weights.working_bytes("float32") == 1023 * weights.cache_values * 4


@pytest.mark.parametrize(
    ("name", "shape", "words"),
    [
        ("vision_tower.attnpool.positional_embedding", (50, 256), r"\[50, 256\].*\[5, 256\]"),
        ("vision_tower.bn1.running_var", (5,), r"\[5\].*\[4\]"),
        ("mm_projector.weight", (32, 8), r"\[32, 8\].*\[32, 16\]"),
    ],
)
def test_a_wrong_shape_is_a_sentence(tmp_path, name, shape, words):
    tensors = random_tensors(CONFIG) | {name: torch.ones(shape)}
    folder = write_checkpoint(tmp_path / "model", config=CONFIG, tensors=tensors)
    with pytest.raises(WeightsCorrupt, match=words + ".*fetch them together"):
        load_network(open_checkpoint(folder), torch.float32, CPU)


@pytest.mark.parametrize(
    "config",
    [
        make_first_version_config(vision={"image_size": 100}),
        make_first_version_config(vision={"layers": [1, 1, 1]}),
        CONFIG | {"image_preprocess_cfg": {"mean": [0.5, 0.5], "std": 0.25}},
        {key: value for key, value in CONFIG.items() if key != "clip_embed_dim"},
    ],
)
def test_a_config_that_describes_no_such_network(tmp_path, config):
    folder = write_checkpoint(tmp_path / "model", config=config, tensors={"a": torch.zeros(1)})
    with pytest.raises(WeightsCorrupt, match=r"config\.json"):
        load_network(open_checkpoint(folder), torch.float32, CPU)


def test_one_mean_for_all_channels(tmp_path):
    config = CONFIG | {"image_preprocess_cfg": {"mean": 0.5, "std": [0.25]}}
    folder = write_checkpoint(tmp_path / "model", config=config, tensors=random_tensors(config))
    seen = load_engine(open_checkpoint(folder), device="cpu").input_format
    assert (seen.mean, seen.std) == ((0.5,) * 3, (0.25,) * 3)


def test_show_verify_and_quantize(folder, tmp_path, capsys):
    assert main(["model", "show", str(folder)]) == 0
    assert "ResNet-14 with attention pooling, one image token, Llama of 2 layers" in capsys.readouterr().out
    assert main(["model", "verify", str(folder), "--quiet"]) == 0
    assert "all whole and finite" in capsys.readouterr().out
    small = tmp_path / "small"
    assert main(["model", "quantize", str(folder), "--to", "int8", "--out", str(small), "--quiet"]) == 0
    assert main(["model", "verify", str(small), "--quiet"]) == 0
    plain, copy = (load_network(open_checkpoint(each), torch.float32, CPU) for each in (folder, small))
    kept, made = copy.vision_tower.state_dict(), plain.vision_tower.state_dict()
    assert kept.keys() == made.keys()
    assert all(torch.equal(kept[name], made[name]) for name in made)
    assert run(load_engine(open_checkpoint(small), device="cpu"), asked(make_radiograph("a.dcm")))[0]
