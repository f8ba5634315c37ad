"""What the tests of the model share: one tiny checkpoint, one thread."""

from pathlib import Path

import pytest
import torch

from cxrviewer.inference.checkpoint import Checkpoint, open_checkpoint
from tests.inference.tiny_checkpoint import write_checkpoint


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint that no test may change."""
    return write_checkpoint(tmp_path_factory.mktemp("checkpoints") / "tiny")


@pytest.fixture(scope="session")
def tiny(tiny_folder: Path) -> Checkpoint:
    return open_checkpoint(tiny_folder)
