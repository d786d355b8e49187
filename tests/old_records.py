"""``python -m tests.old_records``: keep a record of this version's schema for the tests of all later ones.

Run once for each migration, when it is new; a file that is there is never written again.
"""

import gzip
import tempfile
from pathlib import Path

from inquit import Record
from inquit.record.migration import migrations
from tests.record_samples import full, said

FOLDER = Path(__file__).parent / "data" / "records"


def fill(record):
    """What every kept record holds."""
    record.add(full(), addresses=("/a.txt", "https://site/a"), data=b"<p>", media_type="text/html")
    record.add(said("Nous partons", "Élise Noé"), addresses=("/b.txt",))
    record.add(said("Nous restons", "Élise Noé"), addresses=("/b.txt",))
    run = record.start_run("add", "0", "pack 1", {"publisher": "P"})
    record.fail(run, "/c.txt", "empty")
    record.finish_run(run, {"found": 3, "added": 3, "failed": 1})


def main():
    """Write the dump of this version, if there is none."""
    target = FOLDER / f"{migrations()[-1][0]:04d}.db.gz"
    if target.exists():
        print(f"{target} is there")
        return
    path = Path(tempfile.mkdtemp()) / "r.db"
    with Record(path, create=True) as record:
        fill(record)
        record.backup(path.with_name("copy.db"))
    target.write_bytes(gzip.compress(path.with_name("copy.db").read_bytes(), mtime=0))
    print(f"{target} written")


if __name__ == "__main__":
    main()
