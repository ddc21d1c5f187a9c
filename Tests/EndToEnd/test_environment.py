"""Proxy variables, the configuration file, addresses and names."""

import socket

import pytest

from harness import scripts
from harness.peer import switching

HELLO = b"hello\n"


def through(serve, seen: list):
    """A proxy that answers itself: a CONNECT, then the handshake; or a plain request."""

    def script(peer):
        head = peer.head()
        seen.append(f"{head.method} {head.target}")
        if head.method != "CONNECT":
            peer.answer("200 OK", "Connection: close", body=b"from the proxy\n")
            peer.end()
            return
        peer.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        peer.send(switching(peer.head()))
        peer.echo()
        peer.end()

    return serve(script, repeat=True)


@pytest.mark.parametrize(
    "variable, used",
    [
        ("http_proxy", True),
        ("ALL_PROXY", True),
        ("all_proxy", True),
        ("HTTP_PROXY", False),
        ("https_proxy", False),
    ],
)
@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_proxy_variables(upshift, serve, variable, used, scheme):
    seen = []
    proxy = through(serve, seen)
    origin = serve(scripts.echo() if scheme == "ws" else scripts.respond("200 OK", body=b"direct\n"))
    env = {variable: f"http://127.0.0.1:{proxy.port}"}
    count = ["--count", 1] if scheme == "ws" else []
    result = upshift(*count, origin.url("/x", scheme), stdin=HELLO, env=env)
    assert result.status == 0, result
    target = f"127.0.0.1:{origin.port}"
    expected = [f"CONNECT {target}"] if scheme == "ws" else [f"GET http://{target}/x"]
    assert seen == (expected if used else []) and len(origin.peers) == (0 if used else 1)


@pytest.mark.parametrize("variable", ["https_proxy", "HTTPS_PROXY", "ALL_PROXY"])
def test_proxy_variables_of_tls(upshift, tinyproxy, nginx, tls, variable):
    before = tinyproxy.log.read_text().count("CONNECT")
    result = upshift(
        "--cacert",
        tls.ca,
        "--count",
        1,
        nginx.url("/ws", "wss", nginx.ports[2]),
        stdin=HELLO,
        env={variable: tinyproxy.url()},
    )
    assert (result.status, result.out) == (0, HELLO), result
    assert tinyproxy.log.read_text().count("CONNECT") > before


@pytest.mark.parametrize(
    "variable, value, direct",
    [
        ("no_proxy", "127.0.0.1", True),
        ("NO_PROXY", "127.0.0.1", True),
        ("no_proxy", "*", True),
        ("no_proxy", "example.com,127.0.0.1", True),
        ("no_proxy", "example.com", False),
    ],
)
def test_no_proxy(upshift, serve, variable, value, direct):
    seen = []
    proxy = through(serve, seen)
    origin = serve(scripts.echo())
    result = upshift(
        "--count", 1, origin.ws(), stdin=HELLO, env={"http_proxy": f"http://127.0.0.1:{proxy.port}", variable: value}
    )
    assert result.status == 0 and (seen == []) == direct, result


def test_the_option_wins_over_the_variable(upshift, serve):
    seen = []
    proxy = through(serve, seen)
    result = upshift(
        "-x",
        proxy.url(),
        "--count",
        1,
        "ws://named.example/",
        stdin=HELLO,
        env={"http_proxy": "http://127.0.0.1:1", "no_proxy": "other.example"},
    )
    assert result.status == 0 and seen == ["CONNECT named.example:80"], result


def test_noproxy_wins_over_the_variable(upshift, serve):
    origin = serve(scripts.echo())
    result = upshift(
        "--noproxy", "127.0.0.1", "--count", 1, origin.ws(), stdin=HELLO, env={"http_proxy": "http://127.0.0.1:1"}
    )
    assert (result.status, result.out) == (0, HELLO), result


