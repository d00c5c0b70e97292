"""Downloads a model of the line-up from the Hugging Face hub, or from a mirror of it.

The hub's own client finds the files and opens the connections (``HF_ENDPOINT``,
``HF_HUB_OFFLINE``, proxies and tokens work as everywhere). The bytes are written here,
because the job must be able to stop at any piece, and go on after an interruption:
huggingface_hub 2 begins an interrupted file from its start.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from photoclip.encoders.install import (
    InstallPlan,
    disk_errors,
    install,
    refuse_installed,
    require_space,
    staging_folder,
)
from photoclip.encoders.manifest import CONFIG_NAME, WEIGHTS_NAME, sha256_of
from photoclip.encoders.models_file import ModelSpec, find_spec
from photoclip.encoders.registry import EncoderInfo
from photoclip.encoders.tokenizer import FILES as TOKENIZER_FILES
from photoclip.encoders.tokenizer import needs_files
from photoclip.errors import CorruptWeightsError, ModelError
from photoclip.jobs.job import Job, Progress
from photoclip.paths import display_path

_WEIGHTS: Final = (WEIGHTS_NAME, "open_clip_pytorch_model.bin")
_SOURCE_NAME: Final = ".source.json"
_PIECE: Final = 256 << 10
_TIMEOUT_S: Final = 30.0
_TRIES: Final = 3
_PAUSE_S: Final = 1.0
_KEPT: Final = "What was loaded is kept; the next try goes on from there."


def download_model(key: str, *, models_dir: Path, endpoint: str | None = None) -> Job[EncoderInfo]:
    """Download, check and install one model of the line-up.

    Nothing appears among the installed models before all of it passed. After an
    interruption the next call goes on with what is there.

    Args:
        key: Key of a model in ``models.toml``.
        models_dir: Folder of installed models.
        endpoint: Address of a hub; None takes ``HF_ENDPOINT`` or the public one.

    Yields:
        Progress in bytes.

    Returns:
        The installed model.

    Raises:
        UnknownModelError: Not in the line-up.
        ModelError: No network, no such file, no room, or the self-test failed.
        CorruptWeightsError: What arrived is not what was announced or expected.
    """
    spec = find_spec(key)
    if spec.builtin:
        raise ModelError(f"The model “{key}” comes with PhotoClip; there is nothing to download.")
    refuse_installed(models_dir, key)
    staging = staging_folder(models_dir, key)
    with disk_errors(models_dir), _network_errors(spec):
        hub = _Hub(spec, endpoint)
        yield Progress("Downloading", message=f"asking for {spec.repo}")
        files = _gather(hub, spec, staging)
        require_space(models_dir, _bytes_needed(staging, files))
        yield from _load(hub, files, staging)
    plan = InstallPlan(
        key=key,
        arch=spec.arch,
        source="downloaded",
        title=spec.title,
        origin=f"{spec.repo} at {hub.commit}",
        licence=spec.licence,
        sha256=spec.sha256,
    )
    return (yield from install(staging, models_dir, plan))


@dataclass(frozen=True, slots=True)
class _RemoteFile:
    """A file on the hub; ``sha256`` is empty for small files that git itself keeps."""

    name: str
    url: str
    size: int
    sha256: str


class _Hub:
    """One revision of one repository.

    Attributes:
        commit: Set by the first answer, so that all files come from one commit.
    """

    def __init__(self, spec: ModelSpec, endpoint: str | None) -> None:
        self._repo = spec.repo
        self._endpoint = endpoint
        self.commit = spec.revision

    def find(self, name: str) -> _RemoteFile | None:
        """Look a file up; None when the repository has none of that name."""
        from huggingface_hub import get_hf_file_metadata, hf_hub_url
        from huggingface_hub.errors import EntryNotFoundError

        url = hf_hub_url(self._repo, name, revision=self.commit, endpoint=self._endpoint)
        try:
            found = get_hf_file_metadata(url, timeout=_TIMEOUT_S, library_name="photoclip")
        except EntryNotFoundError:
            return None
        if found.commit_hash is None or found.size is None:
            raise ModelError(
                f"The server at {url.split('/' + self._repo)[0]} does not answer like a hub; "
                "check HF_ENDPOINT and the proxy settings."
            )
        self.commit = found.commit_hash
        digest = found.etag or ""
        return _RemoteFile(name, url, found.size, digest if len(digest) == 64 else "")

    def fetch(self, file: _RemoteFile, folder: Path) -> Iterator[int]:
        """Load one file, going on where a former try stopped.

        Yields:
            Bytes that are there.

        Raises:
            CorruptWeightsError: It is not what was announced; nothing of it is kept.
        """
        target, part = folder / file.name, _part(folder, file)
        failures = 0
        while not target.is_file():
            before = part.stat().st_size if part.is_file() else 0
            try:
                if before < file.size:
                    yield from self._append(file, part)
            except _transport_error() as error:
                # A status is an answer; a broken connection is worth another try.
                if _status(error) is not None:
                    raise
                grown = part.is_file() and part.stat().st_size > before
                failures = 0 if grown else failures + 1
                if failures >= _TRIES:
                    raise
                time.sleep(_PAUSE_S)
                continue
            _check(file, part)
            part.rename(target)
        yield file.size

    def _append(self, file: _RemoteFile, part: Path) -> Iterator[int]:
        from huggingface_hub import get_session
        from huggingface_hub.utils import (  # type: ignore[attr-defined]
            build_hf_headers,
            hf_raise_for_status,
        )

        have = part.stat().st_size if part.is_file() else 0
        # Identity: a compressed answer could not be resumed.
        headers = {**build_hf_headers(library_name="photoclip"), "Accept-Encoding": "identity"}
        if have:
            headers["Range"] = f"bytes={have}-"
        request = get_session().stream(
            "GET", file.url, headers=headers, follow_redirects=True, timeout=_TIMEOUT_S
        )
        with request as response:
            hf_raise_for_status(response)
            # A server that knows no ranges sends all of it again.
            mode = "ab" if response.status_code == 206 else "wb"
            with part.open(mode) as sink:
                for piece in response.iter_bytes(_PIECE):
                    sink.write(piece)
                    yield sink.tell()


def _gather(hub: _Hub, spec: ModelSpec, staging: Path) -> list[_RemoteFile]:
    """Find what is to be loaded. The configuration itself is loaded on the way."""
    config = hub.find(CONFIG_NAME)
    if config is None:
        raise ModelError(f"{spec.repo} has no {CONFIG_NAME}; it is no OpenCLIP model.")
    _begin_or_go_on(staging, hub.commit)
    for _ in hub.fetch(config, staging):
        pass
    files = [config]
    if needs_files(_text_cfg(staging / CONFIG_NAME)):
        found = [hub.find(name) for name in TOKENIZER_FILES]
        files += [file for file in found if file is not None]
    weights = next((file for name in _WEIGHTS if (file := hub.find(name))), None)
    if weights is None:
        raise ModelError(f"{spec.repo} has no weights named {' or '.join(_WEIGHTS)}.")
    return [*files, weights]


def _load(hub: _Hub, files: list[_RemoteFile], staging: Path) -> Iterator[Progress]:
    total, done = sum(file.size for file in files), 0
    for file in files:
        for here in hub.fetch(file, staging):
            yield Progress("Downloading", done + here, total, message=file.name)
        done += file.size
    (staging / _SOURCE_NAME).unlink()


def _bytes_needed(staging: Path, files: list[_RemoteFile]) -> int:
    missing = sum(file.size - _present(staging, file) for file in files)
    # Weights that are no safetensors yet are stored a second time.
    return missing + sum(file.size for file in files if file.name.endswith(".bin"))


def _begin_or_go_on(staging: Path, commit: str) -> None:
    """Keep what an interrupted download left, unless the hub has another commit now."""
    source = staging / _SOURCE_NAME
    wanted = json.dumps({"commit": commit})
    if source.is_file() and source.read_text("utf-8") == wanted:
        return
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    source.write_text(wanted, "utf-8")


def _text_cfg(config: Path) -> dict[str, Any]:
    try:
        text_cfg: dict[str, Any] = json.loads(config.read_text("utf-8"))["model_cfg"]["text_cfg"]
    except (ValueError, KeyError, TypeError) as error:
        raise CorruptWeightsError(
            f"The hub's {CONFIG_NAME} is no OpenCLIP configuration."
        ) from error
    return text_cfg


def _part(folder: Path, file: _RemoteFile) -> Path:
    return folder / f".{file.name}.part"


def _present(folder: Path, file: _RemoteFile) -> int:
    for path in (folder / file.name, _part(folder, file)):
        if path.is_file():
            return path.stat().st_size
    return 0


def _check(file: _RemoteFile, part: Path) -> None:
    size = part.stat().st_size
    same = size == file.size and (not file.sha256 or sha256_of(part) == file.sha256)
    if not same:
        part.unlink()
        raise CorruptWeightsError(
            f"The file {file.name} arrived damaged ({size:,} of {file.size:,} bytes, or another "
            "content than announced); try the download again."
        )


def _transport_error() -> type[Exception]:
    """Base of the HTTP client's errors: huggingface_hub 1 uses httpx, 2 uses httpx2."""
    from huggingface_hub.errors import HfHubHTTPError

    bases: Generator[type[Any], None, None] = (
        base for base in HfHubHTTPError.__mro__ if base.__name__ == "HTTPError"
    )
    return next(bases, OSError)


