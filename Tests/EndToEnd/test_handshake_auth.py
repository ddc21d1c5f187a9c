"""Authentication and cookies on the WebSocket handshake, at Apache and by script."""

import pytest

from harness import scripts
from harness.peer import Gone, check_handshake, switching
from harness.scripted import Scripted
from harness.servers import PASSWORD, USER

HELLO = b"hello\n"


def gate(peer, *challenge: str, allows) -> None:
    """Answers each handshake with a 401 until `allows(head)`, then echoes. The client may also come back anew."""
    while True:
        try:
            head = peer.head()
        except Gone:
            return
        check_handshake(head)
        if allows(head):
            break
        peer.answer("401 Unauthorized", *challenge, body=b"who are you?\n")
    peer.send(switching(head))
    peer.echo()
    peer.end()


# Authentication


@pytest.mark.parametrize("arguments", [["--digest"], ["--anyauth"]])
@pytest.mark.parametrize("scheme", ["ws", "http"])
def test_digest_at_apache(upshift, apache, arguments, scheme):
    url = apache.url("/digest", scheme)
    result = upshift(*arguments, "-u", f"{USER}:{PASSWORD}", "--count", 1, url, stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result


@pytest.mark.parametrize("arguments", [[], ["--basic"], ["--anyauth"]])
def test_basic_at_apache(upshift, apache, arguments):
    result = upshift(*arguments, "-u", f"{USER}:{PASSWORD}", "--count", 1, apache.url("/basic", "ws"), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result


def test_credentials_in_the_url(upshift, apache):
    url = f"ws://{USER}:{PASSWORD.replace(' ', '%20')}@127.0.0.1:{apache.port}/basic"
    result = upshift("--count", 1, url, stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result


@pytest.mark.parametrize("option", ["-n", "--netrc-file"])
def test_netrc(upshift, apache, option):
    name = ".netrc" if option == "-n" else "secrets"
    netrc = upshift.home / name
    netrc.write_text(f'machine 127.0.0.1 login {USER} password "{PASSWORD}"\n')
    netrc.chmod(0o600)
    arguments = ["-n"] if option == "-n" else ["--netrc-file", netrc]
    result = upshift(*arguments, "--count", 1, apache.url("/basic", "ws"), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result


@pytest.mark.parametrize("path, arguments", [("/basic", []), ("/digest", ["--digest"])])
def test_a_wrong_password_is_a_refusal_with_its_page(upshift, apache, path, arguments):
    result = upshift(*arguments, "-u", f"{USER}:wrong", apache.url(path, "ws"), stdin=HELLO)
    assert result.status == 113 and b"401 Unauthorized" in result.out, result
    assert "401" in result.err and "wrong" not in result.err, result


def test_digest_by_script_renews_the_key(upshift, serve):
    challenge = 'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256'
    allows = lambda head: 'uri="/chat"' in head["Authorization"] if head.all("Authorization") else False
    server = serve(lambda peer: gate(peer, challenge, allows=allows), repeat=True)
    result = upshift("--digest", "-u", "a:b", "--count", 1, server.ws("/chat"), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result
    keys = [head["Sec-WebSocket-Key"] for head in server.heads]
    assert len(keys) >= 2 and len(set(keys)) == len(keys), keys


@pytest.mark.parametrize("scheme", ["--digest", "--ntlm", "--negotiate", "--anyauth", "--basic"])
@pytest.mark.parametrize("ask", [["-u", "a:b"], ["-L", "-u", "a:b"], ["-u", "a:b", "--upgrade", "websocket"], [], ["--netrc-file", "netrc"]], ids=str)
def test_a_server_that_asks_for_no_login(upshift, serve, scheme, ask):
    """It knows us by a cookie, say. libcurl wants to be asked before it sends anything."""
    (upshift.home / "netrc").write_text("machine 127.0.0.1 login a password b\n")
    server = serve(scripts.forgiving(scripts.echo()), repeat=True)
    url = server.ws(user="" if ask else "a:b")
    result = upshift(scheme, "-b", "sid=1", "--count", 1, *ask, url, stdin=HELLO, timeout=5)
    assert (result.status, result.out) == (0, HELLO), result
    last = server.heads[-1]
    assert not last.all("Content-Length") and last["Cookie"] == "sid=1" and len(server.heads) <= 2


@pytest.mark.parametrize("show", [[], ["--ws-format", "ndjson"], ["--explain"]], ids=str)
def test_an_empty_body_that_was_typed_is_no_wait_for_a_login(upshift, serve, show):
    server = serve(scripts.echo(), repeat=True)
    line = b'{"type": "text", "data": "hello"}\n'
    result = upshift("-u", "a:b", "-H", "Content-Length: 0", *show, "--count", 1, server.ws(), stdin=line)
    assert result.status == 0, result
    assert len(server.heads) == 1 and "Authorization" in server.heads[0]


def test_a_handshake_that_is_repeated_is_explained(upshift, serve):
    server = serve(scripts.forgiving(scripts.echo()), repeat=True)
    result = upshift("--digest", "-u", "a:b", "--explain", server.ws())
    assert result.status == 0, result
    assert len(server.heads) == 2 and "no answer" not in result.text and "\n3. " not in result.text, result.text


def test_oauth2_bearer(upshift, serve):
    server = serve(scripts.echo())
    result = upshift("--oauth2-bearer", "t0ken", "--count", 1, server.ws(), stdin=HELLO)
    assert result.status == 0, result
    assert server.heads[0]["Authorization"] == "Bearer t0ken"


def test_client_certificate(upshift, tls):
    server = Scripted(scripts.echo(), tls=tls.server(asks_client=True))
    result = upshift(
        "--cacert",
        tls.ca,
        "-E",
        tls.client,
        "--key",
        tls.client_key,
        "--pass",
        "secret",
        "--count",
        1,
        server.ws(),
        stdin=HELLO,
    )
    server.finish()
    assert (result.status, result.out) == (0, HELLO), result


# Cookies


def test_cookies_given(upshift, serve):
    server = serve(scripts.echo())
    assert upshift("-b", "a=1; b=2", "--count", 1, server.ws(), stdin=HELLO).status == 0
    assert server.heads[0]["Cookie"] == "a=1; b=2"


def test_cookies_from_a_file(upshift, serve):
    server = serve(scripts.echo())
    (upshift.home / "jar").write_text("127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\t42\n")
    assert upshift("-b", "jar", "--count", 1, server.ws(), stdin=HELLO).status == 0
    assert server.heads[0]["Cookie"] == "session=42"


@pytest.mark.parametrize(
    "response",
    [
        ("426 Upgrade Required", "Upgrade: websocket"),
        ("302 Found", "Location: /there"),
    ],
    ids=["426", "302"],
)
def test_cookies_of_a_response_on_the_way(upshift, serve, response):
    status, field = response
    server = serve(scripts.respond(status, field, "Set-Cookie: session=42; Path=/"), scripts.echo())
    result = upshift(
        "-L", "-c", "jar", "--count", 1, server.url("/", "http" if status[0] == "4" else "ws"), stdin=HELLO
    )
    assert result.status == 0, result
    assert server.heads[1]["Cookie"] == "session=42"
    assert "session\t42" in (upshift.home / "jar").read_text()


def test_cookies_of_a_401(upshift, serve):
    challenge = 'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"', "Set-Cookie: session=42; Path=/"
    server = serve(
        lambda peer: gate(peer, *challenge, allows=lambda head: "response=" in "".join(head.all("Authorization"))),
        repeat=True,
    )
    result = upshift("--digest", "-u", "a:b", "-b", "", "--count", 1, server.ws(), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result
    assert server.heads[-1]["Cookie"] == "session=42"


def test_cookies_of_a_101_are_kept(upshift, serve):
    server = serve(scripts.echo("Set-Cookie: seat=7; Path=/"))
    assert upshift("-c", "jar", "--count", 1, server.ws(), stdin=HELLO).status == 0
    assert "seat\t7" in (upshift.home / "jar").read_text()


@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_a_cookie_jar_that_cannot_be_written(upshift, serve, scheme):
    """Not worth a failure, as in curl; -v may say it."""
    script = scripts.say("one") if scheme == "ws" else scripts.respond("200 OK", body=b"one\n")
    listen = ["--listen"] if scheme == "ws" else []
    result = upshift("-v", "-c", "none/jar", *listen, serve(script).url("/", scheme))
    assert (result.status, result.out) == (0, b"one\n"), result
