"""The command line: parses, calls a command, prints JSON or a short Chinese text, returns the contract's exit code.

Exit 0 done · 1 finished but a file or row failed, or ``check`` found a missing element or a finding of severity high ·
2 nothing could be done. Nothing heavy is imported before a command runs, so that ``--help`` answers at once.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from kb.errors import InputError, LibraryError, YuanfangError
from ui.arguments import build_parser
from ui.commands.result import Reporter, Result, home_of


def _run(options: argparse.Namespace) -> Result:
    module, _, function = options.run.partition(":")
    command: Callable[[argparse.Namespace, Reporter], Result] = getattr(
        import_module(f"ui.commands.{module}"), function
    )
    asked = getattr(options, "library", None)
    if not asked or getattr(options, "across", False):
        return command(options, Reporter())
    from ui.libraries import only, using

    with using(only(home_of(options), asked, None)):
        return command(options, Reporter())


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point of the command ``yuanfang``; returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    wants_json = "--json" in words
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        options = build_parser().parse_args(words)
        options.json = wants_json
        result = _run(options)
    except YuanfangError as error:
        return _fail(error, wants_json)
    except KeyboardInterrupt:
        return _fail(InputError("interrupted"), wants_json)
    except BrokenPipeError:
        return 0
    except OSError as error:
        return _fail(
            LibraryError("cannot_write", path=error.filename or "", reason=error.strerror or error), wants_json
        )
    except Exception as error:  # the promise is: never a traceback
        if os.environ.get("YUANFANG_DEBUG"):
            raise
        return _fail(YuanfangError("internal", reason=f"{type(error).__name__}: {error}"), wants_json)
    try:
        print(json.dumps(result.data, ensure_ascii=False) if wants_json else result.text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 1 if result.failed else 0


def _fail(error: YuanfangError, wants_json: bool) -> int:
    from ui.labels import error_text

    message, hint = error_text(error)
    if wants_json:
        body = {"error": {"code": error.code, "message": message, "hint": hint}}
        print(json.dumps(body, ensure_ascii=False), flush=True)
    print(f"{message}{hint}", file=sys.stderr, flush=True)
    return 2


if __name__ == "__main__":
    sys.exit(main())
