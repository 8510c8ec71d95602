"""Reading files: the Chinese sentences by code."""

from __future__ import annotations

ERRORS: dict[str, tuple[str, str]] = {
    "unreadable_file": ("没有权限读取“{path}”。", "请检查文件权限，或换一个有权限的账户。"),
    "unreadable_folder": ("没有权限打开文件夹“{path}”。", "请检查文件夹权限。"),
    "timeout": ("“{path}”读了 {seconds} 秒还没有读完，已停止。", "请把文件拆小，或另存为 .docx 再试。"),
    "reader_failed": ("读取“{path}”时程序出错（{reason}），这份文件没有读入。", "请另存为 .docx 再试，并把所用的文件类型告诉维护者。"),
    "stopped": ("已停止读取“{path}”。", "需要时请重新收入。"),
    "reader_died": ("读取“{path}”时阅读进程意外结束。", "文件可能已损坏；资料库没有受影响。"),
    "encrypted": ("“{path}”设有密码，打不开。", "请在 Word/WPS 或阅读器里去掉密码后另存，再试一次。"),
    "truncated": ("“{path}”已损坏或没有传完整。", "请重新获取这个文件，或在 Word/WPS 里打开并另存为 .docx。"),
    "wrong_type": ("“{path}”不是能读取的文档。", "可读取 Word、Excel、幻灯片、WPS、PDF、OFD、网页、TXT、Markdown；其他格式请另存为 .docx。"),
    "image_only": ("“{path}”只有图片，没有文字。", "请打开文字识别（--ocr）再读，或换一份能选中文字的版本。"),
    "garbled_text": ("“{path}”的字体没有说明对应哪些文字，读出的是乱码。", "请打开文字识别（OCR）再读，或换一份能正确复制文字的版本。"),
    "no_text": ("“{path}”里没有文字。", "请检查是否选错了文件。"),
    "too_large": ("“{path}”太大。", "请拆成几个文件，或去掉其中的图片后再试。"),
    "needs_libreoffice": ("读取“{path}”这种格式（{format}）需要 LibreOffice。", "请安装 LibreOffice（Debian/Ubuntu：apt install libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui），或在 Word/WPS 里另存为 .docx、.xlsx、.pptx 再试。"),
    "needs_export": ("“{path}”是 {format} 格式，只有专用阅读器能打开。", "请用原来的阅读器打开，另存或打印为 PDF 或 OFD，再收入。"),
    "is_archive": ("“{path}”是压缩包，里面没有能直接读取的文档。", "请解压后收入，或改用 zip 压缩。"),
    "office_failed": ("本机的 LibreOffice 不能正常工作，读不了“{path}”。", "请重新安装 LibreOffice，或在 Word/WPS 里另存为 .docx 再试。"),
    "memory_limit": ("读取“{path}”需要的内存超过 1 GB，已停止。", "请把文件拆小，或另存为 .docx 再试。"),
    "needs_ocr": ("“{path}”是图片，需要先识别文字。", "请打开文字识别（--ocr）再读。"),
    "secret_mark": ("“{path}”首页标有密级，已停止读取，没有保存任何内容。", "涉密文件不得在本系统处理。"),
}  # fmt: skip

MESSAGES: dict[str, str] = {
    "bad_encoding": "按 {encoding} 编码读取，个别字符无法还原，已略去。",
    "truncated": "文件末尾在句子中间断开，内容可能不完整。",
    "picture_without_text": "有 {count} 张图片，图中的文字没有读取。",
    "tracked_changes": "文件含 {count} 处修订，按“全部接受”读取。",
    "dropped_footer": "已略去 {count} 处页码、页眉或页脚。",
    "dropped_watermark": "已略去 {count} 行水印或下载网站的说明文字。",
    "internal_mark": "首页标有“{mark}”，已读取；这份文件属内部资料，请勿公开、外传。",
    "masked_personal": "已遮盖 {count} 处个人信息（身份证号、车牌号、私人手机号、伤亡人员和群众姓名）；值班电话未遮盖。",
    "dropped_slide_marks": "已略去 {count} 处幻灯片占位文字（如“总结词”“感谢观看”）。",
    "slide_fragments": "这一篇是幻灯片导出的零散文字，不成段落，引用时请核对。",
    "truncated_text": "这一篇的原文不完整，末尾可能缺内容。",
    "wrong_type": "扩展名是 {suffix}，实际内容是 {format}，已按实际内容读取。",
    "needs_ocr": "有 {count} 页只有图片，没有读出文字；可打开文字识别（OCR）再读一次。",
    "ocr_layer": "有 {count} 页的文字是扫描时识别的，可能有错字，请对照原件。",
    "ocr_read": "有 {count} 页由文字识别（OCR）读出，平均把握 {confidence}%，请对照原件。",
    "ocr_doubt": "这一页有 {count} 行识别没有把握（最低 {confidence}%）：{sample}。",
    "chart_unread": "有 {count} 个图表，图表中的数据没有读取。",
    "hidden_dropped": "有 {count} 处隐藏的内容（隐藏文字、工作表或幻灯片），没有读入。",
    "too_deep": "有 {count} 处表格嵌套过深，里层没有读取。",
    "damaged": "文件有损坏，只读出了能读的部分，请对照原件。",
    "unknown_number": "有 {count} 个公式没有存下计算结果，数值空缺；请在 Excel/WPS 里打开并保存后再收入。",
    "sheet_cut": "表格太大，只读了前 {most} 个单元格。",
    "slide_notes_apart": "有 {count} 张幻灯片带备注，备注没有读入。",
    "hidden_text": "有 {count} 页含看不见的文字，已一并读取，请对照原件。",
    "unreadable_page": "有 {count} 页已损坏，没有读出。",
    "garbled_text": "有 {count} 页的字体没有说明对应哪些文字，读出的多半是乱码；可打开文字识别（OCR）再读一次。",
    "drawing_as_words": "有 {count} 页含流程图或框图，只读出图中的文字，箭头和先后关系请看原件。",
    "comments_apart": "文件含 {count} 条批注，不属于正文，没有读入。",
    "attachments_unread": "文件里嵌有 {count} 个附加文件，没有读入；需要时请另存后单独收入。",
}  # fmt: skip

STAGES: dict[str, str] = {
    "reading": "正在读取文件",
    "ocr": "正在识别扫描页",
}  # fmt: skip
