#!/usr/bin/env python3
"""A second replayer of proof files, apart from the program: python3 replay.py [--rules RULES] FILE...

It reads the ascii notation with its own parser, expands both sides of a field step into sums over
kernels by its own arithmetic (i^2 = -1, sines through exponentials), matches instances of the rules
whose statements the file carries, differentiates by its own table, functions.txt, and decides
conditions by signs. What it doesn't know it rejects. With --rules, the output of `chainrule rules
--to json`, the carried statements must be the program's. For each file it prints `accepted`,
`rejected` with the reason, or `unreadable`; the exit code is 0, 1 if a file was rejected, 2 if one
could not be read. A FILE that ends in .list names files, one a line.
"""
import json
import re
import sys
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction as Q
from functools import reduce
from math import ceil, floor, isqrt, lcm
from pathlib import Path

class Reject(Exception):
    """Something is not known to be true."""

class Unreadable(Exception):
    """The file is no proof file."""

# ---------------------------------------------------------------- terms

class Term:
    """A hash-consed term: an operation and its arguments, terms or plain data."""

TERMS = {}

def mk(op, *args):
    key = (op,) + tuple(a.id if isinstance(a, Term) else ("", a) for a in args)
    if key not in TERMS:
        t = Term()
        t.op, t.args, t.id, t.kids = op, args, len(TERMS), [a for a in args if isinstance(a, Term)]
        TERMS[key] = t
    return TERMS[key]

def num(value):
    """A rational number as it is spelled: literals are not negative."""
    t = mk("num", Q(abs(value).numerator))
    t = t if value.denominator == 1 else mk("/", t, mk("num", Q(value.denominator)))
    return mk("neg", t) if value < 0 else t

def literal(t):
    """The value of a spelled number, or None."""
    if t.op == "neg":
        v = None if t.args[0].op == "neg" else literal(t.args[0])
        return None if v is None else -v
    if t.op == "/" and t.args[0].op == t.args[1].op == "num" and t.args[1].args[0]:
        return t.args[0].args[0] / t.args[1].args[0]
    return t.args[0] if t.op == "num" else None

def rebuilt(t, new):
    new = iter(new)
    return mk(t.op, *[next(new) if isinstance(a, Term) else a for a in t.args])

def substitute(t, values, memo=None):
    """Symbols replaced, all at once."""
    memo = {} if memo is None else memo
    if t.id not in memo:
        new = values.get(t.args[0], t) if t.op == "sym" else None
        memo[t.id] = new or rebuilt(t, [substitute(k, values, memo) for k in t.kids])
    return memo[t.id]

def reach(*roots):
    """All sub-terms, arguments first."""
    found, todo = {}, list(roots)
    while todo:
        t = todo.pop()
        if t.id not in found:
            found[t.id] = t
            todo += t.kids
    return [found[i] for i in sorted(found)]

def symbols(t):
    return {s.args[0] for s in reach(t) if s.op == "sym"}

ZERO, ONE = num(Q(0)), num(Q(1))
TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_][A-Za-z_0-9]*'*)|(<=|>=|!=|[-+*/^()=<>,\[\]]))")
OTHER = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">", "integer": "not integer",
         "not integer": "integer"}

class Parser:
    """The ascii notation, in which every operator is written."""

    def __init__(self, text, names):
        self.tokens, self.at, self.names = [], 0, names
        at, end = 0, len(text.rstrip())
        while at < end:
            found = TOKEN.match(text, at)
            if not found: raise Unreadable(f"`{text[at:at + 20]}` is not understood")
            self.tokens.append(found.group(found.lastindex))
            at = found.end()
        self.tokens.append("")

    def take(self, *what):
        token = self.tokens[self.at]
        if token in what:
            self.at += 1
            return token

    def expect(self, *what):
        return self.take(*what) or self.wrong()

    def wrong(self):
        raise Unreadable(f"unexpected `{self.tokens[self.at]}`")

    def whole(self):
        t = self.condition()
        return self.wrong() if self.tokens[self.at] else t

    def condition(self):
        left = self.sum()
        if sign := self.take("=", "!=", "<", "<=", ">", ">="): return mk("rel", sign, left, self.sum())
        word = self.take("integer", "defined", "not")
        if word == "not": word = "not " + self.expect("integer", "pole")
        return mk("prop", word, left) if word else left

    def sum(self):
        t = mk("neg", self.product()) if self.take("-") else self.product()
        while sign := self.take("+", "-"):
            t = mk(sign, t, self.product())
        return t

    def product(self):
        t = self.power()
        while sign := self.take("*", "/"):
            t = mk(sign, t, self.power())
        return t

    def power(self):
        base = self.atom()
        return mk("^", base, self.power()) if self.take("^") else base

    def listed(self, close):
        args = [self.condition()]
        while self.take(","):
            args.append(self.condition())
        self.expect(close)
        return args

    def atom(self):
        token = self.tokens[self.at]
        if self.take("("):
            t = self.sum()
            self.expect(")")
            return t
        if not re.match(r"\w", token): self.wrong()
        self.at += 1
        if token[0].isdigit(): return mk("num", Q(token))
        orders = [int(n.args[0]) for n in self.listed("]")] if self.take("[") else None
        if self.take("("): return self.call(token, orders, self.listed(")"))
        return mk("pi") if token == "pi" else self.names.get(token) or mk("sym", token)

    def call(self, name, orders, args):
        if name == "if" and len(args) == 3: return mk("if", *args)
        if name == "diff" and len(args) in (2, 3) and args[1].op == "sym":
            order = literal(args[2]) if len(args) == 3 else 1
            if order not in range(1, 101): raise Unreadable("the order of a derivative")
            return mk("diff", args[0], args[1].args[0], int(order))
        if name in FUNCTIONS:
            return mk("call", name, *args) if len(args) == len(FUNCTIONS[name].slopes) else self.wrong()
        bare = name.rstrip("'")
        orders = orders or [len(name) - len(bare)] + [0] * (len(args) - 1)
        return mk("apply", bare, tuple(orders), *args) if len(orders) == len(args) else self.wrong()

READ = {}

def parse(text, names=None):
    if names: return Parser(text, names).whole()
    if text not in READ: READ[text] = Parser(text, {}).whole()
    return READ[text]

def negated(c):
    """The condition that holds exactly where this one doesn't."""
    if c.op not in ("rel", "prop") or c.args[0] not in OTHER: raise Reject("a branch without a condition")
    return mk(c.op, OTHER[c.args[0]], *c.args[1:])

class Function:
    """A row of functions.txt."""

    def __init__(self, row):
        listed = lambda text: [x.strip() for x in text.split(";")]
        fields = [f.strip() for f in row.split("|")]
        self.slopes, self.means, self.sign, self.parity = listed(fields[0]), *fields[3:6]
        self.domain, self.smooth = ([x for x in listed(f) if x] for f in fields[1:3])

def table():
    rows = (Path(__file__).parent / "functions.txt").read_text(encoding="utf-8").splitlines()
    return {row.partition(":")[0]: Function(row.partition(":")[2]) for row in rows if row[:1] != "#"}

FUNCTIONS = table()
JUMPS = ("sign", "floor", "ceil", "mod", "atan2")
RISING = ("sinh", "tanh", "atan", "asinh", "erf", "cbrt", "asin", "atanh")
WORDS = {"distribute over the sum", "common denominator", "cancel", "expand", "collect", "factor",
         "split the fraction", "exponentials", "powers", "roots", "trigonometry", "logarithms", "rearrange"}

def filled(text, args):
    """A text of the table with terms for u and v."""
    return substitute(parse(text), dict(zip("uv", args)))

# ---------------------------------------------------------------- sums over kernels
# A monomial is a sorted tuple of (kernel, exponent); a sum maps monomials to fractions. Kernels
# stand for one complex number at each point: variables, i, exponentials and functions' values; a
# kernel `root` for a sum that is divided by or under a root.

