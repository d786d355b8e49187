"""The version of inquit."""

__version__ = "0.1.0"
