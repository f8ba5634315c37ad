"""Which way round a film is shown: the eight ways in which a rectangle can lie on a screen.

Knows directions as arithmetic; knows nothing of pixels, of zoom or of what is left and right in a patient.
"""

from dataclasses import dataclass

Vector = tuple[float, float]
"""(x, y), x to the right and y down."""


@dataclass(frozen=True, slots=True)
class Orientation:
    """The film mirrored left-right or not, and then turned clockwise by quarters.

    Raises ValueError where ``quarter_turns`` is not 0 to 3.
    """

    quarter_turns: int = 0
    mirrored: bool = False

    def __post_init__(self) -> None:
        if self.quarter_turns not in (0, 1, 2, 3):
            raise ValueError(f"no such number of quarter turns: {self.quarter_turns}")

    @property
    def is_as_stored(self) -> bool:
        """Whether the film is shown as its pixels are stored."""
        return self == Orientation()

    @property
    def lies_on_its_side(self) -> bool:
        """Whether the film's rows run up and down on the screen."""
        return self.quarter_turns % 2 == 1

    def turned(self, quarters: int) -> "Orientation":
        """Turned further on the screen, clockwise."""
        return Orientation((self.quarter_turns + quarters) % 4, self.mirrored)

    def flipped_horizontally(self) -> "Orientation":
        """What is left and what is right on the screen exchanged."""
        # A flip after a turn is the flip before the turn back.
        return Orientation(-self.quarter_turns % 4, not self.mirrored)

    def flipped_vertically(self) -> "Orientation":
        """What is up and what is down on the screen exchanged."""
        return self.flipped_horizontally().turned(2)

    def to_screen(self, vector: Vector) -> Vector:
        """A direction on the film as a direction on the screen."""
        x, y = vector
        if self.mirrored:
            x = -x
        for _ in range(self.quarter_turns):
            x, y = -y, x
        return x, y

    def to_film(self, vector: Vector) -> Vector:
        """A direction on the screen as a direction on the film."""
        x, y = vector
        for _ in range(self.quarter_turns):
            x, y = y, -x
        return (-x, y) if self.mirrored else (x, y)

    def size(self, columns: float, rows: float) -> Vector:
        """(width, height) on the screen of what has so many columns and rows on the film."""
        return (rows, columns) if self.lies_on_its_side else (columns, rows)


AS_STORED = Orientation()
EVERY_ORIENTATION = tuple(Orientation(turns, mirrored) for mirrored in (False, True) for turns in range(4))
