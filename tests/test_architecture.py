"""The structure is tested: arrows, exported names, what an import costs, what is documented."""

import re
import subprocess
import sys
from pathlib import Path

import click

import inquit
from inquit.cli import main
from inquit.evaluation import MEASURES
from inquit.statement import FORMS, KINDS
from tests.help_pages import PAGE, with_help

ROOT = Path(__file__).parent.parent


def test_exported_names_are_there_and_are_all():
    public = {name for name, value in vars(inquit).items() if not name.startswith("_") and not isinstance(value, type(inquit))}
    assert sorted(inquit.__all__) == sorted(public | {"__version__"})


def test_import_loads_nothing_heavy():
    code = "import sys, inquit; print(sorted({'onnxruntime', 'tokenizers', 'rich', 'torch', 'spacy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_every_command_and_option_is_documented():
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name, command in main.commands.items():
        assert f"## inquit {name}" in page
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert f"`{parameter.opts[0]}" in page, f"{name} {parameter.opts[0]}"


def test_help_pages_are_those_that_the_commands_print():
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_help(page), "run `python -m tests.help_pages`"


def test_every_public_name_error_and_measure_is_documented():
    page = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "docs").glob("*.md"))
    for name in {*inquit.__all__, *MEASURES, *FORMS, *KINDS} - {"__version__"}:
        assert name in page, name


def test_make_targets_named_in_the_readme_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.M))
    assert {"sample", "test"} <= named <= targets


def test_modules_have_docstrings_and_no_utils():
    for path in (ROOT / "src").rglob("*.py"):
        assert path.name not in {"utils.py", "helpers.py", "common.py"}
        assert path.read_text(encoding="utf-8").startswith('"""'), path