def test_a_426_through_a_proxy(upshift, tinyproxy, python_websockets):
    """The plain request goes to the proxy whole, the handshake through a tunnel."""
    env = {"http_proxy": tinyproxy.url()}
    result = upshift("-i", "--count", 1, python_websockets.url(), stdin=HELLO, env=env)
    assert result.status == 0 and b" 426 " in result.out and result.out.endswith(b"\r\n\r\n" + HELLO), result


# Our own configuration file


def configure(upshift, content: str, directory=".config") -> None:
    place = upshift.home / directory / "upshift"
    place.mkdir(parents=True)
    (place / "config").write_text(content)


def test_the_configuration_file_is_read_first(upshift, recorder):
    configure(upshift, '# ours\nuser-agent = "configured/1"\n-H "X-One: 1"\ninclude\n')
    result = upshift("-H", "X-Two: 2", recorder.url())
    head = recorder.take()[0][0]
    assert b"User-Agent: configured/1\r\nAccept: */*\r\nX-One: 1\r\nX-Two: 2\r\n" in head
    assert result.out.startswith(b"HTTP/1.1 200 OK\r\n")


def test_xdg_config_home(upshift, recorder):
    configure(upshift, "-A configured/2\n", "elsewhere")
    upshift(recorder.url(), env={"XDG_CONFIG_HOME": str(upshift.home / "elsewhere")})
    assert b"User-Agent: configured/2\r\n" in recorder.take()[0][0]


@pytest.mark.parametrize("option", ["-q", "--disable"])
def test_q_first_leaves_it_out(upshift, recorder, option):
    configure(upshift, "-A configured/3\n")
    assert upshift(option, recorder.url()).status == 0
    assert b"configured/3" not in recorder.take()[0][0]


def test_an_error_in_it_names_file_and_line(upshift, recorder):
    configure(upshift, "include\n\nno-such-option = 1\n")
    result = upshift(recorder.url())
    assert result.status == 2 and "no-such-option" in result.err and "config" in result.err and "3" in result.err, (
        result
    )


def test_websocket_options_from_a_file(upshift, serve):
    (upshift.home / "check").write_text('send = "hello"\ncount = 1\nsubprotocol chat\n')
    server = serve(scripts.echo("Sec-WebSocket-Protocol: chat"))
    result = upshift("-K", "check", server.ws())
    assert (result.status, result.out) == (0, HELLO), result


# Addresses and names


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.skipif(not has_ipv6(), reason="there is no IPv6 loopback here")
@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_ipv6(upshift, serve, scheme):
    server = serve(*(scripts.after_426(scripts.echo()) if scheme == "http" else [scripts.echo()]), host="::1")
    result = upshift("--count", 1, server.url("/", scheme), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result
    assert {head["Host"] for head in server.heads} == {f"[::1]:{server.port}"}


@pytest.mark.skipif(not has_ipv6(), reason="there is no IPv6 loopback here")
def test_4_and_6(upshift, curl, serve):
    server = serve(scripts.echo(), host="::1")
    assert upshift("-6", "--count", 1, server.ws(host="localhost"), stdin=HELLO).status == 0
    for program in (upshift, curl):
        assert program("-s", "-4", server.url(host="localhost")).status == 7


@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_international_name(upshift, serve, scheme):
    server = serve(*(scripts.after_426(scripts.echo()) if scheme == "http" else [scripts.echo()]))
    port = server.port
    result = upshift(
        "--resolve",
        f"xn--bcher-kva.example:{port}:127.0.0.1",
        "--count",
        1,
        f"{scheme}://Bücher.example:{port}/",
        stdin=HELLO,
    )
    assert (result.status, result.out) == (0, HELLO), result
    assert {head["Host"].lower() for head in server.heads} == {f"xn--bcher-kva.example:{port}"}


def test_a_url_without_a_scheme_is_http(upshift, serve):
    server = serve(*scripts.after_426(scripts.echo()))
    result = upshift("--count", 1, f"127.0.0.1:{server.port}", stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result


def test_schemes_without_case(upshift, serve):
    server = serve(scripts.echo())
    result = upshift("--count", 1, f"WS://127.0.0.1:{server.port}/", stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result
