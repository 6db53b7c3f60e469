"""How long until the first step of a run: in this process, and as a Prefect flow without an API configured.

The second starts Prefect's temporary server. It is why `onrecord run` does not (docs/decisions/0002).
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

IN_PROCESS = """
import time; started = time.perf_counter()
from flows.nightly import run_nightly
from flows.execution import LocalExecution
from flows.workers import Workers
print(time.perf_counter() - started)
"""
AS_A_FLOW = """
import time; started = time.perf_counter()
from prefect import flow
@flow
def nightly():
    print(time.perf_counter() - started)
nightly()
"""


def seconds_to_first_step(script: str) -> float:
    """Run the script in a fresh process and home; return the seconds it says passed before its first step."""
    with tempfile.TemporaryDirectory() as home:
        environment = {k: v for k, v in os.environ.items() if k != "PREFECT_API_URL"} | {
            "PREFECT_HOME": home,
            "PREFECT_LOGGING_LEVEL": "CRITICAL",
            "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
        }
        done = subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
        )
    return float(done.stdout.split()[-1])


def main(runs: int = 3) -> None:
    """Print the medians and their ratio."""
    here, flow = [], []
    for _ in range(runs):
        here.append(seconds_to_first_step(IN_PROCESS))
        flow.append(seconds_to_first_step(AS_A_FLOW))
        time.sleep(1)
    ours, theirs = statistics.median(here), statistics.median(flow)
    print(f"seconds to the first step, median of {runs}: in process {ours:.2f}, as a Prefect flow {theirs:.2f}")
    print(f"ratio {theirs / ours:.1f}")


if __name__ == "__main__":
    main()
