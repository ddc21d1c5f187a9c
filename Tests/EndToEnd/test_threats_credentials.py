"""Credentials go to the host, the port and the scheme that they were meant for, and are shown nowhere."""

import base64
import re
from pathlib import Path

import pytest

from harness import scripts
from harness.peer import switching
from harness.terminal import BEGIN

SECRET = "hunter2"
LOOKS = [SECRET.encode(), *(base64.b64encode(b"x" * count + b"me:hunter2")[4:-4] for count in range(3))]


def told(text: bytes | str) -> bool:
    text = text if isinstance(text, bytes) else text.encode()
    return any(look in text for look in LOOKS)


WAYS = {
    "user": ["-u", f"me:{SECRET}"], "bearer": ["--oauth2-bearer", SECRET], "field": ["-H", f"Authorization: Bearer {SECRET}"],
    "blank": ["-H", f"Authorization : Bearer {SECRET}"], "blank before": ["-H", f"\t Authorization: Bearer {SECRET}"],
    "cookie field": ["-H", f"Cookie: sid={SECRET}"], "cookie": ["-b", f"sid={SECRET}"],
    "digest": ["--anyauth", "-u", f"me:{SECRET}"], "file": ["--oauth2-bearer", "@token"], "netrc": ["--netrc-file", "netrc"],
}  # fmt: skip


@pytest.fixture
def files(upshift):
    (upshift.home / "token").write_text(SECRET + "\n")
    (upshift.home / "netrc").write_text(f"machine 127.0.0.1 login me password {SECRET}\n")


# To nobody else


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("status", ["301 Moved", "307 Temporary Redirect"])
@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_another_host_is_told_nothing(upshift, serve, files, way, status, scheme):
    received = []

    def elsewhere(peer):
        received.append(peer.head().raw)
        peer.answer("401 Who", 'WWW-Authenticate: Basic realm="r"', "Connection: close")
        peer.end()

    second = serve(scripts.forgiving(elsewhere), repeat=True)
    first = serve(scripts.respond(status, f"Location: {second.url('/', scheme, host='localhost')}"), repeat=True)
    upshift("-L", *WAYS[way], "--listen", first.url("/", scheme))
    assert received and not any(map(told, received))


@pytest.mark.parametrize("way", [way for way in WAYS if "cookie" not in way and way != "netrc"])
@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_another_port_is_told_nothing(upshift, serve, files, way, scheme):
    """Cookies and .netrc know no ports."""
    second = serve(scripts.respond("200 OK"), repeat=True)
    first = serve(scripts.respond("302 Found", f"Location: {second.url('/', scheme)}"), repeat=True)
    upshift("-L", *WAYS[way], "--listen", first.url("/", scheme))
    assert second.heads and not told(second.received)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("scheme", ["https", "wss"])
def test_a_weaker_scheme_is_told_nothing(upshift, serve, tls, files, way, scheme):
    """An https redirect to http is followed, as by curl, on another port at that; one of wss is not."""
    plain = serve(scripts.respond("200 OK"), repeat=True)
    secure = serve(scripts.respond("302 Found", f"Location: {plain.url('/', host='localhost')}"), secure=True, repeat=True)
    words = [word.replace("127.0.0.1", "localhost") for word in WAYS[way]]
    result = upshift("-L", "--cacert", tls.ca, *words, "--listen", secure.url("/", scheme))
    assert result.status != 60 and secure.heads and not told(plain.received), plain.received


@pytest.mark.parametrize("token", ["TLS/1.3, HTTP/1.1", "websocket", "h2c"])
def test_a_426_leads_nowhere_else(upshift, serve, token):
    """Whatever a Location beside it says."""
    other = serve(scripts.respond("200 OK"), repeat=True)
    script = scripts.respond("426 Upgrade Required", f"Upgrade: {token}", f"Location: {other.url()}")
    upshift("-m", 2, "-L", *WAYS["user"], "--listen", serve(scripts.forgiving(script), repeat=True).url())
    assert not other.heads


