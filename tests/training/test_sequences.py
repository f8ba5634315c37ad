from pathlib import Path

import pytest

from cxrviewer.inference.checkpoint import Checkpoint
from cxrviewer.inference.pieces import SentencePieces
from cxrviewer.inference.tokenizer import Tokenizer
from cxrviewer.phantom.case import draw_phantom, words_rng
from cxrviewer.phantom.dialogue import dialogue
from cxrviewer.reporting import prompts
from cxrviewer.reporting.conversation import Conversation
from cxrviewer.training.plan import VOCABULARY
from cxrviewer.training.sequences import IGNORED, pack, training_ids
from cxrviewer.training.vocabulary import train_vocabulary


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vocabulary") / "tokenizer.model"
    train_vocabulary(path, 3)
    return path


@pytest.fixture(scope="module")
def pieces(file: Path) -> SentencePieces:
    return SentencePieces(file, legacy=False)


@pytest.fixture(scope="module")
def tokenizer(file: Path) -> Tokenizer:
    config = {"legacy": False, "add_bos_token": True, "bos_token": "<s>", "eos_token": "</s>"}
    return Tokenizer(
        Checkpoint(
            folder=file.parent,
            name="vocabulary",
            config={},
            generation_config={},
            tokenizer_config=config,
            tokenizer_file=file,
            shards=(),
            tensors={},
        )
    )


CONVERSATIONS = [dialogue(p.truth, words_rng(p)) for p in (draw_phantom(3, index) for index in range(60))]


def test_the_vocabulary_has_its_size_and_makes_few_pieces_of_the_prompts(pieces: SentencePieces) -> None:
    assert pieces.size == VOCABULARY
    for prompt in (*prompts.PROMPTS.values(), prompts.SYSTEM):
        assert len(pieces.encode(prompt)) < 1.5 * len(prompt.split()) + 8


def test_any_text_survives_the_vocabulary(tokenizer: Tokenizer) -> None:
    text = "Größe 3 cm, naïve 폐렴? [x] Q&A"
    assert tokenizer.decode(tokenizer.pieces.encode(text)) == text


def test_ids_are_those_of_inference(pieces: SentencePieces, tokenizer: Tokenizer) -> None:
    for conversation in CONVERSATIONS:
        sequence, prompt = training_ids(pieces, conversation), tokenizer.prompt(conversation)
        assert (sequence.before, sequence.after) == (prompt.before, prompt.after)


def test_answers_alone_are_marked_each_with_its_end(pieces: SentencePieces, tokenizer: Tokenizer) -> None:
    for conversation in CONVERSATIONS:
        sequence = training_ids(pieces, conversation)
        said = [i if answer else None for i, answer in zip(sequence.after, sequence.is_answer, strict=True)]
        parts: list[list[int]] = [[]]
        for one in said:
            if one is None:
                parts.append([])
            else:
                parts[-1].append(one)
        answers = [part for part in parts if part]
        assert [tokenizer.decode(part).strip() for part in answers] == [turn.text for turn in conversation.turns[1::2]]
        assert all(part[-1] == tokenizer.end_id for part in answers)


def test_the_first_answer_follows_what_inference_feeds(pieces: SentencePieces, tokenizer: Tokenizer) -> None:
    for conversation in CONVERSATIONS:
        asked = Conversation(conversation.system, conversation.turns[:1])
        sequence = training_ids(pieces, conversation)
        assert tokenizer.prompt(asked).after == sequence.after[: sequence.is_answer.index(True)]


def test_padding_is_ignored(pieces: SentencePieces) -> None:
    short, long = sorted((training_ids(pieces, c) for c in CONVERSATIONS[:2]), key=lambda s: len(s.after))
    packed = pack([short, long])
    assert packed.after.shape == packed.targets.shape == (2, len(long.after))
    assert (packed.targets[0, len(short.after) :] == IGNORED).all()
    assert (packed.targets[1] != IGNORED).sum() == sum(long.is_answer)
