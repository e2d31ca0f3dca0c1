#!/usr/bin/env python3
"""A second replayer of proof files, apart from the program: python3 replay.py [--rules RULES] FILE...

It reads the ascii notation by Python's own grammar, expands both sides of a field step into sums over kernels by its
own arithmetic (i^2 = -1, sines through exponentials), matches instances of the rules whose statements the file
carries, differentiates by its own table, functions.txt, and decides conditions by signs. What it doesn't know it
rejects. With --rules, the output of `chainrule rules --to json`, the carried statements must be the program's. For
each file it prints `accepted`, `rejected` with the reason, or `unreadable`; the exit code is 0, 1 if a file was
rejected, 2 if one could not be read. A FILE that ends in .list names files, one a line.
"""
import ast
import json
import re
import sys
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction as Q
from functools import cache, reduce
from math import ceil, floor, isqrt, lcm
from pathlib import Path

class Reject(Exception):
    """Something is not known to be true."""

# ---------------------------------------------------------------- terms
TERMS = {}

class Term:
    """A hash-consed term: an operation and its arguments, terms or plain data."""
    def __init__(self, op, args):
        self.op, self.args, self.id = op, args, len(TERMS)
        self.kids = [a for a in args if isinstance(a, Term)]
        self.symbols = frozenset(args if op == "sym" else ()).union(*[k.symbols for k in self.kids])

def mk(op, *args):
    """The term; a spelled number is one leaf, with its sign and denominator."""
    values = [a.args[0] for a in args if isinstance(a, Term) and a.op == "num"]
    if op == "neg" and values: return mk("num", -values[0])
    if op == "/" and len(values) == 2 and values[1]: return mk("num", values[0] / values[1])
    if (op, args) not in TERMS: TERMS[op, args] = Term(op, args)
    return TERMS[op, args]

def literal(t): return t.args[0] if t.op == "num" else None

def rebuilt(t, new):
    new = iter(new)
    return mk(t.op, *[next(new) if isinstance(a, Term) else a for a in t.args])

def substitute(t, values, memo=None):
    """Symbols replaced, all at once."""
    memo = {} if memo is None else memo
    if t.op == "sym": return values.get(t.args[0], t)
    if t not in memo: memo[t] = rebuilt(t, [substitute(k, values, memo) for k in t.kids])
    return memo[t]

def reach(*roots):
    """All sub-terms, arguments first; a term of branches is one whole."""
    found, todo = set(), list(roots)
    while todo:
        t = todo.pop()
        if t not in found:
            found.add(t)
            todo += t.kids if t.op != "if" else []
    return sorted(found, key=lambda t: t.id)

ZERO, ONE = mk("num", Q(0)), mk("num", Q(1))

# ---------------------------------------------------------------- the notation
# The ascii notation writes every operator. With names and numbers marked by `_`, f'(x) spelled as f[1](x)
# and a negation -a*b as a difference _ - a*b, it is Python's, `x integer` a comparison.

WORD = re.compile(r"\s+(not )?(integer|pole|defined)\b")
TOKEN = re.compile(r"==\w+|(?P<name>[A-Za-z_]\w*)(?P<primes>'*)|\d+(?:\.\d+)?|\^|(?<![<>!])=|"
                   r"(?P<minus>(?:^|(?<=[(,\[=<>]))-)")
SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "^", ast.Eq: "=", ast.NotEq: "!=",
         ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}

def spelled(found):
    token = found.group()
    if found["name"]: return "_" + found["name"] + (f"[_{len(found['primes'])}]" if found["primes"] else "")
    if token[0].isdigit(): return "_" + token.replace(".", "_")
    return "_-" if found["minus"] else {"^": "**", "=": "=="}.get(token, token)

def read(text, names):
    if re.search(r"[^\w\s'.+*/^()=<>!,\[\]-]|==|\*\*|//", text, re.ASCII): raise ValueError(f"`{text[:40]}`")
    text = WORD.sub(lambda w: "==" + w.group().strip().replace(" ", "_"), text)
    text = re.sub(r"\s*([-+*/^()=<>!,\[\]])\s*", r"\1", text.strip())
    return converted(ast.parse(TOKEN.sub(spelled, text), mode="eval").body, names)

def converted(node, names):
    """A term from Python's syntax tree."""
    kind, of = type(node), lambda part: converted(part, names)
    if kind is ast.BinOp:
        sign, right = SIGNS[type(node.op)], of(node.right)
        negation = sign == "-" and isinstance(node.left, ast.Name) and node.left.id == "_"
        return mk("neg", right) if negation else mk(sign, of(node.left), right)
    if kind is ast.Compare:
        (sign,), (right,) = node.ops, node.comparators
        word = right.id.replace("_", " ") if isinstance(right, ast.Name) and right.id[0] != "_" else None
        return mk("prop", word, of(node.left)) if word else mk("rel", SIGNS[type(sign)], of(node.left), of(right))
    if kind is ast.Call and not node.keywords: return called(node.func, list(map(of, node.args)))
    if kind is not ast.Name: raise ValueError(f"the notation: {kind.__name__}")
    name = node.id[1:]
    if name[0].isdigit(): return mk("num", Q(name.replace("_", ".")))
    return mk("pi") if name == "pi" else names.get(name) or mk("sym", name)

def called(head, args):
    orders = []
    if isinstance(head, ast.Subscript):
        of = head.slice.elts if isinstance(head.slice, ast.Tuple) else [head.slice]
        head, orders = head.value, [int(n.id[1:]) for n in of]
    name = head.id[1:]
    if name == "if" and len(args) == 3: return mk("if", *args)
    if name == "diff" and len(args) in (2, 3) and args[1].op == "sym":
        order = literal(args[2]) if len(args) == 3 else 1
        if order not in range(1, 101): raise ValueError("the order of a derivative")
        return mk("diff", args[0], args[1].args[0], int(order))
    known = name in FUNCTIONS and name != "neg"
    if len(args) != len(FUNCTIONS[name].slopes) if known else len(orders) > len(args):
        raise ValueError(f"the arguments of {name}")
    return mk("call", name, *args) if known else mk("apply", name, (*orders, *[0] * (len(args) - len(orders))), *args)

plain = cache(lambda text: read(text, {}))
def parse(text, names=None): return read(text, names) if names else plain(text)

