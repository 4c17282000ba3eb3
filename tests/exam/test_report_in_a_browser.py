"""The report opened in a real browser: it draws, says nothing on the console, and asks nobody."""

import re
import shutil
import subprocess
import sys

import pytest

from aureole.exam.report.write import About, write
from tests.exam import played

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROMIUM = next((found for found in map(shutil.which, NAMES) if found), None)
if CHROMIUM is None and sys.platform == "darwin":
    CHROMIUM = shutil.which("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install chromium to open reports in a test")
ABOUT = About("quick", "aureole exam quick --driver rules", 0.01, "sedan", "any machine")


def opened(path, folder, anchor: str = "", *, width: int = 1400) -> tuple[str, str]:
    """The page as it stands after three seconds of its own time, and what the browser logged."""
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--enable-logging=stderr", "--v=0",
        f"--user-data-dir={folder / 'profile'}", f"--window-size={width},900", "--virtual-time-budget=3000",
        "--dump-dom", f"{path.as_uri()}{anchor}",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return done.stdout, done.stderr


@pytest.fixture(scope="module")
def replay(straight):
    return played.cut_in(straight, span=8.0)


@pytest.fixture(scope="module")
def many(tmp_path_factory, straight, replay):
    statuses = ["failed", "unavoidable", "not_exercised", *["passed"] * 40]
    verdicts = [played.verdict(k, status) for k, status in enumerate(statuses)]
    path = tmp_path_factory.mktemp("report") / "report.html"
    write(path, verdicts, dict.fromkeys(range(5), replay), dict.fromkeys(range(5), straight), about=ABOUT)
    return path


def fault(log: str) -> list[str]:
    return [line for line in log.splitlines() if "CONSOLE" in line or "Refused to" in line]


@pytest.mark.parametrize(
    ("anchor", "width"),
    [("", 1400), ("#theme=dark&lang=zh&t=5", 1400), ("#play=1", 390), ("#row=20", 1400)],
)
def test_a_report_of_many_cases_draws_without_a_complaint(many, tmp_path, anchor, width):
    page, log = opened(many, tmp_path, anchor, width=width)
    assert 'data-ready="43 rows, 5 replays"' in page
    assert "data-faults" not in page
    assert fault(log) == []


def test_a_report_of_one_case_opens_on_its_replay(tmp_path, straight, replay):
    path = tmp_path / "report.html"
    write(path, [played.verdict()], {0: replay}, {0: straight}, about=ABOUT, lang="zh")
    page, log = opened(path, tmp_path)
    assert 'data-ready="1 rows, 1 replays"' in page
    assert "data-single" in page
    assert "保持车道" in page
    assert 'lang="zh-CN"' in page
    assert fault(log) == []


def test_a_report_without_replays_says_so(tmp_path):
    path = tmp_path / "report.html"
    write(path, [played.verdict()], {}, {}, about=ABOUT)
    page, log = opened(path, tmp_path)
    assert 'data-ready="1 rows, 0 replays"' in page
    assert fault(log) == []


def test_the_first_picture_stands_within_two_seconds(many, tmp_path):
    page, _ = opened(many, tmp_path)
    assert int(re.search(r'data-drawn="(\d+)"', page)[1]) < 2000


def test_a_fault_in_the_page_would_be_noticed(many, tmp_path):
    broken = tmp_path / "broken.html"
    broken.write_text(many.read_text(encoding="utf-8").replace("start_table();", "no_such_thing();"), encoding="utf-8")
    page, log = opened(broken, tmp_path)
    assert "data-faults" in page
    assert fault(log) != []


def test_a_request_to_the_outside_would_be_refused_and_noticed(many, tmp_path):
    leaky = tmp_path / "leaky.html"
    text = many.read_text(encoding="utf-8").replace("start_table();", 'fetch("https://example.org/x"); start_table();')
    leaky.write_text(text, encoding="utf-8")
    _, log = opened(leaky, tmp_path)
    assert any("example.org" in line for line in fault(log))
