"""TLS in place (RFC 2817): a 426, `OPTIONS *`, its 101, and TLS on the same connection; what can go wrong with it."""

import pytest

from harness import inplace, scripts
from harness.inplace import IN_PLACE, SWITCHING, answer, begin_tls, in_a_network, required, secure, switch
from test_follow import statuses
from test_upgrade_proxy import tunnel


def test_the_same_connection_goes_from_426_to_tls(fetch, local, tls):
    def script(peer):
        required(peer)
        switch(peer, tls)
        answer()(peer)

    server, url = local(script)
    result = fetch("-i", url)
    assert (result.status, statuses(result.out)) == (0, [426, 101, 200, 200]), result
    assert result.out.endswith(b"\r\n\r\nsecure\n") and b"not in the clear" not in result.out, result
    assert len(server.peers) == 1


def test_a_426_that_closes_leads_to_a_new_connection(fetch, local, tls):
    server, url = local(scripts.upgrade_required("Upgrade: TLS/1.2,TLS/1.1,TLS/1.0"), secure(tls, answer()))
    result = fetch("-v", url)
    assert (result.status, result.out) == (0, b"secure\n"), result
    assert "> OPTIONS * HTTP/1.1" in result.err and "RFC 2817" in result.err, result
    assert len(server.peers) == 2


@pytest.mark.parametrize("arguments", [[], ["--tls-upgrade", "rewrite"]], ids=["unasked", "rewrite"])
def test_the_usual_way_asks_again(upshift, local, tls, arguments):
    def secured(peer):
        begin_tls(peer, tls.server())
        answer()(peer)

    _, url = local(scripts.upgrade_required("Upgrade: TLS/1.2, HTTP/1.1"), secured)
    result = upshift("--cacert", tls.ca, *arguments, url)
    assert (result.status, result.out) == (0, b"secure\n"), result


def test_body_and_credentials_are_sent_again_over_tls_only(fetch, local, tls):
    bodies = []

    def script(peer):
        required(peer)
        # `asked` sees that the OPTIONS has none of it.
        switch(peer, tls)
        head = peer.head()
        bodies.append(peer.body(head))
        peer.answer("200 OK", body=b"secure\n")

    server, url = local(script)
    result = fetch("-u", "me:secret", "-b", "a=secret", "-H", "X-Key: secret", "-d", "b=secret", url)
    assert (result.status, result.out) == (0, b"secure\n"), result
    last = server.heads[-1]
    assert (last.method, bodies) == ("POST", [b"b=secret"]), last.raw
    assert last["Authorization"] == "Basic bWU6c2VjcmV0" and last["Cookie"] == "a=secret" and last["X-Key"] == "secret"


def test_an_offer_of_tls_says_nothing_in_the_clear(fetch, local, tls, upshift):
    """RFC 2817 3.2: "a client MUST send an OPTIONS request first"."""
    (upshift.home / "jar").write_text("localhost\tFALSE\t/\tFALSE\t0\tc\tsecret\n")
    bodies = []

    def script(peer):
        switch(peer, tls)
        bodies.append(peer.body(peer.head()))
        peer.answer("200 OK", body=b"secure\n")

    server, url = local(script)
    result = fetch(
        "-i", "--upgrade", "TLS/1.3", "-b", "jar", "-d", "b=secret", url.replace("//", "//me:secret@") + "?q=secret"
    )
    assert (result.status, statuses(result.out)) == (0, [101, 200, 200]), result
    assert b"secret" not in server.peers[0].clear
    last = server.heads[-1]
    assert (last.method, last.target, bodies) == ("POST", "/?q=secret", [b"b=secret"]), last.raw
    assert last["Cookie"] == "c=secret" and last["Authorization"] == "Basic bWU6c2VjcmV0", last.raw


def test_cookies_of_the_clear_answers_are_no_cookies_of_tls(fetch, local, tls, upshift):
    def script(peer):
        switch(peer, tls, head=SWITCHING.replace("\r\n\r\n", "\r\nSet-Cookie: planted=1\r\n\r\n"))
        answer()(peer)

    server, url = local(script)
    assert fetch("--upgrade", "TLS/1.2", "-b", "", "-c", "jar", url).status == 0
    assert "Cookie" not in server.heads[-1] and "planted" not in (upshift.home / "jar").read_text()


def test_a_websocket_goes_over_the_same_connection(fetch, local, tls):
    def wants_websocket(peer):
        peer.head()
        peer.answer("426 Upgrade Required", "Upgrade: websocket", "Connection: Upgrade")

    server, url = local(secure(tls, wants_websocket, scripts.echo()))
    result = fetch("-i", "--upgrade", "TLS/1.3", "--count", 1, url, stdin=b"hello\n")
    assert (result.status, statuses(result.out)) == (0, [101, 200, 426, 101]), result
    assert result.out.endswith(b"hello\n") and len(server.peers) == 1, result