class Function:
    """A row of functions.txt: an operation or a function."""
    def __init__(self, row):
        fields = [f.strip() for f in row.split("|")]
        listed = lambda text: [x.strip() for x in text.split(";") if x.strip()]
        self.slopes, self.means, self.parity = fields[0].split(";"), fields[3], fields[5]
        self.domain, self.smooth, self.crossings = listed(fields[1]), listed(fields[2]), {}
        self.sign = {"": ANY, "+": POSITIVE, "0+": ALLOWED[">="]}[fields[4]]
        self.values = [at.split("=") for at in listed("".join(fields[7:]))]
        for value, _, at, *falls in map(str.split, listed(fields[6])):
            self.crossings[Q(value)] = Q(at), -1 if falls else 1

ANY, NEGATIVE, NONE, POSITIVE = (frozenset(s) for s in ((-1, 0, 1), (-1,), (0,), (1,)))
ALLOWED = {"=": NONE, "!=": ANY - NONE, "<": NEGATIVE, "<=": ANY - POSITIVE, ">": POSITIVE, ">=": ANY - NEGATIVE}
ROWS = (Path(__file__).parent / "functions.txt").read_text(encoding="utf-8").splitlines()
FUNCTIONS = {name: Function(row) for name, _, row in (line.partition(":") for line in ROWS if line[0] != "#")}
WORDS = {"distribute over the sum", "common denominator", "cancel", "expand", "collect", "factor",
         "split the fraction", "exponentials", "powers", "roots", "trigonometry", "logarithms", "rearrange"}

# A text of the table with terms for u and v.
def filled(text, args): return substitute(parse(text.strip()), dict(zip("uv", args)))

# ---------------------------------------------------------------- sums over kernels
# A monomial is a sorted tuple of (kernel, exponent); a sum maps monomials to fractions. Kernels stand for
# one complex number at each point: variables, i, exponentials (`cis`: of i times something) and functions'
# values; a kernel `sum` for a sum that is divided by or under a root.

KERNELS, KERNEL_IDS, MOST = [], {}, 4000

def frozen(p): return tuple(sorted(p.items()))
def sign_of(c): return frozenset(((c > 0) - (c < 0),))
def product(s, t): return frozenset(a * b for a in s for b in t)

def kernel(*key):
    key = tuple(frozen(a) if isinstance(a, dict) else a for a in key)
    if key not in KERNEL_IDS: KERNELS.append(key)
    return KERNEL_IDS.setdefault(key, len(KERNELS) - 1)

def mmul(a, b, n=1):
    """The monomial a*b^n."""
    out = dict(a)
    for k, e in b:
        out[k] = out.get(k, 0) + e * n
    return tuple(sorted((k, e) for k, e in out.items() if e))

def padd(p, q, scale=1):
    out = dict(p)
    for m, c in q.items():
        out[m] = out.get(m, 0) + c * scale
        if not out[m]: del out[m]
    return out

def pscale(p, c, m=()): return {mmul(n, m) if m else n: d * c for n, d in p.items()}
def one(k, e=1): return {((k, Q(e)),): Q(1)}
def const(c): return {(): Q(c)} if c else {}
def constant(p): return Q(0) if not p else p[()] if len(p) == 1 and () in p else None
def lead(p): return p[max(p, key=lambda m: (sum(e for _, e in m), [(-k, e) for k, e in m]))]

def single(p):
    """The kernel that a sum consists of, or None."""
    m = next(iter(p), ())
    return m[0][0] if len(p) == len(m) == 1 and p == one(m[0][0]) else None

def turned(p):
    """The sum with a positive first coefficient, and the sign it had."""
    sign = -1 if p and lead(p) < 0 else 1
    return pscale(p, sign), sign

def content(p):
    """The monomial that divides every term."""
    terms = [dict(m) for m in p]
    least = {k: min(d.get(k, 0) for d in terms) for k in set().union(*terms)}
    return tuple(sorted((k, e) for k, e in least.items() if e))

def primes(q):
    """The prime powers of a positive number, up to a bound, and what is left."""
    for p in range(2, min(1000, max(q.numerator, q.denominator) + 1)):
        e = (q.numerator % p == 0) - (q.denominator % p == 0)
        if e: return (rest := primes(q / Q(p) ** e)) | {p: rest.get(p, 0) + e}
    return {n: e for n, e in ((q.numerator, 1), (q.denominator, -1)) if n > 1}

def rational_root(q):
    n, d = isqrt(max(q.numerator, 0)), isqrt(q.denominator)
    return Q(n, d) if n * n == q.numerator and d * d == q.denominator else None

def dense(p):
    """The only kernel and the coefficients up to degree two, or None and zeros."""
    kernels = {k for m in p for k, _ in m}
    powers = {m: m[0][1] if m else 0 for m in p}
    if len(kernels) != 1 or not set(powers.values()) <= {0, 1, 2}: return None, (Q(0),) * 3
    return kernels.pop(), [sum(c for m, c in p.items() if powers[m] == n) for n in (0, 1, 2)]

def linear_factors(p):
    """The factors of a quadratic with rational roots, with their exponents; else the sum alone."""
    k, (c, b, a) = dense(p)
    root = rational_root(b * b - 4 * a * c) if a else None
    if root is None: return [(p, Q(1))]
    ends = [(padd(one(k), const((b + x) / (2 * a))), Q(1 if root else 2)) for x in (-root, root)]
    return [(const(a), Q(1))] + (ends if root else ends[:1])

def powers_differ(p):
    """Whether a sum is not 0 once the powers of each base are one: where they have values, so has that."""
    bases, sums = {KERNELS[k][1] for m in p for k, _ in m if KERNELS[k][0] == "pow"}, {}
    for m, c in p.items():
        above, rest = {}, ()
        for k, e in m:
            base, own = KERNELS[k][1:] if KERNELS[k][0] == "pow" else (frozen(one(k)), frozen(const(1)))
            if base in bases and e.denominator == 1: above[base] = padd(above.get(base, {}), dict(own), e)
            else: rest += ((k, e),)
        key = rest, frozenset((base, frozen(q)) for base, q in above.items() if q)
        sums[key] = sums.get(key, 0) + c
    return any(sums.values())

I, PI = kernel("i"), kernel("pi")
TURN = kernel("cis", one(PI))
ROOT2, ROOT3 = (((kernel("prime", Q(n)), Q(1, 2)),) for n in (2, 3))
ROOT6, IMAGINARY = mmul(ROOT2, ROOT3), ((I, Q(1)),)  # The next is exp(i*pi/12).
TWELFTH = {ROOT2: Q(1, 4), ROOT6: Q(1, 4), mmul(ROOT6, IMAGINARY): Q(1, 4), mmul(ROOT2, IMAGINARY): Q(-1, 4)}

