#!/bin/sh
# Usage: install.sh VENV WHAT — makes a virtual environment and installs WHAT into it; failures end in one clear sentence.
set -u
venv=$1
what=$2

fail() { echo "预案坊安装没有完成：$1" >&2; exit 1; }

python=
for candidate in python3 python3.13 python3.12 python3.11 python3.14 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || fail "没有找到 Python 3.11 或更新的版本，请先安装 Python（https://www.python.org）。"

free_kib=$(df -Pk . | awk 'NR==2 {print $4}')
[ "${free_kib:-9999999}" -ge 2500000 ] || [ -x "$venv/bin/yuanfang" ] ||
    fail "磁盘空间不足：至少需要 2.5 GB，当前只剩 $((free_kib / 1024)) MB。"

if [ ! -x "$venv/bin/python" ]; then
    echo "[1/2] 建立运行环境 $venv（$("$python" --version)）……"
    "$python" -m venv "$venv" || fail "无法在当前文件夹建立 $venv，请检查文件夹权限；Debian/Ubuntu 上可能还要安装 python3-venv。"
fi
echo "[2/2] 安装依赖（首次约需几分钟，下面是进度）……"
{
    "$venv/bin/python" -m pip install --progress-bar on -e "$what" 2>"$venv/install.err"
    echo $? >"$venv/install.status"
} | grep --line-buffered -v 'already satisfied'
if [ "$(cat "$venv/install.status" 2>/dev/null)" != 0 ]; then
    tail -n 5 "$venv/install.err" >&2
    if grep -qi 'no space left' "$venv/install.err"; then
        fail "磁盘已满，请腾出空间后重新运行。"
    fi
    fail "下载或安装依赖失败，请检查网络或 pip 的镜像设置后重新运行（详情见 $venv/install.err）。"
fi
