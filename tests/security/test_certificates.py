"""Certificates by which machines know each other."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime

import pytest

pytest.importorskip("cryptography", reason="cryptography is not installed: pip install 'aureole[net]'")

from cryptography import x509

from aureole.core.errors import BadInput, Trouble
from aureole.security.certificates import Issued, authority, certificate, save

BEGINS = datetime(2030, 1, 1, tzinfo=UTC)
SIGNER = authority("car", BEGINS)


def read(issued: Issued) -> x509.Certificate:
    return x509.load_pem_x509_certificate(issued.certificate)


def test_a_machines_certificate_says_its_name_and_hosts_and_is_signed_by_the_authority():
    found = read(certificate(SIGNER, "mind", ["10.0.0.2", "mind.car"], BEGINS, days=3.0))
    found.verify_directly_issued_by(read(SIGNER))
    assert [each.value for each in found.subject] == ["mind"]
    hosts = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert hosts.get_values_for_type(x509.IPAddress) == [ipaddress.ip_address("10.0.0.2")]
    assert hosts.get_values_for_type(x509.DNSName) == ["mind.car"]
    assert (found.not_valid_after_utc - found.not_valid_before_utc).days == 3


def test_a_machine_cannot_sign_for_another():
    found = read(certificate(SIGNER, "mind", ["10.0.0.2"], BEGINS))
    assert not found.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert read(SIGNER).extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0


def test_a_key_can_be_read_by_its_owner_alone_and_is_never_written_over(tmp_path):
    shown, hidden = save(SIGNER, tmp_path, "car")
    assert shown.read_bytes() == SIGNER.certificate
    assert hidden.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Trouble, match=r"car\.key: cannot be written"):
        save(certificate(SIGNER, "mind", [], BEGINS), tmp_path, "car")
    assert hidden.read_bytes() == SIGNER.key


def test_an_authority_that_is_no_pem_is_refused():
    with pytest.raises(BadInput, match="no PEM"):
        certificate(Issued(b"x", b"y"), "mind", [], BEGINS)
