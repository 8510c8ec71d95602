"""Sessions that stay small: Gradio keeps the whole layout and every value shown for each of them, only for links that we do not offer.

Every call of a named endpoint is a session of its own, so that 700 KB each would add up to gigabytes.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from gradio import state_holder

CAPACITY = 2_000
"""Sessions remembered; those not used for longest are let go."""
_CLOSED_SECONDS = 3600


class _Nothing(dict[int, Any]):
    """A dictionary that keeps nothing."""

    def __setitem__(self, key: int, value: Any) -> None:
        """Nothing is kept."""


class SmallSession(state_holder.SessionState):  # type: ignore[misc]
    """What a session needs: its components and the state of its page, no second copy of the layout."""

    def __init__(self, blocks: Any) -> None:
        self.blocks_config = copy(blocks.default_config)
        self.config_values: dict[int, Any] = _Nothing()
        self.state_data: dict[int, Any] = {}
        self._state_ttl: dict[int, Any] = {}
        self.is_closed = False
        self.STATE_TTL_WHEN_CLOSED = _CLOSED_SECONDS

    def _update_config(self, key: int) -> None:
        """Nothing is kept for links to a state of the page."""

    def _update_value_in_config(self, key: int, value: Any) -> None:
        """Nothing is kept for links to a state of the page."""


def keep_small() -> None:
    """Make every new session a small one."""
    state_holder.SessionState = SmallSession
