"""Several continuations of one prefix in a single pass: a tree of tokens whose branches do not see one another.

Knows ids and tensors, not what is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from cxrviewer.inference import generation
from cxrviewer.inference.engine import CancelToken
from cxrviewer.inference.generation import EncodedImage
from cxrviewer.inference.interrupting import interruptible
from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.prefix_cache import PrefixCache
from cxrviewer.inference.tokenizer import Prompt

Choices = tuple[tuple[tuple[int, ...], ...], ...]
"""Two sets of answers, each answer as ids."""


@dataclass(frozen=True, slots=True)
class Question:
    """A prompt whose answer is one of the first or one of the second choices."""

    prompt: Prompt
    choices: Choices


@dataclass(slots=True)
class TokenTree:
    """Sequences of ids that share their beginnings. Every node stands after its parent; -1 is the prefix."""

    ids: list[int] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    _children: dict[tuple[int, int], int] = field(default_factory=dict)

    def add(self, sequence: Sequence[int]) -> int:
        """The node of the last id of a sequence that follows the prefix; -1 for an empty one."""
        node = -1
        for token in sequence:
            child = self._children.get((node, token))
            if child is None:
                child = self._children[node, token] = len(self.ids)
                self.ids.append(token)
                self.parents.append(node)
                self.depths.append(0 if node < 0 else self.depths[node] + 1)
            node = child
        return node

    def visible(self) -> Tensor:
        """(nodes, nodes) of bool: a node sees its ancestors and itself."""
        seen = torch.eye(len(self.ids), dtype=torch.bool)
        for node, parent in enumerate(self.parents):
            if parent >= 0:
                seen[node] |= seen[parent]
        return seen


@torch.inference_mode()
def logits_in_tree(
    network: CxrLlava, kept: PrefixCache, prefix: int, tree: TokenTree, nodes: Sequence[int], cancel: CancelToken
) -> Tensor:
    """(len(nodes), vocabulary) on the CPU: what follows each node, after the first ``prefix`` positions kept.

    What is kept stays as it was, beyond the prefix too: the tree lies behind it for the length of the pass and sees
    nothing between. Raises Cancelled, or GenerationFailed.
    """
    held, count = kept.length, len(tree.ids)
    device = network.mm_projector.weight.device
    sees_prefix = (torch.arange(held) < prefix).expand(count, held)
    mask = torch.cat([sees_prefix, tree.visible()], dim=1)[None, None].to(device)
    positions = prefix + torch.tensor([tree.depths])
    kept.keys_and_values.reserve(held + count)
    try:
        with interruptible(network, cancel):
            embedded = network.embed(torch.tensor([tree.ids], device=device))
            hidden = generation.step(network, embedded, kept.keys_and_values, positions, mask)
        return generation.checked_logits(network, hidden[0, list(nodes)])
    finally:
        kept.truncate(held)


def log_odds(
    network: CxrLlava,
    kept: PrefixCache,
    image: EncodedImage,
    questions: Sequence[Question],
    cancel: CancelToken,
) -> Tensor:
    """(questions,) of float64: log P(first choices) - log P(second choices), of questions that begin alike.

    All stand behind the same film and the same ids before it. Raises Cancelled, or GenerationFailed.
    """
    prompts = [generation.positions_of(question.prompt, image.tokens.shape[1]) for question in questions]
    generation.read_film(network, questions[0].prompt.before, image, kept, cancel)
    shared = min(min(kept.common_prefix(image.sha256, prompt), len(prompt) - 1) for prompt in prompts)
    prefix = kept.last_end(shared)
    tree = TokenTree()
    # For each question and choice, the nodes that its ids follow.
    paths = [
        [
            [[(tree.add((*prompt[prefix:], *ids[:at])), ids[at]) for at in range(len(ids))] for ids in answers]
            for answers in question.choices
        ]
        for prompt, question in zip(prompts, questions, strict=True)
    ]
    nodes = sorted({node for question in paths for answers in question for path in answers for node, _ in path})
    logits = logits_in_tree(network, kept, prefix, tree, nodes, cancel).float().log_softmax(-1).double()
    row = {node: index for index, node in enumerate(nodes)}

    def log_probability(answers: list[list[tuple[int, int]]]) -> Tensor:
        each = [torch.stack([logits[row[node], token] for node, token in path]).sum() for path in answers]
        return torch.stack(each).logsumexp(0)

    return torch.stack([log_probability(first) - log_probability(second) for first, second in paths])
