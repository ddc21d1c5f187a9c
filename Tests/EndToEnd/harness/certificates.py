"""A certificate authority of our own, and what it signs, made with the openssl command once a session."""

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Certificates:
    """`ca` signs `cert`/`key` (localhost, 127.0.0.1, ::1) and `client`/`client_key` (pass phrase `secret`)."""

    directory: Path
    ca: Path
    cert: Path
    key: Path
    client: Path
    client_key: Path

    def server(
        self, minimum=ssl.TLSVersion.TLSv1_2, maximum=ssl.TLSVersion.TLSv1_3, asks_client: bool = False
    ) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.cert, self.key)
        context.minimum_version, context.maximum_version = minimum, maximum
        context.set_alpn_protocols(["http/1.1"])
        if asks_client:
            context.load_verify_locations(self.ca)
            context.verify_mode = ssl.CERT_REQUIRED
        return context


def make(directory: Path) -> Certificates:
    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=directory, check=True, capture_output=True)

    def sign(name: str, subject: str, extension: str) -> None:
        (directory / f"{name}.ext").write_text(extension)
        openssl(
            "req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-subj", subject, "-out", f"{name}.csr"
        )
        openssl(
            "x509",
            "-req",
            "-in",
            f"{name}.csr",
            "-CA",
            "ca.pem",
            "-CAkey",
            "ca.key",
            "-CAcreateserial",
            "-days",
            "2",
            "-extfile",
            f"{name}.ext",
            "-out",
            f"{name}.pem",
        )

    openssl(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "ca.key",
        "-subj",
        "/CN=End-to-end tests",
        "-days",
        "2",
        "-out",
        "ca.pem",
    )
    sign("server", "/CN=localhost", "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1\n")
    sign("client", "/CN=somebody", "extendedKeyUsage=clientAuth\n")
    openssl("rsa", "-aes256", "-passout", "pass:secret", "-in", "client.key", "-out", "client.enc.key")
    return Certificates(
        directory,
        directory / "ca.pem",
        directory / "server.pem",
        directory / "server.key",
        directory / "client.pem",
        directory / "client.enc.key",
    )
