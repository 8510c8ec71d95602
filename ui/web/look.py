"""How the workspace looks and answers: theme, style sheets and the page's own script, all of it sent by this machine."""

from __future__ import annotations

import json
from importlib.resources import files

import gradio as gr

_FONTS = ("system-ui", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "sans-serif")
_ACCENT, _DEEP = "#0f766e", "#115e59"
_LINE, _LINE_DARK = "#cfd8e3", "#3b4a60"
_PAPER, _PAPER_DARK = "#ffffff", "#172033"


def theme() -> gr.themes.Base:
    """Plain fields with one border, white on a quiet ground, and one accent; every text reaches 4.5 : 1."""
    return gr.themes.Base(
        primary_hue="teal", neutral_hue="slate", spacing_size="sm", radius_size="sm", font=list(_FONTS), font_mono=["Consolas", "monospace"],
    ).set(
        body_background_fill="#f5f7f9", body_background_fill_dark="#0b1220",
        body_text_color="#1e293b", body_text_color_dark="#e2e8f0",
        body_text_color_subdued="#536071", body_text_color_subdued_dark="#a9b6c6",
        block_background_fill="transparent", block_background_fill_dark="transparent",
        block_border_width="0px", block_border_width_dark="0px", block_padding="0px",
        block_title_text_color="#536071", block_title_text_color_dark="#a9b6c6", block_title_text_size="13px",
        block_label_text_color="#334155", block_label_text_color_dark="#e2e8f0",
        block_label_background_fill=_PAPER, block_label_background_fill_dark=_PAPER_DARK,
        block_info_text_color="#536071", block_info_text_color_dark="#a9b6c6",
        border_color_primary=_LINE, border_color_primary_dark=_LINE_DARK,
        input_background_fill=_PAPER, input_background_fill_dark=_PAPER_DARK,
        input_border_width="1px", input_border_width_dark="1px", input_border_color="#b6c2d0", input_border_color_dark="#475569",
        input_border_color_focus=_ACCENT, input_border_color_focus_dark="#5eead4",
        input_placeholder_color="#5f6c7d", input_placeholder_color_dark="#a3b1c2",
        checkbox_label_background_fill="transparent", checkbox_label_background_fill_dark="transparent",
        checkbox_label_background_fill_hover="#e8eef3", checkbox_label_background_fill_hover_dark="#243049",
        checkbox_label_background_fill_selected="#d7f3ee", checkbox_label_background_fill_selected_dark="#134e4a",
        checkbox_background_color_selected=_ACCENT, checkbox_background_color_selected_dark=_ACCENT,
        checkbox_border_color_selected=_ACCENT, checkbox_border_color="#7b8a9c", checkbox_border_color_dark="#94a3b8",
        color_accent=_ACCENT, loader_color=_ACCENT,
        button_primary_background_fill=_ACCENT, button_primary_background_fill_dark=_ACCENT,
        button_primary_background_fill_hover=_DEEP, button_primary_background_fill_hover_dark=_DEEP,
        button_primary_text_color="#ffffff", button_primary_text_color_dark="#ffffff",
        button_border_width="1px", button_primary_border_color=_ACCENT, button_primary_border_color_dark=_ACCENT,
        button_secondary_background_fill=_PAPER, button_secondary_background_fill_dark=_PAPER_DARK,
        button_secondary_background_fill_hover="#e8eef3", button_secondary_background_fill_hover_dark="#243049",
        button_secondary_border_color="#b6c2d0", button_secondary_border_color_dark="#475569",
        button_large_text_size="15px", button_large_padding="7px 14px", button_large_text_weight="500", button_small_text_weight="500",
        layout_gap="10px",
    )  # fmt: skip


def css() -> str:
    """The style of the pages."""
    return _file("style.css") + _file("shelf.css")


def head(pages: tuple[str, ...]) -> str:
    """Colours of both schemes, the frame's style and the frame's script, which stand before everything of Gradio's."""
    known = json.dumps({"pages": pages})
    return f"<style>{_file('frame.css')}</style><script>window.yuanfang = {known};{_file('frame.js')}{_file('typed.js')}{_file('folders.js')}</script>"


def _file(name: str) -> str:
    return files("ui.web").joinpath(name).read_text(encoding="utf-8")
