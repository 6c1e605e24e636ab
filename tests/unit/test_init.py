"""What importing the package does, each time in a fresh Python."""

import importlib
import json
import os
import subprocess
import sys
import types

import ae_helpers

import jax
import keras
import pytest


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


def test_one_process_of_many_does_not_look_at_devices_before_it_has_joined():
    command = [sys.executable, "-m", "ae_helpers.scale", "--help"]
    asked = os.environ | {"JAX_PLATFORMS": "nothing_like_it"}
    run = subprocess.run(command, env=asked, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0 and "--join" in run.stdout, run.stderr


def test_a_keras_that_came_first_and_missed_tensorflow_works_after_us():
    code = (
        "try:\n    import keras\nexcept ModuleNotFoundError as error:\n    print(error)\n"
        "import ae_helpers, keras; print(keras.ops.ones(1), keras.config.backend())"
    )
    out, err = python(code, KERAS_BACKEND="tensorflow")
    assert out.splitlines() == ["No module named 'tensorflow'", "[1.] jax"], err


@pytest.mark.parametrize(
    "key, value, needed",
    [
        ("floatx", "float16", "float32"),
        ("image_data_format", "channels_first", "channels_last"),
    ],
)
def test_a_keras_json_that_changes_every_model_is_refused(
    tmp_path, monkeypatch, key, value, needed
):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    path = tmp_path / "keras.json"
    path.write_text(json.dumps({"backend": "tensorflow", key: value}))
    with pytest.raises(RuntimeError) as caught:
        importlib.reload(ae_helpers)
    assert str(caught.value) == (
        f"{path} sets {key} to {value!r}, and this course needs {needed!r}: change it there, or "
        "set KERAS_HOME to another folder, and restart the kernel."
    )
    for harmless in (json.dumps({"backend": "tensorflow", key: needed}), "{cut off"):
        path.write_text(harmless)
        importlib.reload(ae_helpers)


@pytest.mark.skipif(jax.default_backend() != "cpu", reason="this machine has a GPU")
def test_a_gpu_that_is_not_there_is_no_bare_assertion():
    _, err = python("import ae_helpers", JAX_PLATFORMS="cuda")
    assert "AssertionError" not in err and err.endswith(
        "RuntimeError: JAX_PLATFORMS asks for 'cuda', which JAX cannot use here: unset it, or "
        "install what JAX needs for a GPU (make lab EXTRA=cuda13), and restart the kernel."
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


LITTLE = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}));"


def test_a_full_disk_is_done_without_the_cache(tmp_path):
    code = (
        LITTLE.format(1000) + "import ae_helpers, jax; print(jax.config.jax_compilation_cache_dir)"
    )
    assert python(code, XDG_CACHE_HOME=str(tmp_path)) == ("None", "")


def test_a_disk_that_fills_up_later_is_no_page_of_warnings(tmp_path):
    code = f"import ae_helpers, jax; {LITTLE.format(10)} print(jax.jit(lambda x: x + 1)(1))"
    assert python(code, XDG_CACHE_HOME=str(tmp_path)) == ("2", "")


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
