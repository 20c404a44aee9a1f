"""Total by fund: what the Decisions of a year pay, without what was revoked; in words."""

from intranet.core import clock
from intranet.core.db import db
from intranet.decisions import funds
from intranet.decisions.states import CertificateState, State
from intranet.people.queries import organisation
from tests.factories import decisions as make


def test_sums_by_fund_and_year_follow_the_certificates(app):
    year = clock.today().year
    assert funds.of_year(year) == [] and funds.years() == []
    made = make.award(State.NUMBERED)
    (fund,) = funds.of_year(year)
    assert (fund.name, funds.years()) == (organisation().fund_name, [year])
    amounts = [one.amount for one in made.certificates]
    assert fund.lines == [(made, len(amounts), sum(amounts))] and fund.total == sum(amounts) > 0
    assert fund.words.endswith("đồng")
    made.certificates[0].state = CertificateState.REVOKED
    db.session.flush()
    (after,) = funds.of_year(year)
    assert after.total == sum(amounts[1:])
    assert funds.of_year(year - 1) == []


def test_the_page_names_fund_decisions_and_sum(site, browser):
    with site.app_context():
        made = make.award(State.NUMBERED)
        number, total = (
            made.full_number,
            f"{sum(one.amount for one in made.certificates):,}".replace(",", "."),
        )
        db.session.commit()
    page = browser("vanthu").get("/quyet-dinh/tien-thuong")
    assert number in page.text and f"Tổng: {total}" in page.text
    assert "chưa có quyết định" in browser("vanthu").get("/quyet-dinh/tien-thuong?nam=2001").text
    browser("nhanvien").get("/quyet-dinh/tien-thuong", expect=403)
