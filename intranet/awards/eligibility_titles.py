"""What the law asks for the titles CSTĐ cơ sở and Tập thể lao động tiên tiến, beside the papers of the checklist.

How a person's year was rated is no record of this program: it stands in the checklist. Source: Luật TĐKT Điều 23, 28.
"""

from ..parameters.award_forms import CSTDCS, LDTT, TTLDTT
from .eligibility import CHECKS, Candidate, Fact, Found, World, overlap


def cstdcs_ground(one: Candidate, world: World) -> list[Found]:
    """LĐTT for the same time, and excellent completion or a recognised initiative (an initiative when the rule says)."""
    if one.form != CSTDCS:
        return []
    found = []
    awarded = any(
        past.form == LDTT and overlap(one.counts_from, one.counts_to, past.counts_from, past.counts_to)
        for past in world.past_of.get(one.subject or ("", 0), [])
    )
    proposed = any(
        peer.form == LDTT and overlap(one.counts_from, one.counts_to, peer.counts_from, peer.counts_to)
        for peer in (world.by_subject.get(one.subject, []) if one.subject else [])
    )
    if not awarded and not proposed:
        found.append(Found("ldtt", "Chưa thấy danh hiệu Lao động tiên tiến của cùng thời gian."))
    if one.initiative_id is None:
        words = (
            "Chưa gắn sáng kiến được công nhận: bắt buộc theo quy định của ngày áp dụng."
            if world.initiative_required
            else "Chưa gắn sáng kiến được công nhận: phải có kết quả hoàn thành xuất sắc nhiệm vụ."
        )
        found.append(Found("initiative", words))
    return found


def ttldtt_ground(one: Candidate, world: World) -> list[Found]:
    """Enough of the unit's people with LĐTT for the same time, and nobody disciplined in it."""
    if one.form != TTLDTT or one.members is None:
        return []
    found = []
    total, advanced = one.members
    share = world.ldtt_share
    if total == 0 or advanced * share.denominator < share.numerator * total:
        words = f"{advanced}/{total} cá nhân đạt Lao động tiên tiến, cần từ {share.numerator}/{share.denominator}."
        found.append(Found("share", words))
    if one.disciplined:
        facts = tuple(Fact(label) for label in one.disciplined)
        found.append(
            Found("discipline", "Tập thể có cá nhân bị kỷ luật trong thời gian tính thành tích.", facts)
        )
    return found


CHECKS.update({function.__name__: function for function in (cstdcs_ground, ttldtt_ground)})