class Scope:
    """What holds at every point of a domain, and everything worked out under it."""
    def __init__(self, conditions):
        self.facts, self.properties, self.empty = {}, set(), False
        for c in conditions * 2:
            self.forget()
            self.assume(c)
        self.forget()

    def forget(self):
        """What follows from more facts is worked out anew, and once."""
        for name in ("expand", "term_sign", "same", "holds"):
            setattr(self, name, cache(getattr(Scope, name).__get__(self)))

    def pmul_n(self, p, n): return reduce(self.pmul, [p] * n, const(1))
    def vanishes(self, p): return not powers_differ(self.level(p)[0])
    def absolute(self, p): return one(kernel("abs", turned(p)[0]))
    def difference(self, a, b): return padd(self.expand(a), self.expand(b), -1)
    def same(self, a, b): return a is b or self.vanishes(self.difference(a, b))
    def product_sign(self, factors): return reduce(product, [self.power_sign(*x) for x in factors], POSITIVE)

    def modulus(self, k):
        """A power of a kernel that is known, and what it is."""
        name, *args = KERNELS[k]
        if name == "i": return 2, const(-1)
        if name == "prime": return 1, const(args[0])
        if name == "sum": return 1, dict(args[0])
        if name == "abs": return 2, self.pmul(dict(args[0]), dict(args[0]))
        if k == TURN: return Q(1, 12), TWELFTH
        if name == "cis" and self.whole(pscale(dict(args[0]), 1, ((PI, Q(-1)),))): return 2, const(1)
        return 0, None

    def whole(self, p):
        """Whether a sum is known to be an integer."""
        known = lambda k, e: e.denominator == 1 and e > 0 and ("integer", frozen(one(k))) in self.properties
        return all(c.denominator == 1 and all(known(*x) for x in m) for m, c in p.items())

    def reduced(self, p):
        """Brings the exponents of kernels with a modulus below it."""
        todo, out = list(p.items()), {}
        while todo:
            m, c = todo.pop()
            for k, e in m:
                step, value = self.modulus(k)
                n = floor(e / step) if step else 0
                if not n or n < 0 and KERNELS[k][0] in ("sum", "abs"): continue
                rest, number = mmul(m, ((k, -n * step),)), constant(value)
                n = n % 24 if k == TURN else n
                if abs(n) > (30 if number is None else 10 ** 4): raise Reject("a power too large")
                todo += pscale(self.pmul_n(value, n) if number is None else const(number ** n), c, rest).items()
                break
            else: out = padd(out, {m: c})
            if len(out) + len(todo) > MOST: raise Reject("an expansion too large")
        return out

    def pmul(self, p, q):
        if len(p) * len(q) > MOST: raise Reject("an expansion too large")
        return self.reduced(reduce(lambda out, x: padd(out, pscale(q, x[1], x[0])), p.items(), {}))

    def level(self, p):
        """The numerator over a common denominator, and this as a monomial of negative exponents."""
        below = ()
        while True:
            bases = {k for m in p for k, e in m if e < 0 and KERNELS[k][0] in ("sum", "abs")}
            if not bases: return p, below
            k = max(bases)
            n = Q(ceil(-min(dict(m).get(k, 0) for m in p)))
            p, below = self.reduced(pscale(p, 1, ((k, n),))), mmul(below, ((k, -n),))

    def tidy(self, p):
        """The same with one denominator under all terms."""
        top, below = self.level(p)
        return pscale(top, 1, below)

    def inverse(self, p):
        p, below = self.level(p)
        if not p: raise Reject("a division by zero")
        m = content(p)
        rest = pscale(p, 1 / lead(p), mmul((), m, -1))
        under = () if constant(rest) else ((kernel("sum", rest), Q(-1)),)
        return self.reduced({mmul(under, mmul(m, below), -1): 1 / lead(p)})

    def power(self, p, n):
        if n < 0: return self.power(self.inverse(p), -n)
        if len(p) == 1:
            (m, c), = p.items()
            return self.reduced({mmul((), m, n): c ** n})
        if n > 40: raise Reject("a power too large")
        return self.pmul_n(p, n)

    def expand(self, t):
        op, args = t.op, t.args
        if op == "num": return const(args[0])
        if op in ("pi", "sym", "if"): return one(kernel(op, *(args if op != "if" else [t.id])))
        if op == "call" and FUNCTIONS[args[0]].means: return self.expand(filled(FUNCTIONS[args[0]].means, args[1:]))
        if op in ("rel", "prop", "diff"): raise Reject("a term that has no value")
        p = [self.expand(k) for k in t.kids]
        if op == "neg": return pscale(p[0], -1)
        if op in "+-": return padd(*p, 1 if op == "+" else -1)
        if op in "*/": return self.pmul(p[0], p[1] if op == "*" else self.inverse(p[1]))
        if op == "^": return self.raised(*p)
        if op == "call": return self.function(args[0], p)
        return one(kernel(op, *args[:2], *map(self.tidy, p)))

    def function(self, name, args):
        u = args[0]
        if name in ("exp", "log"): return self.exp(u) if name == "exp" else self.log(u)
        if name in ("abs", "sqrt"): return self.root(u, Q(1, 1 + (name == "sqrt")), name == "abs")
        if name in ("sin", "cos"):
            up, down = (self.exp(pscale(u, s, IMAGINARY)) for s in (1, -1))
            p = padd(up, down, 1 if name == "cos" else -1)
            return self.reduced(pscale(p, Q(1, 2), () if name == "cos" else ((I, Q(-1)),)))
        if name == "sign" and 0 not in (s := self.sign(u)):
            return const(min(s)) if len(s) == 1 else self.pmul(self.root(u, Q(1), True), self.inverse(u))
        parity, u = FUNCTIONS[name].parity, self.tidy(u)
        if parity == "odd" and not u: return u
        p, sign = turned(u) if parity else (u, 1)
        for at, value in FUNCTIONS[name].values:
            if self.vanishes(padd(p, self.expand(parse(at)), -1)): return pscale(self.expand(parse(value)), sign)
        return pscale(one(kernel(name, p, *map(self.tidy, args[1:]))), sign if parity == "odd" else 1)

    def exp(self, p):
        out = const(1)
        for m, c in self.tidy(p).items():
            rest = tuple(x for x in m if x[0] != I)
            name, *inner = KERNELS[rest[0][0]] if len(rest) == 1 and rest[0][1] == 1 else ("",)
            if rest == m and name == "log": piece = self.positive_power(dict(inner[0]), c)
            elif rest != m and name in ("atan", "asin") and c.denominator == 1:
                piece = self.turn(name, dict(inner[0]), int(c))
            else: piece = self.reduced(one(kernel("exp" if rest == m else "cis", {rest: Q(1)}), c))
            out = self.pmul(out, piece)
        return out

    def turn(self, name, u, n):
        """exp(i*n*atan(u)) is (1 + i*u)^n/sqrt(1 + u^2)^n, and exp(i*asin(u)) is sqrt(1 - u^2) + i*u."""
        iu = self.reduced(pscale(u, 1 if n > 0 else -1, IMAGINARY))
        beside = self.root(padd(const(1), self.pmul(u, u), 1 if name == "atan" else -1), Q(1, 2))
        p = padd(beside, iu) if name == "asin" else self.pmul(padd(const(1), iu), self.inverse(beside))
        return self.power(p, abs(n))

    def factored(self, p):
        """A positive number, and real powers of kernels and sums, that make up a sum, not 0."""
        p, below = self.level(p)
        size, m = abs(lead(p)), tuple((k, e) for k, e in content(p) if self.is_real(k))
        rest = pscale(p, 1 / size, mmul((), m, -1))
        base = lambda k: dict(KERNELS[k][1]) if KERNELS[k][0] == "sum" else one(k)
        return size, [(base(k), e) for k, e in mmul(m, below)] + linear_factors(rest)

    def split(self, p):
        """A real quantity as a positive number, powers of what is never negative, and a rest."""
        size, factors = self.factored(p)
        bases, rest = [], const(1)
        for p, e in factors:
            s, real, whole = self.sign(p), self.real(p), e.denominator == 1
            if constant(p) == 1: continue
            if real and -1 not in s: bases.append((p, e))
            elif real and whole and 1 not in s:
                bases += [(pscale(p, -1), e)] if constant(p) != -1 else []
                rest = pscale(rest, -1 if e % 2 else 1)
            elif real and whole:
                bases += [(self.absolute(p), e - e % 2)] if e - e % 2 else []
                rest = self.pmul(rest, p) if e % 2 else rest
            else: raise Reject("a factor that is not understood")
        return size, bases, rest

    def root(self, p, r, absolute=False):
        """A power of a sum that is not negative, or of its absolute value."""
        if self.vanishes(p): return self.inverse({}) if r < 0 else {}
        size, bases, rest = self.split(p)
        if absolute: rest = const(1) if constant(rest) in (1, -1) else self.absolute(rest)
        return reduce(lambda out, x: self.pmul(out, self.positive_power(x[0], x[1] * r)),
                      bases + [(rest, Q(1))], self.positive_power(const(size), r))

    def positive_power(self, p, r):
        c, k = constant(p), single(p)
        if c is not None and c > 0:
            return self.reduced({tuple(sorted((kernel("prime", Q(n)), e * r) for n, e in primes(c).items())): Q(1)})
        return self.reduced(one(kernel("sum", p) if k is None else k, r))

    def log(self, p):
        if self.vanishes(p): raise Reject("the logarithm of zero")
        if not self.real(p): return one(kernel("log", self.tidy(p)))  # as it stands: a cosine isn't seen to be real
        size, bases, rest = self.split(p)
        out = {}
        for p, e in [(const(n), e) for n, e in primes(size).items()] + bases + [(rest, 1)]:
            k = single(p)
            undone = k is not None and KERNELS[k][0] == "exp" and self.is_real(k)
            if constant(p) != 1: out = padd(out, dict(KERNELS[k][1]) if undone else one(kernel("log", p)), e)
        return out

    def raised(self, b, e):
        c = constant(e)
        if c is not None: return self.power(b, int(c)) if c.denominator == 1 else self.root(b, c)
        if self.sign(b) == POSITIVE: return self.exp(self.pmul(e, self.log(b)))
        number = Q(0) if 0 in self.sign(b) else Q(floor(e.get((), 0)))
        rest = self.tidy(padd(e, const(number), -1))
        return self.pmul(one(kernel("pow", self.tidy(b), rest)), self.power(b, int(number)))

    def is_real(self, k):
        """Whether a kernel is known to be real wherever the terms it comes from have values."""
        name, *args = KERNELS[k]
        if name in ("exp", "sum", "log"):
            return self.real(dict(args[0])) and (name != "log" or -1 not in self.sign(dict(args[0])))
        return name not in ("i", "cis")

    def real(self, p):
        return all(self.is_real(k) and (e.denominator == 1 or -1 not in self.sign(one(k))) for m in p for k, e in m)

    def line(self, p):
        """A sum as c*(q - at), where q has no constant term and a leading coefficient 1: q, at and c's sign."""
        p = self.tidy(p)
        rest = {m: c for m, c in p.items() if m}
        c = lead(rest)
        return frozen(pscale(rest, 1 / c)), -p.get((), 0) / c, sign_of(c)

    def stated(self, p):
        """The signs that the facts leave."""
        (q, at, c), s = self.line(p), ANY
        for value, known in self.facts.get(q, ()):
            if value == at: s &= known
            elif value > at and -1 not in known: s &= POSITIVE
            elif value < at and 1 not in known: s &= NEGATIVE
        return product(s, c)

    def sign(self, p):
        """The signs a sum can have where it has a value."""
        if constant(p) is not None or self.vanishes(p): return sign_of(constant(p) or 0)
        return s & self.reasoned(p) if len(s := self.stated(p)) > 1 else s

    def reasoned(self, p):
        if (k := single(p)) is not None: return self.kernel_sign(k) - (NONE - self.stated(one(k, 2)))
        _, factors = self.factored(p)
        if len(factors) > 1:
            odd = [(p, e) for p, e in factors if e % 2 == 1 and self.real(p) and {-1, 1} <= self.sign(p)]
            joint = self.stated(reduce(self.pmul, [p for p, e in odd])) if len(odd) > 1 else ANY
            return self.product_sign(factors) & product(joint, self.product_sign([x for x in factors if x not in odd]))
        if len(p) == 1: return ANY - NONE if all(KERNELS[k][0] in ("cis", "i") for k, _ in next(iter(p))) else ANY
        if not self.real(p): return ANY
        parts = [self.sign({m: c}) for m, c in p.items()]
        s = frozenset().union(*parts)
        return self.rooted(p) if {-1, 1} <= s else s if all(0 in t for t in parts) else s - NONE

    def kernel_sign(self, k):
        name, *args = KERNELS[k]
        if name in ("exp", "cis"): return POSITIVE if self.is_real(k) else ANY - NONE
        if name == "sum": return self.sign(dict(args[0]))
        if name == "abs": return frozenset(map(abs, self.sign(dict(args[0]))))
        if name == "pow" and 0 not in self.sign(dict(args[0])): return ANY - NONE
        return POSITIVE if name in ("prime", "pi") else FUNCTIONS[name].sign if name in FUNCTIONS else ANY

    def rooted(self, p):
        """By a + b*r with a root or absolute value r: b's sign where (b*r)^2 is above a^2, a's where it is below."""
        for k, e in sorted({x for m in p for x in m if x[1] == (1 if KERNELS[x[0]][0] == "abs" else Q(1, 2))}):
            a, b = ({m: c for m, c in p.items() if ((k, e) in m) == within} for within in (False, True))
            if (s := self.sign(padd(self.pmul(b, b), self.pmul(a, a), -1))) == NEGATIVE: return self.sign(a)
            if -1 not in s: return self.sign(self.pmul(b, one(k, -e))) | s & NONE
        return ANY

    def power_sign(self, p, e):
        """The signs of a power, where it has a value."""
        s = self.sign(p)
        if not self.real(p): s = ANY if 0 in s else ANY - NONE
        elif e.denominator != 1 or e % 2 == 0: s = frozenset(map(abs, s))
        return s - NONE if e < 0 else s

    def compared(self, a, b):
        """Sums and exponents whose product has the sign of a - b wherever that has a value."""
        v, (op, *args) = literal(b), (a.op, *a.args)
        if op == "call" and v in FUNCTIONS[args[0]].crossings:
            at, sign = FUNCTIONS[args[0]].crossings[v]
            return [(const(sign), Q(1))] + self.compared(args[1], mk("num", at))
        if v == 0 and op == "neg": return [(const(-1), Q(1))] + self.compared(args[0], b)
        if v == 0 and op in ("*", "/"):
            sign = 1 if op == "*" else -1
            return self.compared(args[0], b) + [(p, e * sign) for p, e in self.compared(args[1], b)]
        if v == 0 and op == "^" and (n := literal(args[1])):
            inner = self.compared(args[0], b) if n.denominator == 1 else [(self.expand(args[0]), Q(1))]
            return [(p, e * n) for p, e in inner]
        return [(self.difference(a, b), Q(1))]

    def term_sign(self, a, b=ZERO): return self.sign(self.difference(a, b)) & self.product_sign(self.compared(a, b))

    def assume(self, c):
        if c.op == "prop":
            p = self.expand(c.args[1])
            self.properties.add((c.args[0], frozen(self.tidy(p))))
            if c.args[0] in ("not pole", "not integer"): self.learn(p, ANY - NONE)
            return
        self.learn(self.difference(*c.kids), ALLOWED[c.args[0]])
        self.learn_factors(self.compared(*c.kids), ALLOWED[c.args[0]])

    def learn(self, p, s):
        """That a sum has one of the signs, and what follows for its parts."""
        if constant(p) is not None or self.vanishes(p):
            self.empty |= not s & sign_of(constant(p) or 0)
            return
        known = self.stated(p)
        self.empty |= not known & s
        if known <= s: return
        q, at, c = self.line(p)
        self.facts.setdefault(q, []).append((at, product(s & known, c)))
        self.learn_factors(self.factored(p)[1], s)
        k, (c, b, a) = dense(p)  # a multiple of abs(u) - v has the sign of u^2 - v^2
        if k is not None and not a and KERNELS[k][0] == "abs" and c / b <= 0:
            self.learn(pscale(padd(self.modulus(k)[1], const(c * c / b / b), -1), b), s)
        if self.real(p) and product(s, sign_of(lead(p))) <= ALLOWED["<="]:
            # Between the roots of a quadratic, lowest first.
            ends = sorted(linear_factors(p)[1:], key=lambda end: -end[0].get((), 0))
            for (side, _), sign in zip(ends, (1, -1)):
                self.learn(side, product(ALLOWED[">=" if 0 in s else ">"], sign_of(sign)))

    def learn_factors(self, factors, s):
        """What the sign of a product says of its factors."""
        for i, (p, e) in enumerate(factors):
            if constant(p) is not None: continue
            others = self.product_sign(factors[:i] + factors[i + 1:])
            said = ANY - NONE if 0 not in s or e < 0 else ANY
            if e.denominator == 1 and e % 2 and len(others) == 1 and 0 not in others and self.real(p):
                said &= product(s, others)
            if e.denominator > 1: said &= ALLOWED[">="]
            if said != ANY: self.learn(p, said)
        whole = all(e.denominator == 1 and self.real(p) for p, e in factors)
        if 0 not in s and whole and any(e < 0 for _, e in factors):
            self.learn(reduce(self.pmul, [p for p, e in factors if e % 2], const(1)), s)

    def same_angles(self, a, b):
        """Whether exp(i*m*(a - b)) is 1 for a whole m, and m*(a - b) lies strictly between -2*pi and 2*pi."""
        d, low, high = self.tidy(self.difference(a, b)), 0, 0
        whole = lcm(*[c.denominator for m, c in d.items() if m != ((PI, 1),)])
        for m, c in d.items():
            name, *args = KERNELS[m[0][0]] if len(m) == 1 and m[0][1] == 1 else ("",)
            if name not in ("pi", "atan", "asin"): return False
            bounds = [1] if name == "pi" else [Q(n, 2) for n in self.sign(dict(args[0])) | NONE]
            low, high = low + min(c * n for n in bounds), high + max(c * n for n in bounds)
        one_turn = self.vanishes(padd(self.exp(pscale(d, whole, IMAGINARY)), const(1), -1))
        return low * whole > -2 and high * whole < 2 and whole < 64 and one_turn

    def holds(self, c):
        """Whether a condition is known to hold at every point."""
        if self.empty: return True
        if c.op == "rel": return self.term_sign(*c.kids) <= ALLOWED[c.args[0]]
        word, t = c.args
        p, known = self.tidy(self.expand(t)), lambda q, word: (word, frozen(self.tidy(q))) in self.properties
        if known(p, word) or word == "integer": return known(p, word) or self.whole(p)
        if word in ("not integer", "not pole"):
            apart = constant(p) is not None and constant(p).denominator != 1
            return apart or word == "not pole" and (self.sign(p) == POSITIVE or known(p, "not integer"))
        if word != "defined" or t.op != "^": return False
        (b, e), s = t.args, self.term_sign(t.args[0])
        if (0 not in s or self.term_sign(e) == POSITIVE) and (-1 not in s or self.holds(mk("prop", "integer", e))):
            return True
        factors = [KERNELS[k] for w, q in self.properties if w == word and len(q) == 1 for k, _ in q[0][0]]
        base = frozen(self.tidy(self.expand(b)))
        powers = [dict(k[2]) for k in factors if k[0] == "pow" and k[1] == base]
        return self.adds_up(self.tidy(self.expand(e)), powers, 0 not in s)

    def adds_up(self, to, parts, freely, few=3):
        """Whether multiples of some exponents add up to one; freely, whole numbers may be left or taken off."""
        left = constant(to)
        if left is not None and (left.denominator == 1 if freely else left == 0) and (freely or few < 3): return True
        times = lambda q: {to.get(max(q), 0) / q[max(q)], Q(1), Q(-1)} if q else ()
        return few > 0 and any(self.adds_up(padd(to, q, -n), parts, freely, few - 1)
            for q in parts for n in times(q) if n.denominator == 1 and (freely and n or n > 0))

