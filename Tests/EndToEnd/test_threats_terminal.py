"""Nothing that a peer sends drives the terminal: wherever it is shown, on a terminal and in what is said."""

import json
import re
import ssl
import subprocess

import pytest

from harness import frames, scripts
from harness.peer import Gone, switching
from harness.scripted import Scripted
from harness.terminal import BEGIN

# A title, a color that nobody has use for, C1's CSI, a backspace, text from right to left, a line that is written over.
EVIL = "\x1b]0;owned\x07\x1b[66m\x9b66m\b\u202eowned\u2066\x7f"
RAW = EVIL.encode()
LATIN = b"\x1b]0;owned\x07\x1b[66m\x9b66m\b\x7f"
# What of it libcurl lets into a cookie.
COOKIE = "\x9b66m\u202eowned\u2066".encode() + b"\x9b66m"
OBEYED = re.compile(rb"\x1b\]|\x07|\x1b\[66m|\x9b|\xc2\x9b|\x08|\x7f|\xe2\x80\xae|\xe2\x81\xa6")


def clean(data: bytes | str) -> bool:
    return not OBEYED.search(data if isinstance(data, bytes) else data.encode("utf-8", "surrogateescape"))


def hostile(status: bytes = b"200 ", more: bytes = b"", body: bytes = RAW, kind: bytes = b"text/plain"):
    """A response with it wherever a response has text."""

    def script(peer):
        head = peer.head()
        lines = [b"HTTP/1.1 " + status + LATIN, b"X-Evil: " + RAW, b"X" + LATIN + b": name", b"Server: " + LATIN]
        lines += [b"Set-Cookie: " + LATIN + b"=" + RAW + b"; Path=/" + LATIN, b"Set-Cookie: sid=" + RAW, b"ETag: " + RAW]
        lines += [b"Set-Cookie: kept=" + COOKIE, b"Set-Cookie: at=1; Path=/" + COOKIE]
        lines += [b"Content-Type: " + kind, b"Content-Length: %d" % len(body), *([more] if more else []), b"", b""]
        peer.send(b"\r\n".join(lines) + (b"" if head.method == "HEAD" else body))
        peer.end()

    return scripts.forgiving(script)


def switched(peer, *fields: str) -> bytes:
    """A 101; to a request that is no handshake, a 426 that wants one."""
    head = peer.head()
    if head.is_handshake:
        return switching(head, *fields)
    peer.answer("426 Upgrade Required", "Upgrade: websocket", "Connection: close")
    raise Gone


def talking(peer) -> None:
    peer.send(switched(peer)[:-2] + b"X-Evil: " + RAW + b"\r\nSet-Cookie: " + LATIN + b"=1\r\n\r\n")
    peer.send(frames.text(EVIL) + frames.encode(frames.BINARY, LATIN) + frames.encode(frames.PING, LATIN))
    peer.send(frames.text(json.dumps({"a": EVIL, EVIL: 1}, ensure_ascii=False)) + frames.close(4000, EVIL[:40]))
    peer.end()