NEG, NIL, POS, ANY = 1, 2, 4, 7
FLIP = [NEG * bool(s & POS) | s & NIL | POS * bool(s & NEG) for s in range(8)]
ALLOWED = {"=": NIL, "!=": NEG | POS, "<": NEG, "<=": NEG | NIL, ">": POS, ">=": POS | NIL}
SIGNS = {"": ANY, "+": POS, "0+": POS | NIL}
MOST = 4000
KERNELS, KERNEL_IDS, SUMS, SUM_IDS = [], {}, [], {}

def times(a, b):
    """The signs of a product."""
    single = {(x, y): POS if x == y else NEG for x in (NEG, POS) for y in (NEG, POS)}
    parts = [single.get((x, y), NIL) for x in (NEG, NIL, POS) for y in (NEG, NIL, POS) if a & x and b & y]
    return reduce(lambda s, t: s | t, parts, 0)

PRODUCT = [[times(a, b) for b in range(8)] for a in range(8)]

def kernel(*key):
    if key not in KERNEL_IDS:
        KERNEL_IDS[key] = len(KERNELS)
        KERNELS.append(key)
    return KERNEL_IDS[key]

def sum_id(p):
    key = frozen(p)
    if key not in SUM_IDS:
        SUM_IDS[key] = len(SUMS)
        SUMS.append(p)
    return SUM_IDS[key]

def frozen(p):
    return tuple(sorted(p.items()))

def sign_of(c):
    return POS if c > 0 else NEG if c < 0 else NIL

def mmul(a, b):
    if not a or not b: return a or b
    out = dict(a)
    for k, e in b:
        out[k] = out.get(k, 0) + e
    return tuple(sorted((k, e) for k, e in out.items() if e))

def mpow(m, e):
    return tuple((k, x * e) for k, x in m) if e else ()

def padd(p, q, scale=1):
    out = dict(p)
    for m, c in q.items():
        out[m] = out.get(m, 0) + c * scale
        if not out[m]: del out[m]
    return out

def pscale(p, c, m=()):
    return {mmul(n, m): d * c for n, d in p.items()}

def one(k, e=1):
    return {((k, Q(e)),): Q(1)}

def const(c):
    return {(): Q(c)} if c else {}

def constant(p):
    """The value of a sum without kernels, or None."""
    return Q(0) if not p else p[()] if len(p) == 1 and () in p else None

def single(p):
    """The kernel that a sum consists of, or None."""
    m = next(iter(p), ())
    return m[0][0] if len(p) == len(m) == 1 and p == one(m[0][0]) else None

def lead(p):
    return p[max(p, key=lambda m: (sum(e for _, e in m), [(-k, e) for k, e in m]))]

def turned(p):
    """The sum with a positive first coefficient, and whether its sign was changed."""
    flip = bool(p) and lead(p) < 0
    return (pscale(p, -1) if flip else p), flip

def content(p):
    """The monomial that divides every term."""
    least = None
    for d in map(dict, p):
        least = d if least is None else {k: min(least.get(k, 0), d.get(k, 0)) for k in set(least) | set(d)}
    return tuple(sorted((k, e) for k, e in (least or {}).items() if e))

def primes(q):
    """The prime powers of a positive number, up to a bound, and what is left."""
    out = {}
    for n, sign in ((q.numerator, 1), (q.denominator, -1)):
        for p in range(2, 1000):
            while n % p == 0:
                out[p] = out.get(p, 0) + sign
                n //= p
        if n > 1: out[n] = out.get(n, 0) + sign
    return out

def rational_root(q):
    n, d = isqrt(max(q.numerator, 0)), isqrt(q.denominator)
    return Q(n, d) if n * n == q.numerator and d * d == q.denominator else None

def dense(p):
    """The only kernel and the coefficients up to degree two, or None and zeros."""
    out, k = [Q(0)] * 3, None
    for m, c in p.items():
        if len(m) > 1 or m and (m[0][1] not in (1, 2) or k not in (None, m[0][0])): return None, (Q(0),) * 3
        k = m[0][0] if m else k
        out[int(m[0][1]) if m else 0] = c
    return k, tuple(out)

def linear_factors(p):
    """The factors of a quadratic with rational roots, with their exponents; else the sum alone."""
    k, (c, b, a) = dense(p)
    root = rational_root(b * b - 4 * a * c) if a else None
    if root is None: return [(p, Q(1))]
    ends = [padd(one(k), const((b + x) / (2 * a))) for x in (root, -root)]
    return [(const(a), Q(1))] + ([(e, Q(1)) for e in ends] if root else [(ends[0], Q(2))])

I = kernel("i")
PI = kernel("pi")
TURN = kernel("exp", True, sum_id(one(PI)))
ROOT2, ROOT3 = (((kernel("prime", Q(n)), Q(1, 2)),) for n in (2, 3))
ROOT6 = mmul(ROOT2, ROOT3)
# exp(i*pi/12)
TWELFTH = {ROOT2: Q(1, 4), ROOT6: Q(1, 4)}
TWELFTH |= {mmul(ROOT6, ((I, Q(1)),)): Q(1, 4), mmul(ROOT2, ((I, Q(1)),)): Q(-1, 4)}

