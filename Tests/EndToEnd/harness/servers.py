"""How each real server is started: its own code, and our configuration out of servers/."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from .certificates import Certificates
from .processes import SERVERS, Server, absent, fill, need, start, start_announcing

USER, PASSWORD, REALM = "aladdin", "open sesame", "end to end"
MODULES = Path("/usr/lib/apache2/modules")
NODE_PATH = "/usr/share/nodejs"
NGINX_USER = "user root;" if os.geteuid() == 0 else ""  # or its workers could not read our directory


def python(script: str, directory: Path) -> Server:
    """`echo.py`: python `websockets` answers a plain GET with its own 426, and echoes. `deflate_*.py`: an echo that
    compresses, on several ports."""
    return start_announcing([sys.executable, str(SERVERS / script)], directory)


def node(script: str, directory: Path) -> Server:
    """`guide.js`: the guides' 426 with node-ws behind it. `bare.js`: node-ws alone. `deflate.js`: it compresses, on
    several ports."""
    program = need("node")
    if not Path(NODE_PATH, "ws").is_dir():
        absent("node-ws is not installed")
    return start_announcing([program, str(SERVERS / script)], directory, {"NODE_PATH": NODE_PATH})


def nginx(directory: Path, certificates: Certificates, echo: Server) -> Server:
    """Ports: both, plain, secure, h2, proxy; see servers/nginx.conf."""
    program = need("nginx")

    def command(ports: list[int], place: Path) -> list[str]:
        both, plain, secure, h2, proxy = ports
        (place / "small").write_bytes(b"a small file\n")
        (place / "nginx.conf").write_text(
            nginx_configuration(
                certificates, place, echo.port, both=both, plain=plain, secure=secure, h2=h2, proxy=proxy
            )
        )
        return [program, "-p", str(place), "-c", "nginx.conf", "-e", "stderr"]

    return start("nginx", 5, command, directory)


def nginx_configuration(certificates: Certificates, place: Path, echo: int, **ports: int) -> str:
    return fill(
        "nginx.conf", user=NGINX_USER, cert=certificates.cert, key=certificates.key, echo=echo, place=place, **ports
    )


def nginx_files(directory: Path, certificates: Certificates, large: int) -> Server:
    """Ports: plain, secure. Nothing but a small file and one of `large` bytes, for the benchmark."""
    program = need("nginx")

    def command(ports: list[int], place: Path) -> list[str]:
        (place / "small").write_bytes(b"a small file\n")
        with (place / "large").open("wb") as file:
            file.truncate(large)
        plain, secure = ports
        (place / "nginx.conf").write_text(
            fill(
                "files.conf",
                user=NGINX_USER,
                cert=certificates.cert,
                key=certificates.key,
                plain=plain,
                secure=secure,
                place=place,
            )
        )
        return [program, "-p", str(place), "-c", "nginx.conf", "-e", "stderr"]

    return start("nginx", 2, command, directory)


def apache(directory: Path, certificates: Certificates, echo: Server) -> Server:
    """Ports: plain with h2c, secure with h2; /digest and /basic ask for a password in front of a WebSocket."""
    program = need("apache2")

    def command(ports: list[int], place: Path) -> list[str]:
        secret = hashlib.md5(f"{USER}:{REALM}:{PASSWORD}".encode()).hexdigest()
        (place / "digest").write_text(f"{USER}:{REALM}:{secret}\n")
        crypt = subprocess.run(["openssl", "passwd", "-apr1", PASSWORD], capture_output=True, text=True, check=True)
        (place / "basic").write_text(f"{USER}:{crypt.stdout}")
        (place / "www").mkdir()
        for name in ("hello", "wants-h2c", "never"):
            (place / "www" / name).write_text(f"{name}\n")
        user = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
        (place / "httpd.conf").write_text(
            fill(
                "apache.conf",
                place=place,
                modules=MODULES,
                user=user,
                echo=echo.port,
                plain=ports[0],
                secure=ports[1],
                cert=certificates.cert,
                key=certificates.key,
            )
        )
        return [program, "-X", "-f", str(place / "httpd.conf")]

    return start("apache2", 2, command, directory)


def nghttpd(directory: Path) -> Server:
    """HTTP/2 in the clear by prior knowledge, and nothing else."""
    program = need("nghttpd")

    def command(ports: list[int], place: Path) -> list[str]:
        (place / "hello").write_text("hello over HTTP/2\n")
        return [program, "--no-tls", "-a", "127.0.0.1", "-d", str(place), str(ports[0])]

    return start("nghttpd", 1, command, directory)


def hypercorn(directory: Path, certificates: Certificates) -> Server:
    """A server of WebSockets over HTTP/2; see servers/h2_hypercorn.py."""
    script = str(SERVERS / "h2_hypercorn.py")
    return start_announcing([sys.executable, script, str(certificates.cert), str(certificates.key)], directory)


def haproxy(directory: Path, certificates: Certificates, echo: Server) -> Server:
    """HTTP/2 in front of an echo of HTTP/1.1, and a second port in the clear, with 426s of its own."""
    program = need("haproxy")

    def command(ports: list[int], place: Path) -> list[str]:
        pem = place / "both.pem"
        pem.write_bytes(certificates.cert.read_bytes() + certificates.key.read_bytes())
        (place / "haproxy.cfg").write_text(
            fill("haproxy.cfg", port=ports[0], plain=ports[1], pem=pem, echo=echo.port)
        )
        return [program, "-db", "-f", str(place / "haproxy.cfg")]

    return start("haproxy", 2, command, directory)


def tinyproxy(directory: Path, password: bool) -> Server:
    program = need("tinyproxy")

    def command(ports: list[int], place: Path) -> list[str]:
        auth = "BasicAuth proxyuser proxysecret" if password else ""
        (place / "tinyproxy.conf").write_text(fill("tinyproxy.conf", port=ports[0], auth=auth))
        return [program, "-d", "-c", str(place / "tinyproxy.conf")]

    return start("tinyproxy", 1, command, directory)