CASES = {
    "a body": hostile(), "an error": hostile(b"404 "), "JSON": hostile(kind=b"application/json", body=b'{"a":"' + RAW + b'"}'),
    "no JSON": hostile(kind=b"application/json", body=b"{" + RAW), "a kind": hostile(kind=b"text/" + RAW),
    "a 426": hostile(b"426 ", b"Upgrade: " + RAW), "a 426 for TLS": hostile(b"426 ", b"Upgrade: TLS/" + LATIN + b", " + RAW + b"/2"),
    "a redirect": hostile(b"302 ", b"Location: http://127.0.0.1:1/" + RAW), "a redirect to nowhere": hostile(b"302 ", b"Location: " + RAW + b"://x/"),
    "a login": hostile(b"401 ", b'WWW-Authenticate: Digest realm="' + LATIN + b'", nonce="' + LATIN + b'"'),
    "an unknown login": hostile(b"401 ", b"WWW-Authenticate: " + RAW), "an encoding": hostile(more=b"Content-Encoding: " + LATIN),
    "a length": hostile(more=b"Content-Length: 1" + LATIN), "a version": hostile(b"400 ", b"Sec-WebSocket-Version: " + RAW),
    "a name of a file": hostile(more=b'Content-Disposition: attachment; filename="' + RAW + b'"'),
    "a talk": scripts.forgiving(talking),
    "a 101 with it": scripts.forgiving(lambda peer: (peer.send(switched(peer).replace(b"websocket", LATIN, 1)), peer.end())),
    "a subprotocol": scripts.forgiving(
        lambda peer: (peer.send(switched(peer, "Sec-WebSocket-Protocol: " + LATIN.decode("latin-1"))), peer.end())
    ),
    "an extension": scripts.forgiving(
        lambda peer: (peer.send(switched(peer, "Sec-WebSocket-Extensions: " + LATIN.decode("latin-1"))), peer.end())
    ),
    "no HTTP": scripts.forgiving(lambda peer: (peer.head(), peer.send(RAW + b"\r\n\r\n"), peer.end())),
    "a status": scripts.forgiving(lambda peer: (peer.head(), peer.send(b"HTTP/1.1 2" + LATIN + b" x\r\n\r\n"), peer.end())),
}  # fmt: skip
TOLD = "%{header_json}%{json}%{content_type}%header{x-evil}%{errormsg}%{redirect_url}%{method}"
OPTIONS = [
    [], ["-iv", "-L", "-D", "-", "-w", TOLD], ["-I", "-v"], ["--explain"], ["--anyauth", "-u", "a:b", "-v", "--compressed"], ["-OJ", "-v"],
    ["--no-upgrade", "-v", "-c", "-", "-f", "-S"], ["--ws-format", "ndjson", "-b", ""], ["--trace-ascii", "-"],
    ["--trace-ascii", "%", "--subprotocol", "one"], ["--jq", ".a"], ["--etag-save", "-"], ["--record", "-"], ["--pretty", "always", "-w", "%{stderr}" + TOLD],
]  # fmt: skip
# The same terminal by its name.
NAMED = [
    ["-o", "/dev/tty"], ["-i", "-o", "/dev/tty", "--pretty", "never"], ["-D", "/dev/tty", "-c", "/dev/tty"], ["--etag-save", "/dev/tty"],
    ["-w", "%output{/dev/tty}" + TOLD], ["--trace-ascii", "/dev/tty", "-b", ""], ["--trace", "/dev/tty", "-b", ""], ["--stderr", "/dev/tty", "-v"], ["--jq", ".a", "-o", "/dev/tty"],
]  # fmt: skip


@pytest.fixture
def shown(upshift, serve, prompt):
    """What a terminal gets, of a program that ends by itself."""

    def run(*words: object) -> bytes:
        pane = prompt(*words, TERM="xterm-256color")
        pane.status()
        return bytes(pane.output)

    return run


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_on_a_terminal(serve, shown, case, scheme):
    """Standard output and error are the same terminal; there is no prompt, so that it ends."""
    server = serve(CASES[case], repeat=True)
    bad = []
    for words in OPTIONS + NAMED:
        if scheme == "ws" and ("-I" in words or "--jq" in words):
            continue
        output = shown("--no-interactive", "-m", 3, "--listen", *words, server.url("/", scheme))
        if not clean(output):
            bad.append((words, output[max(0, OBEYED.search(output).start() - 80) :][:200]))
    assert server.peers and not bad, bad


@pytest.mark.parametrize("jar", ["-", "/dev/tty"])
def test_cookies_on_a_terminal(upshift, serve, shown, jar):
    """What is escaped is curl's file in all else, the newest cookie first."""
    cookies = ["a=1", "b=\u202e2; Path=/x; HttpOnly", "c=3; Max-Age=5000000000; Domain=127.0.0.1"]
    head = "HTTP/1.1 204 No Content\r\n" + "".join(f"Set-Cookie: {cookie}\r\n" for cookie in cookies) + "\r\n"
    server = serve(scripts.forgiving(lambda peer: (peer.head(), peer.send(head.encode()), peer.end())), repeat=True)
    upshift("-c", "jar", server.url("/x/y"))
    kept = (upshift.home / "jar").read_text()
    assert "\u202e2" in kept and kept.count("\n") == 7
    expiry = re.compile(r"\t\d{6,}\t")
    seen = shown("-c", jar, server.url("/x/y")).decode().replace("\r\n", "\n")
    assert expiry.sub("\tEXPIRY\t", seen) == expiry.sub("\tEXPIRY\t", kept.replace("\u202e", "\\u{202e}"))


def test_binary_for_a_terminal_by_its_name(serve, prompt):
    pane = prompt("-o", "/dev/tty", serve(scripts.respond("200 OK", body=b"a\0b\n")).url())
    assert pane.status() == 23 and b"binary" in pane.output and b"\0" not in pane.output


@pytest.mark.parametrize("case", CASES)
def test_in_what_is_said(upshift, serve, case):
    """Standard error, which is a terminal when the output is not."""
    server = serve(CASES[case], repeat=True)
    for words in OPTIONS[:-1]:
        for scheme in ("http", "ws"):
            result = upshift("-m", 3, "--listen", *words, server.url("/", scheme))
            assert clean(result.err), (words, scheme, result)


