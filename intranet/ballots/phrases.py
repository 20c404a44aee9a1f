"""Vietnamese words of secret ballots."""

WORDS: dict[str, str] = {
    "poll.open": "Đang bỏ phiếu",
    "poll.closed": "Đã kiểm phiếu",
    "poll.void": "Không có giá trị",
    "Mark.yes": "Đồng ý",
    "Mark.no": "Không đồng ý",
    "Mark.blank": "Không có ý kiến",
    "ballots:opened": "Mở bỏ phiếu kín",
    "ballots:voted": "Bỏ phiếu kín (phiếu đã niêm phong)",
    "ballots:elector_removed": "Rút tên khỏi danh sách bỏ phiếu",
    "ballots:account_changed": "Tài khoản thay đổi khi đang bỏ phiếu",
    "ballots:released": "Xác nhận tài khoản được bỏ phiếu",
    "ballots:closing_asked": "Đề nghị kiểm phiếu",
    "ballots:teller_confirmed": "Thành viên tổ kiểm phiếu xác nhận",
    "poll:count": "Mở phong bì, kiểm phiếu",
    "poll:void": "Hủy cuộc bỏ phiếu",
    "ballots:objected": "Khiếu nại kết quả kiểm phiếu",
    "ballots:answered": "Trả lời khiếu nại kiểm phiếu",
    "ballots:key_made": "Tạo khóa kiểm phiếu",
    "ballots:destroyed": "Xóa khóa của cuộc bỏ phiếu",
}
TONES: dict[str, str] = {"poll.open": "waiting", "poll.closed": "good", "poll.void": "bad"}
