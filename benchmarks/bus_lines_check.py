"""The judge of plans for the bus line instances: cost and broken rules of each file; it shares no code with the solver.

    python benchmarks/bus_lines_check.py --dir DIR [--reading slow] OUT/*.json

Prints a line a file; ends with 1 if a plan breaks a rule or a file NAME.json holds the plan of another instance.
"""

import argparse
import sys
from pathlib import Path

from buslines.check import list_broken, plan_cost
from buslines.instance import read_instance
from buslines.plan import read_plan
from buslines.reading import READINGS


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dir", type=Path, required=True)
    parser.add_argument("--reading", choices=READINGS, default="slow", help="where the files are silent")
    parser.add_argument("plans", type=Path, nargs="+")
    options = parser.parse_args()
    wrong = 0
    for path in options.plans:
        plan = read_plan(path)
        if plan.instance != path.stem:
            print(f"{path.name}: refused, its plan is of {plan.instance}")
            wrong += 1
            continue
        instance = read_instance(options.dir / "instances", plan.instance)
        broken = list_broken(instance, plan, READINGS[options.reading])
        known = not any(each.rule == "names_are_known" for each in broken)
        print(f"{plan.instance} cost {plan_cost(instance, plan):.2f} broken {len(broken)}" if known else plan.instance)
        for each in broken:
            print(f"  {each}")
        wrong += bool(broken)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
