"""The weights of perception as a file: what is none is refused by name before anything drives."""

from pathlib import Path

import pytest

from aureole.core.errors import BadInput
from aureole.drivers.perception import shipped
from aureole.drivers.perception.driver import Perceiving
from aureole.drivers.perception.shipped import weights_file
from aureole.drivers.rules.driver import Rules


def test_missing_weights_are_refused_by_name_with_a_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shipped, "SHIPPED", tmp_path / "perception.onnx")
    with pytest.raises(BadInput, match="not there") as refusal:
        Perceiving(Rules())
    assert str(tmp_path) in str(refusal.value)
    assert "aureole train perception" in refusal.value.remedy


def test_a_file_that_is_no_network_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.onnx"
    path.write_bytes(b"\x00not a network")
    with pytest.raises(BadInput, match="no ONNX file") as refusal:
        weights_file(str(path))
    assert str(path) in str(refusal.value)


def test_a_name_that_leads_to_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        weights_file(str(tmp_path / "none.onnx"))


def test_a_file_far_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "large.onnx"
    path.write_bytes(bytes(2000))
    monkeypatch.setattr(shipped, "LARGEST", 1000)
    with pytest.raises(BadInput, match="2000 bytes"):
        weights_file(str(path))
