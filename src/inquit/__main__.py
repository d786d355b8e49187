"""``python -m inquit`` is the command line."""

from inquit.cli import main

main(prog_name="inquit")
