"""Proxies, as curl has them: HTTP with and without TLS, SOCKS, and one behind the other; and WebSockets through each."""

import re

import pytest

from harness import scripts
from harness.carrying import Proxy
from harness.inplace import answer, required, switch
from harness.likeness import normal, same
from harness.recorder import Recorder, response
from harness.socks import Socks

REFUSED = {
    name: response("407 Proxy Authentication Required", *(f"Proxy-Authenticate: {each}" for each in schemes), body=b"?\n")
    for name, schemes in {
        "basic": ['Basic realm="p"'],
        "digest": ['Digest realm="p", nonce="n1", qop="auth", algorithm=MD5'],
        "both": ['Basic realm="p"', 'Digest realm="p", nonce="n1", qop="auth", algorithm=SHA-256'],
        "ntlm": ["NTLM"],
        "forbidden": [],
    }.items()
}


@pytest.fixture
def origin():
    with Recorder() as server:
        yield server


@pytest.fixture
def secure_origin(tls):
    with Recorder(tls=tls.server()) as server:
        yield server


PROXY_CASES = """
    -x {proxy} {url}
    -x {proxy} -p {url}
    -x {proxy} -p -i {url}
    -x {proxy} -p -i --suppress-connect-headers {url}
    -x {proxy} -p -D heads --suppress-connect-headers {url}
    -x {proxy} -p -i --suppress-connect-headers --no-suppress-connect-headers {url}
    -x {proxy} -p -I --suppress-connect-headers {url}
    -x {proxy} -p -w %{{http_connect}} --suppress-connect-headers {url}
    --proxy1.0 {proxy} {url}
    --proxy1.0 {proxy} -p {url}
    --proxy1.0 {proxy} -x {proxy} -p {url}
    -x {proxy} --proxy-header X-Proxy:1 {url}
    -x {proxy} --proxy-header X-Proxy:1 -H X-Own:1 {url}
    -x {proxy} -p --proxy-header X-Proxy:1 -H X-Own:1 {url}
    -x {proxy} -p --proxy-header User-Agent:other --proxy-header Host: {url}
    -x {proxy} -p --proxy-header @headers {url}
    --proxy-header X-Proxy:1 {url}
    -x {proxy} -U p:q {url}
    -x {proxy} -U p:q -p {url}
    -x {proxy} -U p:q --proxy-basic -p {url}
    -x {proxy} -U p:q --proxy-service-name other -p {url}
    --proxy1.0 http://{proxy} -p {url}
    -x http://127.0.0.1:1 --proxy1.0 {proxy} {url}
    --socks5 127.0.0.1:1 -x {proxy} {url}
"""


@pytest.mark.parametrize("case", [line.strip() for line in PROXY_CASES.strip().splitlines()])
def test_http_proxies_as_curl(upshift, curl, origin, case):
    with Proxy() as proxy:
        same(upshift, curl, case, proxy, origin, places={"proxy": proxy.place, "url": origin.url()})


LOGIN_CASES = """
    basic -U p:q
    basic -U p:q --proxy-anyauth
    digest -U p:q --proxy-digest
    digest -U p:q --proxy-anyauth
    both -U p:q --proxy-anyauth
    both -U p:q --proxy-digest --proxy-basic
    both -U p:q --proxy-digest --no-proxy-digest
    both -U p:q --proxy-anyauth --no-proxy-anyauth
    ntlm -U p:q --proxy-ntlm
    ntlm -U p:q --proxy-anyauth
    ntlm -U p:q --proxy-negotiate
    basic -U p:q --proxy-digest
    forbidden -U p:q --proxy-digest
    forbidden -i
    forbidden -i --suppress-connect-headers
"""


@pytest.mark.parametrize("tunnel", ["", " -p"])
@pytest.mark.parametrize("case", [line.strip() for line in LOGIN_CASES.strip().splitlines()])
def test_logins_to_a_proxy_as_curl(upshift, curl, origin, case, tunnel):
    refusal, options = case.split(" ", 1)
    with Proxy(REFUSED[refusal]) as proxy:
        places = {"proxy": proxy.place, "url": origin.url()}
        same(upshift, curl, f"{options}{tunnel} -x {{proxy}} {{url}}", proxy, origin, places=places)


