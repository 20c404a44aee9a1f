"""Community digital teams: one per thôn and tổ dân phố, with dated members."""

from flask import Response, url_for
from flask_login import current_user

from ..core import audit, clock, nav
from ..core.access import needs
from ..core.errors import NotThere
from ..core.form_page import form_page
from ..core.htmx import render
from ..core.permissions import Permission as P
from . import queries, rules, team_actions
from .forms import EndForm, MemberForm, TeamForm, unit_choices
from .models import CommunityTeam
from .routes import blueprint

_READERS = (P.COMMUNITY_WRITE, P.COMMUNITY_READ_ALL)
nav.entry("Thi đua", "Tổ công nghệ số cộng đồng", "community.teams", *_READERS, order=41)


@blueprint.get("/to")
@needs(*_READERS)
def teams() -> Response:
    """Every thôn with its team of today."""
    rows = queries.teams_on(current_user, clock.today())
    return render(
        "community/teams.html",
        rows=rows,
        with_team=sum(team is not None for _, team, _ in rows),
        may_write=current_user.has(P.COMMUNITY_WRITE),
        smallest=rules.SMALLEST_TEAM,
        largest=rules.LARGEST_TEAM,
    )


@blueprint.route("/to/moi", methods=["GET", "POST"])
@needs(P.COMMUNITY_WRITE)
def new_team() -> Response:
    """Set up a team by a Decision."""
    form = TeamForm()
    own = queries.units_of(current_user, *queries.VILLAGES)
    form.unit.choices = unit_choices(own)

    def act() -> tuple[str, str]:
        team = team_actions.found(
            int(form.unit.data),
            actor=current_user,
            decision_number=form.decision_number.data or "",
            decided_on=form.decided_on.data,
            starts_on=form.starts_on.data,
            contact=form.contact.data or "",
        )
        return _at(team), "Đã ghi tổ. Hãy thêm từ 3 đến 5 thành viên."

    return form_page(
        form,
        act,
        heading="Ghi tổ công nghệ số cộng đồng",
        back=(url_for("community.teams"), "Tổ công nghệ số cộng đồng"),
        submit="Ghi tổ",
        action=url_for("community.new_team"),
    )


@blueprint.get("/to/<int:team_id>")
@needs(*_READERS)
def team(team_id: int) -> Response:
    """A team with all its members, present and past."""
    found = queries.get_team(current_user, team_id)
    return render(
        "community/team.html",
        team=found,
        present=found.members_on(clock.today()),
        members=sorted(found.members, key=lambda m: (m.ends_on is not None, not m.leader, m.starts_on, m.id)),
        may_keep=rules.may_keep_team(current_user, found),
        smallest=rules.SMALLEST_TEAM,
        largest=rules.LARGEST_TEAM,
        timeline=audit.timeline(found),
    )


def _at(found: CommunityTeam) -> str:
    return url_for("community.team", team_id=found.id)


def _kept(team_id: int) -> CommunityTeam:
    found = queries.get_team(current_user, team_id)
    rules.require(rules.may_keep_team(current_user, found), "Bạn không sửa được tổ này.")
    return found


def _back(found: CommunityTeam) -> tuple[str, str]:
    return _at(found), f"Tổ của {found.unit.name}"


@blueprint.route("/to/<int:team_id>/thanh-vien", methods=["GET", "POST"])
@needs(P.COMMUNITY_WRITE)
def add_member(team_id: int) -> Response:
    """Take somebody in."""
    found = _kept(team_id)
    data = {name: getattr(found, name) for name in ("starts_on", "decision_number", "decided_on")}
    form = MemberForm(data=data)

    def act() -> tuple[str, str]:
        member = team_actions.add_member(found, form.values(), actor=current_user)
        return _at(found), f"Đã thêm {member.name}."

    return form_page(
        form,
        act,
        heading="Thêm thành viên",
        back=_back(found),
        submit="Thêm",
        action=url_for("community.add_member", team_id=team_id),
    )


@blueprint.route("/to/<int:team_id>/thanh-vien/<int:member_id>/thoi", methods=["GET", "POST"])
@needs(P.COMMUNITY_WRITE)
def remove_member(team_id: int, member_id: int) -> Response:
    """Note the last day of a member."""
    found = _kept(team_id)
    member = next((m for m in found.members if m.id == member_id), None)
    if member is None:
        raise NotThere
    form = EndForm(data={"ends_on": clock.today()})

    def act() -> tuple[str, str]:
        team_actions.remove_member(
            found,
            member_id,
            actor=current_user,
            ends_on=form.ends_on.data,
            ended_by=form.reason.data or "",
        )
        return _at(found), "Đã ghi."

    return form_page(
        form,
        act,
        heading=f"{member.name} thôi tham gia tổ",
        back=_back(found),
        submit="Ghi ngày thôi tham gia",
        action=url_for("community.remove_member", team_id=team_id, member_id=member_id),
    )


@blueprint.route("/to/<int:team_id>/ket-thuc", methods=["GET", "POST"])
@needs(P.COMMUNITY_WRITE)
def end_team(team_id: int) -> Response:
    """Note the last day of a team."""
    found = _kept(team_id)
    form = EndForm(data={"ends_on": clock.today()})

    def act() -> tuple[str, str]:
        team_actions.end(found, actor=current_user, ends_on=form.ends_on.data, reason=form.reason.data or "")
        return _at(found), "Đã ghi ngày kết thúc của tổ."

    return form_page(
        form,
        act,
        heading=f"Kết thúc tổ của {found.unit.name}",
        back=_back(found),
        submit="Kết thúc tổ",
        consequence="Mọi thành viên cũng thôi từ ngày này. Lịch sử của tổ được giữ.",
        action=url_for("community.end_team", team_id=team_id),
    )
