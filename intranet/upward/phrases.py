"""Vietnamese words of proposals to the city."""

WORDS: dict[str, str] = {
    "city_proposal.draft": "Dự thảo",
    "city_proposal.ready": "Chờ ký, cấp số",
    "city_proposal.signed": "Đã có số, chờ gửi",
    "city_proposal.sent": "Đã gửi, chờ trả lời",
    "city_proposal.answered": "Cấp trên đã trả lời",
    "city_proposal.cancelled": "Đã hủy",
    "city_proposal:hand_over": "Chuyển văn thư",
    "city_proposal:return": "Trả lại để sửa",
    "city_proposal:number": "Ký, cấp số",
    "city_proposal:send": "Gửi cấp trên",
    "city_proposal:answer": "Cấp trên trả lời đủ",
    "city_proposal:reopen": "Mở lại để ghi đúng trả lời",
    "city_proposal:cancel": "Hủy tờ trình",
    "city_proposal:created": "Lập tờ trình cấp trên",
    "city_proposal:line_added": "Đưa vào danh sách",
    "city_proposal:line_edited": "Sửa một dòng của danh sách",
    "city_proposal:line_removed": "Bỏ khỏi danh sách",
    "city_proposal:granted": "Ghi cấp trên khen thưởng",
    "city_proposal:refused": "Ghi cấp trên không khen thưởng",
    "city_proposal:answer_undone": "Bỏ trả lời ghi sai",
    "Ground.merit": "Thành tích công trạng",
    "Ground.thematic": "Thành tích trong phong trào thi đua theo chuyên đề",
    "Ground.sudden": "Thành tích đột xuất",
    "Channel.system": "Hệ thống quản lý văn bản",
    "Channel.post": "Bưu chính",
    "Channel.hand": "Nộp trực tiếp",
    "Outcome.waiting": "Chưa có trả lời",
    "Outcome.granted": "Được khen thưởng",
    "Outcome.refused": "Không được khen thưởng",
}
TONES: dict[str, str] = {
    "city_proposal.ready": "waiting",
    "city_proposal.signed": "waiting",
    "city_proposal.sent": "waiting",
    "city_proposal.answered": "good",
    "city_proposal.cancelled": "bad",
}
# who has a proposal in each state that waits for somebody
WITH: dict[str, str] = {
    "draft": "Thường trực thi đua",
    "ready": "Văn thư",
    "signed": "Văn thư",
    "sent": "Cấp trên",
}
