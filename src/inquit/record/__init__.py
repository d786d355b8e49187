"""What is kept: documents, their statements and how to find them again."""

from inquit.record.archive import Record, open_record

__all__ = ["Record", "open_record"]
