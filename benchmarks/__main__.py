"""`make bench`: every benchmark, one after another."""

from __future__ import annotations

from benchmarks import acquire_cost, derive_cost, prefect_start

if __name__ == "__main__":
    acquire_cost.main([])
    derive_cost.main()
    prefect_start.main()
