"""Lines that belong to no document: page numbers, download sites' notes, watermarks, slide leftovers."""

from __future__ import annotations

import re

from kb.readers.furniture import is_page_number

_SITE = re.compile(
    r"下载文档前请|仅部分预览|文档侵犯您的权益|平台不提供额外的编辑|人工客服工作时间|申请退款|"
    r"(?:本|该)(?:文档|资料|文件)(?:由|来自|来源于).{0,30}(?:整理|上传|网|下载)|(?:道客巴巴|豆丁网|百度文库|原创力文档|人人文库|docin|book118)|"
    r"(?:扫码|微信扫一扫|关注公众号|VIP)[^。]{0,16}(?:下载|查看|领取|获取|会员)|欢迎下载|(?:更多|精品)(?:资料|文档|范文).{0,12}(?:请|尽在|关注)|"
    r"^(?:来源|网址|本文链接)[：:]\s*(?:https?://|www\.)\S+$|^(?:https?://|www\.)\S+$|^分享到[：:]|^(?:打印|关闭窗口|返回顶部|上一篇|下一篇)"
)
_EDITABLE = re.compile(r"【(?:可编辑版?|最新版?|精品|完整版?|word版?|精编|推荐|可修改)】\s*$", re.IGNORECASE)
_WATERMARK = re.compile(
    r"^(?:仅供(?:内部)?(?:学习|参考|交流)[^。]{0,10}|样稿|水印|学习资料|内部资料[\s,，]*注意保存|版权所有[^。]{0,20})$"
)
_SLIDE = re.compile(
    r"^(?:THANKS?|THANK YOU|感谢(?:观看|聆听|您的观看)|谢谢(?:观看|聆听|大家)?|VS|CONTENTS?|总结词|详细描述|点击(?:此处)?添加.*)$",
    re.IGNORECASE,
)


def is_site_noise(text: str) -> bool:
    """Whether a line is a download site's own: notes under a file, links, an ``【可编辑版】`` title."""
    return len(text) < 160 and bool(_SITE.search(text) or _EDITABLE.search(text))


def is_watermark(text: str) -> bool:
    """Whether a line is a watermark."""
    return bool(_WATERMARK.match(text))


def is_furniture(text: str) -> bool:
    """Whether a line is a page number standing alone: bare digits, or a number between dashes."""
    return len(text) <= 14 and is_page_number(text) and not re.match(r"^\s*[ⅠⅡⅢⅣIVX]+\s*$", text)


def is_slide_leftover(text: str) -> bool:
    """Whether a line is what slides leave behind when exported as text."""
    return bool(_SLIDE.match(text))
