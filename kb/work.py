"""Which kinds of bodies may do which work, as data (``corpus/checklists/_work.toml``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Task:
    """A kind of work: how it is said, how groups are named for it, and who may do it."""

    name: str
    said: re.Pattern[str]
    group: re.Pattern[str]
    bodies: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Recipient:
    """A kind of bodies to which plans are filed, and (``report``) events reported, only where something is ``about`` their field."""

    body: re.Pattern[str]
    about: re.Pattern[str]
    report: bool


@dataclass(frozen=True, slots=True)
class Shares:
    """All kinds of work, who may do anything, and the kinds of bodies that are known at all."""

    tasks: Mapping[str, Task]
    anybody: re.Pattern[str]
    known: re.Pattern[str]
    recipients: tuple[Recipient, ...]

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Shares:
        """From the table of the file; ``<name>`` in ``bodies`` stands for a kind of bodies, and for itself where there is no such kind."""
        kinds = {str(name): str(words) for name, words in table["kinds"].items()}

        def expanded(text: str) -> re.Pattern[str]:
            return re.compile(re.sub("<([^<>]+)>", lambda kind: kinds.get(kind[1], kind[1]), text))

        tasks = {
            each["name"]: Task(
                each["name"], re.compile(each["said"]), re.compile(each["group"]), expanded(each["bodies"])
            )
            for each in table["task"]
        }
        recipients = tuple(
            Recipient(expanded(each["body"]), re.compile(each["about"]), each["report"])
            for each in table.get("recipient", [])
        )
        return cls(tasks, expanded(table["anybody"]), re.compile("|".join(kinds.values())), recipients)

    def said(self, text: str, near: int) -> Iterator[str]:
        """The kinds of work of which a text speaks within its first ``near`` characters."""
        for name, task in self.tasks.items():
            found = task.said.search(text)
            if found and found.start() <= near:
                yield name

    def of_group(self, group: str) -> list[str]:
        """The kinds of work that a group is named for."""
        return [name for name, task in self.tasks.items() if task.group.search(group)]

    def stranger(self, name: str, task: str) -> bool:
        """Whether a body is of a known kind that has nothing to do with a kind of work."""
        return (
            bool(self.known.search(name)) and not self.anybody.search(name) and not self.tasks[task].bodies.search(name)
        )

    def odd_recipient(self, name: str, about: str, *, report: bool) -> bool:
        """Whether a plan (or the ``report`` of an event) sent to a body has, by what it is about, nothing to do with that body."""
        if self.anybody.search(name):
            return False
        kinds = [each for each in self.recipients if each.body.search(name)]
        return bool(kinds) and all((each.report or not report) and not each.about.search(about) for each in kinds)
