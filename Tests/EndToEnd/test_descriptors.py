"""The descriptors that we were given: closed, full, shared with the shell, not there at all."""

import fcntl
import os
import pty
import signal
import socket
import subprocess
import termios
import threading

import pytest

from harness import frames, scripts
from harness.frames import PING, PONG
from harness.peer import Gone


def shell(upshift, command: str) -> subprocess.CompletedProcess:
    environment = upshift.environment()
    return subprocess.run(["sh", "-c", command], capture_output=True, timeout=15, env=environment, cwd=upshift.home)


def talk(peer) -> None:
    """Messages without end, until the client says something: its Close, if it leaves politely."""
    peer.websocket()
    try:
        while not peer.is_spoken_to():
            peer.text("line")
        peer.closing()
    except Gone:
        pass


def test_closed_standard_output_is_23_and_quiet(upshift, serve):
    running = upshift.start("--listen", serve(talk).ws())
    running.line()
    running.process.stdout.close()
    assert running.status(10) == 23
    assert running.process.stderr.read() == b""


@pytest.mark.parametrize("kind", ["pipe", "socket"])
def test_closed_standard_output_is_noticed_while_the_server_is_silent(upshift, serve, kind):
    def script(peer):
        peer.websocket(then=frames.text("one"))
        peer.closing()

    drain, stdout = os.pipe() if kind == "pipe" else [end.detach() for end in socket.socketpair()]
    running = upshift.start("--listen", serve(script).ws(), stdout=stdout)
    os.close(stdout)
    assert os.read(drain, 100) == b"one\n"
    assert running.load(0.3) < 1 / 3, "it is busy with waiting"
    os.close(drain)
    assert running.status(2) == 23
    assert running.process.stderr.read() == b""


def test_head_is_satisfied(upshift, serve):
    """`upshift … | head -n 1`, as a shell runs it."""
    url = serve(talk).ws()
    done = shell(upshift, f"{upshift.path} --listen {url} | head -n 1")
    assert (done.stdout, done.stderr) == (b"line\n", b"")


@pytest.mark.parametrize("kind", ["pipe", "socket"])
def test_o_nonblock_of_inherited_descriptors_is_untouched(upshift, serve, kind):
    if kind == "pipe":
        (stdin, feed), (drain, stdout) = os.pipe(), os.pipe()
    else:
        (stdin, feed), (drain, stdout) = [[end.detach() for end in socket.socketpair()] for _ in range(2)]

    def flags():
        return [fcntl.fcntl(descriptor, fcntl.F_GETFL) for descriptor in (stdin, stdout)]

    before = flags()
    running = upshift.start("--linger", 0.1, serve(scripts.echo()).ws(), stdin=stdin, stdout=stdout)
    os.write(feed, b"hello\n")
    assert os.read(drain, 100) == b"hello\n"
    during = flags()
    os.close(feed)
    assert running.status(10) == 0
    assert before == during == flags()
    for descriptor in (stdin, drain, stdout):
        os.close(descriptor)


def test_a_file_as_standard_input_and_output(upshift, guide):
    (upshift.home / "in").write_bytes(b"one\ntwo\n")
    with (upshift.home / "in").open("rb") as stdin, (upshift.home / "out").open("wb") as stdout:
        result = upshift.start("--count", 2, guide.url(), stdin=stdin, stdout=stdout).status(10)
    assert (result, (upshift.home / "out").read_bytes()) == (0, b"one\ntwo\n")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_descriptor_that_is_not_there(upshift, serve, closed):
    """`upshift … <&-`: the socket must not become descriptor 0, 1 or 2 and be taken for the shell's."""

    def script(peer):
        peer.websocket(then=frames.text("message"))
        try:
            peer.close()
        except Gone:
            pass  # whether it leaves politely is not our concern

    done = shell(upshift, f"exec {upshift.path} -v --listen {serve(script).ws()} {closed}")
    if ">&-" in closed.split():
        assert done.returncode == 23, done
    else:
        assert (done.returncode, done.stdout) == (0, b"message\n"), done


@pytest.mark.parametrize("redirection", ["</dev/null", "<&-"])
def test_a_message_without_standard_input(upshift, serve, redirection):
    done = shell(upshift, f"exec {upshift.path} --send hi --linger 0.1 {serve(scripts.echo()).ws()} {redirection}")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"hi\n", b""), done


def test_a_fifo_whose_reader_stalls(upshift, serve):
    """As with a full standard output: pings are answered, and a signal ends it."""

    def script(peer):
        peer.websocket()
        for _ in range(100):
            peer.text("x" * 1000)
        peer.send(frames.encode(PING))
        assert peer.frame().opcode == PONG
        full.set()
        peer.closing()

    full = threading.Event()
    os.mkfifo(upshift.home / "fifo")
    reader = os.open(upshift.home / "fifo", os.O_RDONLY | os.O_NONBLOCK)
    running = upshift.start("-o", "fifo", "--listen", serve(script).ws())
    assert full.wait(5)
    running.signal(signal.SIGTERM)
    assert running.status(5) == 143
    os.close(reader)


@pytest.mark.parametrize("redirection", [">", ">>"])
def test_a_file_that_others_write_to_as_well(upshift, serve, redirection):
    """The offset is shared with the shell: a description of our own would overwrite what is there."""
    url = serve(scripts.say("one", "two"), scripts.respond("200 OK", body=b"three\n")).ws()
    plain = url.replace("ws:", "http:")
    (upshift.home / "out").write_text("old\n")
    commands = f"echo before; {upshift.path} --listen {url}; {upshift.path} {plain}; echo after"
    assert shell(upshift, f"({commands}) {redirection} out").returncode == 0
    expected = "before\none\ntwo\nthree\nafter\n"
    assert (upshift.home / "out").read_text() == ("old\n" if redirection == ">>" else "") + expected


def test_a_terminal(upshift, serve):
    """For now a terminal is a pipe that echoes: a line is a message, ^D ends the input, the terminal stays as it was."""
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs), fcntl.fcntl(theirs, fcntl.F_GETFL)
    server = serve(scripts.echo())
    running = upshift.start("--linger", 0.1, server.ws(), stdin=theirs, stdout=theirs, stderr=theirs)
    os.write(ours, b"hello\n")
    shown = b""
    while shown.count(b"hello\r\n") < 2:
        shown += os.read(ours, 1000)
    assert (termios.tcgetattr(theirs), fcntl.fcntl(theirs, fcntl.F_GETFL)) == before
    os.write(ours, b"\x04")
    assert running.status(10) == 0
    assert (termios.tcgetattr(theirs), fcntl.fcntl(theirs, fcntl.F_GETFL)) == before
    assert [frame.payload for frame in server.peers[0].frames[:-1]] == [b"hello"]
    os.close(ours)
    os.close(theirs)
