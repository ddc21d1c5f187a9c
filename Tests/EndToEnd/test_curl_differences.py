"""What the manual says under DIFFERENCES FROM CURL, of both: a change of either makes the manual wrong."""

import signal
import time

import pytest

from harness.likeness import prepare
from harness.recorder import response
from harness.scripts import forgiving, respond


def both(upshift, curl, *words, **more):
    for program in (curl, upshift):
        prepare(program.home)
    return curl("-sS", *words, **more), upshift("-sS", *words, **more)


@pytest.mark.parametrize(
    ("words", "theirs", "ours"),
    [
        (["-w", "@missing"], (0, b"hello\n"), (26, b"")),
        (["-K", "."], (0, b"hello\n"), (26, b"")),
        (["--trace", "none/trace"], (0, None), (23, b"")),
        (["--libcurl", "none/program"], (0, b"hello\n"), (23, b"hello\n")),
        (["--fail", "--fail-with-body"], (2, b""), (0, b"hello\n")),
        (["-o", ""], (2, b""), (2, b"")),
    ],
)
def test_one_request(upshift, curl, recorder, words, theirs, ours):
    seen = both(upshift, curl, *words, recorder.url())
    for result, (status, out) in zip(seen, (theirs, ours), strict=True):
        assert (result.status, result.out if out is not None else None) == (status, out), result


@pytest.mark.parametrize(
    ("name", "theirs", "ours"),
    [
        (".bashrc", [".bashrc"], ["_bashrc"]), ("-rf", ["-rf"], ["_rf"]), ("-", ["-"], ["_"]), ("..", [], ["_."]), (".", [], ["_"]),
        ("a\x1b[31m\x7f\u009b\u202e", ["a\x1b[31m\x7f\u009b\u202e"], ["a_[31m___"]),
    ],
)  # fmt: skip
def test_a_name_of_the_servers(upshift, curl, recorder, name, theirs, ours):
    recorder.routes["/named"] = response("200 OK", f'Content-Disposition: attachment; filename="{name}"', body=b"x")
    for program, names in ((curl, theirs), (upshift, ours)):
        folder = program.home / "folder"
        folder.mkdir()
        program("-s", "-OJ", "--output-dir", "folder", recorder.url("/named"))
        assert [path.name for path in folder.iterdir()] == names


def test_a_time_that_is_next_to_none(upshift, curl, serve):
    def stall(peer):
        peer.head()
        peer.stall()

    assert curl("-s", "-m", "0.0001", serve(respond("200 OK")).url()).status == 0
    assert upshift("-s", "-m", "0.0001", serve(forgiving(stall)).url()).status == 28


@pytest.mark.parametrize(
    ("last", "body"), [("--fail", b""), ("--fail-with-body", b"no such thing\n"), ("--check-status", b"no such thing\n")]
)
def test_of_two_ways_to_fail_the_last_counts(upshift, recorder, last, body):
    first = "--fail-with-body" if last == "--fail" else "--fail"
    result = upshift(first, last, recorder.url("/missing"))
    assert (result.status, result.out) == (22, body)


def test_an_operation_without_a_url(upshift, curl, recorder):
    seen = []
    for program in (curl, upshift):
        seen.append((program("-s", recorder.url(), "-:").status, len(recorder.take())))
    assert seen == [(2, 1), (2, 0)]


def test_a_tag_for_two_urls(upshift, curl, recorder):
    recorder.routes["/any"] = response("200 OK", 'ETag: "new"')
    seen = []
    for program in (curl, upshift):
        (program.home / "tag").write_text('"old"\n')
        words = ["--etag-save", "kept", "--etag-compare", "tag", recorder.url("/any"), recorder.url("/any")]
        assert program("-s", *words).status == 0
        seen.append([head.count(b"If-None-Match") for head, _ in recorder.take()])
    assert seen == [[1, 2], [1, 1]]


def test_what_verbose_leaves_out(upshift, curl, recorder):
    theirs, ours = both(upshift, curl, "-v", "-d", "x", recorder.url())
    assert "bytes data]" in theirs.err and "bytes data]" not in ours.err


def test_data_of_a_file(upshift, curl, recorder):
    for program in (curl, upshift):
        (program.home / "data").write_bytes(b"a\rb\nc\0d\ne")
        program("-s", "-d", "@data", recorder.url("/any"))
    assert [body for _, body in recorder.take()] == [b"ace", b"abcde"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("isParallel", [True, False])
def test_a_signal(upshift, curl, serve, number, isParallel):
    """Both die of it, unless several transfers have to end: then it is a status, and what is not whole goes."""

    def half(peer):
        peer.head()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
        peer.stall()

    options = ["-N", "--remove-on-error", "-o", "kept", *(["-Z"] if isParallel else [])]
    for program in (curl, upshift):
        kept = program.home / "kept"
        running = program.start("-s", *options, serve(half).url())
        deadline = time.monotonic() + 20
        while not kept.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        running.signal(number)
        ends = program is upshift and isParallel
        assert running.wait().status == (128 + number if ends else -number)
        assert kept.exists() == (not ends)


@pytest.mark.parametrize(("option", "status"), [("--fail", 22), ("--fail-with-body", 22), ("--no-fail", 113)])
def test_a_handshake_that_is_refused(upshift, recorder, option, status):
    assert upshift("-s", option, recorder.url("/missing").replace("http", "ws")).status == status


@pytest.mark.parametrize("option", ["--fail", "--fail-with-body", "--no-fail"])
def test_an_upgrade_that_is_not_possible(upshift, recorder, option):
    recorder.routes["/any"] = response("426 Upgrade Required")
    assert upshift("-s", option, recorder.url("/any")).status == 110
    assert upshift("-s", option, "--no-upgrade", recorder.url("/any")).status == (0 if option == "--no-fail" else 22)