# ---------------------------------------------------------------- domains and derivatives
def own_needs(t):
    """What the outermost operation needs to have a value."""
    if t.op == "diff": raise Reject("a derivative that is not carried out")
    if t.op == "call": return [filled(text, t.args[1:]) for text in FUNCTIONS[t.args[0]].domain]
    if t.op == "/": return [mk("rel", "!=", t.args[1], ZERO)]
    n = literal(t.args[1]) if t.op == "^" else 1
    if t.op == "if" or n is None and (literal(t.args[0]) or 0) <= 0: return [mk("prop", "defined", t)]
    if n is None or n.denominator == 1 and n > 0: return []
    return [mk("rel", "!=" if n.denominator == 1 else ">=" if n > 0 else ">", t.args[0], ZERO)]

# What terms need to have values; and what else must hold for the conditions among them to hold.
def needs(terms): return list(dict.fromkeys(c for t in reach(*terms) for c in own_needs(t)))
def owed(terms): return needs(terms) + [t for t in terms if t.op in ("rel", "prop")]

def rule_needs(body, x):
    """What the rules need besides the natural domain, to hold around a point."""
    out = []
    for t in reach(body):
        if x not in t.symbols: continue
        if t.op == "if": raise Reject("a derivative of branches")
        if t.op == "call": out += [filled(c, t.args[1:]) for c in FUNCTIONS[t.args[0]].smooth]
        if t.op == "^":
            whole = (e := literal(t.args[1])) is not None and e.denominator == 1 and e >= 0
            out += [] if whole else [mk("rel", ">" if x in t.args[1].symbols else "!=", t.args[0], ZERO)]
    return out