@pytest.mark.parametrize("options", ["-U p:q --proxy-digest", "-U p:q --proxy-anyauth"])
def test_a_websocket_through_a_proxy_with_a_login(upshift, serve, options):
    server = serve(scripts.echo())
    with Proxy(REFUSED["digest"]) as proxy:
        words = [*options.split(), "-x", proxy.place, "--proxy-header", "X-Proxy: 1", "--count", "1"]
        result = upshift(*words, server.ws("/x"), stdin=b"hello\n")
        heads = [head for head, _ in proxy.take()]
    assert (result.status, result.text) == (0, "hello\n"), result
    assert all(head.startswith(b"CONNECT ") and b"\r\nX-Proxy: 1\r\n" in head for head in heads)
    assert re.search(rb'Proxy-Authorization: Digest username="p"', heads[-1])
    assert "X-Proxy" not in server.heads[0]


# TLS with the proxy

SECURE_CASES = """
    -x https://{proxy} {url}
    -x https://{proxy} --proxy-insecure {url}
    -x https://{proxy} --proxy-insecure -p {url}
    -x https://{proxy} --proxy-cacert {tls}/ca.pem {url}
    -x https://{proxy} --proxy-cacert {tls}/ca.pem -p {url}
    -x https://{proxy} --proxy-cacert {tls}/none.pem {url}
    -x https://{proxy} --cacert {tls}/ca.pem {url}
    -x https://{proxy} --proxy-capath {tls}/folder {url}
    -x https://{proxy} --capath {tls}/folder {url}
    -x https://{proxy} --capath {tls}/folder --proxy-capath {tls} {url}
    -x https://{proxy} --proxy-insecure --insecure {secure}
    -x https://{proxy} --proxy-cacert {tls}/ca.pem --cacert {tls}/ca.pem {secure}
    -x https://{proxy} --proxy-insecure {secure}
    -x https://{proxy} --proxy-insecure --proxy-tlsv1 {url}
    -x https://{proxy} --proxy-insecure --proxy-ciphers ECDHE-ECDSA-AES128-GCM-SHA256 {url}
    -x https://{proxy} --proxy-insecure --proxy-ciphers nonsense {url}
    -x https://{proxy} --proxy-insecure --proxy-tls13-ciphers TLS_AES_128_GCM_SHA256 {url}
    -x https://{proxy} --proxy-insecure --proxy-tls13-ciphers nonsense {url}
    -x https://{proxy} --proxy-insecure --proxy-ssl-allow-beast --proxy-ssl-auto-client-cert {url}
    -x https://{proxy} --proxy-insecure --proxy-tlsuser u --proxy-tlspassword p {url}
    -x https://{proxy} --proxy-insecure --proxy-tlsuser u --proxy-tlspassword p --proxy-tlsauthtype srp {url}
    -x https://{proxy} --proxy-insecure --proxy-pinnedpubkey {pin} {url}
    -x https://{proxy} --proxy-insecure --proxy-cert {tls}/client.pem --proxy-key {tls}/client.enc.key --proxy-pass secret {url}
    -x https://{proxy} --proxy-insecure --proxy-cert {tls}/client.pem:secret --proxy-key {tls}/client.enc.key {secure} -k
    -x https://{proxy} --proxy-insecure --proxy-cert {tls}/client.pem --proxy-key {tls}/client.enc.key --proxy-pass wrong {url}
    -x https://{proxy} --proxy-insecure --proxy-cert {tls}/client.p12:secret --proxy-cert-type P12 {url}
    -x https://{proxy} --proxy-insecure --proxy-cert {tls}/client.der --proxy-cert-type DER --proxy-key {tls}/client.key.der --proxy-key-type DER {url}
    -x https://{proxy} --proxy-insecure --proxy-cert {tls}/client.pem --proxy-cert-type nonsense {url}
    -x https://{proxy} --proxy-insecure --cert {tls}/client.pem --key {tls}/client.key {url}
    -x https://{proxy} --proxy-cacert {tls}/ca.pem --proxy-crlfile {tls}/empty.crl {url}
    -x https://{proxy} --proxy-cacert {tls}/ca.pem --proxy-crlfile {tls}/revoked.crl {url}
    -x https://{proxy} --proxy-cacert {tls}/ca.pem --crlfile {tls}/revoked.crl {url}
    -x https://{proxy} --proxy-tlsauthtype nonsense {url}
"""