def test_a_later_hop_asks_for_tls_again_on_a_new_connection(fetch, local, tls):
    server, url = local(secure(tls, scripts.upgrade_required("Upgrade: websocket")), secure(tls, scripts.echo()))
    result = fetch("-i", "--upgrade", "TLS/1.3", "--count", 1, url, stdin=b"hello\n")
    assert (result.status, statuses(result.out)) == (0, [101, 200, 426, 101, 200, 101]), result
    assert [head.method for head in server.heads] == ["OPTIONS", "GET", "OPTIONS", "GET"]


def test_a_websocket_url_is_switched_too(fetch, serve, tls):
    server = serve(scripts.upgrade_required("Upgrade: TLS/1.2, HTTP/1.1"), secure(tls, scripts.echo()))
    result = fetch("--count", 1, server.ws(host="localhost"), stdin=b"hello\n")
    assert (result.status, result.out) == (0, b"hello\n"), result
    assert server.heads[-1].is_handshake and b"secret" not in server.peers[1].clear


def test_digest_over_tls_in_place(fetch, local, tls):
    def challenge(peer):
        peer.head()
        peer.answer("401 Unauthorized", 'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"')

    server, url = local(secure(tls, challenge, answer()))
    result = fetch("--upgrade", "TLS/1.3", "--digest", "-u", "me:secret", url)
    assert (result.status, result.out) == (0, b"secure\n"), result
    assert server.heads[-1]["Authorization"].startswith("Digest ") and len(server.peers) == 1


def test_a_redirect_goes_over_the_same_connection(fetch, local, tls):
    def moved(peer):
        peer.head()
        peer.answer("302 Found", "Location: /there")

    server, url = local(secure(tls, moved, answer()))
    result = fetch("-L", "--upgrade", "TLS/1.3", url)
    assert (result.status, result.out) == (0, b"secure\n"), result
    assert server.heads[-1].target == "/there" and len(server.peers) == 1


def test_a_redirect_to_where_the_server_takes_itself_to_be(fetch, local, tls):
    """It knows nothing of the https URL; what is said does not go in the clear for that."""

    def moved(peer):
        head = peer.head()
        peer.answer("302 Found", f"Location: http://{head['Host']}/there")

    server, url = local(secure(tls, moved, answer()))
    result = fetch("-L", "--upgrade", "TLS/1.3", url)
    assert (result.status, result.out) == (0, b"secure\n"), result
    assert server.heads[-1].target == "/there" and len(server.peers) == 1


def test_a_redirect_into_the_clear_is_not_followed(fetch, local, tls):
    other, elsewhere = local(answer())

    def moved(peer):
        peer.head()
        peer.answer("302 Found", f"Location: {elsewhere}")

    _, url = local(secure(tls, moved))
    result = fetch("-L", "--upgrade", "TLS/1.3", url)
    assert result.status == 110 and "a weaker protocol" in result.err and not other.peers, result


@pytest.mark.parametrize(
    "status, words, method, body",
    [
        ("302 Found", ["-d", "x"], "GET", b""),
        ("303 See Other", ["-d", "x"], "GET", b""),
        ("301 Moved", ["-d", "x", "--post301"], "POST", b"x"),
        ("302 Found", ["-d", "x", "--post302"], "POST", b"x"),
        ("302 Found", ["-d", "x", "--post301"], "GET", b""),
        ("303 See Other", ["-d", "x", "--post303"], "POST", b"x"),
        ("307 Temporary Redirect", ["-d", "x"], "POST", b"x"),
        ("301 Moved", ["-I"], "HEAD", b""),
        ("301 Moved", ["-X", "PUT", "-d", "x"], "PUT", b"x"),
    ],
)
def test_the_method_after_a_redirect(fetch, local, tls, status, words, method, body):
    def moved(peer):
        peer.body(peer.head())
        peer.answer(status, "Location: /there")

    bodies = []

    def there(peer):
        head = peer.head()
        bodies.append((head.method, peer.body(head)))
        peer.answer("200 OK")

    _, url = local(secure(tls, moved, there))
    result = fetch("-L", *words, "--upgrade", "TLS/1.3", url)
    assert result.status == 0 and bodies == [(method, body)], (result, bodies)


def test_where_a_redirect_comes_from(fetch, local, tls):
    def moved(peer):
        peer.head()
        peer.answer("302 Found", "Location: /there")

    server, url = local(secure(tls, moved, answer()))
    result = fetch("-L", "-e", "http://typed/;auto", "--upgrade", "TLS/1.3", url + "?a#b")
    assert result.status == 0, result
    assert server.heads[-2]["Referer"] == "http://typed/"
    assert server.heads[-1]["Referer"] == f"https://localhost:{server.port}/?a"


