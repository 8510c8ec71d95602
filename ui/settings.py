"""Where things live, and the few choices a user can make; read from ``settings.toml`` in the library folder."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

from kb.errors import InputError
from kb.files import write_atomically

HOME_VARIABLE = "YUANFANG_HOME"


def default_home() -> Path:
    """The library folder: ``YUANFANG_HOME`` or ``~/.yuanfang``."""
    named = os.environ.get(HOME_VARIABLE)
    return Path(named).expanduser() if named else Path.home() / ".yuanfang"


def cache_folder() -> Path:
    """The user's cache for things that can be made again (the starter library's index, jieba's dictionary)."""
    from platformdirs import user_cache_path

    return user_cache_path("yuanfang", appauthor=False)


_TEXTS = ("assist_url", "assist_model", "assist_key", "milvus_uri", "milvus_token")


@dataclass(frozen=True, slots=True)
class Settings:
    """``model_folder`` names a sentence-transformers folder to embed with instead of the default model.

    ``assist_url``, ``assist_model`` and ``assist_key`` (the name of an environment variable) switch the model help on.
    ``milvus_uri`` (a server's address, or a local file ending in ``.db``) keeps the vectors in Milvus, reached with ``milvus_token``.
    ``show_samples`` opens the starter library beside the user's own: True, False, or None for "until the user has own documents".
    """

    model_folder: Path | None = None
    show_samples: bool | None = None
    assist_url: str = ""
    assist_model: str = ""
    assist_key: str = ""
    milvus_uri: str = ""
    milvus_token: str = ""

    @staticmethod
    def load(home: Path) -> Settings:
        """Settings of a library folder; defaults where there are none. Raises InputError("bad_settings")."""
        file = home / "settings.toml"
        if not file.exists():
            return Settings()
        try:
            data = tomllib.loads(file.read_text(encoding="utf-8"))
            folder, samples = data.get("model_folder"), data.get("show_samples")
            texts = {name: str(data.get(name, "")) for name in _TEXTS}
            return Settings(Path(folder) if folder else None, samples if isinstance(samples, bool) else None, **texts)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError) as error:
            raise InputError("bad_settings", path=file, reason=error) from error

    def save(self, home: Path) -> None:
        """Write the settings as a whole, so that a crash leaves the old ones. Raises InputError("not_writable")."""
        import tomli_w

        data: dict[str, str | bool] = {}
        if self.model_folder is not None:
            data["model_folder"] = str(self.model_folder)
        if self.show_samples is not None:
            data["show_samples"] = self.show_samples
        data |= {name: value for name in _TEXTS if (value := getattr(self, name))}
        write_atomically(home / "settings.toml", tomli_w.dumps(data).encode())
