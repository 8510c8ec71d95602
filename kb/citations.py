from __future__ import annotations
class Register: pass
def load(text: str) -> Register: return Register()
