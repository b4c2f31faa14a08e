"""The documentation names only what there is."""

import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from placette.core.configuration import PROJECT
from placette.site import cli

ROOMS = tuple(path.parent.name for path in (PROJECT / "placette").glob("*/apps.py"))
PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]


def quoted(page: Path) -> list[str]:
    without_blocks = re.sub(r"```.*?```", "", page.read_text(), flags=re.S)
    return re.findall(r"`([^`\n]+)`", without_blocks)


def resolves(name: str) -> bool:
    """« notices.actions.notify » is an attribute of a module, however deep."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found = import_module(".".join(["placette", *parts[:end]]))
        except ModuleNotFoundError:
            continue
        return all((found := getattr(found, part, None)) is not None for part in parts[end:])
    return False


def names_in_architecture() -> list[str]:
    """With those that stand behind a full name: `impact.actions.record_exchange`, `record_request`."""
    found, module = [], ""
    for line in (PROJECT / "docs/architecture.md").read_text().splitlines():
        cell = line.split("|")[1] if line.startswith("|") else line
        for name in re.findall(r"`([a-z_]+(?:\.\w+)*)[^`]*`", cell):
            if name.startswith(ROOMS) and "." in name:
                module = name.rpartition(".")[0]
                found.append(name)
            elif line.startswith("|") and module and cell.strip().startswith(f"`{module}."):
                found.append(f"{module}.{name}")
    return found


def test_every_name_in_the_architecture_exists():
    names = names_in_architecture()

    assert len(names) > 25
    assert [name for name in names if not resolves(name)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_every_file_that_is_named_exists(page):
    ours = re.compile(r"(?<!\S)(?:placette|docs|tests|bench|frontend)/[\w./-]*")
    files = [name for text in quoted(page) for name in ours.findall(text)]

    missing = [name for name in files if not (PROJECT / name).exists()]
    assert missing == []


def test_every_make_target_that_is_named_exists():
    targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(), re.M))
    pages = [*PAGES, *(PROJECT / "placette").rglob("*.py"), *(PROJECT / "bootstrap").glob("*.py")]

    named = {name for page in pages for name in re.findall(r"`(?:PORT=\d+ )?make (\w+)`", page.read_text())}
    assert named <= targets


def test_the_operator_s_page_has_every_command():
    commands = set(cli._parser()._subparsers._group_actions[0].choices)
    table = set(re.findall(r"`placette ([a-z-]+)", (PROJECT / "docs/operations.md").read_text()))

    assert commands <= table


def test_the_version_is_the_one_that_is_published():
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"]

    assert f"softwareVersion: {version}" in (PROJECT / "publiccode.yml").read_text()
