"""Reaching a PostgreSQL server so that a committed row survives; knows connections and schemas, not the rows.

Each study is a schema of its own, so that one database holds many. The password is never written down here: give it
in the URL, in ``PGPASSWORD`` or in ``~/.pgpass``.
"""

from dataclasses import dataclass

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateSchema, DropSchema

from cxrviewer.errors import StoreError
from cxrviewer.store.layout import Layout
from cxrviewer.store.migrations import reached

_LOCK_TIMEOUT = "SET LOCAL lock_timeout = '15s'"
_LOCK_NOT_AVAILABLE = "55P03"


@dataclass(frozen=True, slots=True)
class Server:
    """A database on a server, and the schema that is ours in it."""

    url: URL
    schema: str

    @property
    def shown(self) -> str:
        """The address as it may be shown and kept: without any password."""
        bare = self.url.difference_update_query(["password", "sslpassword"])
        return URL.create(
            "postgresql", bare.username, None, bare.host, bare.port, bare.database, bare.query
        ).render_as_string(hide_password=False)


def server(url: str, schema: str) -> Server:
    """The server of a ``postgresql://user@host/database`` URL. Raises StoreError where it is none."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = None
    if parsed is None or parsed.get_backend_name() not in ("postgresql", "postgres") or not parsed.database:
        raise StoreError("this is no PostgreSQL address; write postgresql://USER@HOST/DATABASE")
    return Server(parsed.set(drivername="postgresql+psycopg"), schema)


def connect(server: Server) -> Connection:
    """One connection to the server. Raises the library's errors."""
    engine = _engine(server)
    return engine.connect().execution_options(schema_translate_map={None: server.schema})


def make_schema(connection: Connection, server: Server, layout: Layout) -> None:
    """Make the schema and its tables, in the transaction that is open."""
    connection.execute(CreateSchema(server.schema))
    layout.metadata.create_all(connection, checkfirst=False)
    reached(connection, layout, layout.version)


def drop_schema(connection: Connection, server: Server) -> None:
    """Take the schema and all that is in it away, in the transaction that is open."""
    connection.execute(DropSchema(server.schema, cascade=True))


def check_version(connection: Connection, server: Server, layout: Layout) -> None:
    """Raises StoreError where the tables are not of the version that this program knows."""
    found = connection.execute(select(func.max(layout.versions.c.version))).scalar_one()
    if found != layout.version:
        raise StoreError(
            f"{server.shown}: the study is of version {found}, this program knows {layout.version}; "
            "use the same version of cxrviewer on every machine"
        )


def claim(connection: Connection, name: str) -> bool:
    """Take the study's lock of that name for this connection's life; False where another connection has it.

    Waits for two seconds: the server needs a moment to notice that a program was killed. Where it returns False the
    transaction that is open can only be rolled back.
    """
    schema = connection.get_execution_options()["schema_translate_map"][None]
    connection.execute(text("SET LOCAL lock_timeout = '2s'"))
    try:
        connection.execute(select(func.pg_advisory_lock(func.hashtextextended(f"{schema}/{name}", 0))))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
            raise
        return False
    connection.execute(text(_LOCK_TIMEOUT))
    return True


def _engine(server: Server) -> Engine:
    engine = create_engine(
        server.url,
        poolclass=NullPool,
        hide_parameters=True,  # an exception must not quote an answer
        # A server that vanished is noticed in seconds, not in the quarter of an hour that TCP would take.
        connect_args={"connect_timeout": 5, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
        | {"tcp_user_timeout": 10_000},
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # Whatever the server's own default is: an answer said to be saved is on its disk.
        connection.execute(text("SET LOCAL synchronous_commit = on"))
        connection.execute(text(_LOCK_TIMEOUT))

    return engine