class Scope:
    """What holds at every point of a domain, and everything worked out under it."""

    def __init__(self, conditions):
        self.signs, self.bounds, self.properties = {}, {}, set()
        self.empty, self.depth = False, 0
        for _ in range(3):
            self.forget()
            for c in conditions:
                self.assume(c)
        self.forget()

    def forget(self):
        self.memo, self.terms, self.kinds, self.equal = {}, {}, {}, {}

    # -- arithmetic

    def modulus(self, k):
        """A power of a kernel that is known, and what it is."""
        head = KERNELS[k]
        if head[0] == "i": return 2, const(-1)
        if head[0] == "prime": return 1, const(head[1])
        if head[0] in ("root", "abs"):
            return (1, SUMS[head[1]]) if head[0] == "root" else (2, self.pmul(SUMS[head[1]], SUMS[head[1]]))
        if k == TURN: return Q(1, 12), TWELFTH
        if head[:2] == ("exp", True) and self.whole(pscale(SUMS[head[2]], 1, ((PI, Q(-1)),))):
            return 2, const(1)
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
                if not n or n < 0 and KERNELS[k][0] in ("root", "abs"): continue
                rest = mmul(m, ((k, -n * step),))
                n = n % 24 if k == TURN else n
                number = constant(value)
                if abs(n) > (30 if number is None else 10 ** 4): raise Reject("a power too large")
                power = self.pmul_n(value, n) if number is None else const(number ** n)
                todo += pscale(power, c, rest).items()
                break
            else: out = padd(out, {m: c})
            if len(out) + len(todo) > MOST: raise Reject("an expansion too large")
        return out

    def pmul(self, p, q):
        if len(p) * len(q) > MOST: raise Reject("an expansion too large")
        out = {}
        for m, c in p.items():
            for n, d in q.items():
                key = mmul(m, n)
                out[key] = out.get(key, 0) + c * d
        return self.reduced({m: c for m, c in out.items() if c})

    def pmul_n(self, p, n):
        return reduce(self.pmul, [p] * n, const(1))

    def level(self, p):
        """The numerator over a common denominator, and this as a monomial of negative exponents."""
        below = ()
        while True:
            ends = {k: min(e, 0) for m in p for k, e in m if KERNELS[k][0] in ("root", "abs")}
            ends = {k: min(dict(m).get(k, 0) for m in p) for k in ends}
            k = max((k for k, e in ends.items() if e < 0), default=None)
            if k is None: return p, below
            n = Q(ceil(-ends[k]))
            p, below = self.reduced(pscale(p, 1, ((k, n),))), mmul(below, ((k, -n),))

    def tidy(self, p):
        """The same with one denominator under all terms."""
        top, below = self.level(p)
        return pscale(top, 1, below)

    def inverse(self, p):
        p, below = self.level(p)
        if not p: raise Reject("a division by zero")
        m = content(p)
        rest = pscale(p, 1 / lead(p), mpow(m, -1))
        under = () if constant(rest) else ((kernel("root", sum_id(rest)), Q(-1)),)
        return self.reduced({mmul(mpow(mmul(m, below), -1), under): 1 / lead(p)})

    def power(self, p, n):
        if n < 0: return self.power(self.inverse(p), -n)
        if len(p) == 1:
            (m, c), = p.items()
            return self.reduced({mpow(m, n): c ** n})
        if n > 40: raise Reject("a power too large")
        return self.pmul_n(p, n)

    # -- functions

    def expand(self, t):
        if t.id not in self.memo: self.memo[t.id] = self.expanded(t)
        return self.memo[t.id]

    def difference(self, a, b):
        return padd(self.expand(a), self.expand(b), -1)

    def expanded(self, t):
        op, args = t.op, t.args
        if op == "num": return const(args[0])
        if op in ("pi", "sym"): return one(kernel(op, *args))
        if op == "call" and FUNCTIONS[args[0]].means:
            return self.expand(filled(FUNCTIONS[args[0]].means, args[1:]))
        if op in ("rel", "prop", "diff"): raise Reject("a term that has no value")
        p = [self.expand(k) for k in (t.kids[1:] if op == "if" else t.kids)]
        if op == "neg": return pscale(p[0], -1)
        if op in "+-": return padd(*p, 1 if op == "+" else -1)
        if op in "*/": return self.pmul(p[0], p[1] if op == "*" else self.inverse(p[1]))
        if op == "^": return self.raised(*p)
        if op == "call": return self.called(args[0], p)
        plain = [args[0].id] if op == "if" else args[:2]
        return one(kernel(op, *plain, *map(self.keyed, p)))

    def keyed(self, p):
        return sum_id(self.tidy(p))

    def called(self, name, args):
        u = args[0]
        known = {"exp": self.exp, "log": self.log, "abs": self.abs}.get(name)
        if known: return known(u)
        index = constant(args[1]) if name == "root" else 2
        if name == "sqrt" or name == "root" and index and index % 2 == 0: return self.root(u, 1 / Q(index))
        if name in ("sin", "cos"):
            up, down = (self.exp(pscale(u, s, ((I, Q(1)),))) for s in (1, -1))
            p = padd(up, down, 1 if name == "cos" else -1)
            return self.reduced(pscale(p, Q(1, 2), () if name == "cos" else ((I, Q(-1)),)))
        if name == "sign" and not (s := self.sign(u)) & NIL:
            if s in (POS, NEG): return const(1 if s == POS else -1)
            return self.pmul(self.abs(u), self.inverse(u))
        parity = FUNCTIONS[name].parity
        u = self.tidy(u)
        if parity == "odd" and not u: return u
        p, flip = turned(u) if parity else (u, False)
        return pscale(one(kernel("call", name, sum_id(p), *map(self.keyed, args[1:]))),
                      -1 if flip and parity == "odd" else 1)

    def exp(self, p):
        out = const(1)
        for m, c in self.tidy(p).items():
            rest = tuple(x for x in m if x[0] != I)
            head = KERNELS[rest[0][0]] if len(rest) == 1 and rest[0][1] == 1 else ("",)
            if rest == m and head[0] == "log": piece = self.positive_power(SUMS[head[1]], c)
            elif rest != m and head[:2] in (("call", "atan"), ("call", "asin")) and c.denominator == 1:
                piece = self.turn(head[1], SUMS[head[2]], int(c))
            else: piece = self.reduced(one(kernel("exp", rest != m, sum_id({rest: Q(1)})), c))
            out = self.pmul(out, piece)
        return out

    def turn(self, name, u, n):
        """exp(i*n*atan(u)) is (1 + i*u)^n/sqrt(1 + u^2)^n, and exp(i*asin(u)) is sqrt(1 - u^2) + i*u."""
        iu = self.reduced(pscale(u, 1 if n > 0 else -1, ((I, Q(1)),)))
        if name == "atan":
            p = self.pmul(padd(const(1), iu), self.root(padd(const(1), self.pmul(u, u)), Q(-1, 2)))
        else: p = padd(self.root(padd(const(1), self.pmul(u, u), -1), Q(1, 2)), iu)
        return self.power(p, abs(n))

    def parts(self, p):
        """A positive number, the real monomial and the rest that make up a sum, not 0."""
        p, below = self.level(p)
        m = tuple((k, e) for k, e in content(p) if self.is_real(k))
        return abs(lead(p)), mmul(m, below), pscale(p, 1 / abs(lead(p)), mpow(m, -1))

    def base(self, k):
        return SUMS[KERNELS[k][1]] if KERNELS[k][0] == "root" else one(k)

    def split(self, p):
        """A real quantity as a positive number, powers of what is never negative, and a rest."""
        size, m, p = self.parts(p)
        bases, rest = [], const(1)
        for p, e in [(self.base(k), e) for k, e in m] + linear_factors(p):
            s, real, whole = self.sign(p), self.real(p), e.denominator == 1
            if constant(p) == 1: continue
            if real and not s & NEG: bases.append((p, e))
            elif real and whole and not s & POS:
                bases += [(pscale(p, -1), e)] if constant(p) != -1 else []
                rest = pscale(rest, -1 if e % 2 else 1)
            elif real and whole:
                bases += [(one(self.abs_kernel(p)), e - e % 2)] if e - e % 2 else []
                rest = self.pmul(rest, p) if e % 2 else rest
            elif whole and e > 0: rest = self.pmul(rest, self.pmul_n(p, int(e)))
            else: raise Reject("a factor that is not understood")
        return size, bases, rest

    def root(self, p, r):
        if not self.level(p)[0]: return self.inverse({}) if r < 0 else {}
        size, bases, rest = self.split(p)
        out = self.positive_power(const(size), r)
        for p, e in bases + [(rest, Q(1))]:
            out = self.pmul(out, self.positive_power(p, e * r))
        return out

    def positive_power(self, p, r):
        c, k = constant(p), single(p)
        if c is not None and c > 0:
            powers = [(kernel("prime", Q(n)), e * r) for n, e in primes(c).items()]
            return self.reduced({tuple(sorted(powers)): Q(1)})
        return self.reduced(one(kernel("root", sum_id(p)) if k is None else k, r))

    def abs(self, p):
        if not self.level(p)[0]: return {}
        size, bases, rest = self.split(p)
        out = const(size)
        for p, e in bases:
            out = self.pmul(out, self.power(p, int(e)) if e.denominator == 1 else self.positive_power(p, e))
        return out if constant(rest) in (1, -1) else self.pmul(out, one(self.abs_kernel(rest)))

    def abs_kernel(self, p):
        return kernel("abs", sum_id(turned(p)[0]))

    def log(self, p):
        if not self.level(p)[0]: raise Reject("the logarithm of zero")
        size, bases, rest = self.split(p)
        out = {}
        for p, e in [(const(n), e) for n, e in primes(size).items()] + bases + [(rest, 1)]:
            out = padd(out, self.log_of(p) if constant(p) != 1 else {}, e)
        return out

    def log_of(self, p):
        k = single(p)
        if k is not None and KERNELS[k][0] == "exp" and self.is_real(k): return SUMS[KERNELS[k][2]]
        return one(kernel("log", sum_id(p)))

    def raised(self, b, e):
        c = constant(e)
        if c is not None: return self.power(b, int(c)) if c.denominator == 1 else self.root(b, c)
        s = self.sign(b)
        if s == POS: return self.exp(self.pmul(e, self.log(b)))
        number = Q(0) if s & NIL else Q(floor(e.get((), 0)))
        rest = padd(e, const(number), -1)
        return self.pmul(one(kernel("pow", self.keyed(b), self.keyed(rest))), self.power(b, int(number)))

    # -- signs

    def is_real(self, k):
        """Whether a kernel is known to be real wherever the terms it comes from have values."""
        head = KERNELS[k]
        if head[0] == "exp": return not head[1] and self.real(SUMS[head[2]])
        if head[0] in ("root", "log"):
            return self.real(SUMS[head[1]]) and (head[0] == "root" or not self.sign(SUMS[head[1]]) & NEG)
        return head[0] != "i"

    def real(self, p):
        fits = lambda k, e: self.is_real(k) and (e.denominator == 1 or not self.kernel_sign(k) & NEG)
        return all(fits(k, e) for m in p for k, e in m)

    def kernel_sign(self, k):
        if k not in self.kinds:
            self.kinds[k] = ANY
            self.kinds[k] = self.own_kind(k) & self.signs.get(frozen(one(k)), ANY)
        return self.kinds[k]

    def own_kind(self, k):
        head, s = KERNELS[k], ANY
        inner = self.sign(SUMS[head[1]]) if head[0] in ("abs", "root") else ANY
        if head[0] in ("prime", "pi"): s = POS
        elif head[0] == "exp": s = POS if self.is_real(k) else NEG | POS
        elif head[0] in ("abs", "root"): s = POS | inner & NIL if head[0] == "abs" else inner
        elif head[0] == "log": s = self.sign(padd(SUMS[head[1]], const(-1)))
        elif head[0] == "call":
            s = SIGNS[FUNCTIONS[head[1]].sign]
            s &= self.sign(SUMS[head[2]]) if head[1] in RISING else ANY
        low, closed, high, shut = self.bounds.get(k, (None, 0, None, 0))
        s &= ANY if low is None else sign_of(low) | POS if closed or low else POS
        return s & (ANY if high is None else sign_of(high) | NEG if shut or high else NEG)

    def key(self, p):
        """What has the sign of a sum wherever that has a value, and whether its sign was changed."""
        _, m, p = self.parts(p)
        for k, e in m:
            if KERNELS[k][0] in ("prime", "exp", "pi") or e < 0 and (e.denominator > 1 or e % 2 == 0):
                continue
            power = 2 if e.denominator == 1 and e % 2 == 0 else 1
            p = self.pmul(p, self.pmul_n(self.base(k), power))
        p, flip = turned(p)
        return pscale(p, 1 / lead(p)), flip

    def power_sign(self, p, e):
        """The signs of a power, where it has a value."""
        s = self.sign(p)
        if not self.real(p): s = ANY if s & NIL else NEG | POS
        elif e.denominator != 1 or e % 2 == 0: s = POS | s & NIL
        return s & ~NIL if e < 0 else s

    def sign(self, p):
        """The signs a sum can have where it has a value."""
        c = constant(p)
        if c is not None: return sign_of(c)
        if not self.level(p)[0]: return NIL
        p, flip = turned(p)
        key, turn = self.key(p)
        s = self.signs.get(frozen(key), ANY)
        s = FLIP[s] if turn else s
        if s not in (POS, NEG, NIL) and self.depth < 6:
            self.depth += 1
            s &= self.own_sign(p)
            self.depth -= 1
        return FLIP[s] if flip else s

    def own_sign(self, p):
        _, m, rest = self.parts(p)
        k = single(p)
        if k is not None: return self.kernel_sign(k)
        if m:
            return reduce(lambda s, x: PRODUCT[s][self.power_sign(self.base(x[0]), x[1])], m, self.sign(rest))
        if len(p) == 1:
            return NEG | POS if all(KERNELS[k][0] in ("exp", "i") for k, _ in next(iter(p))) else ANY
        if not self.real(p): return ANY
        parts = [self.sign({n: c}) for n, c in p.items()]
        s = reduce(lambda a, b: a | b, parts)
        s = ANY if s & NEG and s & POS else s if all(t & NIL for t in parts) else s & ~NIL
        return s & self.quadratic(p)

    def quadratic(self, p):
        """A sum of degree one or two in one kernel with bounds."""
        k, (c, b, a) = dense(p)
        if k is None: return ANY
        low, closed, high, shut = self.bounds.get(k, (None, 0, None, 0))
        value = lambda x: c + b * x + a * x * x
        vertex = -b / (2 * a) if a else None
        inner = a and (low is None or low < vertex) and (high is None or vertex < high)
        ends = [(value(x), inside) for x, inside in ((low, closed), (high, shut)) if x is not None]
        ends += [(value(vertex), True)] if inner else []
        out = sign_of(-b if not a else a) if low is None else 0
        out |= sign_of(b if not a else a) if high is None else 0
        for v, inside in ends:
            out |= sign_of(v) if v or inside else 0
        return ANY if out & NEG and out & POS else out or ANY

    # -- facts

    def assume(self, c):
        if c.op == "prop":
            p = self.expand(c.args[1])
            self.properties.add((c.args[0], frozen(self.tidy(p))))
            if c.args[0] in ("not pole", "not integer"): self.learn(p, NEG | POS)
            return
        self.learn(self.difference(*c.kids), ALLOWED[c.args[0]])
        if literal(c.args[2]) == 0: self.assume_parts(c.args[1], ALLOWED[c.args[0]])

    def assume_parts(self, t, s):
        """What the sign of a term says of its parts."""
        if t.op == "neg": self.assume_parts(t.args[0], FLIP[s])
        elif t.op in ("*", "/", "^") and not s & NIL:
            e = (literal(t.args[1]) or Q(0)) if t.op == "^" else None
            for part in t.args[:1] if t.op != "*" else t.args:
                said = NEG | POS if e is None or e % 2 == 0 else s if e.denominator == 1 else POS
                if e is None or e:
                    self.learn(self.expand(part), said)
                    self.assume_parts(part, said)
        elif t.op == "call" and t.args[0] in RISING: self.learn(self.expand(t.args[1]), s)

    def learn(self, p, s):
        p = self.level(p)[0] and p
        c = constant(p)
        if c is not None:
            self.empty |= not s & sign_of(c)
            return
        whole, said = p, s
        p, flip = self.key(p)
        s = FLIP[s] if flip else s
        old = self.signs.get(frozen(p), ANY)
        self.empty |= not old & s
        if constant(p) is not None or old & s == old: return
        self.signs[frozen(p)], self.kinds = s & old, {}
        self.learn_parts(whole, said)
        self.learn_bounds(p, s & old)
        k = single(p)
        head = KERNELS[k] if k is not None else ("",)
        if head[0] == "abs" and not s & NIL: self.learn(SUMS[head[1]], NEG | POS)
        if head[0] == "log": self.learn(padd(SUMS[head[1]], const(-1)), s)

    def learn_parts(self, p, s):
        """What the sign of a product says of its factors."""
        _, m, rest = self.parts(p)
        parts = [(self.base(k), e) for k, e in m] + [(rest, Q(1))]
        for i, (p, e) in enumerate(parts if m else ()):
            others = reduce(lambda t, x: PRODUCT[t][self.power_sign(*x)], parts[:i] + parts[i + 1:], POS)
            said = ANY & ~NIL if not s & NIL or e < 0 else ANY
            if e.denominator == 1 and e % 2 and others in (POS, NEG) and self.real(p):
                said &= s if others == POS else FLIP[s]
            if e.denominator > 1: said &= ~NEG
            if said != ANY and constant(p) is None: self.learn(p, said)

    def learn_bounds(self, p, s):
        """Bounds of a kernel from a sum of degree one or two in it."""
        k, (c, b, a) = dense(p)
        if k is None or not self.is_real(k): return
        t, inside = s if (a or b) > 0 else FLIP[s], bool(s & NIL)
        low, closed, high, shut = self.bounds.get(k, (None, False, None, False))
        ends = rational_root(b * b - 4 * a * c) if a else None
        found = [None, None]
        if not a: found = [None if t & NEG else -c / b, None if t & POS else -c / b]
        elif ends is not None and not t & POS:
            found = sorted(((-b - ends) / (2 * a), (-b + ends) / (2 * a)))
        if found[0] is not None and (low is None or found[0] > low or found[0] == low and not inside):
            low, closed = found[0], inside
        if found[1] is not None and (high is None or found[1] < high or found[1] == high and not inside):
            high, shut = found[1], inside
        self.bounds[k] = (low, closed, high, shut)
        self.empty |= None not in (low, high) and (low > high or low == high and not (closed and shut))

    # -- decisions

    def same(self, a, b):
        """Whether two terms are equal by field arithmetic."""
        if (a, b) not in self.equal: self.equal[a, b] = a is b or not self.level(self.difference(a, b))[0]
        return self.equal[a, b]

    def same_squares(self, a, b):
        s = self.term_sign(a) | self.term_sign(b)
        squares = [self.pmul(p, p) for p in map(self.expand, (a, b))]
        return not (s & NEG and s & POS) and not self.level(padd(*squares, -1))[0]

    def same_exponentials(self, a, b):
        """Whether m*(a - b) has the exponential 1, for a whole m that clears denominators."""
        d = self.difference(a, b)
        whole = lcm(*[c.denominator for c in d.values()])
        return self.real(d) and whole < 64 and self.is_one(self.exp(pscale(d, whole)))

    def same_angles(self, a, b):
        """The same of i*m*(a - b), where that lies strictly between -2*pi*i and 2*pi*i."""
        d = self.tidy(self.difference(a, b))
        ends = [self.ends(m, c) for m, c in d.items()]
        whole = lcm(*[c.denominator for m, c in d.items() if m != ((PI, 1),)])
        low, high = (sum(e[i] for e in ends) * whole for i in (0, 1))
        inside = any(e[2] for e in ends)
        near = (low >= -2 and high <= 2) if inside else (low > -2 and high < 2)
        return near and whole < 64 and self.is_one(self.exp(pscale(d, whole, ((I, Q(1)),))))

    def is_one(self, p):
        return not self.level(padd(p, const(1), -1))[0]

    def ends(self, m, c):
        """Bounds of c times an angle in units of pi, and whether they are never reached."""
        head = KERNELS[m[0][0]] if len(m) == 1 and m[0][1] == 1 else ("",)
        if m == ((PI, 1),): return c, c, False
        if head[:2] not in (("call", "atan"), ("call", "asin")): raise Reject("an angle without bounds")
        low, high, steps = Q(-1, 2), Q(1, 2), [(0, Q(0))]
        for u, angle in steps + ([(-1, Q(-1, 4)), (1, Q(1, 4))] if head[1] == "atan" else []):
            s = self.sign(padd(SUMS[head[2]], const(u), -1))
            low = low if s & NEG else max(low, angle)
            high = high if s & POS else min(high, angle)
        open_ends = head[1] == "atan" and (low, high) == (Q(-1, 2), Q(1, 2))
        return min(c * low, c * high), max(c * low, c * high), open_ends

    def holds(self, c):
        """Whether a condition is known to hold at every point."""
        if c.op == "rel" and not self.empty:
            s = self.sign(self.difference(*c.kids))
            s &= self.term_sign(c.args[1]) if literal(c.args[2]) == 0 else ANY
            return not s & ~ALLOWED[c.args[0]]
        return self.empty or self.has(c.args[0], c.args[1])

    def has(self, word, t):
        p = self.tidy(self.expand(t))
        known = lambda q, what=word: (what, frozen(self.tidy(q))) in self.properties
        c = constant(p)
        if known(p): return True
        if word == "integer": return self.whole(p)
        if word in ("not integer", "not pole"):
            apart = c is not None and c.denominator != 1
            return apart or word == "not pole" and (self.sign(p) == POS or known(p, "not integer"))
        if t.op != "^": return False
        b, e = t.args
        s = self.term_sign(b)
        if (not s & NIL or self.term_sign(e) == POS) and (not s & NEG or self.has("integer", e)): return True
        beside = (mk("^", b, mk("+", e, num(Q(n)))) for n in (-2, -1, 1, 2))
        return not s & NIL and any(known(self.expand(q)) for q in beside)

    def term_sign(self, t):
        """Signs read off the term as it stands, and off its sum."""
        if t.id not in self.terms: self.terms[t.id] = self.read_sign(t) & self.sign(self.expand(t))
        return self.terms[t.id]

    def read_sign(self, t):
        if t.op in ("neg", "*", "/", "+", "-"):
            a, b = self.term_sign(t.args[0]), self.term_sign(t.args[-1])
            if t.op in ("neg", "*", "/"):
                return FLIP[a] if t.op == "neg" else PRODUCT[a][b & ~NIL if t.op == "/" else b]
            b = FLIP[b] if t.op == "-" else b
            s = a | b
            return ANY if s & NEG and s & POS else s if a & b & NIL else s & ~NIL
        if t.op == "^":
            s, e = self.term_sign(t.args[0]), literal(t.args[1])
            if e is None: return s if s == POS else ANY
            s = POS | s & NIL if e.denominator != 1 or e % 2 == 0 else s
            return s & ~NIL if e <= 0 else s
        name = t.args[0] if t.op == "call" else ""
        if name in RISING or name == "sqrt":
            return self.term_sign(t.args[1]) & (POS | NIL if name == "sqrt" else ANY)
        return SIGNS[FUNCTIONS[name].sign] if name else ANY

