"""Autoencoders, live: what the lessons of the course share.

Import this package before Keras: it chooses the JAX backend and turns on JAX's compilation
cache, so that the second start of a lesson does not compile again.
"""

import json
import os
import shutil
import sys
import tempfile
import warnings
from importlib.metadata import version
from pathlib import Path

if "keras" in sys.modules and sys.modules["keras"].config.backend() != "jax":
    raise RuntimeError(
        f"Keras already runs on the {sys.modules['keras'].config.backend()!r} backend, and this "
        "course needs JAX: restart the kernel and import ae_helpers before keras."
    )
os.environ["KERAS_BACKEND"] = "jax"
# With these versions XLA's XNNPACK computes training steps wrongly on some processors (seen on an
# AMD EPYC with AVX-512): the loss looks well, the weights are spoilt. From 0.9 on they are right.
if version("jaxlib").startswith(("0.7.", "0.8.")):
    os.environ["XLA_FLAGS"] = os.environ.get("XLA_FLAGS", "") + " --xla_cpu_use_xnnpack=false"

import jax  # noqa: E402


def _check_keras_settings():
    """Refuse a keras.json that changes the numbers or the axes of every model."""
    try:
        path = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras") / "keras.json"
        settings = json.loads(path.read_text())
    except (OSError, RuntimeError, ValueError):
        return
    for key, needed in {"floatx": "float32", "image_data_format": "channels_last"}.items():
        if settings.get(key, needed) != needed:
            raise RuntimeError(
                f"{path} sets {key} to {settings[key]!r}, and this course needs {needed!r}: change "
                "it there, or set KERAS_HOME to another folder, and restart the kernel."
            )


def _check_platform():
    """Refuse a JAX_PLATFORMS that this machine has not, where JAX itself fails an assertion."""
    asked = os.environ.get("JAX_PLATFORMS", "")
    if asked in ("", "cpu") or "ae_helpers.scale" in sys.orig_argv:
        return  # a process of many must find the others before it may look at its devices
    try:
        jax.devices()
    except (AssertionError, RuntimeError):
        raise RuntimeError(
            f"JAX_PLATFORMS asks for {asked!r}, which JAX cannot use here: unset it, or install "
            "what JAX needs for a GPU (make lab EXTRA=cuda13), and restart the kernel."
        ) from None


def _use_compilation_cache():
    """Keep compiled steps in the user's cache folder; do without where it cannot be written."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ae_helpers" / "jax"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=cache) as file:
            file.write(bytes(2**20))  # an empty file fits on a full disk, too
    except (OSError, RuntimeError):
        return
    jax.config.update("jax_compilation_cache_dir", str(cache))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
    # If the disk fills up later, JAX goes on, and says so once for every compiled function.
    warnings.filterwarnings("ignore", "Error (reading|writing) persistent compilation cache")


def device_report() -> str:
    """One sentence: the device that models train on, and the versions that matter.

    One more sentence for each thing that is missing, and what to do about it.
    """
    import keras  # here, because it takes two seconds and not every use of the package needs it

    device = jax.devices()[0]
    on_cpu = device.platform == "cpu"
    where = f"{os.cpu_count()} CPU cores" if on_cpu else f"a GPU ({device.device_kind})"
    python = ".".join(map(str, sys.version_info[:3]))
    versions = f"Python {python}, Keras {keras.__version__}, JAX {jax.__version__}"
    report = f"Training on {where}, with {versions}."
    if on_cpu and shutil.which("nvidia-smi"):
        report += " There is an NVIDIA GPU that JAX cannot use yet: make lab EXTRA=cuda13."
    if version("ipykernel").startswith("7.0."):
        report += " ipykernel 7.0 loses the messages of live widgets: pip install 'ipykernel>=7.1'."
    return report


_check_keras_settings()
_check_platform()
_use_compilation_cache()
