"""Direct preference optimisation of the language model by trl's ``DPOTrainer``, on pairs of reports on films.

The loss, the reference (the model without its adapter), the loop and its checkpoints are trl's and transformers'.
Ours is what they cannot know: that a film stands in the prompt. Two of the trainer's steps are left out: preparing
texts, since the pairs are ids already, and telling its makers that it was used, since this program never talks to a
network unasked.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasets import Dataset
from tokenizers import Tokenizer as WordTokenizer
from tokenizers.models import WordLevel
from torch import Tensor
from transformers import (
    PreTrainedTokenizerFast,
    PrinterCallback,
    TrainerCallback,
    TrainerControl,
    TrainerState,
    TrainingArguments,
)
from trl import DPOConfig, DPOTrainer
from trl.trainer.dpo_trainer import DataCollatorForPreference

from cxrviewer.inference.generation import positions_of
from cxrviewer.training.preference.adapter import lora, old_names, seeing
from cxrviewer.training.preference.films import Films
from cxrviewer.training.preference.pairs import Pair
from cxrviewer.training.preference.plan import PreferencePlan
from cxrviewer.training.preference.sampling import Writer
from cxrviewer.training.sequences import PAD_ID

STATE_FILE = "trainer_state.json"

Step = Callable[[int, int, dict[str, float]], None]
"""Called with the steps done, the steps in all and what the trainer measured of the last ones."""


class _Trainer(DPOTrainer):  # type: ignore[misc]
    def _prepare_dataset(self, dataset: Dataset, *_: object) -> Dataset:
        return dataset

    def _send_telemetry(self) -> None:
        pass

    def create_model_card(self, *_: object, **__: object) -> None:
        """None: the tuned model has a card of its own."""


@dataclass
class _Collator(DataCollatorForPreference):  # type: ignore[misc]
    """trl's batch of chosen and rejected reports, with the tokens of their films."""

    encode: Callable[[list[int]], Tensor] | None = None

    def torch_call(self, examples: list[dict[str, Any]]) -> dict[str, Any]:
        """Chosen first, then rejected, so the films come twice."""
        assert self.encode is not None
        batch: dict[str, Any] = super().torch_call(examples)
        batch["image_tokens"] = self.encode([example["film"] for example in examples]).repeat(2, 1, 1)
        return batch


class _Told(TrainerCallback):  # type: ignore[misc]
    def __init__(self, step: Step) -> None:
        self._step = step

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, float] | None = None,
        **_: object,
    ) -> None:
        """As the trainer has it."""
        self._step(state.global_step, state.max_steps, logs or {})


def make_trainer(writer: Writer, films: Films, pairs: Sequence[Pair], plan: PreferencePlan, step: Step) -> DPOTrainer:
    """The trainer of the writer's language model, which it changes; no step is done yet."""
    prompt = list(positions_of(writer.prompt, writer.network.config.vision.tokens))
    rows = {
        "prompt_ids": [prompt] * len(pairs),
        "chosen_ids": [list(pair.chosen.ids) for pair in pairs],
        "rejected_ids": [list(pair.rejected.ids) for pair in pairs],
        "film": [pair.chosen.film for pair in pairs],
    }

    def encode(some: list[int]) -> Tensor:
        return writer.encode(films.pixels[some])

    with old_names():
        trainer = _Trainer(
            model=seeing(writer.network),
            args=_settings(plan, len(pairs)),
            data_collator=_Collator(pad_token_id=PAD_ID, encode=encode),
            train_dataset=Dataset.from_dict(rows),
            processing_class=_padding_alone(),
            peft_config=lora(plan.rank),
            callbacks=[_Told(step)],
        )
    trainer.remove_callback(PrinterCallback)
    return trainer


def train(trainer: DPOTrainer) -> list[Path]:
    """All steps that are left; the folders of the kept adapters, in their order."""
    folder = Path(trainer.args.output_dir)
    kept = kept_adapters(folder)
    with old_names():
        trainer.train(resume_from_checkpoint=str(kept[-1]) if kept else None)
    return kept_adapters(folder)


def kept_adapters(folder: Path) -> list[Path]:
    """The trainer's checkpoints that are whole: its state is written last."""
    found = sorted(folder.glob("checkpoint-*"), key=lambda path: int(path.name.split("-")[1]))
    return [path for path in found if _is_whole(path)]


def steps_of(adapter: Path) -> int:
    """Steps that a kept adapter has learned."""
    return int(adapter.name.split("-")[1])


def _is_whole(path: Path) -> bool:
    try:
        json.loads((path / STATE_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return True


def _settings(plan: PreferencePlan, pairs: int) -> DPOConfig:
    steps = plan.epochs * -(-pairs // plan.batch)
    return DPOConfig(
        output_dir=str(plan.trainer_folder),
        beta=plan.beta,
        learning_rate=plan.rate,
        lr_scheduler_type="cosine",
        warmup_steps=max(1, steps // 10),
        max_steps=steps,
        per_device_train_batch_size=plan.batch,
        max_length=None,
        save_steps=max(1, -(-steps // plan.adapters)),
        logging_steps=max(1, steps // 20),
        seed=plan.seed,
        data_seed=plan.seed,
        use_cpu=True,
        bf16=False,
        activation_checkpointing=False,
        dataloader_pin_memory=False,
        remove_unused_columns=False,
        report_to="none",
        disable_tqdm=True,
    )


def _padding_alone() -> PreTrainedTokenizerFast:
    """A tokenizer as far as the trainer needs one: it asks for the padding's id. The pairs are ids already."""
    control = WordTokenizer(WordLevel({"<unk>": PAD_ID, "<s>": 1, "</s>": 2}, unk_token="<unk>"))
    return PreTrainedTokenizerFast(tokenizer_object=control, pad_token="<unk>", eos_token="</s>")