def slopes(body, x):
    """The derivative of every sub-term that depends on x."""
    out = {}
    for t in reach(body):
        if x not in t.symbols: continue
        parts = [ONE] if t.op == "sym" else []
        for i, k in enumerate(t.kids):
            if x not in k.symbols: continue
            if t.op == "apply":
                slope = mk("apply", t.args[0], tuple(n + (i == j) for j, n in enumerate(t.args[1])), *t.kids)
            else: slope = filled(FUNCTIONS[t.args[0] if t.op == "call" else t.op].slopes[i], t.kids)
            parts.append(mk("*", slope, out[k]))
        out[t] = reduce(lambda a, b: mk("+", a, b), parts)
    return out

PLAIN = {"sym": "variable", "neg": "negation", "+": "sum", "-": "difference", "apply": "unknown function"}

def rule_name(t, x):
    """The name of the rule that differentiates a term."""
    inner = [k for k in t.kids if x in k.symbols]
    chain = "" if all(k.op == "sym" for k in inner) else "chain "
    if not inner and t.op != "sym": return "constant"
    if t.op == "call": return chain + t.args[0]
    if t.op not in ("*", "/", "^"): return PLAIN.get(t.op, "constant")
    both, first = len(inner) == 2, t.args[0] in inner
    if t.op == "^": return "general power" if both else chain + ("power" if first else "exponential")
    return "constant multiple" if not both and (first or t.op == "*") else "product" if t.op == "*" else "quotient"

