"""Shapes of what the movement's pages take in."""

from ..core.forms import BaseForm, DayField, HiddenField, LineField, ProseField


class CampaignForm(BaseForm):
    """The movement as in its plan."""

    version = HiddenField()
    name = LineField("Tên phong trào", limit=300, required=True, description="Nguyên văn như trong kế hoạch.")
    plan_reference = LineField(
        "Kế hoạch", limit=300, required=True, description="Số, ngày và trích yếu của kế hoạch phát động."
    )
    starts_on = DayField("Từ ngày", required=True)
    ends_on = DayField("Đến ngày", required=True)
    goal = ProseField("Mục tiêu", limit=5000)


class ThemeForm(BaseForm):
    """One content of the movement."""

    version = HiddenField()
    title = LineField("Tên nội dung", limit=300, required=True)
    summary = ProseField("Tóm tắt", limit=5000)
    targets = ProseField(
        "Chỉ tiêu định lượng",
        limit=5000,
        required=True,
        description="Mỗi dòng một chỉ tiêu, nguyên văn như trong kế hoạch.",
    )
