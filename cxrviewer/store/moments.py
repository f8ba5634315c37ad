"""How a moment is kept; knows no table."""

from datetime import UTC, datetime

from sqlalchemy import Dialect, Text, TypeDecorator


class UtcText(TypeDecorator[datetime]):
    """A moment as ISO-8601 text in UTC, all of one width, so that text order is time order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To text. Raises ValueError where the moment has no time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be kept")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """From text."""
        return None if value is None else datetime.fromisoformat(value)
