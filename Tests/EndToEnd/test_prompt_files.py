"""Files that a prompt writes: transcripts, the editor's, and the history that others have too."""

import fcntl
import functools
import os
import resource
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.scripts import echo


@pytest.fixture
def prompt(prompt):
    return functools.partial(prompt, NO_COLOR="1")


def wait(condition: Callable[[], object], timeout: float = 5) -> bool:
    end = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


# Files that cannot be written


def test_a_transcript_that_does_not_fit_is_not_there(serve, prompt, tmp_path):
    (tmp_path / "big").write_text("z" * 3_000_000)
    pane = prompt(serve(echo()).ws(), columns=200)
    pane.expect("Ctrl-D leaves")
    pane.write("/file big\r")
    pane.expect("< zzz")
    resource.prlimit(pane.process.pid, resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
    pane.write("/save out\r")
    pane.expect("* cannot write out: File too large")
    assert not (tmp_path / "out").exists()
    resource.prlimit(pane.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    pane.write("/save out\r")
    pane.expect(" records in out")
    assert (tmp_path / "out").stat().st_size > 6_000_000
    (tmp_path / "link").symlink_to(tmp_path / "target")
    pane.write("/save out\r/save link\r")
    pane.expect("* cannot write out: File exists", "* cannot write link: File exists")
    assert not (tmp_path / "target").exists()
    pane.write("\x04")
    assert pane.status() == 0


def test_a_text_that_the_disk_has_no_room_for(serve, prompt, tmp_path):
    (tmp_path / "tmp").mkdir()
    pane = prompt(serve(echo()).ws(), EDITOR="true", TMPDIR=str(tmp_path / "tmp"), columns=200)
    pane.expect("Ctrl-D leaves")
    resource.prlimit(pane.process.pid, resource.RLIMIT_FSIZE, (3, resource.RLIM_INFINITY))
    pane.write("a line\x18\x05")
    pane.expect("* cannot write ", "File too large", "> a line")
    assert list((tmp_path / "tmp").iterdir()) == []
    pane.write("\r")
    pane.expect("< a line")
    pane.write("\x04")
    assert pane.status() == 0


# The history


@pytest.fixture
def history(serve, prompt, tmp_path):
    """`history(prepare)` starts a prompt after `prepare(path)`; returns it and the history's path."""
    folder = tmp_path / ".local/state/upshift/history"
    folder.mkdir(parents=True)
    server = serve(echo(), repeat=True)
    path = folder / f"127.0.0.1_{server.port}"

    def start(prepare: Callable[[Path], object] = lambda path: None):
        prepare(path)
        pane = prompt(server.ws(), columns=100)
        pane.expect("Ctrl-D leaves", "> ")
        return pane, path

    return start


def leave(pane) -> None:
    pane.write("\x04")
    assert pane.status() == 0


@pytest.mark.parametrize("prepare", [os.mkfifo, os.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_a_history_that_is_no_file(history, prepare):
    pane, path = history(prepare)
    before = path.lstat()
    pane.write("one\r")
    pane.expect("< one")
    leave(pane)
    assert (path.lstat().st_mode, path.lstat().st_ino) == (before.st_mode, before.st_ino)


def test_a_history_that_somebody_locks_keeps_nobody_waiting(history):
    def lock(path):
        path.write_text("old\n")
        holder.append(path.open("r+"))
        fcntl.flock(holder[0], fcntl.LOCK_EX)

    holder = []
    pane, path = history(lock)
    for line in ("one", "two"):
        pane.write(line + "\r")
        pane.expect(f"< {line}", timeout=2)
    assert path.read_text() == "old\n"
    holder[0].close()
    # What waited goes with the next line.
    pane.write("three\r")
    pane.expect("< three")
    assert wait(lambda: path.read_text() == "old\none\ntwo\nthree\n"), path.read_text()
    leave(pane)


def test_a_line_that_another_prompt_left_cut(history):
    pane, path = history(lambda path: path.write_text("old\n"))
    with path.open("a") as file:
        file.write("cut")
    pane.write("new\r")
    pane.expect("< new")
    leave(pane)
    assert path.read_text() == "old\ncut\nnew\n"


def test_two_prompts_at_once_lose_no_line(history, prompt):
    (one, path), (other, _) = history(), history()
    panes = [one, other]
    for number in range(40):
        for name, pane in zip("ab", panes):
            pane.write(f"{name}{number}\r")
    for name, pane in zip("ab", panes):
        pane.expect(f"< {name}39")
        leave(pane)
    lines = path.read_text().split()
    for name in "ab":
        assert [line for line in lines if line.startswith(name)] == [f"{name}{number}" for number in range(40)]


def test_a_file_that_another_prompt_replaces_meanwhile(history):
    """What another process does that begins with a stale file, again and again: nothing goes to a file that is gone."""
    pane, path = history(lambda path: path.write_text("first\n"))
    over = threading.Event()

    def replace():
        while not over.is_set():
            with path.open("r+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                if os.fstat(file.fileno()).st_ino == path.stat().st_ino:
                    new = path.with_name("replacement")
                    new.write_bytes(file.read())
                    time.sleep(0.002)
                    new.rename(path)
            time.sleep(0.001)

    thread = threading.Thread(target=replace)
    thread.start()
    try:
        for number in range(200):
            pane.write(f"line{number}\r")
        pane.expect("< line199")
    finally:
        over.set()
        thread.join()
    pane.write("last\r")
    pane.expect("< last")
    leave(pane)
    assert path.read_text().split() == ["first", *(f"line{number}" for number in range(200)), "last"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_history_of_too_many_lines_is_replaced(history, tmp_path):
    def prepare(path):
        path.write_text("".join(f"line{number}\n" for number in range(2500)))
        path.chmod(0o644)
        # What somebody may have put where the new file is written.
        path.with_name(path.name + ".new").symlink_to(tmp_path / "victim")
        found.append(path.stat().st_ino)

    found: list[int] = []
    (tmp_path / "victim").write_text("precious")
    pane, path = history(prepare)
    pane.write("new\r")
    pane.expect("< new")
    leave(pane)
    assert path.read_text().split() == [*(f"line{number}" for number in range(1500, 2500)), "new"]
    assert path.stat().st_ino != found[0] and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (tmp_path / "victim").read_text() == "precious"
    assert list(path.parent.iterdir()) == [path]


def test_of_a_huge_history_the_newest_lines_stay(history):
    def prepare(path):
        with path.open("w") as file:
            for number in range(1500):
                file.write(f"L{number} " + "x" * 60_000 + "\n")
            file.write("the newest\n")

    pane, path = history(prepare)
    pane.write("\x1b[A")
    pane.expect("the newest")
    pane.write("\x03entered\r")
    pane.expect("< entered")
    leave(pane)
    lines = path.read_text().split("\n")
    assert lines[-3:] == ["the newest", "entered", ""]
    names = [line.split()[0] for line in lines[:-3]]
    assert names == [f"L{number}" for number in range(1500 - len(names), 1500)] and 900 < len(names) <= 1000
    path.unlink()


def test_a_line_that_cannot_be_written_leaves_the_history_whole(history):
    pane, path = history(lambda path: path.write_text("old\n"))
    resource.prlimit(pane.process.pid, resource.RLIMIT_FSIZE, (6, resource.RLIM_INFINITY))
    pane.write("too long\r")
    pane.expect("< too long")
    assert path.read_text() == "old\n"
    resource.prlimit(pane.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    pane.write("fits\r")
    pane.expect("< fits")
    leave(pane)
    assert path.read_text() == "old\ntoo long\nfits\n"