def test_a_proxy_is_told_its_own_only(upshift, serve):
    proxy = serve(scripts.respond("200 OK"), repeat=True)
    upshift("-x", proxy.url(), "-U", "p:own", *WAYS["user"], "wss://a.test/")
    upshift("-x", proxy.url(), "-U", "p:own", *WAYS["bearer"], "https://a.test/")
    assert len(proxy.heads) == 2 and not told(proxy.received)
    server = serve(scripts.respond("200 OK"), repeat=True)
    upshift("-U", f"me:{SECRET}", "--proxy-header", f"X: {SECRET}", server.url())
    assert server.heads and not told(server.received)


# To no reader


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_nothing_that_is_written_has_it(upshift, serve, files, way, scheme):
    def script(peer):
        head = peer.head()
        if not head.is_handshake:
            return peer.answer("200 OK", f"Set-Cookie: next={SECRET}")
        peer.send(switching(head))
        peer.text("hello")
        peer.close()

    url = serve(scripts.forgiving(script), repeat=True).url("/", scheme)
    fresh = [
        ["-v"], ["-v", "--trace-time"], ["--trace-ascii", "out"], ["--trace", "out"], ["--explain"], ["--explain=json"],
        ["--ws-format", "ndjson"], ["--record", "out"], ["-w", "%{json}%{stderr}%{errormsg}%{referer}"],
        ["-v", "--max-time", "0.000001"],
    ]  # fmt: skip
    for words in fresh if scheme == "ws" else fresh[:6] + fresh[7:]:
        result = upshift(*words, *WAYS[way], "--listen", url)
        assert not told(result.err) and not told(result.out), (words, result)
        if "out" in words:
            dump = (upshift.home / "out").read_bytes()
            # A trace has the text of its hexadecimal sixteen bytes a line.
            text = dump + re.sub(rb"(?m)^[0-9a-f]{4}: (.{48} )?|\n", b"", dump)
            assert dump and not told(text), (words, text)


@pytest.mark.parametrize("report", ["junit", "tap", "json", "html"])
def test_a_report_of_a_check_has_no_login(check, recorder, report):
    text = f"GET {{{{base}}}}/\nAuthorization: Bearer {SECRET}\n[Cookies]\nsid: {SECRET}\nHTTP 404\n"
    text += f"GET {{{{base}}}}/\n[BasicAuth]\nme: {SECRET}\nHTTP 404\n"
    place = check.program.home / "report"
    result = check(recorder, text, "--continue-on-error", f"--report-{report}", "report")
    assert len(recorder.take()) == 2
    written = b"".join(path.read_bytes() for path in ([place] if place.is_file() else place.rglob("*")) if path.is_file())
    sent = re.compile(rb"Basic bWU6|Cookie: sid=hunter2|Bearer hunter2\r")
    assert written and not sent.search(written) and not sent.search(result.err.encode())


def test_the_history_and_the_transcript_of_a_prompt(serve, prompt, tmp_path):
    def script(peer):
        peer.websocket()
        peer.text("hello")
        peer.closing()

    url = serve(script).ws(user=f"me:{SECRET}")
    pane = prompt(url, "-v", *WAYS["cookie"], XDG_STATE_HOME=str(tmp_path / "state"))
    pane.expect(BEGIN, "hello")
    pane.write("/headers\r")
    pane.expect("HTTP/1.1 101")
    pane.write("/save kept\r")
    pane.expect("kept")
    pane.write("\x04")
    assert pane.status() == 0 and not told(bytes(pane.output))
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert tmp_path / "kept" in kept and any("state" in str(path) for path in kept)
    for path in kept:
        assert not told(path.read_bytes()) and not told(str(path)), path


# Nor in a list of processes

