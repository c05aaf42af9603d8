"""Spark as an engine: the same queries, in the session that the caller has or in one of this machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slalang.events import EventLog
from slalang.measurement import sql
from slalang.measurement.dialects import render
from slalang.measurement.engine import Cell, Engine, too_large

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_OF_THE_SESSION = {"spark.sql.ansi.enabled": "true", "spark.sql.session.timeZone": "UTC"}
_ALONE = {
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}


@contextmanager
def opened_in_spark(log: EventLog) -> Iterator[Engine]:
    """An engine on the tables of a log that was read from files, in a session of its own inside Spark's.

    The tables go over as Parquet in the log's private folder, which every worker must see.
    """
    session = _session(log.private_folder).newSession()
    for name, value in _OF_THE_SESSION.items():
        session.conf.set(name, value)
    for table in log.tables.values():
        path = str(log.private_folder / f"{table.relation}.spark.parquet")
        if not Path(path).exists():
            log.connection.execute(f"COPY {table.relation} TO '{path}' (FORMAT parquet)")
        session.read.parquet(path).createOrReplaceTempView(table.relation)
    yield SparkEngine(session, log.private_folder)


def _session(folder: Path) -> SparkSession:
    """The session that runs, or that ``spark-submit`` has set up, or one on this machine."""
    from pyspark import SparkConf
    from pyspark.sql import SparkSession

    active = SparkSession.getActiveSession()
    if active is not None:
        return active
    builder = SparkSession.builder.appName("slalang")
    if not SparkConf().contains("spark.master"):
        builder = builder.master("local[*]")
        for name, value in (_ALONE | {"spark.sql.warehouse.dir": str(folder / "warehouse")}).items():
            builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


class SparkEngine(Engine):
    """Queries in a session of Spark; what is worked out once lies in the folder as Parquet."""

    def __init__(self, session: SparkSession, folder: Path) -> None:
        super().__init__(_Nowhere())
        self._session = session
        self._folder = folder

    def _keep(self, name: str, query: sql.Query) -> None:
        from uuid import uuid4

        path = str(self._folder / f"{name}-{uuid4()}.parquet")
        rows = self._session.sql(render(query, "spark"))
        with _exactly():
            rows.write.parquet(path)
        self._session.read.schema(rows.schema).parquet(path).createOrReplaceTempView(name)

    def _define(self, name: str, query: sql.Query) -> None:
        self._session.sql(render(query, "spark")).createOrReplaceTempView(name)

    def _fill(self, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Cell]]) -> None:
        from pyspark.sql.types import LongType, StringType, StructField, StructType

        kinds = {sql.TEXT: StringType()}
        schema = StructType([StructField(own, kinds.get(kind, LongType())) for own, kind in columns.items()])
        self._session.createDataFrame([tuple(row) for row in rows], schema).createOrReplaceTempView(name)

    def _rows(self, query: sql.Query) -> Sequence[Sequence[object]]:
        with _exactly():
            found = self._session.sql(render(query, "spark")).collect()
        return [tuple(_whole(cell) for cell in row) for row in found]


class _Nowhere:
    """No database: everything is in Spark."""

    def execute(self, query: str, parameters: object = None) -> Any:
        raise AssertionError("the engine has no database")

    def fetchall(self) -> list[tuple[object, ...]]:
        raise AssertionError("the engine has no database")


def _whole(cell: object) -> object:
    """A whole number of Spark: those of 128 bits come as decimals without places."""
    if isinstance(cell, Decimal) and cell == cell.to_integral_value():
        return int(cell)
    return cell


@contextmanager
def _exactly() -> Iterator[None]:
    from pyspark.errors import ArithmeticException

    try:
        yield
    except ArithmeticException as error:
        raise too_large() from error
