"""A few small phantoms in their folder and a checkpoint of two layers to start from, made once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from cxrviewer import paths
from cxrviewer.phantom.case import draw_phantom
from cxrviewer.phantom.writing import write_phantoms
from cxrviewer.training.datasets.splits import split_of
from cxrviewer.training.recipe.starting import Beginning, make_checkpoint
from tests.training.recipe.small import TINY

TRAIN, VALID = 8, 4


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Networks this small are slower on more, and sums come out the same in every process."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight phantoms to train on and four to validate on, normal and abnormal ones among both."""
    folder = tmp_path_factory.mktemp("recipe") / "phantoms"
    chosen = []
    for split, count in (("train", TRAIN), ("valid", VALID)):
        drawn = (draw_phantom(5, number) for number in range(400))
        found = [phantom for phantom in drawn if split_of(f"phantom_{phantom.index:04d}") == split]
        normal = [p for p in found if not p.truth.lesions][: count // 2]
        chosen += [*normal, *[p for p in found if p.truth.lesions][: count - len(normal)]]
    write_phantoms(folder, chosen, len(chosen), png=True, masks=False, size=64, done=lambda made, of: None)
    return folder


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained checkpoint with the demo's vocabulary."""
    folder = tmp_path_factory.mktemp("start") / "tiny"
    tokenizer = paths.bundled_checkpoints() / "demo" / "tokenizer.model"
    make_checkpoint(Beginning(config=TINY, seed=3), folder, lambda file, size: shutil.copyfile(tokenizer, file))
    return folder
