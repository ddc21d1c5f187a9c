"""Certificates are checked on every way to TLS, and nothing but `--insecure` turns that off."""

import shlex
import ssl
import subprocess

import pytest

from harness import scripts
from harness.connect import echo as echo_over_http2, over_http2
from harness.inplace import IN_PLACE, begin_tls, required
from harness.peer import Gone
from harness.likeness import same
from harness.recorder import Recorder
from harness.scripted import Scripted

WRONG = ["self-signed", "other-name", "expired", "not-yet", "unknown-authority", "for-clients"]


@pytest.fixture(scope="session")
def wrong(tls, place):
    """A server's context for each certificate that must not be trusted, with `tls.ca` as the authority that is."""
    folder = place / "wrong"
    folder.mkdir()
    new = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"

    def openssl(command: str) -> None:
        subprocess.run(["openssl", *shlex.split(command)], cwd=folder, check=True, capture_output=True)

    def context(name: str) -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
        made.set_alpn_protocols(["http/1.1"])
        return made

    (folder / "cnf").write_text(
        "[ca]\ndefault_ca = own\n[own]\ndatabase = index\nnew_certs_dir = .\ndefault_md = sha256\npolicy = any\n"
        "rand_serial = yes\nunique_subject = no\n[any]\ncommonName = supplied\n"
    )
    (folder / "index").write_text("")

    def sign(name: str, extension: str, when: str, authority: str = f"-cert {tls.ca} -keyfile {tls.directory}/ca.key") -> None:
        (folder / "ext").write_text(extension + "\n")
        openssl(f"req {new} -keyout {name}.key -subj /CN=localhost -out {name}.csr")
        openssl(f"ca -batch -config cnf -in {name}.csr -out {name}.pem -extfile ext -notext {when} {authority}")

    openssl(f"req -x509 {new} -keyout self-signed.key -subj /CN=localhost -addext {names} -days 2 -out self-signed.pem")
    openssl(f"req -x509 {new} -keyout other.key -subj /CN=other -days 2 -out other.pem")
    sign("other-name", "subjectAltName=DNS:other.test", "-days 2")
    sign("expired", names, "-startdate 20200101000000Z -enddate 20210101000000Z")
    sign("not-yet", names, "-startdate 20990101000000Z -enddate 20990201000000Z")
    sign("unknown-authority", names, "-days 2", "-cert other.pem -keyfile other.key")
    sign("for-clients", names + "\nextendedKeyUsage=clientAuth", "-days 2")
    return {name: context(name) for name in WRONG}


class Tempted(Scripted):
    """Keeps what it was told beneath TLS; that clients leave is what is expected of them."""

    def _play(self, script, peer) -> None:
        super()._play(script, peer)
        self._errors.clear()


@pytest.fixture
def tempt(upshift):
    started: list[Tempted] = []

    def start(script, context=None) -> Tempted:
        started.append(Tempted(script, tls=context, repeat=True))
        return started[-1]

    yield start
    for each in started:
        each.stop()


SECRET = ["-u", "me:hunter2", "--send", "hunter2"]


def told(server: Scripted) -> bool:
    return any(peer.heads or peer.frames or b"hunter2" in peer.received for peer in server.peers)


def https(tempt, context) -> tuple[Scripted, list]:
    server = tempt(scripts.respond("200 OK"), context)
    return server, [server.url()]


def wss(tempt, context) -> tuple[Scripted, list]:
    server = tempt(scripts.echo(), context)
    return server, ["--count", 1, server.ws()]


def behind_426(tempt, context) -> tuple[Scripted, list]:
    secure = tempt(scripts.respond("200 OK"), context)
    plain = tempt(scripts.respond("426 Upgrade Required", "Upgrade: TLS/1.3, HTTP/1.1"))
    return secure, ["--connect-to", f"localhost:443:localhost:{secure.port}", "--connect-to", f"localhost:80:localhost:{plain.port}", "http://localhost/"]


def redirected(tempt, context) -> tuple[Scripted, list]:
    secure = tempt(scripts.respond("200 OK"), context)
    plain = tempt(scripts.respond("302 Found", f"Location: {secure.url()}"))
    return secure, ["-L", plain.url()]


def in_place(tempt, context) -> tuple[Scripted, list]:
    def script(peer):
        required(peer)
        peer.head()
        peer.heads.clear()
        peer.received.clear()
        peer.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: TLS/1.2, HTTP/1.1\r\nConnection: Upgrade\r\n\r\n")
        begin_tls(peer, context)
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        peer.body(peer.head())
        peer.answer("200 OK")

    server = tempt(script)
    return server, [*IN_PLACE, server.url(host="localhost")]


def http2(tempt, context) -> tuple[Scripted, list]:
    context.set_alpn_protocols(["h2", "http/1.1"])
    server = tempt(lambda peer: over_http2(echo_over_http2, None)(peer), context)
    return server, ["--http2", "--count", 1, server.ws()]


def proxied(tempt, context) -> tuple[Scripted, list]:
    """The proxy is the one that is not to be trusted."""
    server = tempt(scripts.respond("200 OK"), context)
    return server, ["-x", server.url(), "-U", "p:hunter2", "http://a.test/"]


