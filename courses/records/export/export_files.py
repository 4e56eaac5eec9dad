"""Files of statements: NDJSON as stored, Parquet in columns."""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from elearning.lrs import statement_keys
from elearning.lrs.models import Statement
from elearning.lrs.spec import timestamps
from elearning.lrs.statements import identifiers

type Rows = Sequence[Statement]

#: The number of rows of a chunk, and of a Parquet row group.
AT_ONCE = 10_000


def read_statement_chunk(after: int, before: int) -> Rows:
    """Return the next rows between two keys; none at the end."""
    found = Statement.objects.filter(pk__gt=after, pk__lt=before)
    return list(found.order_by("pk")[:AT_ONCE])


def append_ndjson_lines(path: Path, rows: Rows, *, at: int) -> int:
    """Write statements as lines after the first ``at`` bytes; return the new length.

    Anything after ``at`` was written by a killed worker, and is cut off. Raises
    ``OSError`` if the file is shorter than ``at``.
    """
    with path.open("ab") as file:
        if file.tell() < at:
            raise OSError(f"{path.name} is shorter than it was.")
        file.truncate(at)
        file.seek(at)
        file.writelines(f"{row.payload}\n".encode() for row in rows)
        file.flush()
        os.fsync(file.fileno())
        return file.tell()


def write_parquet_table(path: Path, rows: Rows) -> None:
    """Write statements into a Parquet file of one row group."""
    from pyarrow import Table, parquet  # noqa: PLC0415 — heavy, and seldom used

    table = Table.from_pylist([_columns(row) for row in rows], schema=_schema())
    parquet.write_table(table, path, compression="zstd")


def join_parquet_tables(parts: Iterable[Path], path: Path) -> Iterator[None]:
    """Join the row groups of several Parquet files in one file; yield after each part."""
    from pyarrow import parquet  # noqa: PLC0415 — heavy, and seldom used

    with parquet.ParquetWriter(path, _schema(), compression="zstd") as writer:
        for part in parts:
            with parquet.ParquetFile(part) as file:
                for group in range(file.num_row_groups):
                    writer.write_table(file.read_row_group(group))
            yield


def _schema() -> Any:
    import pyarrow as pa  # noqa: PLC0415 — heavy, and seldom used

    text = pa.string()
    return pa.schema(
        [
            pa.field("id", text, nullable=False),
            pa.field("stored", pa.timestamp("ms", tz="UTC"), nullable=False),
            pa.field("timestamp", pa.timestamp("us", tz="UTC"), nullable=False),
            pa.field("actor", text),
            pa.field("verb", text, nullable=False),
            pa.field("object_type", text, nullable=False),
            pa.field("object", text),
            pa.field("registration", text),
            pa.field("voided", pa.bool_(), nullable=False),
            pa.field("statement", text, nullable=False),
        ]
    )


def _columns(row: Statement) -> dict[str, Any]:
    """Return a statement as a row: searchable columns, and all of it as JSON."""
    content = json.loads(row.payload)
    thing = content["object"]
    kind = thing.get("objectType", "Activity")
    is_actor = kind in {"Agent", "Group"}
    return {
        "id": str(row.uuid),
        "stored": statement_keys.decode_moment(row.pk),
        "timestamp": timestamps.parse_timestamp(content["timestamp"]),
        "actor": identifiers.find_agent_name(content["actor"]),
        "verb": content["verb"]["id"],
        "object_type": kind,
        "object": identifiers.find_agent_name(thing) if is_actor else thing.get("id"),
        "registration": str(row.registration) if row.registration else None,
        "voided": row.voided,
        "statement": row.payload,
    }
