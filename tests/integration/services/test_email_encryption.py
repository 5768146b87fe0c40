"""Mail over an encrypted connection, signed in."""

import asyncio
import datetime
import ipaddress
import ssl
import threading
from contextlib import contextmanager

import pytest
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app_server.errors import AnvilError
from app_server.services.email.delivery import deliver
from app_server.services.email.message import build_message
from app_server.settings import Smtp

from .conftest import TLS_PORT, Mailbox

# The whole connection is encrypted where aiosmtpd does not know it.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of 127.0.0.1 with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    file = tmp_path_factory.mktemp("ssl") / "certificate.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.fixture(params=["starttls", "ssl"])
def smtp(request, certificate):
    """A mail server that wants encryption and a password, and its settings."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    mailbox = Mailbox()

    def authenticate(_server, _session, _envelope, _mechanism, login):
        is_right = (login.login, login.password) == (b"me", b"secret")
        return AuthResult(success=is_right, handled=is_right)

    options = {"authenticator": authenticate, "auth_required": True, "hostname": "localhost"}
    options |= (
        {"tls_context": context, "require_starttls": True}
        if request.param == "starttls"
        else {"auth_require_tls": False}
    )
    with listening(lambda: SMTP(mailbox, **options), context if request.param == "ssl" else None):
        yield mailbox, Smtp("127.0.0.1", TLS_PORT, user="me", password="secret", encryption=request.param)


@contextmanager
def listening(protocol, context):
    """Runs the protocol on TLS_PORT in a thread."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        loop.create_server(lambda: on_loop(loop, protocol), "127.0.0.1", TLS_PORT, ssl=context)
    )
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield
    loop.call_soon_threadsafe(server.close)
    loop.call_soon_threadsafe(loop.call_later, 0.05, loop.stop)
    thread.join()
    loop.close()


def on_loop(loop, protocol):
    asyncio.set_event_loop(loop)
    return protocol()


def mail():
    return build_message(None, "shop.test", to="ada@example.com", text="x")


def test_a_mail_goes_out_encrypted_and_signed_in(smtp, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    mailbox, settings = smtp
    deliver(settings, mail())
    assert mailbox[0]["To"] == "ada@example.com"


def test_a_wrong_password_is_a_send_failure(smtp, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    _, settings = smtp
    wrong = Smtp(settings.host, settings.port, user="me", password="wrong", encryption=settings.encryption)
    with pytest.raises(AnvilError, match="SMTPAuthenticationError"):
        deliver(wrong, mail())


def test_a_server_whose_certificate_nobody_vouches_for_gets_no_password(smtp):
    mailbox, settings = smtp
    with pytest.raises(AnvilError, match="SSLCertVerificationError"):
        deliver(settings, mail())
    assert not mailbox
