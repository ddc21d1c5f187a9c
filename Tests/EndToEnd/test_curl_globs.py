"""URLs that stand for many, as curl has them: same requests, same output, same files, same status."""

import re

import pytest

from harness.likeness import compare

CASES = """
    URLany{a,b}
    URLany[1-3]
    URLany{a,b}[1-2]
    URLany{,a,}
    URLany{a}
    URLany[001-005:2]
    URLany[08-11]
    URLany[00-003]
    URLany[a-z:10]
    URLany[1-3:+1]
    URLany[7-7]
    URLany[]
    URLany\\[x\\]\\{\\}
    URLany{a\\,b,c\\}}
    URLany\\x
    URLany?[::1]
    URLany?[fe80::1%25lo]
    -g URLany[1-2]{a}
    --globoff URLany\\[
    -g --no-globoff URLany[1-2]
    -g -o #1 URLany[1-2]
    -o x#1_#2#3#0# URLany{a,b}[1-2]
    -o x#1 URLany
    -o x#12 URLany{a,b}
    -o #1/x --create-dirs URLany{a,b}
    -o #1 URLany{.,b}
    -O URLany{a,b}
    -o - URLany{a,b} -o f URL
    -o #1 URLany[1-2] -o second#1 URLany{c,d}
    -D heads URL{lines,missing}
    -G -d a=[1-2] URLany[1-2]
    -d a=[1-2] URLany[1-2]
    -f URL{missing,}
    -f URL{,missing}
    -w %{urlnum}|%{url}|%{url_effective}|%{filename_effective}\\n -o f#1 URLany[1-2] URL
    URLany{a,b} -: -d x URLany{c,d}
    http://HOST/{any1,any2}
    http://{HOST,127.0.0.1:1}/any
    http://{127.0.0.1:1,HOST}/any
    http://{HOST,%%,HOST}/any
    --url URLany[1-2] URL
"""


def cases(block: str) -> list[str]:
    """Braces are the globs' here; `URL`, `HOST` and `PORT` are the recorder's."""
    quoted = block.replace("{", "{{").replace("}", "}}")
    for name in ("URL", "HOST", "PORT"):
        quoted = quoted.replace(name, f"{{{name.lower()}}}")
    return [line.strip() for line in quoted.strip().splitlines()]


@pytest.mark.parametrize("case", cases(CASES))
def test_as_curl(upshift, curl, recorder, case):
    compare(upshift, curl, recorder, case)


BROKEN = """[ {a {a,b {\\ [1- [5-1] ] } {} {a[1-2]} {a{ {a]b} [a-Z] [A-z] [z-a] [1-10:20] [1-1:2] [a-a:2] [1-3:0] [1-3:]
    [1-3:-1] [1-3:x] [1-9999999999999999999999] [x] [1-2x] [-1-3] [a-c:] [a-c:x] [a-bc] [1-3 [1-+3] [12] [1:2] [1.2.3.4]
    [::1 [1-3]] [0x1-3] [é-f] [1-9223372036854775807][1-9]""".split()


@pytest.mark.parametrize("glob", BROKEN)
def test_what_makes_no_sense(upshift, curl, recorder, glob):
    """Status 3, and nothing is sent; the place in the URL is curl's."""
    url = recorder.url("/any") + glob
    expected, actual = curl("-sS", url), upshift(url)
    place = int(re.search(r"in URL position (\d+)", expected.err)[1])
    assert (actual.status, actual.out, recorder.take()) == (expected.status, b"", []) == (3, b"", [])
    assert f" at position {place} of the URL; " in actual.err and actual.err.count("\n") == 1


def test_too_many_globs(upshift, curl, recorder):
    for count, status in ((97, 0), (98, 0), (99, 3)):
        url = recorder.url("/any") + "{a}" * count
        assert upshift("-s", url).status == curl("-s", url).status == status


def test_all_urls_are_checked_before_the_first_is_asked(upshift, recorder):
    """curl would have asked the first two."""
    assert upshift("-s", recorder.url(), recorder.url("/any[1-2]"), recorder.url("/any[")).status == 3
    assert recorder.take() == []


def test_nothing_is_made_before_its_turn(upshift, recorder):
    """A billion URLs take no memory, and the first is asked at once."""
    running = upshift.start("-s", recorder.url("/any[1-1000000000]"))
    assert running.read(600) == b"hello\n" * 100
    assert running.peak_memory() < 100 << 20
    running.kill()


def test_side_by_side(upshift, curl, recorder):
    seen = []
    for program in (curl, upshift):
        result = program("-s", "-Z", "-o", "f#1", recorder.url("/any[1-5]"), "-O", recorder.url("/{lines,missing}"))
        files = {path.name: path.read_bytes() for path in program.home.iterdir()}
        seen.append((result.status, files, sorted(head.split(b" ")[1] for head, _ in recorder.take())))
    assert seen[0] == seen[1]
    assert len(seen[1][1]) == 7


def test_an_ipv6_address_is_no_glob(upshift, serve):
    def answer(peer):
        peer.head()
        peer.send(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\nsix")

    server = serve(answer, answer, host="::1")
    assert upshift("-s", server.url("/a[1-2]")).out == b"sixsix"


def test_websockets(upshift, serve):
    """The first has standard input, the second listens; each has its file."""

    def talk(peer):
        head = peer.websocket()
        peer.text(f"to {head.target}")
        peer.close()

    server = serve(talk, talk)
    result = upshift("-s", "-o", "log#1", "--listen", server.ws("/{a,b}"))
    assert result.status == 0, result.err
    assert {name: (upshift.home / name).read_bytes() for name in ("loga", "logb")} == {
        "loga": b"to /a\n",
        "logb": b"to /b\n",
    }


def test_schemes_may_differ(upshift, recorder):
    """What a glob stands for is judged at its turn."""
    result = upshift("-sS", "-I", f"{{http,ws,gopher}}://127.0.0.1:{recorder.port}/")
    assert result.out.startswith(b"HTTP/1.1 200 OK")
    assert result.err.splitlines()[0].startswith("upshift: (2) --head does not go with a WebSocket")
    assert (result.status, result.err.count("\n")) == (1, 2)
