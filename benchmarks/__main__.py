"""`make bench`: every benchmark, one after another."""

from __future__ import annotations

from benchmarks import derive_cost, prefect_start

if __name__ == "__main__":
    derive_cost.main()
    prefect_start.main()
