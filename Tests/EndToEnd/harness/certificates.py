"""A certificate authority of our own, and what it signs, made with the openssl command once a session."""

import base64
import hashlib
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


@dataclass(frozen=True)
class Forms:
    """What else the options of TLS can name: the same in other formats, lists of the revoked, hashes of public keys."""

    tls: Certificates
    pin: str
    wrong_pin: str

    @property
    def directory(self) -> Path:
        return self.tls.directory


AUTHORITY = """
[ca]
default_ca = own
[own]
database = {name}.index
default_md = sha256
default_crl_days = 2
"""


def make_forms(tls: Certificates) -> Forms:
    directory = tls.directory

    def openssl(command: str, data: bytes | None = None) -> bytes:
        done = subprocess.run(
            ["openssl", *shlex.split(command)], cwd=directory, check=True, capture_output=True, input=data
        )
        return done.stdout

    openssl("x509 -in client.pem -outform DER -out client.der")
    openssl("ec -in client.key -outform DER -out client.key.der")
    openssl("pkcs12 -export -in client.pem -inkey client.key -passout pass:secret -out client.p12")
    serial = openssl("x509 -in server.pem -noout -serial").decode().strip().split("=")[1]
    for name, revoked in (("empty", ""), ("revoked", f"R\t300101000000Z\t250101000000Z\t{serial}\tunknown\t/CN=localhost\n")):
        (directory / f"{name}.index").write_text(revoked)
        (directory / f"{name}.cnf").write_text(AUTHORITY.format(name=name))
        openssl(f"ca -gencrl -config {name}.cnf -cert ca.pem -keyfile ca.key -out {name}.crl")
    (directory / "folder").mkdir()
    (directory / "folder" / "ca.pem").write_bytes(tls.ca.read_bytes())
    openssl("rehash folder")
    (directory / "server.public.pem").write_bytes(openssl("x509 -in server.pem -noout -pubkey"))
    key = openssl("pkey -pubin -in server.public.pem -outform DER")
    (directory / "server.public.der").write_bytes(key)
    pin = base64.b64encode(hashlib.sha256(key).digest()).decode()
    return Forms(tls, f"sha256//{pin}", f"sha256//{pin[::-1][1:]}=")
