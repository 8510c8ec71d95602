#!/bin/sh
# 预案坊：第一次运行时在本文件夹建立运行环境（不联网、不需要管理员），以后直接打开工作台。
# 带参数时当作命令运行，例如：./启动.sh search 应急值班
set -u
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
fail() { echo "预案坊没有启动：$1" >&2; exit 1; }

if [ ! -f "$here/.venv/.ready" ]; then
    python=
    for candidate in python@PYTHON@ python3 python; do
        if "$candidate" -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "@PYTHON@")' 2>/dev/null; then
            python=$candidate
            break
        fi
    done
    [ -n "$python" ] || fail "没有找到 Python @PYTHON@。请先安装 Python @PYTHON@（麒麟、统信、Debian 等系统自带的软件源里有 python@PYTHON@）。"
    echo "第一次运行，正在准备（约一分钟）……"
    rm -rf "$here/.venv"
    "$python" -m venv --without-pip "$here/.venv" || fail "无法在 $here 建立运行环境，请检查文件夹权限和磁盘空间。"
    pip=$(ls "$here"/wheels/pip-*.whl)
    set -- "$#" "$@"
    PYTHONPATH=$pip "$here/.venv/bin/python" -m pip install --quiet --no-index --no-deps --disable-pip-version-check "$here"/wheels/*.whl ||
        fail "安装没有完成，请检查磁盘空间，并确认压缩包已完整解开。"
    shift
    touch "$here/.venv/.ready"
fi
export HF_HUB_OFFLINE=1
[ $# -gt 0 ] || set -- ui
exec "$here/.venv/bin/python" -m ui.cli "$@"
