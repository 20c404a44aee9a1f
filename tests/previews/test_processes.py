"""Several servers over one data folder, and the worker as a command."""

import os
import signal
import subprocess
import sys

import pytest

from intranet.config import ROOT
from intranet.documents.kinds import certificate
from intranet.previews import service
from tests.documents import office, samples
from tests.previews.conftest import Previews, gone, processes

DOCX = certificate.render([samples.giay_khen("Bà Nguyễn Thị Lan Anh")])
ASK = """
import sys
from pathlib import Path
from intranet.app import create_app
from intranet.previews import service
app = create_app()
with app.app_context():
    print(service.request(Path(sys.argv[1]).read_bytes(), "a.docx", owner=1))
"""


@pytest.fixture
def environment(previews: Previews) -> dict[str, str]:
    """The environment of a server over the data folder of this test, with a stand-in for LibreOffice."""
    office.require()
    previews.stand_in("time.sleep(0.5)\ngive(1)")
    return {
        "PATH": os.environ["PATH"],
        "INTRANET_MODE": "test",
        "INTRANET_VAR": str(previews.folder.parent),
        "DATABASE_URL": "sqlite://",
        "SECRET_KEY": previews.site.config["SECRET_KEY"],
        "SOFFICE": previews.site.config["SOFFICE"],
    }


def test_servers_that_are_asked_at_once_share_one_conversion(previews, environment, tmp_path):
    (tmp_path / "a.docx").write_bytes(DOCX)
    command = [sys.executable, "-c", ASK, str(tmp_path / "a.docx")]
    servers = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    keys = {server.communicate(timeout=60)[0].strip() for server in servers}
    assert keys == {service.request(DOCX, "a.docx", owner=1)}
    assert previews.finished(keys.pop()).state == "done" and previews.calls() == 1
    assert len([n for n in processes("intranet.previews.worker") if n in processes(str(tmp_path))]) == 1


def test_the_command_serves_until_stopped_and_is_alone(previews, environment):
    command = [sys.executable, "-m", "intranet", "preview-worker"]
    running = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        previews.until(lambda: previews.worker() == running.pid, "the lock of the worker")
        second = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert second.returncode == 1 and "Another worker" in second.stderr
        key = service.request(DOCX, "a.docx", owner=1)
        previews.until(lambda: previews.calls() == 1, "the first call")
        assert previews.worker() == running.pid, "no other one was started"
        assert previews.finished(key).state == "done"
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(timeout=10)
    previews.until(lambda: gone(running.pid), "the end of the command")


def test_the_command_says_when_libreoffice_is_missing(environment):
    told = subprocess.run(
        [sys.executable, "-m", "intranet", "preview-worker"],
        cwd=ROOT,
        env=environment | {"SOFFICE": "/khong/co"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 2 and "SOFFICE" in told.stderr
