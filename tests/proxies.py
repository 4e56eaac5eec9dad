"""Proxies in front of a platform, run with the files that the documentation gives."""

import os
import socket
import ssl
import time
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPSConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.processes import ROOT, Server, free_port, program
from tests.waiting import PATIENCE

HOST = "training.example"
_FORM, _COOKIE = "csrfmiddlewaretoken", "__Host-csrf"
_EXAMPLES = ROOT / "docs/examples"
_AROUND_NGINX = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {site}
}}
"""


class Proxy(Server):
    """A proxy that listens with TLS on ``port`` and without on ``plain_port``."""

    def __init__(self, folder, command, *, port, plain_port):
        found = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder)}
        super().__init__(port, command, found, folder / "proxy.log")
        self.plain_port = plain_port
        self.trust = ssl.create_default_context(cafile=folder / "fullchain.pem")


def nginx(folder, upstream):
    """Return nginx with the documented file, in front of the platform on that port."""
    port, plain_port = free_port(), free_port()
    site = _filled(
        "nginx.conf",
        folder,
        {
            "listen 80": (f"listen 127.0.0.1:{plain_port}", 2),
            "listen 443": (f"listen 127.0.0.1:{port}", 2),
            "server 127.0.0.1:8000;": (f"server 127.0.0.1:{upstream};", 1),
        },
    )
    user = "user root;" if os.getuid() == 0 else ""
    file = folder / "nginx.conf"
    file.write_text(_AROUND_NGINX.format(user=user, folder=folder, site=site))
    command = [program("nginx"), "-p", str(folder), "-c", str(file)]
    command += ["-e", str(folder / "nginx.log")]
    return Proxy(folder, command, port=port, plain_port=plain_port)


def caddy(folder, upstream):
    """Return Caddy with the documented file, in front of the platform on that port."""
    port, plain_port = free_port(), free_port()
    own = f"admin off\nhttp_port {plain_port}\nhttps_port {port}\n"
    own += "default_bind 127.0.0.1\n"
    filled = _filled(
        "Caddyfile",
        folder,
        {
            "\tservers {": (f"{own}\tservers {{", 1),
            "127.0.0.1:8000 {": (f"127.0.0.1:{upstream} {{", 1),
        },
    )
    file = folder / "Caddyfile"
    file.write_text(filled)
    command = [program("caddy"), "run", "--config", str(file), "--adapter", "caddyfile"]
    return Proxy(folder, command, port=port, plain_port=plain_port)


class Visitor:
    """A browser at an address of its own, which asks the proxy for the platform."""

    def __init__(self, proxy, address="127.0.0.1"):
        self.proxy = proxy
        self.address = address
        self.cookies = {_COOKIE: "t" * 32}

    def connect(self, *, receive=None):
        """Return a connection with TLS, with a small buffer where ``receive`` is given."""
        raw = socket.socket()
        if receive:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
        raw.settimeout(PATIENCE)
        raw.bind((self.address, 0))
        raw.connect(("127.0.0.1", self.proxy.port))
        return self.proxy.trust.wrap_socket(raw, server_hostname=HOST)

    def headers(self, method="GET", **headers):
        """Return what a browser sends with a request; ``headers`` replace its own."""
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        usual = {"Host": HOST, "Cookie": kept}
        if method == "POST":
            usual["Origin"] = f"https://{HOST}"
            usual["Content-Type"] = "application/x-www-form-urlencoded"
        return usual | headers

    def ask(self, path, fields=None, **headers):
        """Send a request; return status, headers and text; 0 where nobody answers."""
        connection = HTTPSConnection(HOST)
        connection.sock = self.connect()
        return self._answer(connection, path, fields, headers)

    def upload(self, path, size, **headers):
        """Send a file of so many bytes, and return the status; 0 where nobody answers."""
        line, end = "--boundary\r\nContent-Disposition: form-data; ", "\r\n\r\n"
        token = f'{line}name="{_FORM}"{end}{self.cookies[_COOKIE]}\r\n'
        file = f'{line}name="file"; filename="a.bin"{end}'
        body = (token + file).encode() + bytes(size) + b"\r\n--boundary--\r\n"
        kind = {"Content-Type": "multipart/form-data; boundary=boundary"}
        connection = HTTPSConnection(HOST)
        connection.sock = self.connect()
        try:
            sent = self.headers("POST", **kind, **headers)
            connection.request("POST", path, body, sent)
            return connection.getresponse().status
        except (ConnectionError, ssl.SSLError):  # hung up on
            return 0
        finally:
            connection.close()

    def ask_plainly(self, path, **headers):
        """The same without TLS."""
        connection = HTTPConnection("127.0.0.1", self.proxy.plain_port, PATIENCE)
        return self._answer(connection, path, None, headers)

    def sign_in(self, number, password, **headers):
        """Return the status of the answer, and tell whether they are signed in."""
        fields = {"login": number, "password": password}
        status, _headers, _text = self.ask("/kk/account/login/", fields, **headers)
        return status, "__Host-session" in self.cookies

    def _answer(self, connection, path, fields, headers):
        method = "GET" if fields is None else "POST"
        sent = self.headers(method, **headers)
        body = fields and urlencode(fields | {_FORM: self.cookies[_COOKIE]})
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        except ConnectionError:  # hung up on
            return 0, {}, ""
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer.status, answer.headers, text


class SlowReader:
    """Somebody on a slow line who has begun to load a file, and goes on with a few bytes."""

    def __init__(self, visitor, path):
        self._socket = visitor.connect(receive=4096)
        lines = [f"{name}: {value}" for name, value in visitor.headers().items()]
        self._socket.sendall(
            "\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode()
        )

    def go_on(self):
        """Wait for a few bytes more; raises ``OSError`` where none come."""
        if not self._socket.recv(64):
            raise ConnectionError

    def close(self):
        self._socket.close()


class SlowSender:
    """Somebody on a slow line whose form arrives byte by byte."""

    def __init__(self, visitor, path, length=10_000):
        self._socket = visitor.connect()
        sent = visitor.headers("POST") | {"Content-Length": length}
        lines = [f"{name}: {value}" for name, value in sent.items()]
        self._socket.sendall(
            "\r\n".join([f"POST {path} HTTP/1.1", *lines, "", ""]).encode()
        )

    def go_on(self):
        """Send a byte more."""
        self._socket.sendall(b"a")

    def close(self):
        self._socket.close()


def _filled(name, folder, places):
    """Return a documented file with ports and paths of this machine in it."""
    text = (_EXAMPLES / name).read_text("utf-8")
    own = {
        "/etc/ssl/training/": (f"{folder}/", 2),
        "/srv/training/var/media": (f"{folder}/media", 1),
    }
    for place, (here, times) in (places | own).items():
        assert text.count(place) == times, (name, place)
        text = text.replace(place, here)
    _certify(folder)
    return text


def _certify(folder):
    """Write a certificate that names the platform, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.fromtimestamp(time.time(), UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            pem,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
