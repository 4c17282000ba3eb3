"""`aureole train`: what is missing or wrong is told before anything is filmed."""

import sys

import pytest

from aureole.cli.main import main


def run(capsys, *words):
    with pytest.raises(SystemExit) as end:
        main(list(words))
    out, err = capsys.readouterr()
    return end.value.code, out, err


def test_without_torch_it_ends_with_three_and_says_what_to_install(capsys, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, "train", "perception")
    assert code == 3
    assert "torch is not installed" in err
    assert "aureole[learn]" in err
    assert list(tmp_path.iterdir()) == []


def test_on_no_core_it_does_not_begin(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, "train", "perception", "--threads", "0")
    assert code == 2
    assert "--threads 0" in err


def test_numbers_out_of_range_are_refused_before_anything_is_filmed(capsys, monkeypatch, tmp_path):
    pytest.importorskip("torch")
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, "train", "perception", "--frames", "3", "--threads", "1")
    assert code == 2
    assert "--frames 3: expected 16 to 1000000" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("step", ["0", "nan", "7"])
def test_a_step_that_no_training_takes_is_refused(capsys, monkeypatch, tmp_path, step):
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, "train", "perception", "--step", step)
    assert code == 2
    assert "--step" in err
    assert list(tmp_path.iterdir()) == []
