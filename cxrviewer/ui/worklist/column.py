"""The columns of the worklist's table."""

import enum


class Column(enum.IntEnum):
    """The columns of the table; a list shows the first."""

    FILM = 0
    DESCRIPTION = 1
    DATE = 2
    VIEW = 3
    STATUS = 4