LISTED = [
    ["-u", "me:hunter2"], ["-ume:hunter2"], ["--user=me:hunter2"], ["-sSume:hunter2"], ["--oauth2-bearer", "hunter2"],
    ["--oauth2-b=hunter2"], ["-U", "me:hunter2"], ["--proxy-user", "me:hünter:hunter2"], ["--pass", "hunter2"],
    ["--proxy-pass", "hunter2"], ["--tlspassword", "hunter2"], ["--proxy-tlspassword", "hunter2"],
    ["-H", "Authorization: Basic hunter2"], ["-HCookie: a=hunter2"], ["--proxy-header", "Proxy-Authorization: x hunter2"],
    ["-b", "a=hunter2"], ["--cookie=a=b;c=hunter2"], ["--noproxy", "*", "-x", "http://me:hunter2@127.0.0.1:1/"],
    ["--noproxy", "*", "--socks5", "me:hunter2@127.0.0.1:1"],
]  # fmt: skip


def listed(running) -> list[bytes]:
    return Path(f"/proc/{running.pid}/cmdline").read_bytes().split(b"\0")[1:-1]


@pytest.mark.parametrize("words", LISTED, ids=lambda words: words[-2] if len(words) > 1 else words[0])
def test_ps_shows_no_secret(upshift, serve, words):
    def script(peer):
        peer.head()
        seen.append(listed(running))
        peer.answer("200 OK")
        peer.end()

    seen: list[list[bytes]] = []
    running = upshift.start(*words, serve(script).url(user="me:hunter2"))
    assert running.wait().status == 0
    shown = seen[0]
    assert len(shown) == len(words) + 1 and not told(b" ".join(shown)), shown
    # What is no secret stays, in its place and length.
    for word, typed in zip(shown, [*words, server_url(shown)]):
        assert len(word) == len(typed.encode()) and all(a in (b, 0x2A) for a, b in zip(word, typed.encode())), shown
    assert shown[-1].startswith(b"http://**********@127.0.0.1:")


def server_url(shown: list[bytes]) -> str:
    return shown[-1].decode().replace("**********", "me:hunter2")


def test_ps_shows_no_secret_of_a_check(check, serve):
    def script(peer):
        peer.head()
        seen.append(listed(running))
        peer.answer("200 OK")
        peer.end()

    seen: list[list[bytes]] = []
    running = check.start(serve(script), "GET {{base}}/\nHTTP 200\n", "--secret", "name=hunter2", "-u", "me:hunter2")
    assert running.wait().status == 0
    assert b"name=*******" in seen[0] and b"me:*******" in seen[0], seen


# Ways to keep them off the command line


def test_the_password_is_asked_for_without_echo(serve, prompt):
    server = serve(scripts.respond("200 OK", body=b"welcome"))
    pane = prompt("-u", "me", server.url())
    pane.expect("Enter host password for user 'me':")
    pane.write("hunter2\n")
    pane.expect("welcome")
    assert pane.status() == 0 and not told(bytes(pane.output))
    assert base64.b64decode(server.heads[0]["Authorization"].split()[1]) == b"me:hunter2"


@pytest.mark.parametrize("scheme", ["http", "ws"])
@pytest.mark.parametrize("content", ["hunter2", "hunter2\n", "hunter2\r\n"])
def test_a_token_from_a_file(upshift, serve, scheme, content):
    (upshift.home / "token").write_bytes(content.encode())
    server = serve(scripts.say("hi") if scheme == "ws" else scripts.respond("200 OK"))
    listen = ["--listen"] if scheme == "ws" else []
    assert upshift("--oauth2-bearer", "@token", *listen, server.url("/", scheme)).status == 0
    assert server.heads[0]["Authorization"] == "Bearer hunter2"


def test_a_token_from_standard_input(upshift, serve):
    server = serve(scripts.respond("200 OK"))
    assert upshift("--oauth2-bearer", "@-", server.url(), stdin=b"hunter2\n").status == 0
    assert server.heads[0]["Authorization"] == "Bearer hunter2"


@pytest.mark.parametrize("content, status", [(None, 26), (b"hunter2\nX: y\n", 2), (b"hunter2\0\n", 2)])
def test_a_token_that_is_none(upshift, recorder, content, status):
    if content is not None:
        (upshift.home / "token").write_bytes(content)
    result = upshift("--oauth2-bearer", "@token", recorder.url())
    assert result.status == status and "oauth2-bearer" in result.err and not told(result.err) and not recorder.take(), result