@pytest.mark.parametrize("case", ["a body", "a talk", "a 426", "a subprotocol"])
def test_the_doctor(upshift, serve, shown, case):
    url = serve(CASES[case], repeat=True).url()
    assert clean(upshift("--doctor", "-m", 1, url).err) and clean(shown("--doctor", "-m", 1, url))


@pytest.mark.parametrize("case", ["a talk", "a subprotocol", "a 426", "an error"])
def test_at_the_prompt(serve, prompt, case):
    server = serve(CASES[case], repeat=True)
    pane = prompt("-v", server.ws(), TERM="xterm-256color")
    if case == "a talk":
        pane.expect(BEGIN, "close 4000")
        for command in ("/headers", "/stats", "/show 1", "/show 2", "/show 3", "/grep owned", "/jq .a", "/time", "/raw", "/save " + EVIL[-3:], "/info"):
            pane.write(command + "\r")
        pane.write("\x04")
    pane.status()
    # Those of a prompt are its own: the bell, say.
    assert not re.search(rb"\x1b\]|\x1b\[66m|\x9b|\xe2\x80\xae", pane.output.replace(b"\xc2\x9b", b"\x9b")), bytes(pane.output[-2000:])


# Checks and their reports

EXPECTS = [
    "HTTP 201\n", 'HTTP *\n[Asserts]\nbody == "x"\n', 'HTTP *\n[Asserts]\nheader "X-Evil" == "x"\n', 'HTTP *\nX-Evil: x\n',
    'HTTP *\n[Asserts]\ncookie "sid" == "x"\n', 'HTTP *\n[Asserts]\njq ".a" == "x"\n', "HTTP 200 -> 101\n",
    'HTTP *\n[Captures]\nx: header "X-Evil"\n[Asserts]\nvariable "x" toInt == 1\n',
]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_of_a_check(check, serve, prompt, case):
    server = serve(CASES[case], repeat=True)
    text = "\n".join("GET {{base}}/\n" + expect for expect in EXPECTS)
    text += "\nGET {{ws}}/\nHTTP 101\n[WebSocket]\nexpect text == \"x\" within 50ms\nexpect close 1000\n"
    names = [f"--report-{kind}" for kind in ("junit", "tap", "json", "html")]
    reports = [word for name in names for word in (name, name.removeprefix("--report-"))]
    result = check(server, text, "--continue-on-error", "--test", "-v", *reports)
    assert clean(result.err) and clean(result.out), result
    written = [path for name in names for path in [check.program.home / name.removeprefix("--report-")]]
    files = [path for place in written for path in ([place] if place.is_file() else place.rglob("*")) if path.is_file()]
    assert len(files) >= 4, result
    for path in files:
        # An XML or HTML reader has other dangers; a terminal that is shown the file has this one.
        assert clean(path.read_bytes()), (path, result)
    pane = prompt(*check.words(server, "--continue-on-error", "--test", "--report-tap", "-", "x.check"), TERM="xterm-256color")
    pane.status()
    assert clean(bytes(pane.output)), bytes(pane.output[-2000:])


# TLS


@pytest.fixture(scope="session")
def evil_certificate(place):
    folder = place / "evil"
    folder.mkdir()
    (folder / "cnf").write_text(
        "[req]\ndistinguished_name = d\nx509_extensions = e\nprompt = no\nutf8 = yes\nstring_mask = utf8only\n"
        f"[d]\nCN = \"{EVIL}\"\nO = \"{EVIL}\"\n[e]\nsubjectAltName = DNS:other.test\n"
    )
    words = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -config cnf -days 2 -keyout key -out cert"
    subprocess.run(words.split(), cwd=folder, check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("words", [[], ["-k"], ["-v"], ["-k", "-v"], ["--explain"], ["--doctor"], ["-k", "--explain=json"], ["-k", "-w", "%{certs}"]])
@pytest.mark.parametrize("scheme", ["https", "wss"])
def test_names_in_a_certificate(upshift, serve, shown, evil_certificate, words, scheme):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(evil_certificate / "cert", evil_certificate / "key")
    server = Scripted(scripts.respond("200 OK"), tls=context, repeat=True)
    upshift.servers.append(server)
    server._play = lambda script, peer, play=server._play: (play(script, peer), server._errors.clear())
    result = upshift("-m", 3, *words, server.url("/", scheme))
    assert clean(result.err), result
    output = shown("--no-interactive", "-m", 3, *words, server.url("/", scheme))
    assert clean(output), output
