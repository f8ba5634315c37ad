"""The engine: streams, stops, is cancelled, refuses, survives, and never mixes two films."""

import itertools
from dataclasses import replace
from unittest.mock import ANY

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxrviewer.errors import GenerationFailed, OutOfMemory
from cxrviewer.imaging.scope import check_scope
from cxrviewer.inference import cxr_llava, generation, loading
from cxrviewer.inference.checkpoint import open_checkpoint, resolve
from cxrviewer.inference.cxr_llava import CxrLlavaEngine, load_engine, usable_device
from cxrviewer.inference.engine import CancelToken, Chunk, Completion, GenerationRequest, LoadCancelled
from cxrviewer.inference.loading import load_network
from cxrviewer.inference.placement import Machine
from cxrviewer.inference.prefix_cache import bytes_per_position
from cxrviewer.inference.quantization import Scheme
from cxrviewer.inference.quantizing import quantize_checkpoint
from cxrviewer.inference.tokenizer import Tokenizer
from cxrviewer.reporting import prompts
from cxrviewer.reporting.conversation import Conversation
from cxrviewer.reporting.draft import FinishReason, ModelIdentity, Sampling
from cxrviewer.reporting.findings import Finding
from tests.factories import make_pixels, make_radiograph
from tests.inference.tiny_checkpoint import make_config, random_tensors, write_checkpoint, write_json

SHORT = Conversation("").ask("Is it big?")


@pytest.fixture
def engine(tiny):
    return load_engine(tiny, device="cpu")


def request(conversation=SHORT, film="film.dcm", limit=8, **changes):
    options = {"temperature": 0, "max_new_tokens": limit, **changes}
    return GenerationRequest(radiograph=make_radiograph(film), conversation=conversation, sampling=Sampling(**options))


def run(engine, asked, cancel=None):
    *chunks, completion = engine.generate(asked, cancel or CancelToken())
    assert all(isinstance(chunk, Chunk) and chunk.text for chunk in chunks)
    assert isinstance(completion, Completion)
    return "".join(chunk.text for chunk in chunks), completion


