"""Every stage against what the original computed from the same files, within the record's own tolerances."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from cxrviewer.cli.main import main
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.inference import generation
from cxrviewer.inference.checkpoint import open_checkpoint
from cxrviewer.inference.cxr_llava import load_engine
from cxrviewer.inference.engine import CancelToken, Chunk, Completion, GenerationRequest
from cxrviewer.inference.generation import EncodedImage
from cxrviewer.inference.loading import load_network, published_name
from cxrviewer.inference.placement import is_linear
from cxrviewer.inference.preprocess import model_input
from cxrviewer.inference.quantization import Scheme, dequantized
from cxrviewer.inference.sampling import kept_probabilities
from cxrviewer.inference.tokenizer import Tokenizer
from cxrviewer.reporting import prompts
from cxrviewer.reporting.draft import FinishReason, Sampling
from tests.inference.tiny_checkpoint import write_shards

pytestmark = pytest.mark.shared

QUESTION = "Is there any pleural effusion on the left side?"
CHAT = (
    {"role": "user", "text": prompts.SPECIFIC},
    {
        "role": "model",
        "text": "There is a large consolidation in the right upper lobe. No pleural effusion or pneumothorax.",
    },
    {"role": "user", "text": "What is possible diagnosis?"},
    {"role": "model", "text": "Pneumonia, tuberculosis or lung cancer."},
    {"role": "user", "text": "Should additional radiologic study needed?"},
)
CONVERSATIONS = {
    "report": prompts.opening("specific"),
    "ddx": prompts.opening("differential"),
    "question": prompts.opening("none").ask(QUESTION),
    "chat3": prompts.opening("specific")
    .answer(CHAT[1]["text"])
    .ask(CHAT[2]["text"])
    .answer(CHAT[3]["text"])
    .ask(CHAT[4]["text"]),
}
GREEDY = Sampling(temperature=0)
IMAGES = ("img1", "img2", "img3")
every_image = pytest.mark.parametrize("image", IMAGES)
every_task = pytest.mark.parametrize("task", CONVERSATIONS)


class Oracle:
    """The recorded values, and ours from the same files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.checkpoint = open_checkpoint(folder / "checkpoint")
        self.tokenizer = Tokenizer(self.checkpoint)
        self.tolerances = self.json("../README")["suggested_tolerances"]
        self.networks = {
            kind: load_network(self.checkpoint, dtype, torch.device("cpu"))
            for kind, dtype in (("fp32", torch.float32), ("bf16", torch.bfloat16))
        }
        self.engine = load_engine(self.checkpoint, dtype="float32", device="cpu")

    def json(self, name: str):
        return json.loads((self.folder / "expected" / f"{name}.json").read_text(encoding="utf-8"))

    def arrays(self, name: str):
        return np.load(self.folder / "expected" / f"{name}.npz")

    def film(self, image: str):
        return read_radiograph(self.folder / "images" / f"{image}.png")

    def input(self, image: str):
        config = self.networks["fp32"].config
        return model_input(
            self.film(image), size=config.vision.image_size, mean=config.image_mean, std=config.image_std
        )

    def text(self, image: str, task: str) -> str:
        """The recorded text without the streamer's loss of a space after a line break."""
        recorded = self.json("texts_fp32")[image][task]
        return recorded["plain_decode"] or recorded["text"]


@pytest.fixture(scope="module")
def oracle(shared_data: Path) -> Oracle:
    return Oracle(shared_data / "oracle")


@pytest.fixture(params=["fp32", "bf16"])
def kind(request) -> str:
    return request.param


def relative_rms(ours, recorded) -> float:
    return float(np.sqrt(np.mean((ours - recorded) ** 2) / np.mean(recorded**2)))


def assert_close(oracle: Oracle, kind: str, what: str, ours, recorded) -> None:
    """Within the record's tolerances: greatest difference in float32; relative in bfloat16."""
    ours = np.asarray(ours, dtype=np.float64)
    assert ours.shape == recorded.shape
    if kind == "fp32":
        assert np.abs(ours - recorded).max() <= oracle.tolerances[f"fp32_{what}_maxabs"]
    else:
        assert relative_rms(ours, recorded) <= oracle.tolerances[f"bf16_{what}_rel_rms"]
        if what == "logits":
            assert np.abs(ours - recorded).max() <= oracle.tolerances["bf16_logits_maxabs"]