# ---------------------------------------------------------------- the replay
scoped = cache(lambda facts: Scope(sorted(facts, key=lambda c: c.id)))
def scope(facts): return scoped(frozenset(facts))

def demand(known, what):
    if not known: raise Reject(what)

def require(facts, conditions, what):
    demand(all(c in facts or scope(facts).holds(c) for c in conditions), what)

def same_domain(assumed, asked, said, extra=()):
    """Both lists of terms and conditions hold at the same points."""
    a, b = owed(asked) + list(extra), owed(said)
    require(assumed + a, b, "the domain or a condition says more than holds")
    require(assumed + b, a, "the domain or the conditions leave something out")

def matched(pattern, t, found):
    """Every way to read t as an instance of the pattern that extends one of those found."""
    if pattern.op == "sym":
        fits = pattern.args[0] not in "nm" or literal(t) is not None
        return [{**b, pattern.args[0]: t} for b in found if fits and b.get(pattern.args[0], t) is t]
    if pattern.op != t.op or len(pattern.args) != len(t.args): return []
    for p, a in zip(pattern.args, t.args):
        found = matched(p, a, found) if isinstance(p, Term) else found if p == a else []
    return found

def replaced(t, place, before, after):
    """The term with the part at a place replaced."""
    if not place and t is before: return after
    demand(place and place[0] in range(len(t.kids)), "the place does not hold the term before")
    kids = list(t.kids)
    kids[place[0]] = replaced(kids[place[0]], place[1:], before, after)
    return rebuilt(t, kids)