def _status(error: Exception) -> int | None:
    """HTTP status behind an error, None when there was no answer at all."""
    response = getattr(error, "response", None)
    return getattr(response, "status_code", None)


@contextmanager
def _network_errors(spec: ModelSpec) -> Iterator[None]:
    """Say in plain words what the network refused."""
    from huggingface_hub.errors import (
        GatedRepoError,
        HfHubHTTPError,
        OfflineModeIsEnabled,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )

    try:
        yield
    except OfflineModeIsEnabled as error:
        raise ModelError(
            "Downloads are switched off (HF_HUB_OFFLINE is set); unset it, or load the model on "
            "another computer and use “photoclip models import”."
        ) from error
    except GatedRepoError as error:
        raise ModelError(
            f"{spec.repo} asks you to accept its terms first; do so on the hub's page, then log "
            "in with “hf auth login”."
        ) from error
    except (RepositoryNotFoundError, RevisionNotFoundError) as error:
        raise ModelError(f"The hub has no {spec.repo} at {spec.revision} any more.") from error
    except HfHubHTTPError as error:
        raise ModelError(
            f"The hub refused {spec.repo} (HTTP status {_status(error)}); try again later. {_KEPT}"
        ) from error
    except (_transport_error(), ConnectionError, TimeoutError) as error:
        raise ModelError(
            f"The download of {spec.repo} was interrupted, or the hub cannot be reached "
            f"({str(error).splitlines()[0] if str(error) else type(error).__name__}); check the "
            f"internet connection. {_KEPT}"
        ) from error


def discard_partial(key: str, models_dir: Path) -> None:
    """Delete what an interrupted download of a model left behind.

    Raises:
        ModelError: It cannot be deleted.
    """
    staging = staging_folder(models_dir, find_spec(key).key)
    try:
        if staging.is_dir():
            shutil.rmtree(staging)
    except OSError as error:
        raise ModelError(
            f"{display_path(staging)} cannot be deleted ({error.strerror})."
        ) from error
