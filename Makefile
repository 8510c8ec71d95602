# 预案坊 Yuanfang. `make help` lists the targets. Needs Python >= 3.11 and make, nothing else.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
STAMP = $(VENV)/.installed
DEV_STAMP = $(VENV)/.installed-dev
HOST ?= 127.0.0.1
PORT ?= 7860
PLATFORM ?= linux_x86_64
BENCHES ?= reading structure compilations metadata incidents privacy reading_speed robustness search review deletions defects annotating drafting export batch training
export HF_HUB_OFFLINE := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test demo lint bench bundle clean

help: ## 显示本帮助
	@echo "预案坊 —— 应急预案知识库与编制工作台"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'
	@echo
	@echo "换端口：make run PORT=7861。资料库在 ~/.yuanfang（可用环境变量 YUANFANG_HOME 更改）。"

run: $(STAMP) ## 装好一切，备好示例资料库，在 http://127.0.0.1:7860 打开工作台
	@$(BIN)/yuanfang ui --host $(HOST) --port $(PORT)

test: $(DEV_STAMP) ## 装好一切，运行测试
	@$(BIN)/python -m pytest -n logical --maxprocesses 4 --dist loadfile

demo: $(STAMP) ## 不开网页走一遍：查条款→起草→检查→导出 Word
	@$(BIN)/yuanfang demo

lint: $(DEV_STAMP) ## 静态检查（ruff、mypy、import-linter）
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

bench: $(DEV_STAMP) ## 量一量质量和速度（需 ../shared/data；只量一项：make bench BENCHES=search）
	@for name in $(BENCHES); do nice $(BIN)/python -m tests.bench.$$name || exit 1; done

bundle: $(DEV_STAMP) ## 打成离线包：make bundle PLATFORM=win_amd64|linux_x86_64|linux_aarch64 [PYTHON=3.12]
	@$(BIN)/python -m tools.bundle --platform $(PLATFORM) $(if $(PYTHON),--python $(PYTHON))

clean: ## 删除 .venv 和缓存（不动资料库）
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis artefacts

$(STAMP): pyproject.toml
	@sh tools/install.sh $(VENV) .
	@touch $@

$(DEV_STAMP): pyproject.toml
	@sh tools/install.sh $(VENV) '.[dev]'
	@touch $@ $(STAMP)