class CancelAt(CancelToken):
    """Is set the moment it has been looked at so often."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.left = looks

    @property
    def cancelled(self) -> bool:
        self.left -= 1
        return self.left < 0


@pytest.fixture
def steps(monkeypatch):
    """First position and length of every step through the language model."""
    seen, real = [], generation.step

    def step(network, embeddings, keys_and_values, positions, mask=None):
        if mask is None:
            assert keys_and_values.get_seq_length() == int(positions[0, 0])
        seen.append((int(positions[0, 0]), embeddings.shape[1]))
        return real(network, embeddings, keys_and_values, positions, mask)

    monkeypatch.setattr(generation, "step", step)
    return seen


def test_identity(engine, tiny):
    assert engine.identity.name == "tiny"
    assert (engine.identity.dtype, engine.identity.device, engine.identity.is_demo) == ("float32", "cpu", False)
    assert len(engine.identity.digest) == 64


def test_a_text_and_its_completion(engine):
    text, completion = run(engine, request())
    assert text
    assert completion.finish_reason is FinishReason.LENGTH
    assert completion.generated_tokens == 8
    assert completion.seconds.total >= completion.seconds.first_token >= completion.seconds.prefill > 0


def test_the_same_as_the_network_without_cache_chunks_or_stream(tiny, engine, monkeypatch):
    monkeypatch.setattr(generation, "CHUNK", 7)
    network, tokenizer = load_network(tiny, torch.float32, torch.device("cpu")), Tokenizer(tiny)
    prompt = tokenizer.prompt(SHORT)
    asked = request(limit=12)
    pixel_values = torch.from_numpy(engine._preprocess(asked).pixel_values)
    with torch.inference_mode():
        image = network.encode_image(pixel_values)
        ids: list[int] = []
        for _ in range(12):
            whole = network.splice(torch.tensor([prompt.before]), image, torch.tensor([[*prompt.after, *ids]]))
            ids.append(int(network.language_model(inputs_embeds=whole).logits[0, -1].argmax()))
            if ids[-1] == tokenizer.end_id:
                break
    text, completion = run(engine, asked)
    assert text == tokenizer.decode(ids)
    assert completion.prompt_tokens == len(prompt.before) + 16 + len(prompt.after)


def test_a_seed_repeats_a_text_and_another_seed_writes_another(engine):
    def text(seed):
        return run(engine, request(temperature=1.5, top_p=1, seed=seed, limit=20))[0]

    assert text(1) == text(1)
    assert text(1) != text(2)


def test_stops_at_the_ids_that_generation_config_names(tiny_folder, tmp_path, engine):
    first = Tokenizer(open_checkpoint(tiny_folder))
    network = engine._network
    state_text, _ = run(engine, request(limit=1))
    with torch.inference_mode():
        image = network.encode_image(torch.from_numpy(engine._preprocess(request()).pixel_values))
        prompt = first.prompt(SHORT)
        whole = network.splice(torch.tensor([prompt.before]), image, torch.tensor([prompt.after]))
        chosen = int(network.language_model(inputs_embeds=whole).logits[0, -1].argmax())
    assert first.decode([chosen]) == state_text
    folder = write_checkpoint(tmp_path / "model")
    write_json(folder / "generation_config.json", {"eos_token_id": [chosen, 399]})
    text, completion = run(load_engine(open_checkpoint(folder), device="cpu"), request())
    assert (text, completion.finish_reason, completion.generated_tokens) == ("", FinishReason.STOP, 1)


def test_cancelled_before_it_begins(engine, steps):
    cancel = CancelToken()
    cancel.cancel()
    text, completion = run(engine, request(), cancel)
    assert (text, completion.finish_reason, completion.generated_tokens) == ("", FinishReason.CANCELLED, 0)
    assert steps == []


def test_cancelled_within_the_prefill(engine, steps, monkeypatch):
    monkeypatch.setattr(generation, "CHUNK", 4)
    # One look before anything, two blocks of the vision tower, and for each pass one before it and two layers.
    text, completion = run(engine, request(), CancelAt(1 + 2 + 2 * 3))
    assert (text, completion.finish_reason, completion.generated_tokens) == ("", FinishReason.CANCELLED, 0)
    assert steps == [(0, 4), (4, 4)]
    steps.clear()
    assert run(engine, request())[1].finish_reason is FinishReason.LENGTH
    assert steps[0] == (8, 4)  # what was computed before the cancel is not computed again


@pytest.mark.parametrize("looks", range(40))
def test_cancelled_between_any_two_layers_the_engine_writes_the_same_afterwards(tiny, engine, looks):
    text, completion = run(engine, request(limit=4), CancelAt(looks))
    alone = load_engine(tiny, device="cpu")
    if completion.finish_reason is FinishReason.CANCELLED:
        written = completion.generated_tokens
        assert text == (run(alone, request(limit=written))[0] if written else "")
    assert run(engine, request(limit=8)) == (run(load_engine(tiny, device="cpu"), request(limit=8))[0], ANY)


def test_image_encoding_is_cancelled_between_its_blocks(engine, steps):
    blocks = []
    for block in engine._network.vision_tower.transformer.resblocks:
        block.register_forward_hook(lambda *_: blocks.append(1))
    assert run(engine, request(), CancelAt(2))[1].finish_reason is FinishReason.CANCELLED
    assert (len(blocks), steps) == (1, [])


def test_cancelled_between_tokens(engine, steps):
    cancel = CancelToken()
    stream = engine.generate(request(limit=200), cancel)
    pieces = [next(stream).text]
    computed = len(steps)
    cancel.cancel()
    *rest, completion = stream
    assert completion.finish_reason is FinishReason.CANCELLED
    assert len(steps) == computed
    whole = run(engine, request(limit=completion.generated_tokens))[0]
    assert "".join([*pieces, *(chunk.text for chunk in rest)]) == whole


def test_a_stream_that_nobody_reads_on_leaves_the_engine_usable(engine):
    expected = run(engine, request())[0]
    stream = engine.generate(request(), CancelToken())
    next(stream)
    stream.close()
    assert run(engine, request())[0] == expected


def test_a_second_question_on_the_same_film_computes_only_what_is_new(engine, steps, tiny):
    calls = []
    real = engine._network.encode_image
    engine._network.encode_image = lambda pixel_values: calls.append(1) or real(pixel_values)
    run(engine, request(limit=1))
    steps.clear()
    run(engine, request(SHORT.answer("Yes.").ask("Sure?"), limit=1))
    first, second = (
        len(prompt.before) + 16 + len(prompt.after)
        for prompt in map(Tokenizer(tiny).prompt, (SHORT, SHORT.answer("Yes.").ask("Sure?")))
    )
    assert steps == [(first, second - first)]
    assert len(calls) == 1


def test_a_chat_turn_computes_only_its_own_tokens(engine, steps, tiny):
    text, completion = run(engine, request(limit=6))
    steps.clear()
    asked = SHORT.answer(text).ask("Sure?")
    run(engine, request(asked, limit=1))
    tokenizer = Tokenizer(tiny)
    whole = len(tokenizer.prompt(asked).before) + 16 + len(tokenizer.prompt(asked).after)
    ((first, new),) = steps
    assert first + new == whole
    # The answer's last token was never computed; tokens that the text is read back with may differ from its end.
    assert completion.prompt_tokens <= first <= completion.prompt_tokens + 5


def test_after_a_real_draft_a_question_costs_its_own_tokens_alone(steps):
    """A trained model writes the tokens that its text is read back with, so all but the last are there already."""
    checkpoint = resolve("demo")
    engine, tokenizer = load_engine(checkpoint, device="cpu"), Tokenizer(checkpoint)
    film = make_radiograph(pixels=make_pixels(400, 400), is_phantom=True)
    report = prompts.opening("specific")

    def write(conversation):
        asked = GenerationRequest(radiograph=film, conversation=conversation, sampling=Sampling(temperature=0))
        return run(engine, asked)

    text, drafted = write(report)
    asked = report.answer(text).ask("Where is it?")
    steps.clear()
    _, answered = write(asked)
    first, new = steps[0]
    assert first >= drafted.prompt_tokens + drafted.generated_tokens - 1
    assert new == answered.prompt_tokens - first <= len(tokenizer.continuation(report, "Where is it?")) + 12


def test_writing_again_computes_no_prompt_and_gives_the_same_text_bit_for_bit(engine, steps):
    first = run(engine, request(temperature=1.5, top_p=1, limit=12))
    steps.clear()
    again = run(engine, request(temperature=1.5, top_p=1, limit=12))
    assert first[0] == again[0]
    assert all(new == 1 and at >= first[1].prompt_tokens for at, new in steps)


def test_an_earlier_question_put_another_way_meets_nothing_of_its_old_answer(tiny, engine):
    run(engine, request(SHORT.answer("Yes.").ask("Sure?"), limit=20))
    other = request(SHORT.answer("Yes.").ask("Surely not?"), limit=20)
    assert run(engine, other)[0] == run(load_engine(tiny, device="cpu"), other)[0]


words = st.lists(st.sampled_from(["heart", "lungs", "yes", "no", "Is", "폐", "é", "clear?"]), min_size=1, max_size=6)


@given(st.lists(st.tuples(st.sampled_from(["a.dcm", "bb.dcm"]), st.integers(0, 3), words), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_walk_through_conversations_writes_what_recomputing_writes(tiny, asks):
    """Films and questions in any order, each chat cut back to any depth: greedy float32 texts are the same."""
    kept, alone = load_engine(tiny, device="cpu"), load_engine(tiny, device="cpu")
    chats: dict[str, list[Conversation]] = {}
    for film, depth, question in asks:
        chat = chats.setdefault(film, [Conversation("Be brief.")])
        del chat[depth + 1 :]
        asked = request(chat[-1].ask(" ".join(question)), film=film, limit=6)
        alone.forget()
        text = run(kept, asked)[0]
        assert text == run(alone, asked)[0]
        chat.append(asked.conversation.answer(text or "-"))


def test_what_is_kept_is_bounded_told_and_given_back(tiny, engine):
    bound = 512 * bytes_per_position(engine._network.language_model.config, 4)
    for turn in range(3):
        completion = run(engine, request(Conversation("").ask("big " * 20 * (turn + 1)), limit=300))[1]
        assert 0 < completion.kept_bytes == engine.kept_bytes <= bound + 16 * 32 * 4
    engine.forget()
    assert engine.kept_bytes == 0


def test_a_token_copies_nothing_that_is_kept(engine, monkeypatch):
    buffers = set()
    real = generation.step

    def step(network, embeddings, keys_and_values, *rest):
        hidden = real(network, embeddings, keys_and_values, *rest)
        buffers.add(tuple(layer.keys.data_ptr() for layer in keys_and_values.layers))
        return hidden

    monkeypatch.setattr(generation, "step", step)
    run(engine, request(limit=300))
    assert len(buffers) == 1


def test_another_film_never_meets_an_old_cache(tiny, engine, steps):
    other = request(film="another film.dcm", limit=30)
    alone = run(load_engine(tiny, device="cpu"), other)
    run(engine, request(limit=30))
    steps.clear()
    ours = run(engine, other)
    assert steps[0][0] == 0
    assert ours[0] == alone[0]
    assert ours[1].input_sha256 == alone[1].input_sha256 != run(engine, request())[1].input_sha256


def test_another_system_prompt_never_meets_an_old_cache(engine, steps):
    run(engine, request(limit=1))
    steps.clear()
    run(engine, request(Conversation("Be brief.").ask("Is it big?"), limit=1))
    assert steps[0][0] == 0


def test_another_model_never_meets_an_old_cache(tmp_path, tiny, engine):
    other = open_checkpoint(write_checkpoint(tmp_path / "other", tensors=random_tensors(make_config(), seed=5)))
    run(engine, request())
    alone = run(load_engine(other, device="cpu"), request())[0]
    engine = load_engine(other, device="cpu")
    assert engine.kept_bytes == 0
    assert run(engine, request())[0] == alone


def test_a_prompt_that_is_too_long_is_refused_before_anything_is_computed(engine, steps):
    with pytest.raises(GenerationFailed, match=r"too long for this model \(\d+ of 512 positions with the image\)"):
        run(engine, request(Conversation("").ask("word " * 600)))
    assert steps == []
    assert run(engine, request())[0]


def test_a_long_prompt_gets_the_room_that_is_left_and_says_so(engine):
    text = Conversation("").ask("big " * 105)
    used = run(engine, request(text, limit=1))[1].prompt_tokens
    assert 300 < used < 480
    completion = run(engine, request(text, limit=512))[1]
    assert completion.generated_tokens <= 512 - used
    assert f"only {512 - used} more tokens fit this model's context" in completion.warnings


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (RuntimeError("mat1 and mat2 shapes cannot be multiplied"), GenerationFailed),
        (IndexError("index out of range in self"), GenerationFailed),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried"), OutOfMemory),
        (MemoryError(), OutOfMemory),
        (torch.OutOfMemoryError("CUDA out of memory"), OutOfMemory),
    ],
)
@pytest.mark.parametrize("after", [0, 1, 3])
def test_an_error_of_torch_is_one_of_ours_and_the_engine_goes_on(engine, monkeypatch, error, raised, after):
    expected = run(engine, request())[0]
    real, count = generation.step, itertools.count()

    def step(*arguments):
        if next(count) == after:
            raise error
        return real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(generation, "step", step)
        with pytest.raises(raised) as caught:
            run(engine, request())
    assert caught.value.__cause__ is error
    assert ";" in str(caught.value)
    assert run(engine, request())[0] == expected


def test_numbers_out_of_range_are_not_written_as_text(tmp_path):
    tensors = random_tensors(make_config())
    tensors["llama.norm.weight"] = torch.full((32,), 1e30)
    engine = load_engine(
        open_checkpoint(write_checkpoint(tmp_path / "model", tensors=tensors)), dtype="float16", device="cpu"
    )
    with pytest.raises(GenerationFailed, match="bfloat16 or float32"):
        run(engine, request())


def test_probability_of_yes_is_that_of_the_whole_words(tiny, engine):
    network, tokenizer = engine._network, Tokenizer(tiny)
    prompt = tokenizer.prompt(SHORT)

    @torch.inference_mode()
    def probability(word):
        ids = tokenizer.continuation(SHORT, word)
        image = network.encode_image(torch.from_numpy(engine._preprocess(request()).pixel_values))
        whole = network.splice(torch.tensor([prompt.before]), image, torch.tensor([[*prompt.after, *ids]]))
        log = network.language_model(inputs_embeds=whole).logits[0].double().log_softmax(-1)
        return float(sum(log[-len(ids) - 1 + index, token] for index, token in enumerate(ids)).exp())

    yes, no = (sum(map(probability, words)) for words in (("yes", "Yes", "YES"), ("no", "No", "NO")))
    assert engine.probability_of_yes(request(), CancelToken()) == pytest.approx(yes / (yes + no), rel=1e-3)


def test_six_questions_in_one_pass_are_answered_as_one_by_one(engine, steps):
    asked = [request(prompts.opening("none").ask(prompts.confirmation(finding.phrase))) for finding in Finding]
    alone = [engine.probability_of_yes(question, CancelToken()) for question in asked]
    steps.clear()
    together = engine.probabilities_of_yes(asked, CancelToken())
    assert together == pytest.approx(alone, rel=1e-4)
    assert len(set(together)) == len(steps) * 6


def test_questions_about_several_films_and_prompts_keep_their_order(engine):
    asked = [
        request(conversation, film=film)
        for film in ("a.dcm", "bb.dcm")
        for conversation in (SHORT, Conversation("Be brief.").ask("Is it big?"))
    ]
    alone = [engine.probability_of_yes(question, CancelToken()) for question in asked]
    assert engine.probabilities_of_yes(asked, CancelToken()) == pytest.approx(alone, rel=1e-4)
    assert len(set(alone)) == 4


def test_questions_behind_a_chat_are_read_behind_it_and_leave_it_kept(engine, steps):
    text, completion = run(engine, request(limit=6))
    chat = SHORT.answer(text)
    steps.clear()
    engine.probabilities_of_yes([request(chat.ask("Sure?")), request(chat.ask("Really?"))], CancelToken())
    assert len(steps) == 1
    assert steps[0][0] >= completion.prompt_tokens
    steps.clear()
    run(engine, request(limit=6))
    assert all(new == 1 for _, new in steps)


def test_probability_of_yes_leaves_no_trace_and_is_cancelled_in_words(engine):
    first = engine.probability_of_yes(request(), CancelToken())
    text = run(engine, request())[0]
    assert engine.probability_of_yes(request(), CancelToken()) == pytest.approx(first, rel=1e-5)
    assert run(engine, request())[0] == text
    with pytest.raises(GenerationFailed, match="cancelled"):
        engine.probability_of_yes(request(), CancelAt(1))


def test_the_demo_on_a_patients_film_says_that_it_means_nothing(engine):
    identity = ModelIdentity("demo", "0" * 64, "float32", "cpu", is_demo=True)
    demo = CxrLlavaEngine(engine._network, engine._tokenizer, identity, engine._eos)
    square = {"pixels": make_pixels(64, 64)}

    def warnings(**changes):
        film = make_radiograph(**square, **changes)
        asked = GenerationRequest(radiograph=film, conversation=SHORT, sampling=Sampling(max_new_tokens=1))
        return run(demo, asked)[1].warnings

    said = "demo checkpoint on a film that is not a phantom: its text means nothing here"
    assert said in warnings()
    assert said not in warnings(is_phantom=True)


def test_a_film_out_of_scope_is_drafted_with_the_reason(engine):
    film = make_radiograph(pixels=make_pixels(64, 64))
    asked = GenerationRequest(radiograph=film, conversation=SHORT, sampling=Sampling(max_new_tokens=1))
    reasons = tuple(warning.reason for warning in check_scope(film).warnings)
    assert any("Not recognised as a frontal chest" in reason for reason in reasons)
    assert run(engine, asked)[1].warnings == reasons


def test_a_device_that_is_not_there(monkeypatch):
    monkeypatch.setattr(cxr_llava.torch, "empty", lambda *a, **k: (_ for _ in ()).throw(RuntimeError("no driver")))
    with pytest.raises(GenerationFailed, match="no usable device cuda"):
        usable_device("cuda")


@pytest.mark.parametrize("dtype", ["bfloat16", "float16", "int8", "int4"])
def test_every_type_writes(tiny, dtype):
    text, completion = run(load_engine(tiny, dtype=dtype, device="cpu"), request())
    assert text
    assert completion.generated_tokens == 8


@pytest.mark.parametrize("scheme", [Scheme(8), Scheme(4, 32)])
def test_a_smaller_copy_writes_and_is_named_as_one(tiny, tmp_path, scheme):
    copy = quantize_checkpoint(tiny, scheme, tmp_path / "copy")
    loaded = load_engine(copy)
    text, completion = run(loaded, request())
    assert (loaded.identity.dtype, loaded.identity.device) == (scheme.name, "cpu")
    assert completion.generated_tokens == 8
    assert text


def test_too_little_memory_is_known_before_anything_is_read(tiny, monkeypatch):
    monkeypatch.setattr(cxr_llava, "look_at_machine", lambda: Machine(free_bytes=1000))
    monkeypatch.setattr(loading, "read_tensor", lambda stored: pytest.fail("a tensor was read"))
    with pytest.raises(OutOfMemory, match=r"^tiny does not fit: float32 on the CPU needs .*; close other programs$"):
        load_engine(tiny)


def test_a_report_prompt_of_the_paper(engine):
    assert run(engine, request(prompts.opening("paediatric"), limit=2))[1].prompt_tokens > 16


def test_loading_can_be_cancelled_while_the_digest_is_computed(tiny):
    cancel = CancelToken()

    def cancel_at_the_end(done, total):
        if done == total:
            cancel.cancel()

    with pytest.raises(LoadCancelled):
        load_engine(tiny, device="cpu", progress=cancel_at_the_end, cancel=cancel)


def test_without_named_ids_a_text_ends_at_the_tokenizers_own(engine):
    assert engine._eos == {2}


BATCHED = (
    request(limit=12),
    request(Conversation("Be brief.").ask("Is the heart enlarged, and are the lungs clear?"), film="bb.dcm", limit=30),
    request(SHORT.answer("Yes.").ask("Sure?"), film="ccc.dcm", temperature=1.2, seed=3, limit=20),
    request(film="dddd.dcm", limit=1),
)


@pytest.mark.parametrize("chunk", [7, 512])
def test_a_batch_writes_what_one_at_a_time_writes(tiny, engine, monkeypatch, chunk):
    monkeypatch.setattr(generation, "CHUNK", chunk)
    together = engine.generate_batch(BATCHED, CancelToken())
    for asked, (text, completion) in zip(BATCHED, together, strict=True):
        alone, ended = run(engine, asked)
        assert text == alone
        assert replace(completion, seconds=ended.seconds, kept_bytes=ended.kept_bytes) == ended


def test_a_batch_is_cancelled_between_tokens_and_keeps_what_it_has(engine):
    whole = engine.generate_batch(BATCHED, CancelToken())
    cut = engine.generate_batch(BATCHED, CancelAt(60))
    for (text, completion), (full, _) in zip(cut, whole, strict=True):
        assert full.startswith(text)
        assert completion.finish_reason in (FinishReason.CANCELLED, FinishReason.LENGTH)
    assert any(completion.finish_reason is FinishReason.CANCELLED for _, completion in cut)


def test_an_empty_batch(engine):
    assert engine.generate_batch((), CancelToken()) == ()


def test_how_probable_each_token_was_for_who_asks(tiny, engine):
    asked = replace(request(limit=5), token_probabilities=True)
    text, completion = run(engine, asked)
    assert [token.identifier for token in completion.tokens[:1]] != []
    assert Tokenizer(tiny).decode(token.identifier for token in completion.tokens) == text
    assert all(0 < token.probability <= 1 for token in completion.tokens)
    probabilities = engine._kept._logits[completion.prompt_tokens].softmax(-1)
    assert completion.tokens[0].probability == pytest.approx(float(probabilities.max()))
    assert run(engine, request(limit=5))[1].tokens == ()
