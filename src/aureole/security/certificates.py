"""Makes the certificates by which the machines of a car know each other: an authority, and one certificate a machine.

Elliptic curve P-256, X.509 version 3, good for server and client alike (RFC 5280; mutual TLS asks both sides). For a
fleet take its own authority: who holds this one's key can speak as anybody.
"""

from __future__ import annotations

import contextlib
import ipaddress
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from aureole.core.errors import BadInput, Missing, Trouble


class Issued(NamedTuple):
    """A certificate and its key, both PEM."""

    certificate: bytes
    key: bytes


def authority(name: str, begins: datetime, days: float = 3650.0) -> Issued:
    """An authority of its own, that signs itself.

    Raises:
        Missing: cryptography is not installed.
    """
    return _issue(name, (), begins, days, None)


def certificate(signer: Issued, name: str, hosts: Sequence[str], begins: datetime, days: float = 365.0) -> Issued:
    """A certificate for `name` at these hosts (names or addresses).

    Raises:
        BadInput: the signer's PEM is none.
        Missing: cryptography is not installed.
    """
    return _issue(name, hosts, begins, days, signer)


def named(path: Path) -> tuple[str, datetime, datetime]:
    """The common name of the certificate in a PEM file, and from when to when (UTC) it is good.

    Raises:
        BadInput: it cannot be read, or is none.
        Missing: cryptography is not installed.
    """
    x509, *_ = _parts()
    try:
        found = x509.load_pem_x509_certificate(path.read_bytes())
        names = found.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        return str(names[0].value), found.not_valid_before_utc, found.not_valid_after_utc
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", place=str(path)) from None
    except (ValueError, IndexError):
        raise BadInput("is no certificate with a common name", place=str(path), remedy="give a PEM file") from None


def save(issued: Issued, folder: Path, name: str) -> tuple[Path, Path]:
    """Write NAME.pem, and NAME.key so that only its owner can read it; their paths.

    Raises:
        Trouble: the folder cannot be written, or holds such a key already.
    """
    paths = folder / f"{name}.pem", folder / f"{name}.key"
    try:
        with os.fdopen(os.open(paths[1], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(issued.key)
        paths[0].write_bytes(issued.certificate)
    except OSError as error:
        raise Trouble(f"cannot be written: {error.strerror}", place=str(error.filename)) from None
    return paths


def _issue(name: str, hosts: Sequence[str], begins: datetime, days: float, signer: Issued | None) -> Issued:
    x509, hashes, ec, pem = _parts()
    key = ec.generate_private_key(ec.SECP256R1())
    signing, parent = _read(signer) if signer else (key, None)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(parent.subject if parent else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=signer is None, path_length=None if signer else 0), critical=True)
    )
    if signer:
        both = [x509.ExtendedKeyUsageOID.SERVER_AUTH, x509.ExtendedKeyUsageOID.CLIENT_AUTH]
        builder = builder.add_extension(x509.ExtendedKeyUsage(both), critical=False)
    if hosts:
        names = [_host(x509, each) for each in hosts]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    made = builder.sign(signing, hashes.SHA256())
    private = key.private_bytes(pem.Encoding.PEM, pem.PrivateFormat.PKCS8, pem.NoEncryption())
    return Issued(made.public_bytes(pem.Encoding.PEM), private)


def _host(x509: Any, host: str) -> Any:
    with contextlib.suppress(ValueError):
        return x509.IPAddress(ipaddress.ip_address(host))
    return x509.DNSName(host)


def _read(signer: Issued) -> tuple[Any, Any]:
    x509, _, _, pem = _parts()
    try:
        return pem.load_pem_private_key(signer.key, None), x509.load_pem_x509_certificate(signer.certificate)
    except (ValueError, TypeError):
        raise BadInput("the authority's certificate or key is no PEM", remedy="take what `authority` gave") from None


def _parts() -> tuple[Any, Any, Any, Any]:
    """The parts of cryptography that are needed: x509, hashes, ec, serialization."""
    try:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
    except ImportError:
        raise Missing("cryptography is not installed", remedy="pip install 'aureole[net]'") from None
    return x509, hashes, ec, serialization
