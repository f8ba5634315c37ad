"""A conversation about one radiograph: who said what, in order."""

import enum
from dataclasses import dataclass


class Role(enum.Enum):
    """Who speaks."""

    USER = "user"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing said."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """The system prompt and the turns so far, always user, model, user, model ...

    The image belongs to the first user turn (it stands before its text). Raises ValueError where the roles do
    not alternate.
    """

    system: str
    turns: tuple[Turn, ...] = ()

    def __post_init__(self) -> None:
        for index, turn in enumerate(self.turns):
            if turn.role is not (Role.USER, Role.MODEL)[index % 2]:
                raise ValueError("turns must alternate: user, model, user, ...")

    def ask(self, text: str) -> "Conversation":
        """The conversation with one more question."""
        return Conversation(self.system, (*self.turns, Turn(Role.USER, text)))

    def answer(self, text: str) -> "Conversation":
        """The conversation with the model's answer to the last question."""
        return Conversation(self.system, (*self.turns, Turn(Role.MODEL, text)))

    @property
    def awaits_answer(self) -> bool:
        """Whether the last turn is the user's."""
        return bool(self.turns) and self.turns[-1].role is Role.USER
