"""Answers for many films at once are those that the program writes one at a time."""

from pathlib import Path

import pytest
import torch

from cxrviewer.inference.engine import CancelToken
from cxrviewer.inference.generation import EncodedImage, new_cache, prefill, tokens_after
from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.pieces import SentencePieces
from cxrviewer.inference.tokenizer import Prompt
from cxrviewer.reporting import prompts
from cxrviewer.reporting.draft import Sampling
from cxrviewer.training.network import new_network
from cxrviewer.training.sequences import END_ID, prompt_ids
from cxrviewer.training.vocabulary import train_vocabulary
from cxrviewer.training.writing import MOST_TOKENS, text_of, write_answers


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> SentencePieces:
    file: Path = tmp_path_factory.mktemp("vocabulary") / "tokenizer.model"
    train_vocabulary(file, 3)
    return SentencePieces(file, legacy=False)


@pytest.fixture(scope="module")
def network() -> CxrLlava:
    torch.manual_seed(4)
    network = new_network().eval()
    for parameter in network.language_model.parameters():
        parameter.data *= 3.0  # so that what comes out differs from film to film
    return network


def test_a_batch_writes_what_one_at_a_time_writes(network: CxrLlava, pieces: SentencePieces) -> None:
    conversation = prompts.opening("basic")
    with torch.inference_mode():
        images = network.encode_image(torch.randn(3, 1, 192, 192))
    together = write_answers(network, pieces, images, conversation)
    assert len(set(together)) > 1
    before, after = prompt_ids(pieces, conversation)
    sampling = Sampling(temperature=0.0, max_new_tokens=MOST_TOKENS)
    for number, text in enumerate(together):
        image = EncodedImage(str(number), images[number : number + 1])
        state = prefill(network, Prompt(before, after), image, new_cache(network), CancelToken())
        ids = []
        for token in tokens_after(network, state, sampling, room=MOST_TOKENS, cancel=CancelToken()):
            ids.append(token)
            if token == END_ID:
                break
        assert text_of(pieces, ids) == text
