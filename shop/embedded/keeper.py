"""Keep one server running for as long as anybody uses it, and not a moment longer.

Run by path (``python -I -S keeper.py USERS KEEPER LOG STOP UID -- PROGRAM ARG…``), never
imported. Users hold a shared flock on the file USERS; the keeper waits for the exclusive one, which
the kernel grants when the last user lets go or is killed. It then sends STOP to the server and
waits for it. Its own exclusive flock on KEEPER tells everyone that the server is kept. The server
in turn dies with its keeper (see launch.py), so no order of ``kill -9`` leaves one behind.
"""

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

#: Seconds a server gets to finish in good order before it is ended the hard way.
GRACE = 60.0

ALREADY_KEPT = 3


def main() -> None:
    """Detach, keep, leave. The process that was started returns once KEEPER is locked."""
    users, keeper, log = sys.argv[1:4]
    stop, uid = int(sys.argv[4]), int(sys.argv[5])
    if not take(keeper):
        sys.exit(ALREADY_KEPT)
    if os.fork():
        os._exit(0)
    os.setsid()
    write_to(log)
    keep(users, stop, start(sys.argv[7:], stop, uid))


def take(keeper: str) -> bool:
    """Lock KEEPER for life. Those who only look hold it for an instant, hence the tries."""
    lock = os.open(keeper, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    for _attempt in range(50):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            time.sleep(0.01)
    return False


def write_to(log: str) -> None:
    """Send everything said from here on to LOG, and let go of the caller's terminal."""
    log_file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (log_file, 1), (log_file, 2)):
        os.dup2(source, target)


def start(program: list[str], stop: int, uid: int) -> subprocess.Popen[bytes]:
    launcher = Path(__file__).with_name("launch.py")
    chain = [sys.executable, "-I", "-S", str(launcher), str(os.getpid()), str(stop), str(uid), "--"]
    return subprocess.Popen([*chain, *program], start_new_session=True)


def keep(users: str, stop: int, server: "subprocess.Popen[bytes]") -> None:
    """Wait for the server's end, which comes by itself or when the last user leaves."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: server.send_signal(stop))
    threading.Thread(target=end_unused, args=(users, stop, server), daemon=True).start()
    sys.stdout.flush()
    os._exit(0 if server.wait() == 0 else 1)


def end_unused(users: str, stop: int, server: "subprocess.Popen[bytes]") -> None:
    """Block until nobody uses the server, then end it; new users wait until it is gone."""
    lock = os.open(users, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    server.send_signal(stop)
    try:
        server.wait(GRACE)
    except subprocess.TimeoutExpired:
        server.kill()


if __name__ == "__main__":
    main()
