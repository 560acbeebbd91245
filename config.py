"""Settings from ``doichieu.toml`` < environment ``DOICHIEU_*`` < flags, checked once and turned into plain records."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from records.document import Limits
from records.errors import BadConfiguration
from records.settings import Mode, ReadSettings

#: The file that is looked for in the folder the command is started in; DOICHIEU_CONFIG names another.
CONFIG_FILE = "doichieu.toml"


class Config(BaseSettings):
    """Every setting with its default; unknown names in the file are refused."""

    model_config = SettingsConfigDict(env_prefix="DOICHIEU_", extra="forbid", frozen=True)

    language: str = Field("vie", pattern=r"^[A-Za-z_]+(\+[A-Za-z_]+)*$", description="Tesseract language data")
    mode: Mode = Field("auto", description="auto: by the verdict; keep: trust text layers; redo: read every image")
    jobs: int = Field(0, ge=0, le=256, description="worker processes; 0: one a core")
    page_timeout: float = Field(120.0, gt=0, description="seconds for one reading of one page")
    lang: Literal["vi", "en"] = Field("vi", description="language of the findings, and that the report shows first")
    store: str | None = Field(None, description="database URL instead of records.sqlite in the archive")
    worker_memory: int = Field(4_000_000_000, ge=1_000_000_000, description="bytes of address space of a worker")
    max_bytes: int = Field(Limits().max_bytes, gt=0, description="bytes of a file")
    max_pages: int = Field(Limits().max_pages, gt=0, description="pages of a document")
    max_pixels: int = Field(Limits().max_pixels, gt=0, description="pixels of a page image")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags first, then the environment, then the file."""
        file = Path(os.environ.get("DOICHIEU_CONFIG", CONFIG_FILE))
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=file)


def load(**flags: object) -> Config:
    """Settings with the flags that were given (None: not given). Raises BadConfiguration naming the setting."""
    named = os.environ.get("DOICHIEU_CONFIG")
    if named and not Path(named).is_file():
        raise BadConfiguration(f"DOICHIEU_CONFIG names a file that is not there: {named}")
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Config(**given)  # type: ignore[arg-type]  # pydantic checks the values
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise BadConfiguration(f"setting {name!r}: {first['msg']} (got {first.get('input')!r})") from error
    except (tomllib.TOMLDecodeError, OSError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"{named or CONFIG_FILE} cannot be read: {error}") from error


def read_settings(config: Config) -> ReadSettings:
    """How pages are read."""
    limits = Limits(config.max_bytes, config.max_pages, config.max_pixels)
    return ReadSettings(config.language, config.mode, config.page_timeout, limits=limits)
