"""Simulated users on one workspace: 80 % search, 10 % open, 6 % save, 3 % check, 1 % export, with time to think in between.

    python -m tests.bench.load --users 20 --minutes 10 [--think 10] [--seed 1]

Starts the workspace in a process of its own over the samples (and ``../shared/data/documents`` where present), lets every user work through
the named endpoints, and prints the times by kind of work, errors, lost edits, and the memory of the server every minute. All users
write into sections of one draft, which is where an edit could get lost. Users wait for each answer before they think again.
"""

from __future__ import annotations

import argparse
import json
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

import corpus
from tests.bench.setting import DATA

SHARES = (("search", 80), ("open", 10), ("save", 6), ("check", 3), ("export", 1))
QUESTIONS = (
    "应急值班制度", "一级响应由谁批准启动", "夜间怎么通知群众转移", "信息报告时限", "防汛物资储备", "地震发生后多长时间报告", "学校食物中毒怎么处置",
    "危险化学品泄漏警戒距离", "预案备案要交哪些材料", "演练多久一次", "医疗救护组职责", "通信中断怎么办", "森林火灾扑救安全", "停电应急供电", "善后赔偿和补助",
    "专家组由谁组成", "新闻发布由谁负责", "响应终止的条件", "矿山透水事故处置程序", "志愿者参加救援",
)  # fmt: skip
FACTS = {
    "unit": {"name": "青山县人民政府", "short": "青山县", "level": "县"},
    "plan": {"hazard": "防汛抗旱", "title": "青山县防汛抗旱应急预案"},
}


@dataclass
class Tally:
    """What happened, shared by all users."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    saved: dict[str, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Caller:
    """The named endpoints as any program calls them: one request to ask, one to hear the answer."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client = httpx.Client(timeout=120)

    def call(self, name: str, **arguments: Any) -> Any:
        asked = self._client.post(f"{self._url}/gradio_api/call/v2/{name}", json=arguments)
        asked.raise_for_status()
        with self._client.stream("GET", f"{self._url}/gradio_api/call/{name}/{asked.json()['event_id']}") as answer:
            kind = ""
            for line in answer.iter_lines():
                if line.startswith("event: "):
                    kind = line[7:]
                elif line.startswith("data: ") and kind in ("complete", "error"):
                    if kind == "error":
                        raise RuntimeError(f"{name}: {line[6:][:200]}")
                    return json.loads(line[6:])
        raise RuntimeError(f"{name}: no answer")

    def upload(self, file: Path) -> dict[str, Any]:
        with file.open("rb") as stream:
            sent = self._client.post(f"{self._url}/gradio_api/upload", files={"files": (file.name, stream)})
        sent.raise_for_status()
        return {"path": sent.json()[0], "orig_name": file.name, "meta": {"_type": "gradio.FileData"}}


class User(threading.Thread):
    """One person: picks something to do, waits for it, thinks, goes on until the time is up."""

    def __init__(self, number: int, url: str, tally: Tally, draft: str, section: str, until: float, think: float, seed: int) -> None:  # fmt: skip
        super().__init__(name=f"user-{number}", daemon=True)
        self._random = random.Random(seed * 1000 + number)
        self._caller = Caller(url)
        self._tally, self._draft, self._section = tally, draft, section
        self._until, self._think, self._number = until, think, number
        self._last: list[str] = []
        self._edits = 0

    def run(self) -> None:
        time.sleep(self._random.uniform(0, self._think))
        while time.monotonic() < self._until:
            names, weights = zip(*SHARES, strict=True)
            self._do(self._random.choices(names, weights)[0])
            time.sleep(min(self._random.expovariate(1 / self._think), max(0.0, self._until - time.monotonic())))

    def _do(self, name: str) -> None:
        began = time.perf_counter()
        try:
            getattr(self, f"_{name}")()
        except Exception as error:
            with self._tally.lock:
                self._tally.errors.append(f"{name}: {error}"[:300])
            return
        with self._tally.lock:
            self._tally.seconds[name].append(time.perf_counter() - began)

    def _search(self) -> None:
        found = self._caller.call("search", query=self._random.choice(QUESTIONS), samples=True)[0]
        self._last = [hit["clause_id"] for hit in found["hits"]] or self._last

    def _open(self) -> None:
        if not self._last:
            self._search()
        opened = self._caller.call("open", clause_id=self._random.choice(self._last))[0]
        if not opened["text"]:
            raise RuntimeError("opened nothing")

    def _save(self) -> None:
        self._edits += 1
        words = f"第{self._number}位用户第{self._edits}次修改：{self._random.choice(QUESTIONS)}由县防汛抗旱指挥部负责。"
        self._caller.call("draft_section", draft=self._draft, section=self._section, text=words)
        with self._tally.lock:
            self._tally.saved[self._section] = words

    def _check(self) -> None:
        plans = sorted(corpus.folder("samples", "plans").glob("*"))
        self._caller.call("check", paths=[self._caller.upload(self._random.choice(plans))])

    def _export(self) -> None:
        self._caller.call("export", draft=self._draft)


