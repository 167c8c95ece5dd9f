"""The real service and a real Chromium for tests and screenshots: starts both, and nothing else."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

ROOT = Path(__file__).resolve().parents[3]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
# The day of the bundled catalogue as tests and screenshots see it: fixed, so that both stay equal.
TODAY = "2026-11-24"


def environment(index: Path, **more: str) -> dict[str, str]:
    """That of this process, with an own index folder, a fixed day and the embedded engine."""
    own = {"LEERLOKET_INDEX": str(index), "LEERLOKET_TODAY": TODAY, **more}
    return {name: value for name, value in os.environ.items() if name != "ELASTICSEARCH_URL"} | own


def build_index(folder: Path) -> None:
    """The bundled catalogue, indexed in a folder of its own."""
    command = [sys.executable, "-m", "indexer", "build"]
    subprocess.run(command, cwd=ROOT, env=environment(folder), check=True, capture_output=True)


@contextmanager
def served(index: Path, log: IO[bytes] | None = None, **more: str) -> Iterator[str]:
    """The address of the service over an index folder: gunicorn, as in production, on this machine only.

    What it says goes to `log`, else to where this process says things; `more` is added to its environment.
    """
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.set_inheritable(True)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        command = [
            "-m",
            "gunicorn",
            "--bind",
            f"fd://{listener.fileno()}",
            "--threads",
            "4",
            "--log-level",
            "error",
            "--no-control-socket",
        ]
        process = subprocess.Popen(
            [sys.executable, *command, "matcher.web.app:create_app()"],
            cwd=ROOT,
            env=environment(index, **more),
            pass_fds=[listener.fileno()],
            stdout=log,
            stderr=log,
        )
        try:
            # The socket listens already, so this waits until the service answers, or fails where it died.
            with urllib.request.urlopen(f"{address}/healthz", timeout=60):
                yield address
        finally:
            process.terminate()
            process.wait(timeout=30)


@contextmanager
def browser(*, dark: bool = False, scripts: bool = True) -> Iterator[Chrome]:
    """Chromium without a window and with a profile of its own; `scripts=False` forbids JavaScript."""
    with tempfile.TemporaryDirectory() as profile:
        options = ChromeOptions()
        options.binary_location = CHROMIUM or ""
        for argument in (
            "no-sandbox",
            "headless=new",
            "disable-gpu",
            "disable-background-networking",
            "hide-scrollbars",
        ):
            options.add_argument(f"--{argument}")
        options.add_argument(f"--user-data-dir={profile}")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        if not scripts:
            options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
        driver = Chrome(options=options, service=Service(DRIVER))
        scheme = "dark" if dark else "light"
        driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        )
        try:
            yield driver
        finally:
            driver.quit()


def resize(driver: Chrome, width: int, height: int = 800) -> None:
    """The size of the page itself in CSS pixels, whatever the window is."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