def test_every_tensor_is_loaded_as_recorded(oracle):
    recorded = oracle.json("state_dict")
    ours = {published_name(name): tensor for name, tensor in oracle.networks["bf16"].named_parameters()}
    assert set(recorded) - set(ours) == {"vision_tower.proj"}
    for name, tensor in ours.items():
        assert list(tensor.shape) == recorded[name]["shape"]
        assert float(tensor.double().sum()) == pytest.approx(recorded[name]["sum_f64"], abs=1e-6)
        assert float(tensor.double().abs().sum()) == pytest.approx(recorded[name]["abs_sum_f64"], abs=1e-6)


@every_image
def test_pixels(oracle, image):
    recorded = oracle.arrays("pixels")
    ours = oracle.input(image).pixel_values
    config = oracle.networks["fp32"].config
    grey = [np.rint((x * config.image_std + config.image_mean) * 255) for x in (ours, recorded[f"{image}_pixels"])]
    assert np.array_equal(*grey)
    assert np.abs(ours - recorded[f"{image}_pixels"]).max() <= 1e-6


@every_task
def test_ids(oracle, task):
    recorded = oracle.json("prompts")[task]
    prompt = oracle.tokenizer.prompt(CONVERSATIONS[task])
    assert list(prompt.input_ids) == recorded["input_ids"]
    assert prompt.image_position == recorded["image_position"]


@every_image
@torch.inference_mode()
def test_vision_and_projector(oracle, image, kind):
    recorded = oracle.arrays(f"vision_{kind}")
    network = oracle.networks[kind]
    pixel_values = torch.from_numpy(oracle.input(image).pixel_values)
    tower = network.vision_tower(pixel_values.to(network.mm_projector.weight.dtype))
    assert_close(oracle, kind, "vision", tower[0].float(), recorded[f"{image}_tower"])
    assert_close(oracle, kind, "vision", network.encode_image(pixel_values)[0].float(), recorded[f"{image}_proj"])


@torch.inference_mode()
def test_hidden_states_of_the_prompt(oracle, kind):
    recorded = oracle.arrays(f"hidden_img1_report_{kind}")
    network = oracle.networks[kind]
    prompt = oracle.tokenizer.prompt(CONVERSATIONS["report"])
    image = network.encode_image(torch.from_numpy(oracle.input("img1").pixel_values))
    embeddings = network.splice(torch.tensor([prompt.before]), image, torch.tensor([prompt.after]))
    out = network.language_model(inputs_embeds=embeddings, output_hidden_states=True)
    assert_close(oracle, kind, "vision", embeddings[0].float(), recorded["inputs_embeds"])
    for index, hidden in enumerate(out.hidden_states):
        assert_close(oracle, kind, "logits", hidden[0].float(), recorded[f"hidden_{index}"])
    assert_close(oracle, kind, "logits", out.logits[0].float(), recorded["prefill_logits_all"])


@every_image
@every_task
def test_logits_with_the_recorded_tokens(oracle, image, task, kind):
    recorded = oracle.arrays(f"logits_{kind}")
    network, seen = oracle.networks[kind], oracle.input(image)
    with torch.inference_mode():
        encoded = EncodedImage(seen.sha256, network.encode_image(torch.from_numpy(seen.pixel_values)))
    prompt = oracle.tokenizer.prompt(CONVERSATIONS[task])
    state = generation.prefill(network, prompt, encoded, generation.new_cache(network), CancelToken())
    rows = [state.logits]
    logits = recorded[f"{image}_{task}_logits"]
    for token in recorded[f"{image}_{task}_tokens"][: len(logits) - 1]:
        generation.advance(network, state, int(token), CancelToken())
        rows.append(state.logits)
    assert_close(oracle, kind, "logits", torch.stack(rows).float(), logits)


@every_image
@every_task
def test_float32_greedy_text(oracle, image, task):
    recorded = oracle.json("texts_fp32")[image][task]
    request = GenerationRequest(
        radiograph=oracle.film(image), conversation=CONVERSATIONS[task], sampling=Sampling(temperature=0)
    )
    *chunks, completion = oracle.engine.generate(request, CancelToken())
    assert "".join(chunk.text for chunk in chunks) == oracle.text(image, task)
    assert isinstance(completion, Completion)
    assert completion.generated_tokens == recorded["n_new"]
    assert (completion.finish_reason is FinishReason.STOP) == recorded["stopped_by_eos"]
    assert completion.prompt_tokens == oracle.json("prompts")[task]["n_positions_after_splice"]


@pytest.mark.parametrize("order", ["forwards", "backwards"])
def test_float32_greedy_texts_of_a_batch_and_from_what_was_kept(oracle, order):
    """All tasks on all images in one batch, then one after the other on an engine that keeps what it has read."""
    pairs = [(image, task) for image in IMAGES for task in CONVERSATIONS][:: 1 if order == "forwards" else -1]
    asked = [
        GenerationRequest(radiograph=oracle.film(image), conversation=CONVERSATIONS[task], sampling=GREEDY)
        for image, task in pairs
    ]
    together = [text for text, _ in oracle.engine.generate_batch(asked, CancelToken())]
    kept = [
        "".join(c.text for c in oracle.engine.generate(one, CancelToken()) if isinstance(c, Chunk)) for one in asked
    ]
    assert together == kept == [oracle.text(image, task) for image, task in pairs]


