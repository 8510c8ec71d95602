"""The command line's arguments, one module an area, in the order in which ``--help`` shows the commands."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from ui.arguments import (
    delivery,
    drafting,
    holdings,
    library,
    people,
    reading,
    review,
    search,
    service,
    training,
)
from ui.arguments.parser import Commands, Parser

AREAS = (
    service,
    library,
    holdings,
    reading,
    search,
    training,
    review,
    drafting,
    delivery,
    people,
)


def build_parser() -> Parser:
    """The whole command line."""
    commands = Commands(_version())
    for area in AREAS:
        area.add_commands(commands)
    return commands.parser


def _version() -> str:
    try:
        return version("yuanfang")
    except PackageNotFoundError:
        return "0"
