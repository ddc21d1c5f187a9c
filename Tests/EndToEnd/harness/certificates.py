"""A certificate authority of our own, and what it signs, made with the openssl command once a session."""

import shlex
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
    def openssl(command: str) -> None:
        subprocess.run(["openssl", *shlex.split(command)], cwd=directory, check=True, capture_output=True)

    new = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"

    def sign(name: str, subject: str, extension: str) -> None:
        (directory / f"{name}.ext").write_text(extension)
        openssl(f"req {new} -keyout {name}.key -subj {subject} -out {name}.csr")
        openssl(
            f"x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 "
            f"-extfile {name}.ext -out {name}.pem"
        )

    openssl(f"req -x509 {new} -keyout ca.key -subj '/CN=End-to-end tests' -days 2 -out ca.pem")
    sign("server", "/CN=localhost", "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1\n")
    sign("client", "/CN=somebody", "extendedKeyUsage=clientAuth\n")
    openssl("ec -aes256 -passout pass:secret -in client.key -out client.enc.key")
    names = ("ca.pem", "server.pem", "server.key", "client.pem", "client.enc.key")
    return Certificates(directory, *(directory / name for name in names))