@pytest.mark.parametrize(
    ("record", "sampling"),
    [
        ("sampling_defaults_first_step", Sampling(temperature=0.2, top_p=0.8)),
        ("sampling_t1.5_first_step", Sampling(temperature=1.5, top_p=0.8)),
    ],
)
def test_kept_ids_and_probabilities(oracle, kind, record, sampling):
    recorded = oracle.json(f"info_{kind}")[record]
    logits = torch.from_numpy(oracle.arrays(f"logits_{kind}")["img1_report_logits"][0])
    logits = logits.to(torch.float32 if kind == "fp32" else torch.bfloat16)
    ids, probabilities = kept_probabilities(logits, sampling)
    ours = dict(zip(ids.tolist(), probabilities.tolist(), strict=True))
    assert sorted(ours) == recorded["kept_ids"]
    assert [ours[i] for i in sorted(ours)] == pytest.approx(recorded["probs"], abs=2e-6)


@pytest.fixture(scope="module")
def sharded(oracle: Oracle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same checkpoint as three files with an index."""
    source, folder = oracle.checkpoint.folder, tmp_path_factory.mktemp("sharded")
    for file in source.iterdir():
        if file.suffix != ".safetensors":
            (folder / file.name).write_bytes(file.read_bytes())
    write_shards(folder, load_file(source / "model.safetensors"), 3)
    return folder


def command_of(task: str, tmp_path: Path) -> list[str]:
    if task == "chat3":
        recorded = tmp_path / "chat.json"
        recorded.write_text(json.dumps(CHAT), encoding="utf-8")
        return ["--conversation", str(recorded)]
    if task == "question":
        return ["--prompt", "none", "--question", QUESTION]
    return ["--prompt", {"report": "specific", "ddx": "differential"}[task]]


def drafted(oracle: Oracle, image: str, task: str, model: Path, tmp_path: Path, capsys) -> str:
    """The text by ``cxrviewer draft``."""
    file = oracle.folder / "images" / f"{image}.png"
    words = ["draft", str(file), "--model", str(model), "--dtype", "float32", "--temperature", "0", "--json", "--quiet"]
    assert main([*words, "--device", "cpu", *command_of(task, tmp_path)]) == 0
    made = json.loads(capsys.readouterr().out)
    return made["answers"][0]["answer"] if task == "question" else made["report"]


@every_image
@every_task
def test_the_command_writes_the_recorded_text(oracle, image, task, tmp_path, capsys):
    assert drafted(oracle, image, task, oracle.checkpoint.folder, tmp_path, capsys) == oracle.text(image, task)


@every_task
def test_a_sharded_copy_writes_the_recorded_text(oracle, sharded, task, tmp_path, capsys):
    assert drafted(oracle, "img3", task, sharded, tmp_path, capsys) == oracle.text("img3", task)


@pytest.mark.parametrize("scheme", [Scheme(8), Scheme(4, 32)])
@torch.inference_mode()
def test_small_layers_compute_what_their_weights_say(oracle, scheme):
    """Beside a plain network of the rounded weights only the rounding of the inputs is left."""
    embeddings = torch.from_numpy(oracle.arrays("hidden_img1_report_fp32")["inputs_embeds"])[None]
    small, plain = (
        load_network(oracle.checkpoint, torch.float32, torch.device("cpu"), scheme=used) for used in (scheme, None)
    )
    for name, weight in plain.named_parameters():
        if is_linear(published_name(name)):
            weight.copy_(dequantized(scheme.quantize(weight))[:, : weight.shape[1]])
    ours, truth = (network.language_model(inputs_embeds=embeddings).logits[0].numpy() for network in (small, plain))
    assert 0 < relative_rms(ours, truth) < 0.05


@torch.inference_mode()
def test_8_bits_move_the_recorded_logits_a_little(oracle):
    """Random weights have no structure that would forgive a rounding."""
    recorded = oracle.arrays("hidden_img1_report_fp32")
    network = load_network(oracle.checkpoint, torch.float32, torch.device("cpu"), scheme=Scheme(8))
    out = network.language_model(inputs_embeds=torch.from_numpy(recorded["inputs_embeds"])[None])
    assert relative_rms(out.logits[0].numpy(), recorded["prefill_logits_all"]) < 0.06
