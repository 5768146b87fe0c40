"""Bring large lists into Mybizz: contacts, companies, tags, notes, consents, locations and bookings.

    python -m uplink.bulk_import bookings guests-2026.csv --url wss://example.com/_/uplink

It can be stopped anywhere, killed too, and run again: it goes on where it was, and no row is stored twice. The server
key is read from the environment, MYBIZZ_UPLINK_KEY, or asked for.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tqdm import tqdm

from server_code.server_customers.import_refusals import ADDED_COLUMNS, write_refusals

from .line import Line, Refused, complain
from .source_files import BadFile, Row, SourceFile

KINDS = ("bookings", "companies", "consents", "contacts", "locations", "notes", "tags")
KEY_VARIABLE = "MYBIZZ_UPLINK_KEY"
BATCH_ROWS = 500
BATCH_BYTES = 500_000
COUNTS = ("created", "updated", "skipped", "refused")


def main(arguments: Sequence[str] | None = None) -> int:
    """Import the files one after the other; the exit status is 1 when one could not be imported to its end."""
    chosen = _parser().parse_args(arguments)
    key = os.environ.get(KEY_VARIABLE) or getpass.getpass("Server key of the uplink: ")
    try:
        line = Line(chosen.url, key, chosen.patience, lambda text: tqdm.write(text, file=sys.stderr))
    except Exception as error:  # noqa: BLE001 (the library raises many kinds; all mean that there is no line)
        complain(f"There is no connection to {chosen.url}: {error}")
        return 1
    failures = 0
    try:
        for path in chosen.files:
            failures += not _import_file(line, path, chosen)
    except KeyboardInterrupt:
        complain("Stopped. Run the same command again to go on.")
        return 130
    finally:
        line.close()
    return 1 if failures else 0


def _import_file(line: Line, path: Path, chosen: argparse.Namespace) -> bool:
    """Import one file, or rehearse it; whether that went to its end."""
    try:
        source = SourceFile(path, dict(chosen.set), chosen.empty)
        if chosen.dry_run:
            _rehearse(line, source, chosen)
        else:
            _import(line, source, chosen)
    except (BadFile, OSError) as problem:
        complain(str(problem))
        return False
    except Refused as refusal:
        complain(f"{path}: {refusal}")
        return False
    return True


def _import(line: Line, source: SourceFile, chosen: argparse.Namespace) -> None:
    state = line.ask("begin_bulk_import", chosen.kind, _described(source), dict(chosen.map), _options(chosen))["import"]
    number = state["bulk_number"]
    if state["status"] == "done":
        print(f"{source.path}: imported already, on {state['finished_at']:%Y-%m-%d}. Use --again to do it once more.")
        return
    _tell_columns(source, state["mapping"])
    with _progress(source, state["rows_done"]) as bar:
        while state["rows_done"] < source.rows_total:
            state = _send_from(line, source, state, bar)
    line.ask("finish_bulk_import", number)
    refused = _receipts(line, number, "refused")
    remarks = _receipts(line, number, "remarks")
    print(f"{source.path}: " + ", ".join(f"{state[f'{name}_count']:,} {name}" for name in COUNTS))
    _write_rows(source, refused, source.path.with_suffix(".errors.csv"), "refused")
    _write_rows(source, remarks, source.path.with_suffix(".remarks.csv"), "taken with a remark, or left as they were")


def _send_from(line: Line, source: SourceFile, state: dict[str, Any], bar: Any) -> dict[str, Any]:
    """Send batches until the file ends or the server wants to go on elsewhere; how far the import is then."""
    number, expected = state["bulk_number"], state["rows_done"]
    taken = [name in state["mapping"] for name in source.columns]
    for batch in ahead(_batches(_without_what_nobody_takes(source.rows(expected), taken))):
        state = line.ask("import_bulk_rows", number, expected, batch)["import"]
        bar.update(state["rows_done"] - bar.n)
        bar.set_postfix({name: state[f"{name}_count"] for name in COUNTS if state[f"{name}_count"]})
        expected += len(batch)
        if state["rows_done"] != expected:
            break
    return state


def ahead(batches: Iterator[list[list[Any]]]) -> Iterator[list[list[Any]]]:
    """The batches, each read from the file while the one before it is with the server."""
    with ThreadPoolExecutor(max_workers=1) as reader:
        following = reader.submit(next, batches, None)
        while batch := following.result():
            following = reader.submit(next, batches, None)
            yield batch


def _rehearse(line: Line, source: SourceFile, chosen: argparse.Namespace) -> None:
    counts = dict.fromkeys(COUNTS, 0)
    refused: list[list[Any]] = []
    first = 0
    with _progress(source, 0) as bar:
        for batch in _batches(source.rows()):
            given = (chosen.kind, _described(source), dict(chosen.map), _options(chosen), batch)
            answer = line.ask("rehearse_bulk_rows", *given)
            refused += [[first + row, reason] for row, reason in answer["refused"]]
            counts = {name: counts[name] + answer[f"{name}_count"] for name in COUNTS}
            if not first:
                _tell_columns(source, answer["mapping"])
            first += len(batch)
            bar.update(len(batch))
    print(f"{source.path}: nothing was stored. " + ", ".join(f"{counts[name]:,} {name}" for name in COUNTS))
    _write_rows(source, refused, source.path.with_suffix(".errors.csv"), "refused")


def _without_what_nobody_takes(rows: Iterator[Row], taken: Sequence[bool]) -> Iterator[Row]:
    """Rows with the cells of columns that no field takes left empty: what is not asked for need not travel."""
    for line, cells in rows:
        own = [cell if is_taken else "" for cell, is_taken in zip(cells, taken, strict=False)]
        yield line, own + cells[len(taken) :]


def _batches(rows: Iterator[Row]) -> Iterator[list[list[Any]]]:
    """Rows in messages that are well below a megabyte."""
    batch: list[list[Any]] = []
    size = 0
    for line, cells in rows:
        weight = sum(map(len, cells)) + 8 * len(cells)
        if batch and (len(batch) == BATCH_ROWS or size + weight > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append([line, cells])
        size += weight
    if batch:
        yield batch


def _receipts(line: Line, number: int, kind: str) -> list[list[Any]]:
    found: list[list[Any]] = []
    after: int | None = -1
    while after is not None:
        answer = line.ask("list_bulk_receipts", number, after)
        found += answer[kind]
        after = answer["next_row"]
    return found


def _write_rows(source: SourceFile, told: list[list[Any]], path: Path, what: str) -> None:
    """Write the rows that are spoken of, with line and reason: a file that can be put right and imported again."""
    if not told:
        return
    reasons = dict(map(tuple, told))
    rows = enumerate(source.rows())
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        spoken_of = ((cells, line, reasons[place]) for place, (line, cells) in rows if place in reasons)
        write_refusals(file, source.columns, spoken_of)
    print(f"  {len(told):,} rows {what}: {path}")


def _described(source: SourceFile) -> dict[str, Any]:
    return {"name": source.path.name, "sha256": source.sha256, "columns": source.columns, "rows": source.rows_total}


def _options(chosen: argparse.Namespace) -> dict[str, Any]:
    return {
        "update_existing": not chosen.keep_existing,
        "tags": chosen.tag,
        "source": chosen.source,
        "again": chosen.again,
    }


def _progress(source: SourceFile, done: int) -> Any:
    return tqdm(total=source.rows_total, initial=done, unit=" rows", desc=source.path.name, smoothing=0.1)


def _tell_columns(source: SourceFile, mapping: dict[str, str]) -> None:
    pairs = ", ".join(f"{name} → {field}" for name, field in mapping.items())
    left = [name for name in source.columns if name not in mapping and name not in ADDED_COLUMNS]
    print(f"{source.path}: {pairs}" + (f"; left out: {', '.join(left)}" if left else ""))


def _pair(text: str) -> tuple[str, str]:
    name, mark, value = text.rpartition("=")
    if not mark or not name:
        raise argparse.ArgumentTypeError(f"“{text}” is not NAME=VALUE")
    return name, value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m uplink.bulk_import", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kind", choices=KINDS, help="what the rows are")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".csv, .xlsx or .jsonl")
    parser.add_argument("--url", required=True, help="ws://… or wss://… of the server, ending in /_/uplink")
    parser.add_argument("--dry-run", action="store_true", help="say what would become of the rows; store nothing")
    parser.add_argument("--map", action="append", type=_pair, default=[], metavar="COLUMN=FIELD",
                        help="what a column holds, where its name does not tell; COLUMN= leaves it out")  # fmt: skip
    parser.add_argument("--set", action="append", type=_pair, default=[], metavar="FIELD=VALUE",
                        help="a column that the file lacks, with one value for all rows")  # fmt: skip
    parser.add_argument("--empty", action="append", default=[], metavar="TEXT",
                        help="a cell of this text holds nothing, such as NULL")  # fmt: skip
    parser.add_argument("--tag", action="append", default=[], help="a tag for everybody in the file")
    parser.add_argument("--source", default="import", metavar="NAME",
                        help="the system that bookings come from: with its ids it tells which are here")  # fmt: skip
    parser.add_argument("--keep-existing", action="store_true", help="change nothing of what is here already")
    parser.add_argument("--again", action="store_true", help="import a file that has been imported once more")
    parser.add_argument("--patience", type=float, default=600, metavar="SECONDS",
                        help="how long to wait for a server that does not answer (default: %(default)s)")  # fmt: skip
    return parser


if __name__ == "__main__":
    sys.exit(main())
