"""Upgrades, redirects, cookies, TLS and HTTP/2 in checks."""

import pytest

from harness import scripts
from harness.checks import unmet
from harness.recorder import response

WS = "[WebSocket]\nsend hello\nexpect text == `hello` within 2s\nclose\n"
UPGRADE = scripts.upgrade_required("Upgrade: websocket", body=b'{"error": "upgrade"}')


def test_426_is_just_that(check, serve):
    server = serve(UPGRADE)
    text = 'GET {{base}}/data\nHTTP 426\nUpgrade: websocket\n[Asserts]\njq ".error" == "upgrade"\n'
    result = check(server, text)
    assert (result.status, result.err, len(server.peers)) == (0, "", 1), result


@pytest.mark.parametrize(
    "status", ["HTTP 426 -> 101\nUpgrade: websocket\n", "HTTP 101\n", "", "HTTP *\n", "HTTP * -> *\n"]
)
def test_426_is_followed(check, serve, status):
    server = serve(*scripts.after_426(scripts.echo()))
    result = check(server, f"GET {{{{base}}}}/data\n{status}{WS}")
    assert (result.status, result.err, len(server.peers)) == (0, "", 2), result


def test_without_a_section_too(check, serve):
    server = serve(*scripts.after_426(scripts.echo()))
    text = 'GET {{base}}/data\nHTTP 426 -> 101\n[Asserts]\nheader "Upgrade" == "websocket"\nstatus == 101\n'
    result = check(server, text)
    assert (result.status, result.err) == (0, ""), result
    assert server.peers[1].frames[-1].code == 1000


def test_redirected_then_upgraded(check, serve):
    first = scripts.respond("301 Moved", "Location: /there")
    text = f"GET {{{{base}}}}/data\n[Options]\nlocation: true\nHTTP 301 -> 426 -> 101\n{WS}"
    result = check(serve(first, UPGRADE, scripts.echo()), text)
    assert (result.status, result.err) == (0, ""), result
    result = check(serve(first, UPGRADE, scripts.echo()), text.replace("301 ->", "302 ->"))
    assert result.status == 117, result
    assert "expected HTTP 302 -> 426 -> 101\n" in result.said and "came: HTTP 301 -> 426 -> 101\n" in result.said


def test_another_chain(check, serve):
    """Nothing is sent on a WebSocket that was not asked for."""
    server = serve(scripts.echo())
    result = check(server, f"GET {{{{ws}}}}/data\nHTTP 426 -> 101\n{WS}")
    assert result.status == 117 and "x.check:2:1: expected HTTP 426 -> 101\n" in result.said, result
    assert "  came: HTTP 101\n" in result.said and [frame.opcode for frame in server.peers[0].frames] == [8], result


def test_a_426_that_names_nothing(check, serve):
    result = check(serve(scripts.upgrade_required()), f"GET {{{{base}}}}/data\nHTTP 101\n{WS}")
    assert result.status == 117 and "x.check:2:1: expected HTTP 101\n" in result.said, result
    assert "  came: HTTP 426\n" in result.said, result


def test_a_websocket_that_does_not_come(check, recorder):
    recorder.routes["/data"] = response("200 OK", body=b"hello")
    result = check(recorder, f"GET {{{{base}}}}/data\nHTTP 200\n{WS}")
    note = "  note: no upgrade was asked for: 'upgrade: websocket' in [Options] offers one at once\n  in: "
    said = unmet("HTTP 200", "expected HTTP 101", "HTTP 200", at=2).replace("  in: ", note)
    assert (result.status, result.said) == (117, said), result
    result = check(recorder, f"GET {{{{base}}}}/data\n{WS}")
    said = unmet("GET {{base}}/data", "expected HTTP 101", "HTTP 200", at=1).replace("  in: ", note)
    assert (result.status, result.said) == (117, said), result


@pytest.mark.parametrize("name", ["guide", "python_websockets"])
def test_real_servers(check, request, name):
    result = check(request.getfixturevalue(name), f"GET {{{{base}}}}/\nHTTP 426 -> 101\n{WS}")
    assert (result.status, result.err) == (0, ""), result


def test_tls(check, serve, tls):
    server = serve(*scripts.after_426(scripts.echo()), secure=True)
    text = f'GET {{{{base}}}}/data\nHTTP 426 -> 101\n[Asserts]\ncertificate "Subject" contains "localhost"\n{WS}'
    result = check(server, text, "--cacert", tls.ca)
    assert (result.status, result.err) == (0, ""), result


def test_tls_that_is_not_trusted(check, serve):
    def script(peer):
        peer.rest()

    server = serve(script, secure=True)
    result = check(server, "GET {{base}}/data\nHTTP 200\n")
    server._errors.clear()
    assert result.status == 60 and result.said.startswith("x.check:1:1: error (60): "), result


def test_http_2(check, nghttpd):
    text = 'GET {{base}}/hello\nHTTP/2 200\n[Asserts]\nversion == "2"\nbody == "hello over HTTP/2\\n"\n'
    result = check(nghttpd, text, "--http2-prior-knowledge")
    assert (result.status, result.err) == (0, ""), result
    result = check(nghttpd, text.replace("HTTP/2 200", "HTTP/1.1 200"), "--http2-prior-knowledge")
    assert result.status == 117 and "expected HTTP/1.1\n" in result.said and "came: HTTP/2\n" in result.said, result


def test_cookies_go_to_later_entries_and_not_to_other_files(check, recorder):
    check.write("GET {{base}}/cookie\nHTTP 200\nGET {{base}}/any\nHTTP 200\n", "a.check")
    check.write("GET {{base}}/any\nHTTP 200\n", "b.check")
    result = check.run(*check.words(recorder, "--jobs", 1, "a.check", "b.check"))
    assert (result.status, result.err) == (0, ""), result
    cookies = [b"Cookie: taste=sweet\r\n" in head for head, _ in recorder.take()]
    assert cookies == [False, True, False]


def test_a_cookie_of_the_login_opens_the_websocket(check, serve):
    def login(peer):
        head = peer.head()
        assert peer.body(head) == b"user=me"
        peer.answer("204 No Content", "Set-Cookie: session=42; Path=/", "Connection: close")
        peer.end()

    server = serve(login, scripts.echo())
    result = check(server, f"POST {{{{base}}}}/login\n[Form]\nuser: me\nHTTP 204\nGET {{{{ws}}}}/data\n{WS}")
    assert (result.status, result.err) == (0, ""), result
    assert server.heads[1]["Cookie"] == "session=42"


def test_connections_are_used_again(check, recorder):
    result = check(recorder, "GET {{base}}/any\nHTTP 200\n" * 3)
    assert (result.status, len(recorder.peers)) == (0, 1), result


def test_a_compressed_conversation(check, deflate_websockets):
    result = check(deflate_websockets, f"GET {{{{ws}}}}/\nHTTP 101\n{WS.replace('hello', 'hello ' * 500 + '.')}")
    assert (result.status, result.err) == (0, ""), result
