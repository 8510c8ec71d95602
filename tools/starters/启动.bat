@echo off
rem 预案坊：第一次运行时在本文件夹建立运行环境（不联网、不需要管理员），以后直接打开工作台。
setlocal
cd /d "%~dp0"
set HF_HUB_OFFLINE=1
if exist .venv\ready.txt goto run

set PY=
py -@PYTHON@ -c "import sys" >nul 2>nul && set PY=py -@PYTHON@
if not defined PY (
    python -c "import sys; sys.exit('%%d.%%d' %% sys.version_info[:2] != '@PYTHON@')" >nul 2>nul && set PY=python
)
if not defined PY (
    echo 没有找到 Python @PYTHON@。
    echo 请在能上网的电脑上下载 Windows 安装程序 python-@PYTHON@.x-amd64.exe，带到本机双击安装，
    echo 安装时选“Install for me only”，不需要管理员，然后再运行本文件。
    pause
    exit /b 1
)
echo 第一次运行，正在准备（约一两分钟）……
if exist .venv rmdir /s /q .venv
%PY% -m venv .venv || goto failed
.venv\Scripts\python -c "import glob, subprocess, sys; sys.exit(subprocess.call([sys.executable, '-m', 'pip', 'install', '--quiet', '--no-index', '--no-deps', '--disable-pip-version-check', *glob.glob('wheels/*.whl')]))" || goto failed
echo ready> .venv\ready.txt

:run
if "%~1"=="" (
    .venv\Scripts\python -m ui.cli ui
) else (
    .venv\Scripts\python -m ui.cli %*
)
if errorlevel 2 pause
exit /b %errorlevel%

:failed
echo 安装没有完成，请检查磁盘空间，并确认压缩包已完整解开。
pause
exit /b 1
