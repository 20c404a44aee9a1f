"""What LibreOffice, the worker and people can do wrong, with a real worker process and a stand-in program."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from intranet.core.errors import BadFile, NotReady, NotThere
from intranet.documents.kinds import certificate
from intranet.previews import service
from tests.documents import office, samples
from tests.previews.conftest import gone

DOCX = certificate.render([samples.giay_khen("Bà Nguyễn Thị Lan Anh")])
OTHER = certificate.render([samples.giay_khen("Ông Lê Văn Ước")])


@pytest.fixture(autouse=True)
def _poppler():
    office.require()  # pictures of pages are drawn in every test here


def test_pages_come_one_by_one_and_are_kept(previews):
    previews.stand_in("give(3)")
    key = service.request(DOCX, "giay-khen.docx", owner=1)
    found = previews.finished(key)
    assert (found.state, found.pages_done, found.pages, found.message) == ("done", 3, 3, "")
    assert found.sizes == ((793, 1123),) * 3
    pages = [service.page(key, number, owner=1) for number in (1, 2, 3)]
    assert all(picture.startswith(b"\x89PNG") for picture in pages) and len(set(pages)) == 3
    assert service.pdf(key, owner=1).startswith(b"%PDF")
    assert service.request(DOCX, "giay-khen.docx", owner=1) == key
    assert service.status(key, owner=1).state == "done" and previews.calls() == 1


def test_a_broken_an_empty_and_no_document_fail_in_words_and_stay_as_they_came(previews):
    previews.stand_in("give(1)")
    for content in (DOCX[: len(DOCX) // 2], b"", b"Day la chu", DOCX[:200] + b"\0" * 50 + DOCX[250:]):
        key = service.request(content, "hong.docx", owner=1)
        found = previews.finished(key)
        assert found.state == "failed" and "bị hỏng hoặc rỗng" in found.message
        assert service.document(key, owner=1) == content
    assert previews.calls() == 0


def test_a_document_that_hangs_is_ended_with_all_its_processes(previews):
    previews.stand_in(
        'import subprocess\nchild = subprocess.Popen(["sleep", "600"])\n'
        '(here / "sleeper").write_text(str(child.pid))\ntime.sleep(600)',
        seconds=1,
    )
    key = service.request(DOCX, "treo.docx", owner=1)
    found = previews.finished(key)
    assert found.state == "failed" and "quá 1 giây nên đã bị dừng" in found.message
    assert previews.calls() == 1, "a document that hangs is not tried again"
    for name in ("call-1", "sleeper"):
        number = int((previews.programs / name).read_text())
        previews.until(lambda n=number: gone(n), f"the end of {name}")
    assert service.document(key, owner=1) == DOCX


def test_a_crash_is_tried_once_more_with_a_fresh_profile(previews):
    previews.stand_in(
        'mark = Path(profile) / "damaged"\n'
        "if calls == 1:\n    mark.touch()\n    os.kill(os.getpid(), 9)\n"
        'assert not mark.exists(), "the damaged profile is still there"\ngive(1)'
    )
    found = previews.finished(service.request(DOCX, "a.docx", owner=1))
    assert (found.state, found.pages_done, previews.calls()) == ("done", 1, 2)


@pytest.mark.parametrize(
    "what",
    [
        "os.abort()",
        "sys.exit(1)",
        "pass",
        '(folder / (source.stem + ".pdf")).write_bytes(b"%PDF-1.4 half")',
        "x = bytearray(600 * 1024 * 1024); give(1)",
    ],
)
def test_a_program_that_never_gives_a_whole_pdf_fails_in_words(previews, what):
    previews.stand_in(what, memory_mib=400)
    key = service.request(DOCX, "a.docx", owner=1)
    found = previews.finished(key)
    assert found.state == "failed" and "dừng giữa chừng hai lần" in found.message
    assert previews.calls() == 2 and service.document(key, owner=1) == DOCX
    previews.stand_in("give(1)")
    other = service.request(OTHER, "b.docx", owner=1)
    assert previews.finished(other).state == "failed", "this worker still has the old program"


def test_a_failed_job_starts_anew_when_asked_again(previews):
    previews.stand_in("if calls > 2: give(1)")
    key = service.request(DOCX, "a.docx", owner=1)
    assert previews.finished(key).state == "failed"
    service.again(key, owner=1)
    assert previews.finished(key).state == "done"
    service.again(key, owner=1)
    assert service.status(key, owner=1).state == "done" and previews.calls() == 3


def test_a_killed_worker_leaves_no_process_and_its_job_is_taken_up_again(previews):
    previews.stand_in("if calls == 1: time.sleep(600)\ngive(1)")
    key = service.request(DOCX, "a.docx", owner=1)
    previews.until(lambda: previews.calls() == 1, "the first call")
    first = previews.kill_worker()
    previews.until(lambda: gone(int((previews.programs / "call-1").read_text())), "the end of the office")
    assert previews.raw(key)["state"] == "running"
    found = previews.finished(key)
    assert found.state == "done" and previews.calls() == 2
    assert previews.worker() not in (None, first)


def test_a_document_that_takes_the_worker_down_each_time_is_given_up(previews):
    previews.stand_in(
        f"os.kill(int(Path({str(previews.folder)!r}, 'worker.pid').read_text()), 9)\ntime.sleep(600)"
    )
    key = service.request(DOCX, "a.docx", owner=1)
    found = previews.finished(key)
    assert found.state == "failed" and "bị ngắt nhiều lần" in found.message and previews.calls() == 3
    assert service.document(key, owner=1) == DOCX


def test_cancel_during_the_conversion_ends_it_and_the_next_job_goes_on(previews):
    previews.stand_in("if calls == 1: time.sleep(600)\ngive(1)")
    key = service.request(DOCX, "a.docx", owner=1)
    previews.until(lambda: previews.calls() == 1, "the first call")
    other = service.request(OTHER, "b.docx", owner=1)
    service.cancel(key, owner=1)
    assert service.status(key, owner=1).state == "cancelled", "said at once"
    assert previews.finished(other).state == "done"
    assert gone(int((previews.programs / "call-1").read_text()))
    assert previews.raw(key)["state"] == "cancelled"
    with pytest.raises(NotThere):
        service.pdf(key, owner=1)
    assert service.document(key, owner=1) == DOCX
    assert service.request(DOCX, "a.docx", owner=1) == key
    assert previews.finished(key).state == "done"


def test_cancel_while_waiting_and_after_the_end(previews):
    previews.stand_in("time.sleep(1 if calls == 1 else 0)\ngive(1)")
    key, other = (service.request(content, "a.docx", owner=1) for content in (DOCX, OTHER))
    service.cancel(other, owner=1)
    assert previews.finished(key).state == "done"
    previews.until(lambda: previews.raw(other).get("state") == "cancelled", "the end of the cancelled job")
    assert previews.calls() == 1
    service.cancel(key, owner=1)
    assert service.status(key, owner=1).state == "done"


def test_cancel_while_pages_are_drawn(previews):
    previews.stand_in("give(40)")
    key = service.request(DOCX, "a.docx", owner=1)
    previews.until(lambda: service.status(key, owner=1).pages_done > 0, "the first picture")
    service.cancel(key, owner=1)
    previews.until(lambda: previews.raw(key)["state"] == "cancelled", "the end of the drawing")
    assert len(list((previews.folder / "jobs" / key).glob("page-*.png"))) < 40


def test_many_at_once_start_one_worker_and_one_conversion(previews):
    previews.stand_in("time.sleep(0.3)\ngive(1)")
    keys, site = [], previews.site

    def ask() -> None:
        with site.app_context():
            keys.append(service.request(DOCX, "a.docx", owner=1))

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 12 and len(set(keys)) == 1
    assert previews.finished(keys[0]).state == "done" and previews.calls() == 1
    assert [p.name for p in (previews.folder / "jobs").iterdir()] == [keys[0]]


def test_a_second_worker_on_the_same_folder_ends_at_once(previews):
    previews.stand_in("give(1)")
    previews.finished(service.request(DOCX, "a.docx", owner=1))
    first = previews.worker()
    command = [sys.executable, "-m", "intranet.previews.worker", str(previews.folder), "--soffice=/bin/true"]
    assert subprocess.run(command, timeout=30, check=False).returncode == 0
    assert previews.worker() == first


def test_the_worker_ends_when_idle_and_when_its_folder_is_deleted(previews):
    previews.stand_in("give(1)", idle=0.5)
    previews.finished(service.request(DOCX, "a.docx", owner=1))
    previews.until(lambda: previews.worker() is None, "the end of the idle worker")
    previews.stand_in("give(1)", idle=60)
    previews.finished(service.request(OTHER, "b.docx", owner=1))
    number = previews.worker()
    previews.folder.rename(previews.folder.with_name("deleted"))
    previews.until(lambda: gone(number), "the end of the worker without folder")


def test_the_worker_ends_when_its_folder_is_deleted_under_a_document(previews):
    previews.stand_in("time.sleep(600)")
    service.request(DOCX, "a.docx", owner=1)
    previews.until(lambda: previews.calls() == 1, "the first call")
    number = previews.worker()
    previews.folder.rename(previews.folder.with_name("deleted"))
    previews.until(lambda: gone(number), "the end of the worker without folder")
    previews.until(lambda: gone(int((previews.programs / "call-1").read_text())), "the end of the office")


def test_a_stopped_worker_ends_its_processes(previews):
    previews.stand_in("time.sleep(600)")
    service.request(DOCX, "a.docx", owner=1)
    previews.until(lambda: previews.calls() == 1, "the first call")
    os.kill(previews.worker(), signal.SIGTERM)
    previews.until(lambda: gone(int((previews.programs / "call-1").read_text())), "the end of the office")


def test_only_the_owner_sees_anything(previews):
    previews.stand_in("give(1)")
    key = service.request(DOCX, "a.docx", owner=1)
    previews.finished(key)
    asks = (
        service.status,
        service.pdf,
        service.document,
        service.background,
        service.job,
        service.cancel,
        service.again,
    )
    for ask in asks:
        for wrong in (key, "0" * 40, "../" + key, "", "x" * 500, key.upper() + "\0"):
            with pytest.raises(NotThere):
                ask(wrong, owner=2)
    for number in (0, -1, 2, 10**9):
        with pytest.raises(NotThere):
            service.page(key, number, owner=1)
    assert service.request(DOCX, "a.docx", owner=2) != key


def test_the_key_depends_on_the_secret(previews):
    previews.stand_in("give(1)")
    key = service.request(DOCX, "a.docx", owner=1)
    secret = previews.site.config["SECRET_KEY"]
    previews.site.config["SECRET_KEY"] = "another-secret-0123456789-abcdefghijk"
    try:
        assert service.request(DOCX, "a.docx", owner=1) != key
    finally:
        previews.site.config["SECRET_KEY"] = secret


def test_a_background_is_a_picture_or_refused(previews):
    previews.stand_in("give(1)")
    picture = samples.png(30, 30)
    key = service.request(DOCX, "a.docx", owner=1, background=picture)
    assert service.background(key, owner=1) == picture and service.job(key, owner=1).background == "png"
    assert key != service.request(DOCX, "a.docx", owner=1)
    for wrong in (b"", b"GIF89a", b"<svg/>", b"\x89PNG\r\n\x1a\n"):
        with pytest.raises(BadFile):
            service.request(DOCX, "a.docx", owner=1, background=wrong)


def test_a_name_keeps_its_letters_and_no_path(previews):
    previews.stand_in("give(1)")
    key = service.request(DOCX, "../../etc/Giấy khen\u202e số 07.docx", owner=1)
    assert service.job(key, owner=1).name == "Giấy khen số 07.docx"


def test_a_disk_that_takes_nothing_is_told(previews, tmp_path):
    previews.stand_in("give(1)")
    (tmp_path / "file").touch()
    previews.site.config["PREVIEWS_DIR"] = str(tmp_path / "file" / "previews")
    with pytest.raises(NotReady, match="Không ghi được vào ổ đĩa"):
        service.request(DOCX, "a.docx", owner=1)


def test_without_libreoffice_the_document_still_comes(previews):
    previews.site.config["SOFFICE"] = "/khong/co/soffice"
    assert not service.available()
    key = service.request(DOCX, "a.docx", owner=1)
    found = service.status(key, owner=1)
    assert found.state == "failed" and "chưa cài LibreOffice" in found.message
    assert service.document(key, owner=1) == DOCX and previews.worker() is None
    previews.stand_in("give(1)")
    service.again(key, owner=1)
    assert previews.finished(key).state == "done"
