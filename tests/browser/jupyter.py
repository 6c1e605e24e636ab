"""A JupyterLab of our own and a headless Chromium that looks at it."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[2]
CHROMIUM_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
NO_CHROMIUM = "The browser tests need Chromium: apt-get install chromium (or put it on the PATH)."
IMPORT_DEMO = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import demo"


def find_chromium():
    """Path of Chromium or Chrome; None if there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


class Jupyter:
    """A JupyterLab on a free port, with an empty folder of its own; end it with `close`.

    Args:
        python: the interpreter whose JupyterLab and kernel are used.
    """

    def __init__(self, python=sys.executable):
        self.folder = Path(tempfile.mkdtemp(prefix="ae_browser_"))
        self.token = secrets.token_hex(16)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [python, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"]
        command += [
            f"--port={self.port}",
            f"--IdentityProvider.token={self.token}",
            f"--ServerApp.root_dir={self.folder}",
            f"--LabApp.app_settings_dir={ROOT / 'ae_helpers' / 'lab' / 'settings'}",
            f"--LabApp.extra_labextensions_path={ROOT / 'ae_helpers' / 'lab' / 'labextensions'}",
            f"--LabApp.user_settings_dir={self.folder / '.settings'}",
            f"--LabApp.workspaces_dir={self.folder / '.workspaces'}",
            "--LabApp.expose_app_in_browser=True",
            "--LabApp.news_url=None",
        ]
        environment = os.environ | {"JUPYTER_PREFER_ENV_PATH": "1"}
        environment["XDG_DATA_HOME"] = str(self.folder / ".data")  # with the progress of nobody
        self._log = open(self.folder / ".log", "w")
        self._process = subprocess.Popen(
            command, stdout=self._log, stderr=self._log, env=environment, cwd=ROOT
        )
        self._setting("notification", {"fetchNews": "false", "checkForUpdates": False})
        self._wait()

    def _setting(self, name, values):
        folder = self.folder / ".settings" / "@jupyterlab" / "apputils-extension"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.jupyterlab-settings").write_text(json.dumps(values))

    def _wait(self, seconds=180):
        until = time.monotonic() + seconds
        while time.monotonic() < until and self._process.poll() is None:
            try:
                self.get("/api/status")
                return
            except OSError:
                time.sleep(0.2)
        log = (self.folder / ".log").read_text()[-2000:]
        self.close()
        raise RuntimeError(f"JupyterLab did not start:\n{log}")

    def get(self, path, method="GET"):
        """The parsed JSON answer of the server's own interface."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            headers={"Authorization": f"token {self.token}"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            body = answer.read()
        return json.loads(body) if body else None

    def write_notebook(self, name, cells):
        """Write a notebook of code cells, one that is given, or a lesson (a path) and its pictures.

        Returns:
            The notebook's path for `open_notebook`.
        """
        if isinstance(cells, Path):
            shutil.copytree(ROOT / "images", self.folder / "images", dirs_exist_ok=True)
            cells = nbformat.read(cells, 4)
        elif isinstance(cells, list):
            cells = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
        cells.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
        (self.folder / "notebooks").mkdir(exist_ok=True)
        nbformat.write(cells, self.folder / "notebooks" / name)
        return f"notebooks/{name}"

    def end_kernels(self):
        """End all kernels, which stay when their page is closed and keep their memory."""
        for kernel in self.get("/api/kernels"):
            self.get(f"/api/kernels/{kernel['id']}", "DELETE")

    def close(self):
        """End the server and its kernels, and remove the folder."""
        try:
            self.end_kernels()
        except OSError:
            pass
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def browser():
    """Headless Chromium through Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


IDLE = """() => {
  const app = window.jupyterapp, context = app?.shell.currentWidget?.sessionContext;
  return app?.commands.hasCommand("notebook:run-all-cells")
    && context?.session?.kernel?.status === "idle";
}"""


# A paused lab is sent no frames: its newest numbers and words are kept here.
KEEP_STATUS = """document.addEventListener("ae-drawn", ({ detail }) => {
  window.lastStatus = detail.status ?? window.lastStatus;
});"""


def open_notebook(chromium, jupyter, name, width=1280, height=800):
    """A page with the notebook open, its kernel idle; `page.problems` collects console errors."""
    page = chromium.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(60_000)  # some machines are slow
    page.add_init_script(KEEP_STATUS)
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(error.stack))
    page.on(
        "console", lambda m: m.type == "error" and page.problems.append(f"{m.text} {m.location}")
    )
    page.route(lambda url: "127.0.0.1" not in url, lambda route: route.fulfill(body=""))  # badges
    workspace = secrets.token_hex(4)
    address = f"http://127.0.0.1:{jupyter.port}/lab/workspaces/{workspace}/tree/{name}"
    page.goto(f"{address}?token={jupyter.token}")
    page.wait_for_function(IDLE, timeout=180_000)
    page.evaluate("jupyterapp.shell.collapseLeft()")
    return page


# The kernel forgets what the cells before have made; its imports stay.
FORGET = """from ipywidgets import Widget
from ae_helpers.lab.lab import _labs
_labs.clear()
Widget.close_all()
get_ipython().run_line_magic("reset", "-f")"""
REVERT = """async ({ path, theme }) => {
  const { commands } = jupyterapp;
  const panel = await commands.execute("docmanager:open", { path }); // another tab may be in front
  await panel.context.revert();
  await commands.execute("apputils:change-theme", { theme });
  jupyterapp.shell.collapseLeft();
  window.lastStatus = undefined;
}"""


class OnePage:
    """One page with one notebook and one kernel, for many tests: a start of all takes long."""

    def __init__(self, jupyter, chromium):
        self.jupyter, self.chromium, self.page = jupyter, chromium, None

    def show(self, cells, width=1280, height=800, dark=False):
        """The page, with other cells (as for `write_notebook`) in the place of those before."""
        if self.page:
            execute(self.page, FORGET)
        path = self.jupyter.write_notebook("test.ipynb", cells)
        self.page = self.page or open_notebook(self.chromium, self.jupyter, path)
        self.page.set_viewport_size({"width": width, "height": height})
        theme = "JupyterLab Dark" if dark else "JupyterLab Light"
        self.page.evaluate(REVERT, {"path": path, "theme": theme})
        self.page.wait_for_function(IDLE)
        return self.page

    def close(self):
        """Close the page, if there is one, and end its kernel; the next `show` starts anew."""
        if self.page:
            self.page.close()
            self.jupyter.end_kernels()
        self.page = None


def run_all(page):
    """Run all cells, and wait until the last one has run."""
    page.evaluate(
        """() => {
          window.ran = false;
          jupyterapp.commands.execute("notebook:run-all-cells").then(() => { window.ran = true; });
        }"""
    )
    page.wait_for_function("ran", timeout=180_000)


def execute(page, code):
    """Run code in the notebook's kernel and return what it printed."""
    return page.evaluate(
        """async (code) => {
          const { kernel } = jupyterapp.shell.currentWidget.sessionContext.session;
          const future = kernel.requestExecute({ code });
          let text = "";
          future.onIOPub = ({ content }) => { text += content.text ?? content.evalue ?? ""; };
          const late = (done, fail) => setTimeout(fail, 180000, new Error("no answer to " + code));
          await Promise.race([future.done, new Promise(late)]);
          return text;
        }""",
        code,
    )