class Replay:
    def __init__(self, file, rules):
        self.file, self.names, self.meanings, self.carried, self.listed = file, {}, {}, [], {}
        for name, text in file["let"]:
            self.names[name] = parse(text, self.names)
        self.rules = statements(file["rules"] + file["definitions"])
        stated = not rules or all(rules.get(name) == means for name, means in self.rules.items())
        demand(stated, "the statement of a rule is another one")
        s = file["statement"]
        self.given = {name: parse(text) for name, text in (text.split(" = ") for text in s["given"])}
        for name, t in self.given.items():
            if name != s.get("wrt"): self.meanings[name] = substitute(t, self.meanings)
        used = set().union(*[t.symbols for t in self.meanings.values()])
        demand(not used & set(self.meanings) and "(" not in "".join(self.given), "given names that are not understood")
        for d in file["derivatives"]:
            of, result, domain = self.term(d["of"]), self.term(d["result"]), self.terms(d["domain"])
            self.differentiated([], of, d["by"], result, domain, ())
            same_domain([], [of, result], domain + [result], rule_needs(of, d["by"]))
            self.listed[of, d["by"]] = (result, domain)
        self.assumed = [self.stated(c) for c in s["assume"] + [f"{n} integer" for n in s["integer"]]]
        self.carried = []

    # Terms in variables; names are what they stand for, in a statement derivatives what they are listed to be.
    def term(self, text): return substitute(parse(text, self.names), self.meanings)
    def terms(self, texts): return [self.term(t) for t in texts]
    def stated(self, text): return self.solved(substitute(parse(text), self.meanings))

    def solved(self, t):
        if t.op == "if": return t
        if t.op != "diff": return rebuilt(t, list(map(self.solved, t.kids)))
        body, x, n = t.args
        out = self.solved(body)
        for _ in range(n):
            if (out, x) not in self.listed or x in self.given: raise Reject("a derivative that is not listed")
            out, domain = self.listed[out, x]
            self.carried += domain
        return out

    def run(self):
        s, stages = self.file["statement"], self.file["stages"]
        if s["op"] == "equal": return self.equal(s)
        fits = ("wrt" in s) == ("order" in s) == (s["op"] == "diff")
        demand(s["op"] in ("diff", "simplify") and fits, "the operation")
        start, x, n = self.stated(s["input"]), s.get("wrt"), s.get("order", 1)
        mentioned = parse(s["input"]).symbols | start.symbols | set(s["in"])
        carried, shown = self.carried, [d for name, d in self.meanings.items() if name in mentioned]
        empty = bool(stages) and stages[-1]["empty"]
        demand(stages and (len(stages) == n or empty and len(stages) < n), "there is not one stage for each order")
        for i, stage in enumerate(stages):
            start, carried = self.stage(stage, start, x, i + 1 == n, carried + shown)
        answer = None if empty else start
        given = self.file.get("answer") and self.term(self.file["answer"])
        demand(given is answer and "verdict" not in self.file, "the answer is not where the last stage ends")
        demand(self.terms(self.file["conditions"]) == carried, "the conditions are not those of the last stage")

    def stage(self, stage, of, x, last, carried):
        """One differentiation and its simplification, from a term with conditions to the next."""
        d, start, end = stage.get("differentiated"), self.term(stage["start"]), self.term(stage["end"])
        domain, conditions = self.terms(stage["domain"]), self.terms(stage["conditions"])
        # What is assumed holds around a point only where it does not depend on x.
        base = owed([c for c in self.assumed if last or x is None or x not in c.symbols])
        by, begins = (d["by"], self.term(d["of"])) if d else (None, start)
        demand(by == x and begins is of, "a stage does not begin where the statement leads")
        same_domain(base, carried + [start, of], domain + [start], rule_needs(of, x) if d else ())
        if d: self.differentiated(base, of, x, start, domain, d["lines"])
        here = base + owed([start] + domain)
        self.steps(stage["steps"], (start, end), here)
        if stage["empty"]: demand(not conditions and scope(here).empty, "there may be a value")
        else:
            said = owed([end] + conditions)
            require(here, said, "the answer or a condition is not known on the domain")
            require(base + said, owed([start] + domain), "the conditions leave out a point")
        return end, conditions

    def differentiated(self, base, of, x, raw, domain, lines):
        """raw is the derivative of `of` where the domain holds, and so is each line."""
        here = base + owed([raw] + domain)
        require(here, needs([of]) + rule_needs(of, x), "a rule of the derivative may not hold")
        own, inside = slopes(of, x), set(reach(of))
        if not scope(here).same(own.get(of, ZERO), raw): raise Reject("not the derivative")
        for line in lines:
            t, result = self.term(line["of"]), self.term(line["result"])
            named = t in inside and line["rule"] == rule_name(t, x) and (t is not of or result is raw)
            demand(named and scope(here).same(own.get(t, ZERO), result), f"a line of the differentiation: {line['of']}")
            inside.remove(t)

    def steps(self, steps, ends, here):
        """Each step rewrites a part, from the first term to the last."""
        current = ends[0]
        for i, step in enumerate(steps):
            before, after = self.term(step["before"]), self.term(step["after"])
            current = replaced(current, step["place"], before, after)
            facts = here + needs([before])
            follows = self.follows(step["kind"], step["rule"], (before, after), scope(facts))
            demand(follows, f"step {i + 1}: not known to hold by {step['rule']}")
            require(facts, needs([after]), f"step {i + 1}: what the new term needs is not known")
            require(facts, owed(self.terms(step["conditions"])), f"step {i + 1}: a condition is not known")
        if current is not ends[1]: raise Reject("the steps do not lead to the end")

    def follows(self, kind, name, sides, scope):
        """Whether both sides are equal for the reason that a step names."""
        if kind == "ring": return name in WORDS and scope.same(*sides)
        if kind == "angles": return name == "equal angles" and scope.same_angles(*sides)
        if kind == "name": return name in self.given and sides[0] is sides[1]
        if kind == "definition":
            defines = lambda a, b: a.op == "call" and a.args[0] == name and filled(self.rules[name], a.args[1:]) is b
            return defines(*sides) or defines(*sides[::-1])
        if kind not in ("rule", "reversed") or name not in self.rules: return False
        lhs, rhs, conditions = self.rules[name]
        left, right = sides if kind == "rule" else sides[::-1]
        found = matched(parse(rhs), right, matched(parse(lhs), left, [{}]))
        return any(all(scope.holds(substitute(parse(c), b)) for c in conditions) for b in found)

    def equal(self, s):
        lhs, rhs = (self.stated(s[side]) for side in ("lhs", "rhs"))
        verdict, stages, conditions = self.file["verdict"], self.file["stages"], self.terms(self.file["conditions"])
        word, base, asked = verdict["verdict"], owed(self.assumed), [lhs, rhs] + self.carried
        demand("answer" not in self.file and len(stages) == (word != "refuted"), "the stages do not fit the verdict")
        if word == "vacuous":
            empty = not conditions and "point" not in verdict and scope(base + owed(asked)).empty
            return demand(empty, "there may be a point where both sides have a value")
        point = {n: literal(parse(v)) for n, v in verdict["point"].items()}
        demand(all(truth(c, point) for c in base + owed(asked)), "the point is not known to be in the domain")
        if word == "refuted":
            a, b = span(lhs, point), span(rhs, point)
            apart = (a[1] < b[0] or b[1] < a[0]) and near(a, verdict["lhs"]) and near(b, verdict["rhs"])
            return demand(apart and not conditions, "the sides are not known to have these values at the point")
        stage, = stages
        ends, said = (self.term(stage["start"]), self.term(stage["end"])), [lhs, rhs, *self.terms(stage["domain"])]
        claimed = ends in ((lhs, rhs), (rhs, lhs), (mk("-", lhs, rhs), ZERO)) and not stage["empty"]
        alone = "differentiated" not in stage and self.terms(stage["conditions"]) == conditions
        demand(word == "proved" and claimed and alone, "the stage claims something else")
        same_domain(base, asked, said)
        self.steps(stage["steps"], ends, base + owed(said))
        same_domain(base, said, conditions)