@pytest.mark.parametrize("asks", [False, True], ids=["", "client certificate"])
def test_tls_with_a_proxy_as_curl(upshift, curl, origin, secure_origin, forms, asks):
    with Proxy(tls=forms.tls.server(asks_client=asks)) as proxy:
        places = {"proxy": proxy.place, "tls": forms.directory, "pin": forms.pin}
        places |= {"url": origin.url(), "secure": secure_origin.url()}
        subjects = []
        for case in SECURE_CASES.strip().splitlines():
            same_but_for_a_race(upshift, curl, case.strip(), proxy, origin, secure_origin, places=places)
            subjects.append(list(proxy.subjects))
            proxy.subjects.clear()
        assert not asks or any(each and each[0] for each in subjects)


def same_but_for_a_race(upshift, curl, case, *servers, places) -> None:
    """Whether a TLS 1.3 server's alert comes while writing (55), reading (56) or not at all is a race."""
    seen = []
    for program in (curl, upshift):
        result = program("-s", *(word.format(**places) for word in case.split(" ")))
        status = 56 if result.status == 55 else result.status
        taken = [[(normal(head), body) for head, body in server.take()] for server in servers]
        seen.append((taken, status, result.out))
    assert seen[0] == seen[1], case


@pytest.mark.parametrize("insecure", [True, False])
def test_the_key_of_a_proxy_is_looked_at(upshift, forms, origin, insecure):
    """The program of curl 7.88.1 forgets --proxy-pinnedpubkey on its way to libcurl; its manual does not."""
    trust = ["--proxy-insecure"] if insecure else ["--proxy-cacert", forms.tls.ca]
    with Proxy(tls=forms.tls.server()) as proxy:
        result = upshift("-x", f"https://{proxy.place}", *trust, "--proxy-pinnedpubkey", forms.wrong_pin, origin.url())
        assert (result.status, proxy.take()) == (90, []), result


def test_a_websocket_through_a_proxy_of_tls_with_a_certificate(upshift, serve, forms):
    for secure in (False, True):
        server = serve(scripts.echo(), secure=secure)
        with Proxy(tls=forms.tls.server(asks_client=True)) as proxy:
            words = ["-x", f"https://{proxy.place}", "--proxy-cacert", forms.tls.ca, "--cacert", forms.tls.ca]
            words += ["--proxy-cert", forms.directory / "client.p12:secret", "--proxy-cert-type", "P12", "--count", 1]
            result = upshift(*words, server.ws("/x"), stdin=b"hello\n")
            assert (result.status, result.text) == (0, "hello\n"), result
            assert dict(each[0] for each in proxy.subjects[0]["subject"]) == {"commonName": "somebody"}


# SOCKS

