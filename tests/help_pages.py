"""``python -m tests.help_pages``: write what each command's ``-h`` prints into docs/commands.md."""

from pathlib import Path

from click.testing import CliRunner

from inquit.cli import main

PAGE = Path(__file__).parent.parent / "docs" / "commands.md"
BEGIN, END = "<!-- help -->\n", "<!-- /help -->"


def help_pages() -> str:
    """What the commands say of themselves, eighty columns wide."""
    shown = []
    for name in ("", *sorted(main.commands)):
        arguments = [*([name] if name else []), "-h"]
        printed = CliRunner().invoke(main, arguments, prog_name="inquit", terminal_width=80).output
        shown.append(f"```text\n$ {' '.join(['inquit', *arguments])}\n{printed}```\n")
    return "\n".join(shown)


def with_help(page: str) -> str:
    """The page with its help as it is now."""
    head, rest = page.split(BEGIN, 1)
    return head + BEGIN + help_pages() + END + rest.split(END, 1)[1]


if __name__ == "__main__":
    PAGE.write_text(with_help(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