# ---------------------------------------------------------------- values at a point
NEAR = Q(1, 10 ** 60)
LOW, HIGH = Context(prec=90, rounding=ROUND_FLOOR), Context(prec=90, rounding=ROUND_CEILING)
PI_LOW = Q("3.14159265358979323846264338327950288419716939937510582097494459230781")

def near(ends, text):
    """Whether a value is the one that is stated, exactly or rounded to twelve places."""
    return all(abs(x - Q(text.lstrip("~"))) <= (text[0] == "~") * Q(1, 10 ** 11) for x in ends)

def truth(c, point):
    """Whether a condition certainly holds at the point."""
    if c.op == "rel":
        low, high = VALUES["-"](span(c.args[1], point), span(c.args[2], point))
        signs = {n for n, met in ((-1, low < 0), (0, low <= 0 <= high), (1, high > 0)) if met}
        return signs <= ALLOWED[c.args[0]]
    word, t = c.args
    low, high = span(t.args[0] if word == "defined" else t, point)
    known = {"integer": low == high == floor(low), "not integer": ceil(low) > high}
    return (known | {"not pole": low > 0, "defined": low > 0})[word]

def span(t, point):
    """An interval of fractions that holds the value, which there certainly is."""
    op, args = t.op, t.args
    if op in ("num", "sym"): return (args[0] if op == "num" else point[args[0]],) * 2
    if op == "pi": return PI_LOW, PI_LOW + NEAR
    name, means = (args[0], FUNCTIONS[args[0]].means) if op == "call" else (op, "")
    known = (means or name in VALUES) and all(truth(c, point) for c in own_needs(t))
    if not known: raise Reject("a value at the point is not known")
    return span(filled(means, args[1:]), point) if means else VALUES[name](*[span(k, point) for k in t.kids])

def monotone(a, method):
    """An increasing function that the decimal module rounds correctly, outward."""
    low, high = (getattr(c.divide(Decimal(x.numerator), Decimal(x.denominator)), method)(c)
                 for c, x in zip((LOW, HIGH), a))
    return Q(low) - abs(Q(low)) * NEAR, Q(high) + abs(Q(high)) * NEAR

def wave(a, n):
    """The cosine (n = 0) or the sine (n = 1), neither of which changes faster than its argument."""
    mid, wide = (a[0] + a[1]) / 2, (a[1] - a[0]) / 2
    if abs(mid) > 40: raise Reject("a value that is not computed")
    out, term, k = Q(0), mid ** n, n
    while abs(term) > NEAR / 100 or k < 100:
        out, term, k = out + term, -term * mid * mid / ((k + 1) * (k + 2)), k + 2
    return out - wide - NEAR, out + wide + NEAR

def times(a, b):
    ends = [x * y for x in a for y in b]
    return min(ends), max(ends)

def power(a, b):
    if b[0] != b[1] or b[0].denominator != 1 or abs(b[0]) > 999: return monotone(times(monotone(a, "ln"), b), "exp")
    ends = [x ** int(b[0]) for x in a]
    return Q(0) if b[0] % 2 == 0 and a[0] < 0 < a[1] else min(ends), max(ends)

def root(a):
    exact = rational_root(a[0]) if a[0] == a[1] else None
    return monotone(a, "sqrt") if exact is None else (exact, exact)

VALUES = {
    "neg": lambda a: (-a[1], -a[0]), "^": power, "*": times, "/": lambda a, b: times(a, (1 / b[1], 1 / b[0])),
    "+": lambda a, b: (a[0] + b[0], a[1] + b[1]), "-": lambda a, b: (a[0] - b[1], a[1] - b[0]), "sqrt": root,
    "exp": lambda a: monotone(a, "exp"), "log": lambda a: monotone(a, "ln"), "sin": lambda a: wave(a, 1),
    "cos": lambda a: wave(a, 0), "abs": lambda a: (max(a[0], -a[1], Q(0)), max(-a[0], a[1]))}

ODD = (SyntaxError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError, MemoryError)

def replayed(text, rules):
    """The verdict on a file."""
    try:
        file = json.loads(text)
        if (file["format"], file["version"]) != ("chainrule proof", 1): raise ValueError("the format or its version")
        Replay(file, rules).run()
    except Reject as e: return 1, f"rejected: {e}"
    except ODD as e: return 2, f"unreadable: {type(e).__name__} {e}"
    return 0, "accepted"

def statements(rows):
    """The statements of rules and functions, by name."""
    rules = {r["rule"]: (r["lhs"], r["rhs"], tuple(r["conditions"])) for r in rows if "rule" in r}
    return rules | {r["function"]: r["means"] for r in rows if "function" in r}

def main(arguments):
    sys.setrecursionlimit(50_000)
    text, rules, worst = lambda name: Path(name).read_text(encoding="utf-8"), None, 0
    if arguments[:1] == ["--rules"]:
        rules, arguments = statements([json.loads(line) for line in text(arguments[1]).splitlines()]), arguments[2:]
    for name in [f for a in arguments for f in (text(a).splitlines() if a.endswith(".list") else [a])]:
        code, said = replayed(text(name), rules)
        worst = max(worst, code)
        print(name, said)
    return worst

if __name__ == "__main__": sys.exit(main(sys.argv[1:]))