SOCKS_CASES = """
    --socks4 {socks} {url}
    --socks4 u@{socks} {url}
    --socks4 {socks} {named}
    --socks4a {socks} {url}
    --socks4a {socks} {named}
    --socks4a u@{socks} {named}
    --socks5 {socks} {url}
    --socks5 {socks} {named}
    --socks5-hostname {socks} {url}
    --socks5-hostname {socks} {named}
    --socks5 socks5h://{socks} {named}
    --socks5-hostname {socks} --socks4 {socks} {url}
    -x socks4a://{socks} {named}
    -x socks5h://{socks} {named}
    --socks5 {socks} --socks5-basic {url}
    --socks5 u:p@{socks} --socks5-basic {url}
    --socks5 {socks} --socks5-gssapi {url}
    --socks5 {socks} --socks5-gssapi --socks5-basic -U u:p {url}
    --socks5 {socks} --socks5-gssapi-nec --socks5-gssapi-service x {url}
    --socks5 {socks} -U u:p {url}
    --socks5 u:p@{socks} {secure} -k
    --socks5 {socks} -U u:wrong {url}
    --socks5-hostname {socks} -U u:p -p {named}
    --socks4 127.0.0.1:1 {url}
    --preproxy socks4://{socks} {url}
    --preproxy socks5h://{socks} -U u:p {named}
    --preproxy socks4://{socks} -x {proxy} {url}
    --preproxy socks4://{socks} -x {proxy} -p {url}
    --preproxy socks5://{socks} -x {proxy} -p {url}
    --preproxy socks5h://u:p@{socks} -x {proxy} -p {url}
    --preproxy socks5h://u:p@{socks} -x {proxy} {secure} -k
    --preproxy http://{socks} {url}
"""


@pytest.mark.parametrize("login", [None, (b"u", b"p")], ids=["", "login"])
def test_socks_as_curl(upshift, curl, origin, secure_origin, login):
    with Proxy() as proxy:
        socks = Socks(login)
        places = {"proxy": proxy.place, "socks": socks.place, "url": origin.url(), "secure": secure_origin.url()}
        places["named"] = f"http://localhost:{origin.port}/"
        for case in SOCKS_CASES.strip().splitlines():
            same(upshift, curl, case.strip(), socks, proxy, origin, secure_origin, places=places)
        socks.stop()


def test_a_proxy_before_the_proxy_is_one_of_socks4_unless_told(upshift, origin):
    """What the manual says; curl 7.88.1 itself talks HTTP to it."""
    socks = Socks()
    with Proxy() as proxy:
        result = upshift("--preproxy", socks.place, "-x", proxy.place, "-p", origin.url())
        assert (result.status, result.text) == (0, "hello\n"), result
        assert socks.take() == [(4, 1, "127.0.0.1", proxy.port, b"")]
        assert len(proxy.take()) == len(origin.take()) == 1
    socks.stop()


@pytest.mark.parametrize("secure", [False, True], ids=["ws", "wss"])
@pytest.mark.parametrize(
    "option", ["--socks4 {0}", "--socks4a {0}", "--socks5 {0}", "--socks5-hostname {0}", "--socks5 u:p@{0}"]
)
def test_a_websocket_through_socks(upshift, serve, tls, option, secure):
    server = serve(scripts.echo(), secure=secure)
    socks = Socks((b"u", b"p") if "u:p" in option else None)
    words = [*option.format(socks.place).split(), "--cacert", tls.ca, "--count", 1]
    result = upshift(*words, server.ws("/x"), stdin=b"hello\n")
    socks.stop()
    assert (result.status, result.text) == (0, "hello\n"), result
    assert server.port in socks.asked[-1]


def test_a_426_is_followed_through_socks_and_a_proxy(upshift, serve):
    server = serve(*scripts.after_426(scripts.echo()))
    socks = Socks()
    with Proxy() as proxy:
        words = ["--preproxy", f"socks5://{socks.place}", "-x", proxy.place, "-p", "--count", 1]
        result = upshift(*words, server.url("/x"), stdin=b"hello\n")
        heads = [head.split(b"\r\n")[0] for head, _ in proxy.take()]
    socks.stop()
    assert (result.status, result.text) == (0, "hello\n"), result
    assert heads == [b"CONNECT 127.0.0.1:%d HTTP/1.1" % server.port] * 2
    assert [each[-1] for each in socks.asked if len(each) == 4] == [proxy.port] * 2


def test_tls_in_place_through_socks(fetch, local, tls):
    def script(peer):
        required(peer)
        switch(peer, tls)
        answer()(peer)

    _, url = local(script)
    socks = Socks()
    result = fetch("--socks5-hostname", socks.place, url)
    socks.stop()
    assert (result.status, result.out) == (0, b"secure\n"), result
    assert len([each for each in socks.asked if len(each) == 4]) == 1
