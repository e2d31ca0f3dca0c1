#!/usr/bin/env python3
"""Chainrule against other computer algebra systems, in one run, as Markdown tables.

    python3 tests/bench/run.py [--python PYTHON] [--forms FILE.jsonl] [--rounds N] [--quick]

Each system is found or left out with a word: SymPy, SymEngine, Symbolica and CasADi as packages of
PYTHON (this one if not given), Maxima, Giac and GiNaC as the programs maxima, giac and ginsh. All get
the same formulas, and every derivative is evaluated at a point, where its value must be ours. Times
are the processor's, so that what else runs on the machine matters little; a cell says how many times
as long as Chainrule the system took (medians), or its own time where Chainrule has none. FILE has
lines with "expr" and "var"; without it the formulas of tests/chapters are asked.
"""

import argparse
import json
import math
import os
import platform
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SECONDS = 120
SYSTEMS = ["casadi", "symengine", "symbolica", "sympy", "giac", "maxima"]
# Family, size, our task, and what it is called in the table.
RAW = [
    ("small", 1, "diff", "10 nodes, one variable"),
    ("nested", 300, "diff", "300 nested calls"),
    ("nested", 10_000, "diff", "10,000 nested calls"),
    ("nested", 100_000, "diff", "100,000 nested calls"),
    ("product", 1_000, "grad", "product of 1,000 variables, gradient"),
    ("product", 10_000, "grad", "product of 10,000 variables, gradient"),
    ("product", 100_000, "grad", "product of 100,000 variables, gradient"),
    ("polynomial", 10_000, "diff", "polynomial of 10,000 terms"),
    ("network", 2_700, "grad", "network of 27,001 weights, gradient"),
    ("network", 27_000, "grad", "network of 270,001 weights, gradient"),
    ("rosenbrock", 200, "hessian", "Rosenbrock of 200 variables, Hessian"),
]
GROWTH = [("nested", "build", 1), ("nested", "diff", 1), ("product", "grad", 2), ("nested", "print", 1), ("polynomial", "parse", 4)]
# Systems that would not end, or run out of stack.
TOO_LARGE = {"sympy": 300, "symbolica": 2_700, "symengine": 10_000, "giac": 10_000, "maxima": 10_000}
# Functions that Giac knows by our names.
GIACS = set("exp log sqrt abs sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh erf".split())
LOSS = "-(y*log(a)+(1-y)*log(1-a))"


def built(name):
    """The path of a benchmark's program."""
    command = ["cargo", "bench", "--bench", name, "--no-run", "--message-format=json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    programs = [json.loads(line).get("executable") for line in done.stdout.splitlines() if line.startswith("{")]
    return next(p for p in programs if p and Path(p).name.startswith(name))


def ran(command, given=None):
    """The last line a command prints, as JSON, or why there is none."""
    try:
        done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return {"missing": f"over {SECONDS} s"}
    lines = done.stdout.strip().splitlines()
    if done.returncode != 0 or not lines:
        return {"missing": f"ended with {done.returncode}"}
    return json.loads(lines[-1])


def spread(seconds):
    """A median with the least and the most."""
    unit, name = (1e6, "µs") if max(seconds) < 1e-3 else (1e3, "ms")
    low, middle, high = (f"{unit * s:.3g}" for s in (min(seconds), statistics.median(seconds), max(seconds)))
    return f"{middle} {name} ({low}–{high})"


def raw(options, scale, notes):
    found = {name: {} for name in SYSTEMS}
    versions, rows = {}, []
    for family, size, task, title in RAW:
        if options.quick and size > 10_000:
            continue
        ours = ran([scale, family, str(size), task, str(options.rounds)])
        cells = [title, spread(ours["seconds"])]
        for name in SYSTEMS:
            if size > TOO_LARGE.get(name, 10**9):
                cells.append("not tried")
                continue
            peer = ran([options.python, str(HERE / "peer.py"), name, family, str(size), str(options.rounds)])
            if "missing" in peer:
                notes.setdefault(name, {})[peer["missing"]] = title
                cells.append("–")
                continue
            versions[name] = peer["version"]
            ratio = statistics.median(peer["seconds"]) / statistics.median(ours["seconds"])
            wrong = not math.isclose(peer["value"], ours["value"], rel_tol=1e-5, abs_tol=1e-9)
            cells.append(f"{ratio:.2g}×" + (f" (value {peer['value']:.6g}, ours {ours['value']:.6g})" if wrong else ""))
            found[name][title] = ratio
        rows.append(cells)
    table(["raw derivative of", "Chainrule: median (least–most)"] + SYSTEMS, rows)
    return versions


def growth(options, scale):
    sizes = [1_000, 10_000, 100_000] + ([] if options.quick else [1_000_000])
    rows = []
    for family, task, per in GROWTH:
        found = [ran([scale, family, str(size // per), task, "3"]) for size in sizes]
        each = [min(f["seconds"]) / size * 1e9 for f, size in zip(found, sizes)]
        exponent = 1 + math.log(each[-1] / each[0]) / math.log(sizes[-1] / sizes[0])
        last = found[-1]
        rows.append(
            [f"{family}, {task}"] + [f"{e:.0f} ns" for e in each] + [f"{exponent:.2f}", f"{last['peak'] / last['after']:.0f} B"]
        )
    table(["family, task: a node of the input"] + [f"{s:,}" for s in sizes] + ["exponent", "peak a node"], rows)


def chapters():
    """The chapters' derivatives that stand alone: no assumptions, no given names."""
    for path in sorted((ROOT / "tests" / "chapters").glob("*.txt")):
        for problem in path.read_text().split("--- ")[1:]:
            lines = problem.strip().splitlines()
            asked = re.fullmatch(r"diff (.+) by (\w+)", lines[1]) if len(lines) > 1 else None
            order = re.fullmatch(r"order (\d+)", lines[2]) if len(lines) == 3 else None
            if asked and (len(lines) == 2 or order):
                yield {"expr": asked[1], "wrt": asked[2], "order": int(order[1]) if order else 1}


def lines(objects):
    return "".join(json.dumps(o) + "\n" for o in objects)


def answered(forms, asks):
    """Chainrule's answers with their seconds, one process for all."""
    done = subprocess.run([forms], input=lines(asks), capture_output=True, text=True, check=True)
    all = [json.loads(line) for line in done.stdout.splitlines()]
    return [o for o in all if "missing" not in o]


def closed(options, forms):
    if options.forms:
        asks = [json.loads(line) for line in Path(options.forms).read_text().splitlines() if line.strip()]
        asks = [{"expr": a["expr"], "wrt": a.get("var") or a.get("wrt"), "order": 1} for a in asks]
        asks = [a for a in asks if a["wrt"]]
    else:
        asks = list(chapters())
    # Both by turns, each round in new processes where every formula is asked once.
    rounds = [(ours := answered(forms, asks), simplified(options, ours)) for _ in range(options.rounds)]
    both = [[(o, t) for o, t in zip(*answers) if "missing" not in t] for answers in rounds]
    print(f"\nClosed forms: {len(asks)} formulas, {len(rounds[0][0])} answered, {len(both[0])} of them by SymPy too.\n")
    if not both[0]:
        return print(rounds[0][1][0]["missing"] if rounds[0][1] else "SymPy is not there")
    rows = []
    nearly = lambda all: sorted(all)[int(0.95 * (len(all) - 1))]
    for name, f in (("median", statistics.median), ("95 %", nearly), ("sum", sum)):
        a, b = [[f([x[side]["seconds"] for x in pairs]) for pairs in both] for side in (0, 1)]
        ratios = sorted(theirs / ours for ours, theirs in zip(a, b))
        rows.append([name, spread(a), spread(b), f"{statistics.median(ratios):.0f}× ({ratios[0]:.0f}–{ratios[-1]:.0f})"])
    table(["processor's time a formula", "Chainrule, text to checked answer", "SymPy, `simplify` alone", "ratio"], rows)
    for o, t in both[0]:
        for who in ("ours", "peer"):
            if t[who]:
                print(f"- differs, {'Chainrule' if who == 'ours' else 'SymPy'}: {o['expr']} by {o['wrt']} at {t[who]}: {o['result']}")


def simplified(options, ours):
    """SymPy's answers to the same formulas with their seconds, or why it has none."""
    peer = [options.python, str(HERE / "peer.py"), "sympy-forms"]
    given = lines({k: o[k] for k in ("expr", "wrt", "order", "result")} for o in ours)
    done = subprocess.run(peer, input=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def giac(options, forms):
    """Giac's `simplify(diff())` on the chapters' formulas, and its derivatives of order 20."""
    if not shutil.which("giac"):
        return print("\nGiac is not there.")
    ms = lambda s: f"{1e3 * s:.3g} ms"
    row = lambda name, ours, theirs: [name, ms(ours), ms(theirs), f"{theirs / ours:.2g}×"]
    both = [a for a in chapters() if set(re.findall(r"([a-z]\w*)\(", a["expr"])) <= GIACS]
    tasks = "".join(f"simplify(diff({a['expr']},{a['wrt']},{a['order']}));\n" for a in both)
    whole, start = (min(giac_says(text)[0] for _ in range(options.rounds)) for text in (tasks, "1:;"))
    mean = statistics.mean(o["seconds"] for o in answered(forms, both))
    rows = [row(f"`simplify(diff())`, mean of {len(both)}", mean, (whole - start) / len(both))]
    for formula in ("exp(x^2)", "tan(x)"):
        ours = answered(forms, [{"expr": formula, "wrt": "x", "order": 20}] * 10)
        said = giac_says(f"f:={formula}:;a:=time(diff(f,x,20)):;a[0];")[1]
        raw = float(re.findall(r"\d+\.?\d*(?:e-?\d+)?", said)[-1])
        rows.append(row(f"order 20 of `{formula}`, raw for Giac", statistics.median(o["seconds"] for o in ours), raw))
    table(["processor's time", "Chainrule, checked", "Giac", "ratio"], rows)


def long_sum(addends, seed):
    """A sum like 7*x^3*tanh(2*x + a)/(b + x^2) + ...: few of its addends have anything in common."""
    r = random.Random(seed)
    functions = "atan cos exp log sin sinh sqrt tanh".split()
    addend = lambda: (
        f"{r.randint(2, 9)}*x^{r.randint(2, 4)}*{r.choice(functions)}({r.randint(2, 9)}*x + {r.choice('abc')})"
        f"/({r.choice('abc')} + x^{r.randint(2, 4)})"
    )
    return " + ".join(addend() for _ in range(addends))


def long_sums(forms):
    """Sums of many unrelated addends, whose common denominator nobody wants."""
    rows = []
    for count, addends in ((100, 12), (10, 300)):
        asks = [{"expr": long_sum(addends, seed), "wrt": "x", "order": 1} for seed in range(count)]
        found = answered(forms, asks)
        longer = max(len(o["result"]) / len(a["expr"]) for o, a in zip(found, asks))
        said = [f"{sum(bool(o[what]) for o in found)}" for what in ("checked", "stopped")]
        rows.append([f"{count} of {addends} addends", spread([o["seconds"] for o in found]), *said, f"{longer:.2g}×"])
    table(["sums of quotients", "Chainrule, text to answer", "checked", "ended by a limit", "longest answer to its formula"], rows)


def giac_says(text):
    """The processor's time and the output of Giac on a script; it leaves a session.tex where it runs."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "task.giac").write_text(text)
        return child(["giac", "task.giac"], folder=folder)


def child(command, given="", folder=None):
    """The processor's time of a process, and its output."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command, input=given, cwd=folder, capture_output=True, text=True, check=True, timeout=SECONDS
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def cold(options):
    rounds = range(10 * options.rounds)
    ours = [child([str(ROOT / "target/release/chainrule"), "diff", LOSS, "--wrt", "a"])[0] for _ in rounds]
    rows = [["Chainrule, simplified and checked", spread(ours)]]
    if shutil.which("ginsh"):
        rows.append(["ginsh, raw", spread([child(["ginsh"], f"diff({LOSS},a);\n")[0] for _ in rounds])])
    else:
        print("\nginsh is not there.")
    table(["cold start: the loss by a", "processor's time of the process"], rows)


def table(head, rows):
    print("\n| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    sys.stdout.flush()


def machine():
    text = Path("/proc/cpuinfo").read_text() if os.path.exists("/proc/cpuinfo") else ""
    model = re.findall(r"model name\s*: (.+)", text)
    return f"{model[0] if model else platform.processor()}, {os.cpu_count()} cores, {platform.system()}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=sys.executable, help="the interpreter that has the packages")
    parser.add_argument("--forms", help="a file of formulas, a JSON object a line")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="leave out what is large")
    options = parser.parse_args()
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    scale, forms, notes = built("scale"), built("forms"), {}
    print(f"On {machine()}; load {os.getloadavg()[0]:.1f}.")
    versions = raw(options, scale, notes)
    print("\n" + ", ".join(f"{name} {version}" for name, version in versions.items()))
    for name, reasons in notes.items():
        for reason, title in reasons.items():
            print(f"- {name} is left out, as at {title}: {reason}")
    growth(options, scale)
    closed(options, forms)
    long_sums(forms)
    giac(options, forms)
    cold(options)


if __name__ == "__main__":
    main()
