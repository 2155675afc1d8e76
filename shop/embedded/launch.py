"""Start a program that ends with its parent, under another account if asked.

Run by path (``python -I -S launch.py PARENT SIGNAL UID -- PROGRAM ARG…``), never imported: a
child set up here costs fifteen milliseconds and none of the dangers of running Python between
fork and exec in a process that has threads.

PostgreSQL refuses to run as root. Opening root's folders to another account, or adding an account
to the machine, would change more than the person asked for; so the server takes an account that
exists everywhere (UID) and keeps one capability, to read and write files as root would.
"""

import ctypes
import ctypes.util
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522


def main() -> None:
    """Become PROGRAM. Exits 126 where the account cannot be taken, 127 where it is missing."""
    parent, death_signal, uid = (int(word) for word in sys.argv[1:4])
    program = sys.argv[5:]
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    try:
        if os.geteuid() == 0 and uid > 0:
            take_account(uid)
    except OSError as error:
        sys.stderr.write(f"cannot run {program[0]} as account {uid}: {error.strerror}\n")
        sys.exit(126)
    die_with(parent, death_signal)
    try:
        os.execv(program[0], program)  # noqa: S606 - becoming PROGRAM is what this is for
    except OSError as error:
        sys.stderr.write(f"cannot run {program[0]}: {error.strerror}\n")
        sys.exit(127)


def take_account(uid: int) -> None:
    """Drop root for UID, keeping on Linux the right to pass file permissions."""
    if sys.platform == "linux":
        call("prctl", PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)
    if sys.platform == "linux":
        keep_file_access()


def keep_file_access() -> None:
    """Hold CAP_DAC_OVERRIDE through exec, where the machine grants it at all."""
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    wanted = 1 << CAP_DAC_OVERRIDE
    sets = (ctypes.c_uint32 * 6)(wanted, wanted, wanted, 0, 0, 0)
    try:
        call("capset", ctypes.byref(header), ctypes.byref(sets))
        call("prctl", PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)
    except PermissionError:
        pass  # a hardened container: works all the same where the folders can be traversed


def die_with(parent: int, death_signal: int) -> None:
    """Ask the kernel for DEATH_SIGNAL when PARENT ends; leave at once if it already has."""
    if sys.platform == "linux" and death_signal:
        call("prctl", PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if parent and os.getppid() != parent:
        sys.exit(0)


def call(function: str, *arguments: object) -> None:
    """A call into the C library that raises OSError on failure."""
    library = ctypes.CDLL(None, use_errno=True)
    words = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in arguments]
    if getattr(library, function)(*words) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


if __name__ == "__main__":
    main()