WAYS = [https, wss, behind_426, redirected, in_place, http2, proxied]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("name", WRONG)
def test_it_is_not_trusted(upshift, tempt, wrong, tls, way, name):
    """Nor told anything. `--insecure` is for servers, `--proxy-insecure` for proxies, and neither for the other."""
    right, other = ("--proxy-insecure", "-k") if way is proxied else ("-k", "--proxy-insecure")
    server, words = way(tempt, wrong[name])
    words = [*(SECRET if way in (wss, http2) else SECRET[:2]), *words]
    for more in (["--cacert", tls.ca, "--proxy-cacert", tls.ca], ["--cacert", tls.ca, "--proxy-cacert", tls.ca, other], []):
        result = upshift("-m", 5, *more, *words)
        assert result.status in (60, 35) and len(result.err.splitlines()) == 1, result
        assert not told(server), server.received
    result = upshift("-m", 5, right, *words)
    assert result.status not in (60, 35) and told(server), result


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("scheme", ["https", "wss"])
def test_nor_in_a_check(check, tempt, wrong, tls, name, scheme):
    server = tempt(scripts.respond("200 OK"), wrong[name])
    text = f"GET {server.url('/', scheme)}\nAuthorization: Basic hunter2\n%sHTTP *\n"
    for more in ([], ["--cacert", tls.ca]):
        result = check.run("check", *more, check.write(text % ""))
        assert result.status == 60 and not told(server), result
    result = check.run("check", check.write(text % "[Options]\ninsecure: true\n"))
    assert told(server), result


ENVIRONMENTS = [
    {"CURL_INSECURE": "1", "SSL_NO_VERIFY": "1", "UPSHIFT_INSECURE": "1", "INSECURE": "1", "SSL_VERIFY": "0", "NODE_TLS_REJECT_UNAUTHORIZED": "0",
     "PYTHONHTTPSVERIFY": "0", "GIT_SSL_NO_VERIFY": "1"},
    {"SSL_CERT_FILE": "/dev/null"}, {"SSL_CERT_FILE": "nowhere"}, {"CURL_CA_BUNDLE": "nowhere"}, {"SSL_CERT_DIR": "nowhere"}, {"SSL_CERT_FILE": ""},
    {"OPENSSL_CONF": "/dev/null"}, {"CURL_CA_BUNDLE": "/dev/null", "SSL_CERT_DIR": "/"},
]  # fmt: skip


@pytest.mark.parametrize("env", ENVIRONMENTS, ids=lambda env: " ".join(env))
@pytest.mark.parametrize("way", [https, wss, in_place], ids=lambda way: way.__name__)
def test_no_variable_turns_it_off(upshift, tempt, wrong, way, env):
    server, words = way(tempt, wrong["self-signed"])
    assert upshift("-m", 5, *words, env=env).status in (60, 77) and not told(server)


def test_a_variable_says_whom_to_trust(upshift, tempt, tls):
    for name in ("SSL_CERT_FILE", "CURL_CA_BUNDLE"):
        server, words = https(tempt, tls.server())
        assert upshift(*words, env={name: str(tls.ca)}).status == 0 and told(server)


@pytest.mark.parametrize("words", [["-k", "--no-insecure"], ["--cacert", "nowhere"], ["--capath", "nowhere"], ["--cacert", "/dev/null"]], ids=" ".join)
def test_what_cannot_be_read_trusts_nobody(upshift, tempt, wrong, words):
    server, url = https(tempt, wrong["self-signed"])
    assert upshift(*words, *url).status in (60, 77) and not told(server)


def test_it_holds_for_the_urls_after_it_only_if_said(upshift, tempt, wrong):
    server, url = https(tempt, wrong["self-signed"])
    assert upshift("-k", *url, "--next", *url).status == 60
    assert sum(bool(peer.heads) for peer in server.peers) == 1


@pytest.mark.parametrize("proxied", [False, True])
@pytest.mark.parametrize(
    "env",
    [
        "CURL_CA_BUNDLE={tls}/ca.pem", "SSL_CERT_FILE={tls}/ca.pem", "SSL_CERT_DIR={tls}/folder",
        "SSL_CERT_DIR={tls}/folder CURL_CA_BUNDLE={tls}/client.pem", "SSL_CERT_FILE={tls}/ca.pem CURL_CA_BUNDLE={tls}/client.pem",
        "SSL_CERT_DIR={tls}/folder SSL_CERT_FILE={tls}/client.pem", "SSL_CERT_DIR={tls} SSL_CERT_FILE={tls}/ca.pem",
        "SSL_CERT_DIR={tls}/folder CURL_CA_BUNDLE=",
    ],
)  # fmt: skip
def test_variables_as_curl(upshift, curl, forms, env, proxied):
    """The first one that is set takes the place of the others."""
    with Recorder(tls=forms.tls.server()) as server:
        place = server.url() if not proxied else f"-x https://127.0.0.1:{server.port} http://named.example/"
        env = dict(pair.split("=") for pair in env.format(tls=forms.directory).split(" "))
        same(upshift, curl, place, server, env=env)
    other = {"SSL_CERT_DIR": str(forms.directory / "folder"), "CURL_CA_BUNDLE": str(forms.directory / "client.pem")}
    with Recorder(tls=forms.tls.server()) as server:
        assert upshift("-s", server.url(), env=other).status == 60 and not server.take()
