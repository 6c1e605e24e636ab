"""What importing the package does, each time in a fresh Python."""

import os
import subprocess
import sys
import types

import ae_helpers

import jax
import keras


def python(code, **environment):
    run = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return run.stdout.strip(), run.stderr.strip()


def test_it_chooses_jax_whatever_the_environment_says():
    out, _ = python(
        "import ae_helpers, keras; print(keras.config.backend())", KERAS_BACKEND="tensorflow"
    )
    assert out == "jax"


def test_another_active_backend_is_one_clear_error():
    fake = (
        "import sys, types\n"
        "keras = types.ModuleType('keras')\n"
        "keras.config = types.SimpleNamespace(backend=lambda: 'torch')\n"
        "sys.modules['keras'] = keras\n"
        "import ae_helpers"
    )
    _, err = python(fake)
    assert err.endswith(
        "Keras already runs on the 'torch' backend, and this course needs JAX: restart the kernel "
        "and import ae_helpers before keras."
    )


def test_keras_is_imported_only_by_what_needs_it():
    out, _ = python("import sys, ae_helpers; print('keras' in sys.modules)")
    assert out == "False"


def test_compiled_code_is_kept_in_the_users_cache_folder(tmp_path):
    code = "import ae_helpers, jax; print(jax.config.jax_compilation_cache_dir)"
    out, _ = python(code, XDG_CACHE_HOME=str(tmp_path))
    assert (
        out == str(tmp_path / "ae_helpers" / "jax") and (tmp_path / "ae_helpers" / "jax").is_dir()
    )


def test_a_cache_folder_that_cannot_be_written_is_done_without(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    code = "import ae_helpers, jax; print(jax.config.jax_compilation_cache_dir)"
    out, err = python(code, XDG_CACHE_HOME=str(blocked))
    assert (out, err) == ("None", "")


def test_device_report_names_device_and_versions():
    report = ae_helpers.device_report()
    assert jax.__version__ in report and keras.__version__ in report
    assert "CPU cores" in report or "GPU" in report


def test_device_report_says_what_is_missing(monkeypatch):
    assert "make lab EXTRA=cuda13" not in ae_helpers.device_report()
    monkeypatch.setattr(ae_helpers.shutil, "which", lambda name: "/bin/nvidia-smi")
    cpu = [types.SimpleNamespace(platform="cpu", device_kind="cpu")]
    monkeypatch.setattr(jax, "devices", lambda: cpu)
    assert "NVIDIA GPU" in ae_helpers.device_report() and "EXTRA=" in ae_helpers.device_report()
    monkeypatch.setattr(ae_helpers, "version", lambda name: "7.0.1")
    assert "ipykernel 7.0 loses" in ae_helpers.device_report()
