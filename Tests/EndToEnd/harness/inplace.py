"""A server's part in RFC 2817, TLS on a connection that began in the clear, byte by byte."""

import os
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

from .certificates import Certificates
from .peer import Gone, Head, Peer
from .processes import absent, fill, need
from .scripted import Script

SWITCHING = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: TLS/1.2, HTTP/1.1\r\nConnection: Upgrade\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
IN_PLACE = ("--tls-upgrade", "in-place")
#: Where CUPS is at home in its network: loopback clients need no TLS.
ADDRESS = "10.99.0.1"


def required(peer: Peer) -> Head:
    """A 426 on a connection that may be used again."""
    head = peer.head()
    peer.body(head)
    peer.answer("426 Upgrade Required", "Upgrade: TLS/1.2, HTTP/1.1", "Connection: Upgrade", body=b"not in the clear\n")
    return head


def asked(peer: Peer) -> Head:
    """The `OPTIONS *`, with nothing in it that is not to go in the clear."""
    head = peer.head()
    assert (head.method, head.target, head.version) == ("OPTIONS", "*", "HTTP/1.1"), head.raw
    # CUPS compares the whole field, and looks for "TLS/" in the other.
    assert head["Connection"] == "Upgrade" and "TLS/" in head["Upgrade"], head.raw
    names = {name.lower() for name, _ in head.fields}
    assert names == {"host", "user-agent", "accept", "connection", "upgrade"}, head.raw
    assert b"secret" not in head.raw, head.raw
    return head


def begin_tls(peer: Peer, context: ssl.SSLContext) -> None:
    """TLS from the next byte on; what was received in the clear so far stays in `peer.clear`."""
    peer.clear = bytes(peer.received)
    try:
        peer.connection = context.wrap_socket(peer.connection, server_side=True)
    except OSError as error:
        raise Gone(f"the TLS handshake failed: {error}") from error


def switch(peer: Peer, tls: Certificates, answer: bytes | Callable[[Peer], None] = OK, head: str = SWITCHING) -> None:
    """Takes `OPTIONS *`, changes to TLS, and answers."""
    asked(peer)
    peer.send(head.encode())
    begin_tls(peer, tls.server())
    if callable(answer):
        answer(peer)
    else:
        peer.send(answer)


def secure(tls: Certificates, *scripts: Script, answer: bytes | Callable[[Peer], None] = OK) -> Script:
    """A switch on a connection of its own; the scripts go on, each on its own request."""

    def script(peer: Peer) -> None:
        switch(peer, tls, answer)
        for each in scripts:
            each(peer)

    return script


def answer(body: bytes = b"secure\n", *fields: str) -> Script:
    """One request, one response; the connection stays."""

    def script(peer: Peer) -> None:
        peer.body(peer.head())
        peer.answer("200 OK", *fields, body=body)

    return script


def in_a_network(home: Path, program: str, env: dict[str, str], *runs: list[str]) -> list[subprocess.CompletedProcess]:
    """Runs the program beside CUPS in a network namespace that ends with it, once for each list of arguments."""
    cupsd, curl = need("cupsd"), need("curl")
    if os.geteuid() != 0 or subprocess.run(["unshare", "--net", "true"], capture_output=True).returncode:
        absent("a network namespace needs root")
    need("ip")
    for each in ("ssl", "cache", "state", "spool", "tmp", "www"):
        (home / "cups" / each).mkdir(parents=True)
    (home / "cups/www/index.html").write_text("over TLS\n")
    home.chmod(0o755)
    for name in ("cupsd.conf", "cups-files.conf"):
        (home / "cups" / name).write_text(fill(name, place=home / "cups", address=ADDRESS))
    script = f"""ip link set lo up && ip address add {ADDRESS}/32 dev lo || exit 98
        "$1" -f -c "$PWD/cups/cupsd.conf" -s "$PWD/cups/cups-files.conf" 2> cups/log & server=$!
        while ! "$2" -s -o wait.txt http://{ADDRESS}:6310/; do kill -0 $server || exit 99; done
        # The certificate is made when the first client wants TLS.
        "$2" -sk -o wait.txt https://{ADDRESS}:6310/ || exit 97
        shift 2; "$@"; status=$?
        kill $server; wait $server; exit $status"""
    done = []
    for number, run in enumerate(runs):
        done.append(
            subprocess.run(
                ["unshare", "--net", "sh", "-c", script, "sh", cupsd, curl, program, *run],
                capture_output=True,
                timeout=30,
                cwd=home,
                env=env,
            )
        )
        assert done[number].returncode not in (97, 98, 99), (done[number], (home / "cups/log").read_text())
    return done