def test_too_many_redirects(fetch, local, tls):
    def moved(peer):
        peer.head()
        peer.answer("302 Found", "Location: /again")

    _, url = local(secure(tls, moved, moved))
    result = fetch("-L", "--max-redirs", 1, "--upgrade", "TLS/1.3", url)
    assert result.status == 47, result


def test_a_redirect_to_another_port_goes_through_the_proxy(fetch, serve, local, tls):
    """That the host has a connection already says nothing of its other ports."""
    seen = []
    other = serve(answer(), secure=True)
    there = other.url(host="localhost")

    def moved(peer):
        head = peer.head()
        assert "Authorization" in head
        peer.answer("302 Found", f"Location: {there}")

    server, url = local(secure(tls, moved))

    def proxy(peer):
        head = peer.head()
        seen.append(head.target)
        tunnel(peer, head)

    result = fetch("-L", "-u", "me:secret", "-x", serve(proxy, repeat=True).url(), "--upgrade", "TLS/1.3", url)
    assert (result.status, result.out) == (0, b"secure\n"), result
    assert seen == [f"localhost:{server.port}", f"localhost:{other.port}"]
    assert "Authorization" not in other.heads[0]


def test_head_is_asked_again_with_head(fetch, local, tls):
    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 426 Upgrade Required\r\nUpgrade: TLS/1.2\r\nContent-Length: 7\r\n\r\n")
        switch(peer, tls)
        assert peer.head().method == "HEAD"
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n")

    _, url = local(script)
    result = fetch("-I", url)
    assert (result.status, statuses(result.out)) == (0, [426, 101, 200, 200]), result


def test_what_write_out_says(fetch, local, tls):
    def script(peer):
        required(peer)
        switch(peer, tls)
        answer()(peer)

    server, url = local(script)
    words = "%{num_connects} %{time_connect} %{time_appconnect} %{time_total} %{remote_ip} %{http_version}"
    result = fetch("-o", "out", "-w", words, url)
    assert result.status == 0, result
    count, connect, tls_time, total, address, version = result.text.split()
    assert (count, address, version) == ("1", server.host, "1.1"), result
    assert 0 < float(connect) < float(tls_time) <= float(total), result


def test_through_a_proxy(fetch, local, tls, tinyproxy):
    """RFC 2817 5.2: over a tunnel."""
    server, url = local(secure(tls, answer()))
    result = fetch("-v", "--proxy", f"http://127.0.0.1:{tinyproxy.port}", "--upgrade", "TLS/1.3", url)
    assert (result.status, result.out) == (0, b"secure\n"), result
    assert result.err.count("> CONNECT ") == 1 and len(server.peers) == 1, result


def test_a_port_that_speaks_no_tls_of_its_own(upshift, local, tls):
    _, url = local(required, lambda peer: peer.connection.close())
    result = upshift("--cacert", tls.ca, url)
    assert result.status in (35, 56) and "; --tls-upgrade in-place asks for TLS" in result.err, result


@pytest.mark.parametrize(
    "arguments", [["--interface", "lo"], ["--unix-socket", "s"], ["--tls-upgrade", "sideways"]], ids=" ".join
)
def test_wrong_command_lines(upshift, arguments):
    result = upshift(*IN_PLACE, *arguments, "http://127.0.0.1:9/")
    assert result.status == 2 and "--tls-upgrade" in result.err, result


@pytest.mark.parametrize("words, line", [(IN_PLACE, ""), ((), "[Options]\ntls-upgrade: in-place\n")])
def test_a_check_sees_each_answer(upshift, local, tls, words, line):
    def script(peer):
        required(peer)
        switch(peer, tls)
        answer()(peer)

    _, url = local(script)
    (upshift.home / "a.check").write_text(f'GET {url}\n{line}HTTP 426 -> 101 -> 200 -> 200\n[Asserts]\nbody == "secure\\n"\n')
    result = upshift("check", *words, "--cacert", tls.ca, "a.check")
    assert result.status == 0, result


# Who speaks it


def test_cups(upshift):
    resolve = f"printer.test:6310:{inplace.ADDRESS}"
    trusted = ["--resolve", resolve, "--cacert", "cups/ssl/printer.test.crt"]
    url = "http://printer.test:6310/"
    followed, offered, distrusted = in_a_network(
        upshift.home,
        upshift.path,
        upshift.environment(),
        ["-i", *IN_PLACE, *trusted, url],
        ["-i", *IN_PLACE, *trusted, "--upgrade", "TLS/1.2", url],
        [*IN_PLACE, "--resolve", resolve, url],
    )
    assert (followed.returncode, statuses(followed.stdout)) == (0, [426, 101, 200, 200]), followed
    assert (offered.returncode, statuses(offered.stdout)) == (0, [101, 200, 200]), offered
    for each in (followed, offered):
        assert each.stdout.endswith(b"\r\n\r\nover TLS\n"), each
    assert distrusted.returncode == 60, distrusted
