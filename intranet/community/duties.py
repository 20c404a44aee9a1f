"""The obligations of the plan that carry no number, as the plan words them, and what proves each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Duty:
    """One obligation: its code, part of the plan, words, what shows that it is done."""

    code: str
    source: str
    title: str
    proof: str


DUTIES = (
    Duty(
        "O1",
        "III.1",
        "Đề xuất cắt giảm bước trung gian, chuẩn hóa quy trình rõ trách nhiệm, rõ thời gian",
        "Dòng rà soát, đề xuất và kết quả",
    ),
    Duty(
        "O2",
        "III.1",
        "Mô hình “Ngày không hẹn lại”: hồ sơ đơn giản giải quyết trong ngày",
        "Danh mục thủ tục giải quyết trong ngày",
    ),
    Duty(
        "O3",
        "III.2",
        "Kho dữ liệu số: dân cư, đất đai, giáo dục, y tế, dữ liệu quản lý khác",
        "Tình trạng từng lĩnh vực dữ liệu",
    ),
    Duty(
        "O4",
        "III.2, III.5",
        "Kênh tra cứu thủ tục, tiếp nhận phản ánh, theo dõi tiến độ (“Chính quyền số gần dân”)",
        "Danh sách kênh, sổ phản ánh",
    ),
    Duty(
        "O5",
        "III.2, III.5",
        "Hướng dẫn dịch vụ công trực tuyến qua tổ cộng đồng và buổi ở thôn; “Bình dân học vụ số”",
        "Các buổi theo nội dung và theo thôn",
    ),
    Duty("O6", "III.3", "Mô hình “Cán bộ hướng dẫn dịch vụ công trực tuyến”", "Lịch phân công theo ngày"),
    Duty(
        "O7",
        "III.3",
        "Khảo sát sự hài lòng bằng phiếu trực tiếp và khảo sát điện tử",
        "Đợt khảo sát có cả hai hình thức",
    ),
    Duty(
        "O8",
        "III.3",
        "Kịp thời chấn chỉnh tồn tại, hạn chế sau mỗi kỳ công bố",
        "Việc chấn chỉnh có người làm và ngày xong",
    ),
    Duty(
        "O9",
        "III.4",
        "Lớp bồi dưỡng: kỹ năng số; hệ thống dịch vụ công trực tuyến; kỹ năng phục vụ nhân dân",
        "Lớp theo ba chủ đề",
    ),
    Duty(
        "O10",
        "III.4",
        "Đưa kết quả cải cách hành chính của từng phòng vào tiêu chí thi đua năm",
        "Phiếu kết quả của đơn vị trong hồ sơ đề nghị",
    ),
    Duty(
        "O11",
        "I, III.4",
        "Phát hiện, bồi dưỡng, nhân rộng mô hình, sáng kiến tiêu biểu",
        "Việc áp dụng sáng kiến từ đơn vị này sang đơn vị khác",
    ),
    Duty("O12", "IV.1", "Khen thưởng đột xuất thành tích tiêu biểu", "Quyết định khen thưởng đột xuất"),
    Duty(
        "O13",
        "IV.2",
        "Khen thưởng hằng năm: Giấy khen của UBND xã hoặc đề nghị cấp trên",
        "Quyết định và danh sách đề nghị cấp trên",
    ),
    Duty(
        "O14",
        "IV.3",
        "Tổng kết giai đoạn 2026 - 2030, lựa chọn đề nghị khen thưởng",
        "Báo cáo tổng kết năm năm",
    ),
    Duty(
        "O15",
        "V",
        "Phòng Văn hóa - Xã hội hướng dẫn, đôn đốc, kiểm tra, sơ kết, tổng kết",
        "Nhắc việc, kiểm tra, báo cáo",
    ),
    Duty("O16", "V", "Văn phòng HĐND - UBND phối hợp tổng hợp kết quả", "Số liệu do Văn phòng tổng hợp"),
    Duty(
        "O17",
        "V",
        "Mặt trận Tổ quốc và tổ chức thành viên tuyên truyền, vận động",
        "Buổi tuyên truyền có đơn vị phối hợp",
    ),
    Duty(
        "O18",
        "V",
        "Khó khăn, vướng mắc được báo cáo qua Phòng Văn hóa - Xã hội và được giải quyết",
        "Sổ vướng mắc có trả lời",
    ),
    Duty(
        "O19",
        "I.2",
        "Đánh giá thi đua khách quan, minh bạch, dựa trên kết quả và mức độ hài lòng",
        "Nhật ký, trang công khai",
    ),
)