# --------------------------------------------------------------------------- the server


def made_home(home: Path) -> None:
    """A library of the samples as own documents, and the shared documents where they are."""
    sources = [corpus.folder("samples", "plans"), corpus.folder("samples", "reports")]
    sources += [DATA / "documents"] if (DATA / "documents").is_dir() else []
    command = [sys.executable, "-m", "ui.cli", "ingest", *map(str, sources), "--home", str(home), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    documents = json.loads(done.stdout)["documents"]
    print(f"library: {sum(1 for each in documents if each['status'] == 'added')} documents, {sum(each['clauses'] for each in documents)} clauses")  # fmt: skip


def memory(process: int) -> tuple[float, float]:
    """Megabytes resident: of the server itself, and of all its processes together."""
    parents: dict[int, list[int]] = defaultdict(list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            rest = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(rest[1])].append(int(stat.parent.name))
    family, ahead = [process], [process]
    while ahead:
        ahead = [child for each in ahead for child in parents[each]]
        family += ahead
    sizes = [_resident(each) for each in family]
    return sizes[0], sum(sizes)


def _resident(process: int) -> float:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * 4096 / 1e6
    except OSError:
        return 0.0


def started(home: Path) -> tuple[subprocess.Popen[bytes], str]:
    """The server, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (home / "server.log").open("wb")
    command = [sys.executable, "-m", "ui.cli", "ui", "--home", str(home), "--port", str(port)]
    began = time.perf_counter()
    server = subprocess.Popen(command, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    while server.poll() is None:
        try:
            httpx.get(url, timeout=5).raise_for_status()
            print(f"first page after a cold command: {time.perf_counter() - began:.1f} s")
            again = time.perf_counter()
            httpx.get(url, timeout=5).raise_for_status()
            print(f"the page once running: {time.perf_counter() - again:.2f} s")
            return server, url
        except httpx.HTTPError:
            time.sleep(0.1)
    raise SystemExit((home / "server.log").read_text(encoding="utf-8"))


# --------------------------------------------------------------------------- the run


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--users", type=int, default=20)
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--think", type=float, default=10)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="yuanfang-load-") as folder:
        home = Path(folder) / "库"
        made_home(home)
        server, url = started(home)
        try:
            run(url, server.pid, chosen)
        finally:
            server.terminate()
            server.wait(timeout=30)


def run(url: str, process: int, chosen: argparse.Namespace) -> None:
    tally, caller = Tally(), Caller(url)
    caller.call("search", query=QUESTIONS[0], samples=True)
    draft = caller.call("draft_new", plan_type="SDC", fields=FACTS)[0]
    sections = [section["id"] for section in draft["sections"]]
    until = time.monotonic() + chosen.minutes * 60
    users = [
        User(number, url, tally, draft["draft"], sections[number % len(sections)], until, chosen.think, chosen.seed)
        for number in range(min(chosen.users, len(sections)))
    ]
    print(f"{len(users)} users, {chosen.minutes:g} minutes, {chosen.think:g} s to think, seed {chosen.seed}")
    for user in users:
        user.start()
    minute = 0
    while any(user.is_alive() for user in users):
        time.sleep(min(60.0, chosen.minutes * 60 / 5))
        minute += 1
        own, all_ = memory(process)
        done = sum(map(len, tally.seconds.values()))
        print(f"sample {minute}: server {own:.0f} MB, with workers {all_:.0f} MB; {done} done, {len(tally.errors)} errors; load {_load()}", flush=True)  # fmt: skip
    report(tally, caller, draft["draft"])


def _load() -> str:
    return Path("/proc/loadavg").read_text().split()[0]


def report(tally: Tally, caller: Caller, draft: str) -> None:
    print(f"{'work':8} {'n':>5} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8}")
    for name, _ in SHARES:
        times = sorted(tally.seconds[name])
        if times:
            picked = (times[len(times) // 2], times[min(len(times) - 1, int(len(times) * 0.95))], times[-1])
            print(f"{name:8} {len(times):5} " + " ".join(f"{1000 * value:8.0f}" for value in picked))
    kept = {section: caller.call("draft_section", draft=draft, section=section, fill=False)[0]["text"] for section in tally.saved}  # fmt: skip
    lost = [section for section, words in tally.saved.items() if kept[section] != words]
    print(f"errors {len(tally.errors)}, edited sections {len(tally.saved)}, lost edits {len(lost)}")
    for error in tally.errors[:10]:
        print("  ", error)


if __name__ == "__main__":
    main()
