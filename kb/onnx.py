"""onnxruntime as this product uses it: imported late, and silent."""

from __future__ import annotations

import os
from typing import Any


def silent_onnxruntime() -> Any:
    """onnxruntime with its telemetry off: since 1.29 the published packages report to their maker unless told so before the import.

    The variable was renamed between versions, so both names are set.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = os.environ["ORT_TELEMETRY_DISABLED"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime
