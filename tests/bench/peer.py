"""One computer algebra system on one family of formulas, for run.py.

    python3 peer.py SYSTEM FAMILY SIZE ROUNDS     builds the formula, differentiates it, prints JSON
    python3 peer.py sympy-forms < LINES           SymPy's simplify on derivatives, a JSON line each

The formulas, the points and the sums of values are those of families.rs. Seconds are the processor's,
of the differentiation alone.
"""

import json
import math
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.setrecursionlimit(10**6)


def weight(k):
    return math.sin(k * 0.7) / 4


def point(family, size):
    """Names and values of the variables to differentiate by, and of the others."""
    if family in ("nested", "polynomial", "small"):
        return [("x", {"nested": 0.3, "polynomial": 0.9, "small": 0.7}[family])], []
    if family == "product":
        return [("x1", 1.0)] + [(f"x{i}", 1 + 1 / i) for i in range(2, size + 1)], []
    if family == "rosenbrock":
        return [(f"x{i}", 1 + math.cos(i) / 8) for i in range(size)], []
    by = [("b", 0.1)]
    for j in range(size):
        by.append((f"b{j}", weight(j)))
        by += [(f"w{j}_{i}", weight(8 * j + i)) for i in range(8)]
        by.append((f"v{j}", weight(j + 3)))
    return by, [(f"x{i}", 0.5 + i / 16) for i in range(8)]


def body(family, size, v, f):
    """The formula, of variables `v[name]` and functions `f[name]`."""
    if family == "nested":
        e = v["x"]
        for i in range(size):
            e = f[("exp", "cos", "sin")[i % 3]](e)
        return e
    if family == "product":
        e = v["x1"]
        for i in range(2, size + 1):
            e = e * v[f"x{i}"]
        return e
    if family == "polynomial":
        return f["sum"]([v["x"]] + [(i % 97 + 1) * v["x"] ** i for i in range(2, size + 1)])
    if family == "small":
        return v["x"] * f["sin"](v["x"] ** 2) * f["exp"](3 * v["x"])
    if family == "rosenbrock":
        terms = [100 * (v[f"x{i+1}"] - v[f"x{i}"] ** 2) ** 2 + (1 - v[f"x{i}"]) ** 2 for i in range(size - 1)]
        return f["sum"](terms)
    units = []
    for j in range(size):
        inner = f["sum"]([v[f"b{j}"]] + [v[f"w{j}_{i}"] * v[f"x{i}"] for i in range(8)])
        units.append(v[f"v{j}"] * f["tanh"](inner))
    return f["sum"]([v["b"]] + units)


def plain_sum(terms):
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def timed(rounds, task):
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        result = task()
        seconds.append(time.process_time() - start)
    return seconds, result


def casadi(family, size, rounds):
    import casadi as ca

    by, others = point(family, size)
    v = {name: ca.SX.sym(name) for name, _ in by + others}
    f = {"exp": ca.exp, "sin": ca.sin, "cos": ca.cos, "tanh": ca.tanh, "sum": plain_sum}
    e, x = body(family, size, v, f), ca.vertcat(*[v[name] for name, _ in by])
    if family == "rosenbrock":
        seconds, result = timed(rounds, lambda: ca.triu(ca.hessian(e, x)[0]))
    elif family == "small":
        seconds, result = timed(rounds, lambda: [ca.gradient(e, x) for _ in range(1000)][0])
    else:
        seconds, result = timed(rounds, lambda: ca.gradient(e, x))
    rest = ca.vertcat(*[v[name] for name, _ in others])
    value = ca.Function("f", [x, rest], [ca.sum1(ca.sum2(result))])
    total = float(value([w for _, w in by], [w for _, w in others] or ca.DM.zeros(0, 1)))
    return seconds, total, ca.__version__


def tree_system(module, family, size, rounds):
    """SymPy and SymEngine, which are asked alike."""
    by, others = point(family, size)
    v = {name: module.Symbol(name) for name, _ in by + others}
    add = getattr(module, "Add")
    f = {"exp": module.exp, "sin": module.sin, "cos": module.cos, "tanh": module.tanh, "sum": lambda t: add(*t)}
    e, x = body(family, size, v, f), [v[name] for name, _ in by]

    def task():
        if family == "rosenbrock":
            first = [e.diff(a) for a in x]
            return [first[i].diff(x[j]) for i in range(size) for j in range(i, size)]
        if family == "small":
            return [[e.diff(x[0])] for _ in range(1000)][0]
        return [e.diff(a) for a in x]

    seconds, result = timed(rounds, task)
    values = {v[name]: value for name, value in by + others}
    total = sum(complex(term.subs(values).n(30) if hasattr(term, "subs") else term).real for term in result)
    return seconds, total, module.__version__


def sympy(family, size, rounds):
    import sympy

    return tree_system(sympy, family, size, rounds)


def symengine(family, size, rounds):
    import symengine

    return tree_system(symengine, family, size, rounds)


def symbolica(family, size, rounds):
    from importlib.metadata import version

    from symbolica import Expression, S

    by, others = point(family, size)
    v = {name: S(name) for name, _ in by + others}
    f = {"exp": Expression.EXP, "sin": Expression.SIN, "cos": Expression.COS, "sum": plain_sum}
    f["tanh"] = lambda e: 1 - 2 / (Expression.EXP(2 * e) + 1)
    e, x = body(family, size, v, f), [v[name] for name, _ in by]

    def task():
        if family == "rosenbrock":
            first = [e.derivative(a) for a in x]
            return [first[i].derivative(x[j]) for i in range(size) for j in range(i, size)]
        if family == "small":
            return [[e.derivative(x[0])] for _ in range(1000)][0]
        return [e.derivative(a) for a in x]

    seconds, result = timed(rounds, task)
    values = {v[name]: value for name, value in by + others}
    total = sum(complex(term.evaluate(values)).real for term in result)
    return seconds, total, version("symbolica")


def written(family, size):
    """The formula as text."""

    class Text(str):
        def __add__(self, other):
            return Text(f"{str(self)}+{other}")

        def __radd__(self, other):
            return Text(f"{other}+{str(self)}")

        def __sub__(self, other):
            return Text(f"({str(self)}-({other}))")

        def __rsub__(self, other):
            return Text(f"({other}-({str(self)}))")

        def __mul__(self, other):
            return Text(f"{self.factor()}*{Text(other).factor()}")

        def __rmul__(self, other):
            return Text(f"{other}*{self.factor()}")

        def __pow__(self, other):
            return Text(f"{self.factor()}^{other}")

        def factor(self):
            return f"({str(self)})" if re.search("[+-]", str(self)) else str(self)

    by, others = point(family, size)
    v = {name: Text(name) for name, _ in by + others}
    call = lambda name: lambda e: Text(f"{name}({e})")
    f = {name: call(name) for name in ("exp", "sin", "cos", "tanh")}
    f["sum"] = lambda terms: Text("+".join(str(t) for t in terms))
    return str(body(family, size, v, f)), by


def giac(family, size, rounds):
    if family not in ("polynomial", "small", "nested"):
        raise NotImplementedError("only formulas in one variable are asked for")
    text, by = written(family, size)
    # `time` of giac repeats until it can tell, and gives seconds for one.
    script = f"x0:={by[0][1]}:;p:={text}:;a:=time(diff(p,x)):;d:=diff(p,x):;a[0];evalf(subst(d,x=x0));"
    found = []
    for _ in range(rounds):
        # It leaves a session.tex where it runs.
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "task.giac").write_text(script)
            done = subprocess.run(["giac", "task.giac"], cwd=folder, capture_output=True, text=True, timeout=100)
        numbers = [float(line.strip(" ,")) for line in done.stdout.split("\n") if re.fullmatch(r"\s*-?[\d.]+(e[+-]?\d+)?,?\s*", line)]
        found.append(numbers)
    scale = 1000 if family == "small" else 1
    return [scale * n[0] for n in found], found[-1][1], version(["giac", "--version"])


def maxima(family, size, rounds):
    if family not in ("polynomial", "small", "nested"):
        raise NotImplementedError("only formulas in one variable are asked for")
    text, by = written(family, size)
    times = 1000 if family == "small" else 1
    task = "s: elapsed_run_time()$ for i thru %d do d: diff(p,x)$ t: elapsed_run_time()$ print(t-s)$" % times
    script = f"p: {text}$ {task * rounds} print(ev(d, x={by[0][1]}, numer))$"
    done = subprocess.run(["maxima", "--very-quiet"], input=script, capture_output=True, text=True, timeout=100)
    numbers = [float(line) for line in done.stdout.split("\n") if re.fullmatch(r"\s*-?[\d.]+([eE][+-]?\d+)?\s*", line)]
    return numbers[:rounds], numbers[rounds], version(["maxima", "--version"])


def version(command):
    text = subprocess.run(command, capture_output=True, text=True).stdout
    return (re.findall(r"\d+\.\d+(?:\.\d+)*", text) or ["?"])[0]


def sympy_forms():
    """Reads `{"expr": …, "wrt": …}` lines; prints the seconds that simplify takes and the result."""
    import sympy

    names = {"log": sympy.log, "ln": sympy.log, "abs": sympy.Abs, "cbrt": sympy.cbrt, "sign": sympy.sign}
    names |= {"sigmoid": lambda u: 1 / (1 + sympy.exp(-u)), "softplus": lambda u: sympy.log(1 + sympy.exp(u))}
    names |= {"min": sympy.Min, "max": sympy.Max, "sqrt": sympy.sqrt, "pi": sympy.pi, "gamma": sympy.gamma}
    for line in sys.stdin:
        ask = json.loads(line)
        try:
            free = {n: sympy.Symbol(n, real=True) for n in re.findall(r"[A-Za-z_]\w*(?!\w*\()", ask["expr"])}
            e = sympy.sympify(ask["expr"].replace("^", "**"), locals={**free, **names})
            x = next(s for s in e.free_symbols if s.name == ask["wrt"])
            start = time.process_time()
            result = sympy.simplify(e.diff(x, ask.get("order", 1)))
            seconds = time.process_time() - start
            exact = e.diff(x, ask.get("order", 1))
            ours = sympy.sympify(ask["result"].replace("^", "**"), locals={**free, **names})
            print(json.dumps({"seconds": seconds, "peer": differs(exact, result), "ours": differs(exact, ours)}))
        except Exception as error:  # What SymPy can't read is left out of the comparison.
            print(json.dumps({"missing": f"{type(error).__name__}: {error}"[:200]}))
        sys.stdout.flush()


def differs(exact, form):
    """A point at which two formulas have values that differ; None if none of twelve is."""
    symbols = sorted(exact.free_symbols | form.free_symbols, key=lambda s: s.name)
    for k in range(12):
        at = {s: ((7 * k + 5 * i) % 23 + 1) / (11 if k % 2 else 23) for i, s in enumerate(symbols)}
        try:
            a, b = complex(exact.subs(at).n(20)), complex(form.subs(at).n(20))
        except (TypeError, ValueError):
            continue
        # Over the reals, neither has a value there.
        if abs(a.imag) > 1e-9 * (1 + abs(a)):
            continue
        if all(map(math.isfinite, (a.real, a.imag, b.real, b.imag))) and abs(a - b) > 1e-9 * (1 + abs(a)):
            return {s.name: v for s, v in at.items()}
    return None


SYSTEMS = {f.__name__: f for f in (casadi, sympy, symengine, symbolica, giac, maxima)}

if __name__ == "__main__":
    if sys.argv[1] == "sympy-forms":
        sympy_forms()
    else:
        name, family, size, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
        try:
            seconds, value, found = SYSTEMS[name](family, size, rounds)
            if family == "small":
                seconds = [s / 1000 for s in seconds]
            print(json.dumps({"seconds": seconds, "value": value, "version": found}))
        except Exception as error:
            print(json.dumps({"missing": f"{type(error).__name__}: {error}"[:120]}))
