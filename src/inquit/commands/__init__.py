"""The commands that work on a record."""

from inquit.commands.add import add, refresh
from inquit.commands.export import export
from inquit.commands.find import search, show, speakers, stats
from inquit.commands.upkeep import backup, check, remove

COMMANDS = (add, backup, check, export, refresh, remove, search, show, speakers, stats)
"""All of them, in the order of the alphabet."""