# ---------------------------------------------------------------- domains and derivatives

def against(sign, t):
    """A comparison with 0, unless the numbers show it."""
    v = literal(t)
    return [] if v is not None and sign_of(v) & ALLOWED[sign] else [mk("rel", sign, t, ZERO)]

def own_needs(t):
    """What the outermost operation needs to have a value."""
    if t.op == "diff": raise Reject("a derivative that is not carried out")
    if t.op == "/": return against("!=", t.args[1])
    if t.op == "^":
        b, e = t.args[0], literal(t.args[1])
        if e is None: return [] if (literal(b) or 0) > 0 else [mk("prop", "defined", t)]
        sign = (None if e > 0 else "!=") if e.denominator == 1 else ">=" if e > 0 else ">"
        return against(sign, b) if sign else []
    out, args = [], t.args[1:]
    for text in FUNCTIONS[t.args[0]].domain if t.op == "call" else ():
        if text == "index":
            n = literal(args[1])
            if n is None or n.denominator != 1 or n <= 0: raise Reject("a root whose index is no number")
            out += [] if n % 2 else against(">=", args[0])
        elif text == "order":
            n = literal(args[0])
            out += [] if n is not None and n.denominator == 1 else against(">", args[1])
        else: out.append(filled(text, args))
    return out

def gathered(roots, own):
    """What `own` asks of each sub-term, as (guards, condition)."""
    seen, out, todo = set(), {}, [(r, ()) for r in roots]
    while todo:
        t, guards = todo.pop()
        if (t, guards) not in seen:
            seen.add((t, guards))
            if t.op == "if":
                c, a, b = t.args
                todo += [(c, guards), (a, guards + (c,)), (b, guards + (negated(c),))]
            else: todo += [(k, guards) for k in t.kids]
            out.update({(guards, c): None for c in own(t)})
    return list(out)

def needs(terms):
    return gathered(terms, own_needs)

def owed(terms):
    """What must hold for terms to have values, and the conditions among them to hold."""
    if any(t.op in ("rel", "prop") and any(s.op == "if" for s in reach(t)) for t in terms):
        raise Reject("a condition over branches")
    return needs(terms) + [((), t) for t in terms if t.op in ("rel", "prop")]

def dependent(body, x):
    out = set()
    for t in reach(body):
        if t.op == "sym" and t.args[0] == x or any(k in out for k in t.kids): out.add(t)
    return out

def rule_needs(body, x):
    """What the rules need besides the natural domain, to hold around a point."""
    depends = dependent(body, x)
    def own(t):
        if t not in depends: return []
        if t.op == "rel": return [mk("rel", "!=", *t.kids)]
        if t.op == "prop":
            return [mk("prop", "not integer" if "integer" in t.args[0] else t.args[0], t.args[1])]
        if t.op == "^":
            e = literal(t.args[1])
            whole = e is not None and e.denominator == 1 and e >= 0
            return [] if whole else [mk("rel", ">" if t.args[1] in depends else "!=", t.args[0], ZERO)]
        return [filled(c, t.args[1:]) for c in FUNCTIONS[t.args[0]].smooth] if t.op == "call" else []
    return gathered([body], own)

def slopes(body, x):
    """The derivative of every sub-term that depends on x."""
    depends, out = dependent(body, x), {}
    for t in reach(body):
        op, args, parts = t.op, t.args, []
        d = lambda k: out.get(k, ZERO)
        if t not in depends or op in ("rel", "prop"): continue
        if op == "sym": out[t] = ONE
        elif op in ("neg", "+", "-"): out[t] = mk(op, *map(d, args))
        elif op == "/": out[t] = mk("/", mk("-", d(args[0]), mk("*", t, d(args[1]))), args[1])
        elif op == "if": out[t] = mk("if", args[0], d(args[1]), d(args[2]))
        elif op == "*": parts = [(d(args[0]), args[1]), (args[0], d(args[1]))]
        elif op == "^":
            b, e = args
            less = num(literal(e) - 1) if literal(e) is not None else mk("-", e, ONE)
            parts = [(mk("*", e, mk("^", b, less)), d(b))] if b in depends else []
            parts += [(mk("*", t, mk("call", "log", b)), d(e))] if e in depends else []
        for i, a in enumerate(t.kids if op in ("call", "apply") else ()):
            if a in depends and op == "call":
                parts.append((filled(FUNCTIONS[args[0]].slopes[i], t.kids), d(a)))
            elif a in depends:
                orders = tuple(n + (j == i) for j, n in enumerate(args[1]))
                parts.append((mk("apply", args[0], orders, *t.kids), d(a)))
        if parts: out[t] = reduce(lambda a, b: mk("+", a, b), [mk("*", *p) for p in parts])
    return out

PLAIN = {"sym": "variable", "neg": "negation", "+": "sum", "-": "difference", "if": "if",
         "apply": "unknown function"}

def rule_name(t, depends):
    """The name of the rule that differentiates a term."""
    chained = lambda word, inner: word if all(k.op == "sym" for k in inner) else "chain " + word
    if t not in depends: return "constant"
    if t.op == "call": return chained(t.args[0], [k for k in t.kids if k in depends])
    if t.op not in ("*", "/", "^"): return PLAIN.get(t.op, "constant")
    a, b = (k in depends for k in t.args)
    if t.op != "^":
        fixed = not b or t.op == "*" and not a
        return "constant multiple" if fixed else "product" if t.op == "*" else "quotient"
    return "general power" if a and b else chained("power" if a else "exponential", [t.args[0 if a else 1]])

# ---------------------------------------------------------------- the replay

SCOPES = {}

class Domain:
    """Facts that hold at every point, and those inside branches."""

    def __init__(self, facts):
        self.all, self.facts, self.guarded = facts, [c for g, c in facts if not g], [n for n in facts if n[0]]

    def with_more(self, conditions, facts=()):
        return Domain(self.all + [((), c) for c in conditions] + list(facts)) if conditions or facts else self

    def scope(self):
        """The facts, with those of the branches that are taken."""
        facts = set(self.facts)
        while True:
            key = frozenset(c.id for c in facts)
            if key not in SCOPES: SCOPES[key] = Scope(sorted(facts, key=lambda c: c.id))
            new = {c for g, c in self.guarded if all(map(SCOPES[key].holds, g))} - facts
            if not new: return SCOPES[key]
            facts |= new

    def known(self, need):
        guards, c = need
        if need in self.guarded or self.scope().holds(c): return True
        return bool(guards) and self.with_more(guards).scope().holds(c)

    def require(self, all_needs, what):
        if not all(map(self.known, all_needs)): raise Reject(what)

    def nowhere(self, terms):
        """Whether some condition of a term fails at every point."""
        fails = lambda n: not n[0] and n[1].op == "rel" and self.scope().holds(negated(n[1]))
        return self.scope().empty or any(map(fails, needs(terms)))

def same_domain(assumed, asked, said, extra=()):
    """Both lists of terms and conditions hold at the same points."""
    a, b = owed(asked) + list(extra), owed(said)
    Domain(assumed + a).require(b, "the domain or a condition says more than holds")
    Domain(assumed + b).require(a, "the domain or the conditions leave something out")

def matched(pattern, t, found):
    """Every way to read t as an instance of the pattern that extends one of those found."""
    if pattern.op == "sym":
        name = pattern.args[0]
        fits = name not in "nm" or literal(t) is not None
        return [{**b, name: t} for b in found if fits and b.get(name, t) is t]
    if not found or pattern.op != t.op or len(pattern.args) != len(t.args): return []
    out = []
    for args in [t.args, t.args[::-1]] if t.op in "+*" else [t.args]:
        here = found
        for p, a in zip(pattern.args, args):
            here = matched(p, a, here) if isinstance(p, Term) else here if p == a else []
        out += here
    return out

def at(t, place):
    for i in place:
        if not isinstance(i, int) or not 0 <= i < len(t.kids): raise Reject("no such place")
        t = t.kids[i]
    return t

def replace(t, place, new):
    kids = list(t.kids)
    if place: kids[place[0]] = replace(kids[place[0]], place[1:], new)
    return rebuilt(t, kids) if place else new

def branched(scope, t):
    """The term with every `if` whose condition is known replaced by the branch it takes."""
    kids = [branched(scope, k) for k in t.kids]
    if t.op == "if":
        for c, k in ((t.args[0], kids[1]), (negated(t.args[0]), kids[2])):
            if scope.holds(c): return k
    return rebuilt(t, kids)

def somehow_equal(scope, a, b):
    for way in (scope.same, scope.same_squares, scope.same_angles, scope.same_exponentials):
        try:
            if way(a, b): return True
        except Reject:
            pass
    return False

def case_by_case(here, sides, splits):
    """Both sides are equal on each of the pieces that the conditions cut the domain into."""
    if here.scope().empty: return
    sides = [branched(here.scope(), t) for t in sides]
    if somehow_equal(here.scope(), *sides): return
    if not splits: raise Reject("a case is not known to hold")
    c = splits[0]
    here.require(needs([c]), "a condition that splits the domain has no value on all of it")
    differ = c.op == "rel" and c.args[0] == "!="
    for part in [mk("rel", s, *c.kids) for s in "<>="] if differ else [c, negated(c)]:
        equation = part.op == "rel" and part.args[0] == "=" and part.args[1].op == "sym"
        solved = equation and part.args[1] not in reach(part.args[2])
        values = {part.args[1].args[0]: part.args[2]} if solved else {}
        put = lambda t: substitute(t, values)
        facts = [(tuple(map(put, g)), put(f)) for g, f in here.all + [((), part)]]
        case_by_case(Domain(facts), list(map(put, sides)), list(map(put, splits[1:])))

class Replay:
    def __init__(self, file, rules):
        self.file, self.names, self.carried, self.listed = file, {}, [], {}
        for name, text in file["let"]:
            self.names[name] = parse(text, self.names)
        self.rules = {r["rule"]: (r["lhs"], r["rhs"], tuple(r["conditions"])) for r in file["rules"]}
        self.means = {d["function"]: d["means"] for d in file["definitions"]}
        if rules and any(rules.get(k) != v for k, v in list(self.rules.items()) + list(self.means.items())):
            raise Reject("the statement of a rule is another one")
        self.given = dict(text.split(" = ") for text in file["statement"]["given"])
        if any("(" in name for name in self.given): raise Reject("given functions are not understood")
        self.given = {name: parse(text) for name, text in self.given.items()}
        for d in file["derivatives"]:
            of, result, domain = self.term(d["of"]), self.term(d["result"]), self.terms(d["domain"])
            self.differentiated([], of, d["by"], result, domain, ())
            same_domain([], [of, result], domain + [result], rule_needs(of, d["by"]))
            self.listed[of, d["by"]] = (result, domain)

    def term(self, text):
        return parse(text, self.names)

    def terms(self, texts):
        return [self.term(t) for t in texts]

    # -- the statement

    def unfold(self, t, keep):
        """Names and derivatives replaced by what they stand for."""
        if t.op == "sym":
            known = None if t.args[0] in keep else self.given.get(t.args[0])
            return self.unfold(known, keep) if known else t
        if t.op == "if" and any(s.op == "diff" for s in reach(t)): raise Reject("a derivative in a branch")
        if t.op != "diff": return rebuilt(t, [self.unfold(k, keep) for k in t.kids])
        body, x, n = t.args
        inner, met = keep | ({x} & set(self.given)), len(self.carried)
        out = self.unfold(body, inner)
        for _ in range(n):
            if (out, x) not in self.listed: raise Reject("a derivative that is not listed")
            out, domain = self.listed[out, x]
            self.carried += domain
        self.carried[met:] = [self.unfold(c, keep) for c in self.carried[met:]]
        return self.unfold(out, keep)

    def ground(self, inputs, keep):
        s, found = self.file["statement"], [self.unfold(t, keep) for t in inputs]
        domain, self.carried = self.carried, []
        assumed = [parse(c) for c in s["assume"]] + [mk("prop", "integer", parse(n)) for n in s["integer"]]
        names = {n: self.unfold(d, keep) for n, d in self.given.items() if n not in keep}
        return found, domain, [self.unfold(c, keep) for c in assumed], names

    # -- claims

    def run(self):
        s, stages = self.file["statement"], self.file["stages"]
        if s["op"] == "equal": return self.equal(s)
        if s["op"] not in ("diff", "simplify") or {k in s for k in ("wrt", "order")} != {s["op"] == "diff"}:
            raise Unreadable("the operation")
        given, x, n = parse(s["input"]), s.get("wrt"), s.get("order", 1)
        (start,), carried, assumed, names = self.ground([given], {x} & set(self.given))
        mentioned = symbols(given) | symbols(start) | set(s["in"])
        shown = [d for name, d in names.items() if name in mentioned]
        empty = bool(stages) and stages[-1]["empty"]
        if not stages or len(stages) != n and not (empty and len(stages) < n):
            raise Reject("there is not one stage for each order")
        for i, stage in enumerate(stages):
            start, carried = self.stage(stage, (start, x, i + 1 == n), carried + shown, assumed, names)
        answer = self.file.get("answer")
        other = (answer is None) != empty or not empty and self.term(answer) is not start
        if "verdict" in self.file or other:
            raise Reject("the answer is not where the last stage ends")
        if self.terms(self.file["conditions"]) != carried:
            raise Reject("the conditions are not those of the last stage")

    def stage(self, stage, beginning, carried, assumed, names):
        (of, x, last), d, whole = beginning, stage.get("differentiated"), lambda t: substitute(t, names)
        start, end = self.term(stage["start"]), self.term(stage["end"])
        domain, conditions = self.terms(stage["domain"]), self.terms(stage["conditions"])
        if not last and x is not None:
            strict = lambda c: c.op == "rel" and c.args[0] in ("!=", "<", ">")
            is_open = lambda c: strict(c) and not any(map(jumps, reach(c)))
            assumed = [c for c in assumed if x not in symbols(c) or is_open(c)]
        base = owed(assumed)
        begins = start if d is None else self.term(d["of"])
        if (d is None) != (x is None) or begins is not of or d and d["by"] != x:
            raise Reject("a stage does not begin where the statement leads")
        same_domain(base, carried + [start, of], domain + [start], rule_needs(of, x) if d else ())
        if d: self.differentiated(base, of, x, start, domain, d["lines"])
        here = Domain(base + owed([whole(t) for t in [start] + domain]))
        self.steps(stage["steps"], (start, end), here, names, [start] + domain)
        if stage["empty"]:
            if conditions or not here.nowhere([whole(start), whole(end)]):
                raise Reject("there may be a value")
            return end, conditions
        said = owed([whole(t) for t in [end] + conditions])
        here.require(said, "the answer or a condition is not known on the domain")
        back = Domain(base + said)
        back.require(owed([whole(t) for t in [start] + domain]), "the conditions leave out a point")
        return end, conditions

    def differentiated(self, base, of, x, raw, domain, lines):
        """raw is the derivative of `of` where the domain holds, and so is each line."""
        here = Domain(base + owed([raw] + domain))
        here.require(needs([of]) + rule_needs(of, x), "a rule of the derivative may not hold")
        own, depends, inside = slopes(of, x), dependent(of, x), set(reach(of))
        if not here.scope().same(own.get(of, ZERO), raw): raise Reject("not the derivative")
        for line in lines:
            t, result = self.term(line["of"]), self.term(line["result"])
            named = t in inside and line["rule"] == rule_name(t, depends) and (t is not of or result is raw)
            if not named or not here.scope().same(own.get(t, ZERO), result):
                raise Reject(f"a line of the differentiation: {line['of']}")
            inside.remove(t)

    def steps(self, steps, ends, here, names, of_d):
        whole, current = lambda t: substitute(t, names), ends[0]
        for i, step in enumerate(steps):
            sides, place = (self.term(step["before"]), self.term(step["after"])), step["place"]
            try:
                if at(current, place) is not sides[0]: raise Reject("the place does not hold the term before")
                above = [(at(current, place[:j]), k) for j, k in enumerate(place)]
                taken = [(t.args[0], k) for t, k in above if t.op == "if" and k]
                branch = [whole(c if k == 1 else negated(c)) for c, k in taken]
                self.step(step, sides, here.with_more(branch), whole)
            except Reject as e:
                raise Reject(f"step {i + 1}: {e}") from None
            current = replace(current, place, sides[1])
        if current is not ends[1]: raise Reject("the steps do not lead to the end")

    def step(self, step, sides, here, whole):
        before, after = map(whole, sides)
        here = here.with_more((), needs([before]))
        conditions = list(map(whole, self.terms(step["conditions"])))
        self.reason(step, sides, (before, after), here, conditions, whole)
        here.require(needs([after]), "what the new term needs is not known")
        if step["kind"] != "cases": here.require(owed(conditions), "a condition of the step is not known")

    def reason(self, step, sides, resolved, here, conditions, whole):
        kind, name, scope = step["kind"], step["rule"], here.scope()
        ways = {"ring": scope.same, "squares": scope.same_squares, "angles": scope.same_angles,
                "exponentials": scope.same_exponentials}
        if kind in ways:
            if name not in (WORDS if kind == "ring" else ("equal " + kind,)) or not ways[kind](*resolved):
                raise Reject(f"the sides are not known to be equal by {name}")
        elif kind == "cases":
            splits = [c for c in conditions if not (c.op == "rel" and c.args[0] == "=")]
            case_by_case(here, resolved, splits)
        elif kind in ("rule", "reversed") and name in self.rules:
            lhs, rhs, needed = self.rules[name]
            left, right = sides if kind == "rule" else sides[::-1]
            found = matched(parse(rhs), right, matched(parse(lhs), left, [{}]))
            if not any(all(scope.holds(whole(substitute(parse(c), b))) for c in needed) for b in found):
                raise Reject(f"not an instance of {name}, or its condition is not known")
        elif not any(self.defined(kind, name, a, b, whole) for a, b in (sides, sides[::-1])):
            raise Reject(f"not the definition of {name}")

    def defined(self, kind, name, a, b, whole):
        if kind == "definition":
            return a.op == "call" and a.args[0] == name and filled(self.means[name], a.args[1:]) is b
        return kind == "name" and a is mk("sym", name) and name in self.given and whole(b) is whole(a)

    # -- verdicts

    def equal(self, s):
        (lhs, rhs), domain, assumed, _ = self.ground([parse(s["lhs"]), parse(s["rhs"])], set())
        verdict, stages = self.file["verdict"], self.file["stages"]
        conditions = self.terms(self.file["conditions"])
        base, word = owed(assumed), verdict["verdict"]
        if "answer" in self.file or len(stages) != (word != "refuted"):
            raise Reject("the stages do not fit the verdict")
        if word == "vacuous":
            here = Domain(base + owed([lhs, rhs] + domain))
            if conditions or "point" in verdict or not here.nowhere([lhs, rhs]):
                raise Reject("there may be a point where both sides have a value")
            return
        point = {n: literal(parse(v)) for n, v in verdict["point"].items()}
        if not all(holds_at(n, point) for n in base + owed([lhs, rhs] + domain)):
            raise Reject("the point is not known to be in the domain")
        if word == "refuted":
            a, b = span(lhs, point), span(rhs, point)
            stated = near(a, verdict["lhs"]) and near(b, verdict["rhs"])
            if conditions or not stated or not (a[1] < b[0] or b[1] < a[0]):
                raise Reject("the sides are not known to differ at the point, or have other values")
            return
        stage = stages[0]
        ends, said = (self.term(stage["start"]), self.term(stage["end"])), self.terms(stage["domain"])
        claimed = ends in ((lhs, rhs), (rhs, lhs), (mk("-", lhs, rhs), ZERO)) and not stage["empty"]
        alone = "differentiated" not in stage and self.terms(stage["conditions"]) == conditions
        if word != "proved" or not claimed or not alone:
            raise Reject("the stage claims something else")
        of_d = [lhs, rhs] + said
        same_domain(base, [lhs, rhs] + domain, of_d)
        self.steps(stage["steps"], ends, Domain(base + owed(of_d)), {}, of_d)
        same_domain(base, of_d, conditions)

def jumps(t):
    return t.op == "if" or t.op == "call" and t.args[0] in JUMPS

# ---------------------------------------------------------------- values at a point

NEAR = Q(1, 10 ** 60)
LOW, HIGH = Context(prec=90, rounding=ROUND_FLOOR), Context(prec=90, rounding=ROUND_CEILING)

def near(ends, text):
    """Whether a value is the one that is stated, exactly or rounded to twelve places."""
    return all(abs(x - Q(text.lstrip("~"))) <= (text[0] == "~") * Q(1, 10 ** 11) for x in ends)

def holds_at(need, point):
    """Whether a condition certainly holds at the point, where its guards do."""
    return any(truth(negated(g), point) for g in need[0]) or truth(need[1], point)

def monotone(f, a):
    """An increasing function that the decimal module rounds correctly, outward."""
    low, high = (c.divide(Decimal(x.numerator), Decimal(x.denominator)) for c, x in zip((LOW, HIGH), a))
    low, high = Q(f(low, LOW)), Q(f(high, HIGH))
    return (low - abs(low) * NEAR, high + abs(high) * NEAR)

def wave(a, n):
    """The cosine (n = 0) or the sine (n = 1), neither of which changes faster than its argument."""
    mid, wide = (a[0] + a[1]) / 2, (a[1] - a[0]) / 2
    if abs(mid) > 40: raise Reject("a value that is not computed")
    out, term, k = Q(0), mid ** n, n
    while abs(term) > NEAR / 100 or k < 100:
        out, term, k = out + term, -term * mid * mid / ((k + 1) * (k + 2)), k + 2
    return (out - wide - NEAR, out + wide + NEAR)

def truth(c, point):
    """Whether a condition certainly holds at the point."""
    if c.op == "rel":
        a, b = span(c.args[1], point), span(c.args[2], point)
        s = NEG * (a[0] < b[1]) | POS * (a[1] > b[0]) | NIL * (a[0] <= b[1] and b[0] <= a[1])
        return not s & ~ALLOWED[c.args[0]]
    if c.args[0] == "defined": return span(c.args[1], point) is not None
    a = span(c.args[1], point)
    whole = a[0] == a[1] and a[0].denominator == 1
    return {"integer": whole, "not integer": ceil(a[0]) > a[1], "not pole": a[0] > 0}[c.args[0]]

def span(t, point):
    """An interval of fractions that holds the value, which there certainly is."""
    op, args = t.op, t.args
    if op in ("num", "sym"): return (args[0] if op == "num" else point[args[0]],) * 2
    if op == "pi":
        x = Q("3.14159265358979323846264338327950288419716939937510582097494459230781")
        return (x, x + NEAR)
    if op == "if":
        yes = truth(args[0], point)
        if not yes and not truth(negated(args[0]), point): uncertain()
        return span(args[1] if yes else args[2], point)
    if op == "call" and not all(truth(c, point) for c in own_needs(t)): uncertain()
    if op == "call" and FUNCTIONS[args[0]].means:
        return span(filled(FUNCTIONS[args[0]].means, args[1:]), point)
    a, *rest = [span(k, point) for k in t.kids]
    b = rest[0] if rest else a
    name = args[0] if op == "call" else op
    if name in VALUES: return VALUES[name](a, b)
    uncertain()

def product(a, b):
    ends = [x * y for x in a for y in b]
    return (min(ends), max(ends))

def inverse(b):
    return (1 / b[1], 1 / b[0]) if b[0] > 0 or b[1] < 0 else uncertain()

def power(a, b):
    if b[0] != b[1] or b[0].denominator != 1 or abs(b[0]) > 999: return exponential(product(logarithm(a), b))
    n = int(b[0])
    ends = [a[0] ** n, a[1] ** n] if n > 0 or a[0] > 0 or a[1] < 0 else uncertain()
    return (Q(0) if n % 2 == 0 and a[0] < 0 < a[1] else min(ends), max(ends))

def logarithm(a, _=None):
    return monotone(lambda x, c: x.ln(c), a) if a[0] > 0 else uncertain()

def exponential(a, _=None):
    return monotone(lambda x, c: x.exp(c), a)

def root(a, _):
    exact = rational_root(a[0]) if a[0] == a[1] else None
    return (exact, exact) if exact is not None else monotone(lambda x, c: x.sqrt(c), a)

def step_of(f):
    """A function that is constant but for jumps."""
    return lambda a, _: (Q(f(a[0])),) * 2 if f(a[0]) == f(a[1]) else uncertain()

def uncertain():
    raise Reject("a value at the point is not known")

VALUES = {
    "neg": lambda a, _: (-a[1], -a[0]),
    "+": lambda a, b: (a[0] + b[0], a[1] + b[1]),
    "-": lambda a, b: (a[0] - b[1], a[1] - b[0]),
    "*": product,
    "/": lambda a, b: product(a, inverse(b)),
    "^": power,
    "exp": exponential,
    "log": logarithm,
    "sqrt": root,
    "sin": lambda a, _: wave(a, 1),
    "cos": lambda a, _: wave(a, 0),
    "abs": lambda a, _: a if a[0] >= 0 else (-a[1], -a[0]) if a[1] <= 0 else (Q(0), max(-a[0], a[1])),
    "sign": step_of(lambda x: (x > 0) - (x < 0)),
    "floor": step_of(floor),
}

# ---------------------------------------------------------------- files

ODD = (Unreadable, LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)

def replayed(text, rules):
    """The verdict on a file."""
    try:
        file = json.loads(text)
        if file["format"] != "chainrule proof" or file["version"] != 1:
            raise Unreadable("the format or its version")
        Replay(file, rules).run()
    except Reject as e:
        return 1, f"rejected: {e}"
    except ODD as e:
        return 2, f"unreadable: {type(e).__name__} {e}"
    return 0, "accepted"

def statements(text):
    """The program's statements of its rules and functions, by name."""
    rows = [json.loads(line) for line in text.splitlines()]
    rules = {r["rule"]: (r["lhs"], r["rhs"], tuple(r["conditions"])) for r in rows if "rule" in r}
    return rules | {r["function"]: r["means"] for r in rows if "function" in r}

def main(arguments):
    sys.setrecursionlimit(50_000)
    rules, worst = None, 0
    while arguments:
        name = arguments.pop(0)
        text = Path(arguments.pop(0) if name == "--rules" else name).read_text(encoding="utf-8")
        if name == "--rules": rules = statements(text)
        elif name.endswith(".list"): arguments = text.splitlines() + arguments
        else:
            code, said = replayed(text, rules)
            worst = max(worst, code)
            print(name, said)
    return worst

if __name__ == "__main__": sys.exit(main(sys.argv[1:]))
