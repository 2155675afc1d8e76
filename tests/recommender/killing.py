"""Training runs that kill themselves, as a machine that loses power would."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def kill(moment: str, train: str, options: list[str]) -> int:
    """Trains in a child that kills itself at a call of a function; its exit status.

    moment: "package.module.function at N", the Nth call; train: the function that takes the
    parsed options, beside an `add_arguments` in its module.
    """
    target, _, call = moment.partition(" at ")
    module, _, function = train.rpartition(".")
    script = textwrap.dedent(f"""
        import argparse, os, signal, sys
        from pkgutil import resolve_name
        from unittest import mock
        import {module} as run
        calls, real = 0, resolve_name("{target}")
        def deadly(*args, **kwargs):
            global calls
            calls += 1
            if calls == {call}:
                if "{target}".endswith("save"):
                    args[1].write_bytes(b"half a checkpoint")
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **kwargs)
        parser = argparse.ArgumentParser()
        run.add_arguments(parser)
        with mock.patch("{target}", deadly):
            run.{function}(parser.parse_args(sys.argv[1:]))
        """)
    child = subprocess.run(
        [sys.executable, "-c", script, *options], cwd=ROOT, capture_output=True, timeout=600
    )
    return child.returncode
