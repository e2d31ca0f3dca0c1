#!/usr/bin/env python3
"""A second replayer of proof files, apart from the program: python3 replay.py [--rules RULES] FILE...

It reads the ascii notation with its own parser, expands both sides of a field step into fractions
over kernels by its own arithmetic (i^2 = -1, sines through exponentials), matches instances of the
rules whose statements the file carries, differentiates by its own table, and decides conditions by
signs. What it doesn't know it rejects. With --rules, the output of `chainrule rules --to json`, the
carried statements must be the program's. For each file it prints `accepted`, `rejected` with the
reason, or `unreadable`; the exit code is 0, 1 if a file was rejected, 2 if one could not be read.
A FILE that ends in .list names files, one a line.
"""
import json, re, sys
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction as Q
from functools import reduce
from math import isqrt

class Reject(Exception):
    """Something is not known to be true."""

class Unreadable(Exception):
    """The file is no proof file."""

# ---------------------------------------------------------------- terms

class Term:
    """A hash-consed term: an operation and its arguments, terms or plain data."""
    __slots__ = ("op", "args", "id", "kids")

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
    if not values: return t
    memo = {} if memo is None else memo
    if t.id not in memo:
        memo[t.id] = values.get(t.args[0], t) if t.op == "sym" else rebuilt(t, [substitute(k, values, memo) for k in t.kids])
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
OTHER = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">", "integer": "not integer", "not integer": "integer"}

class Parser:
    """The ascii notation, in which every operator is written."""

    def __init__(self, text, names):
        self.tokens, self.at, self.names, at = [], 0, names, 0
        while at < len(text.rstrip()):
            found = TOKEN.match(text, at)
            if not found: raise Unreadable(f"`{text[at:at + 20]}` is not understood")
            self.tokens.append(found.group(found.lastindex))
            at = found.end()
        self.tokens.append("")

    def take(self, *what):
        token = self.tokens[self.at]
        self.at += bool(token) and token in what
        return token if token and token in what else None

    def expect(self, *what):
        return self.take(*what) or self.wrong()

    def wrong(self):
        raise Unreadable(f"unexpected `{self.tokens[self.at]}`")

    def condition(self):
        left = self.sum()
        sign = self.take("=", "!=", "<", "<=", ">", ">=")
        if sign: return mk("rel", sign, left, self.sum())
        word = self.take("integer", "defined", "not")
        return mk("prop", word if word != "not" else "not " + self.expect("integer", "pole"), left) if word else left

    def sum(self):
        t = mk("neg", self.product()) if self.take("-") else self.product()
        while sign := self.take("+", "-"): t = mk(sign, t, self.product())
        return t

    def product(self):
        t = self.power()
        while sign := self.take("*", "/"): t = mk(sign, t, self.power())
        return t

    def power(self):
        base = self.atom()
        return mk("^", base, self.power()) if self.take("^") else base

    def listed(self, close):
        args = [self.condition()]
        while self.take(","): args.append(self.condition())
        self.expect(close)
        return args

    def atom(self):
        token = self.tokens[self.at]
        if self.take("("):
            return [t := self.sum(), self.expect(")")][0]
        if not re.match(r"\w", token): self.wrong()
        self.at += 1
        if token[0].isdigit(): return mk("num", Q(token))
        orders = [int(n.args[0]) for n in self.listed("]")] if self.take("[") else None
        if self.take("("):
            return self.call(token, orders, self.listed(")"))
        return mk("pi") if token == "pi" else self.names.get(token) or mk("sym", token)

    def call(self, name, orders, args):
        if name == "if" and len(args) == 3: return mk("if", *args)
        if name == "diff" and len(args) in (2, 3) and args[1].op == "sym":
            order = literal(args[2]) if len(args) == 3 else Q(1)
            if order is None or order not in range(101): raise Unreadable("the order of a derivative")
            return mk("diff", args[0], args[1].args[0], int(order)) if order else args[0]
        if name in FUNCTIONS: return mk("call", name, *args) if len(args) == len(FUNCTIONS[name][0]) else self.wrong()
        bare = name.rstrip("'")
        orders = orders or [len(name) - len(bare)] + [0] * (len(args) - 1)
        return mk("apply", bare, tuple(orders), *args) if len(orders) == len(args) else self.wrong()

READ = {}

def parse(text, names=None):
    if names or text not in READ:
        parser = Parser(text, names or {})
        t = parser.condition()
        if parser.tokens[parser.at]: parser.wrong()
        if names: return t
        READ[text] = t
    return READ[text]

def negated(c):
    """The condition that holds exactly where this one doesn't."""
    if c.op not in ("rel", "prop") or c.args[0] not in OTHER: raise Reject("a branch without a condition")
    return mk(c.op, OTHER[c.args[0]], *c.args[1:])

# name: derivatives by u and v | domain | needed besides for the derivative | meaning | sign of the value | parity
TABLE = """
exp: exp(u) | | | | + |
log: 1/u | u > 0 | | | |
sqrt: 1/(2*sqrt(u)) | u >= 0 | u > 0 | | 0+ |
cbrt: 1/(3*cbrt(u)^2) | | u != 0 | | | odd
root: root(u, v)/(v*u); | index | u != 0 | | |
sin: cos(u) | | | | | odd
cos: -sin(u) | | | | | even
tan: 1/cos(u)^2 | cos(u) != 0 | | sin(u)/cos(u) | | odd
cot: -1/sin(u)^2 | sin(u) != 0 | | cos(u)/sin(u) | | odd
sec: sec(u)*tan(u) | cos(u) != 0 | | 1/cos(u) | | even
csc: -csc(u)*cot(u) | sin(u) != 0 | | 1/sin(u) | | odd
asin: 1/sqrt(1 - u^2) | u >= -1; u <= 1 | u > -1; u < 1 | | | odd
acos: -1/sqrt(1 - u^2) | u >= -1; u <= 1 | u > -1; u < 1 | | 0+ |
atan: 1/(1 + u^2) | | | | | odd
acot: -1/(1 + u^2) | u != 0 | | atan(1/u) | | odd
asec: 1/(abs(u)*sqrt(u^2 - 1)) | u^2 >= 1 | u^2 > 1 | acos(1/u) | 0+ |
acsc: -1/(abs(u)*sqrt(u^2 - 1)) | u^2 >= 1 | u^2 > 1 | asin(1/u) | | odd
sinh: cosh(u) | | | (exp(u) - exp(-u))/2 | | odd
cosh: sinh(u) | | | (exp(u) + exp(-u))/2 | + | even
tanh: 1 - tanh(u)^2 | | | (exp(u) - exp(-u))/(exp(u) + exp(-u)) | | odd
coth: -1/sinh(u)^2 | u != 0 | | (exp(u) + exp(-u))/(exp(u) - exp(-u)) | | odd
sech: -sech(u)*tanh(u) | | | 2/(exp(u) + exp(-u)) | + | even
csch: -csch(u)*coth(u) | u != 0 | | 2/(exp(u) - exp(-u)) | | odd
asinh: 1/sqrt(u^2 + 1) | | | | | odd
acosh: 1/sqrt(u^2 - 1) | u >= 1 | u > 1 | | 0+ |
atanh: 1/(1 - u^2) | u > -1; u < 1 | | | | odd
acoth: 1/(1 - u^2) | u^2 > 1 | | atanh(1/u) | | odd
asech: -1/(u*sqrt(1 - u^2)) | u > 0; u <= 1 | u < 1 | acosh(1/u) | 0+ |
acsch: -1/(abs(u)*sqrt(1 + u^2)) | u != 0 | | asinh(1/u) | | odd
abs: sign(u) | | u != 0 | | 0+ | even
sign: 0 | | u != 0 | | | odd
min: (1 - sign(u - v))/2; (1 + sign(u - v))/2 | | u != v | (u + v - abs(u - v))/2 | |
max: (1 + sign(u - v))/2; (1 - sign(u - v))/2 | | u != v | (u + v + abs(u - v))/2 | |
floor: 0 | | u not integer | | |
ceil: 0 | | u not integer | -floor(-u) | |
mod: 1; -floor(u/v) | v != 0 | u/v not integer | u - v*floor(u/v) | |
erf: 2*exp(-u^2)/sqrt(pi) | | | | | odd
erfc: -2*exp(-u^2)/sqrt(pi) | | | 1 - erf(u) | + |
gamma: gamma(u)*digamma(u) | u not pole | | | |
loggamma: digamma(u) | u > 0 | | | |
digamma: polygamma(1, u) | u not pole | | | |
polygamma: ; polygamma(u + 1, v) | u integer; u >= 0; v not pole | | | |
atan2: v/(u^2 + v^2); -u/(u^2 + v^2) | u^2 + v^2 != 0 | v + sqrt(u^2 + v^2) > 0 | | |
sigmoid: sigmoid(u)*(1 - sigmoid(u)) | | | 1/(1 + exp(-u)) | + |
softplus: sigmoid(u) | | | log(1 + exp(u)) | + |
relu: (1 + sign(u))/2 | | u != 0 | (u + abs(u))/2 | 0+ |
lambertw: lambertw(u)/(u*(1 + lambertw(u))) | u >= -exp(-1) | u > -exp(-1); u != 0 | | |
Si: sin(u)/u | | u != 0 | | | odd
Ei: exp(u)/u | u != 0 | | | |
besselj: ; (besselj(u - 1, v) - besselj(u + 1, v))/2 | order | | | |
"""
FUNCTIONS = {}
for row in TABLE.strip().split("\n"):
    name, _, rest = row.partition(":")
    fields = [f.strip() for f in rest.split("|")]
    FUNCTIONS[name] = [[x.strip() for x in fields[0].split(";")]] + [
        [x.strip() for x in f.split(";") if x.strip()] for f in fields[1:3]] + fields[3:]
JUMPS = ("sign", "floor", "ceil", "mod", "atan2")
WORDS = {"distribute over the sum", "common denominator", "cancel", "expand", "collect", "factor", "split the fraction",
         "exponentials", "powers", "roots", "trigonometry", "logarithms", "rearrange"}

def filled(text, args):
    """A text of the table with terms for u and v."""
    return substitute(parse(text), dict(zip("uv", args)))

# ---------------------------------------------------------------- fractions over kernels
# A monomial is a sorted tuple of (kernel, exponent); a polynomial maps monomials to fractions; a
# fraction is a polynomial over a sorted tuple of (number of a polynomial, exponent). Kernels stand
# for one complex number at each point: variables, i, roots, exponentials and functions' values.

NEG, NIL, POS, ANY = 1, 2, 4, 7
FLIP = [NEG * bool(s & POS) | s & NIL | POS * bool(s & NEG) for s in range(8)]
PRODUCT = [[POS * bool(a & POS and b & POS or a & NEG and b & NEG) | NEG * bool(a & POS and b & NEG or a & NEG and b & POS)
            | NIL * bool(a & NIL and b or b & NIL and a) for b in range(8)] for a in range(8)]
ALLOWED = {"=": NIL, "!=": NEG | POS, "<": NEG, "<=": NEG | NIL, ">": POS, ">=": POS | NIL}
SIGNS = {"": ANY, "+": POS, "0+": POS | NIL}
MOST = 4000
KERNELS, KERNEL_IDS, POLYS, POLY_IDS = [], {}, [], {}

def kernel(*key):
    if key not in KERNEL_IDS:
        KERNEL_IDS[key] = len(KERNELS)
        KERNELS.append(key)
    return KERNEL_IDS[key]

def poly_id(p):
    key = frozen(p)
    if key not in POLY_IDS:
        POLY_IDS[key] = len(POLYS)
        POLYS.append(p)
    return POLY_IDS[key]

def frozen(p):
    return tuple(sorted(p.items()))

def fkey(f):
    return (frozen(f[0]), f[1])

def sign_of(c):
    return POS if c > 0 else NEG if c < 0 else NIL

def mmul(a, b):
    if not a or not b: return a or b
    out = dict(a)
    for k, e in b: out[k] = out.get(k, 0) + e
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

def const(c):
    return {(): Q(c)} if c else {}

def constant(p):
    """The value of a polynomial without kernels, or None."""
    return Q(0) if not p else p[()] if len(p) == 1 and () in p else None

def order(m):
    return (sum(e for _, e in m), [(-k, e) for k, e in m])

def lead(p):
    return p[max(p, key=order)]

def turned(p):
    """The polynomial with a positive first coefficient, and whether its sign was changed."""
    flip = bool(p) and lead(p) < 0
    return (pscale(p, -1) if flip else p), flip

def content(p):
    """The monomial that divides every term."""
    least = None
    for d in map(dict, p):
        least = d if least is None else {k: min(least.get(k, 0), d.get(k, 0)) for k in set(least) | set(d)}
    return tuple(sorted((k, e) for k, e in (least or {}).items() if e))

def pdiv(p, d):
    """The exact quotient up to monomials, or None."""
    a, b = content(p), content(d)
    p, d, out = pscale(p, 1, mpow(a, -1)), pscale(d, 1, mpow(b, -1)), {}
    first = max(d, key=order)
    for _ in range(4 * len(p) + 8):
        if not p: return pscale(out, 1, mmul(a, mpow(b, -1)))
        top = max(p, key=order)
        m = mmul(top, mpow(first, -1))
        if any(e < 0 for _, e in m): return None
        c = p[top] / d[first]
        out, p = padd(out, {m: c}), padd(p, pscale(d, -c, m))
    return None

def primes(q):
    """The prime powers of a positive number, up to a bound, and what is left."""
    out = {}
    for n, sign in ((q.numerator, 1), (q.denominator, -1)):
        p = 2
        while p * p <= n and p < 1000:
            while n % p == 0: out[p], n = out.get(p, 0) + sign, n // p
            p += 1
        if n > 1: out[n] = out.get(n, 0) + sign
    return out

def one(k, e=Q(1)):
    return {((k, Q(e)),): Q(1)}

def nowhere():
    """What a term without a value is: a kernel that equals nothing else."""
    return (one(kernel("nowhere", len(KERNELS))), ())

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

I = kernel("i")
PI = kernel("pi")
TURN = kernel("exp", True, (((PI, Q(1)),), ()))

class Scope:
    """What holds at every point of a domain, and everything worked out under it."""

    def __init__(self, conditions):
        self.signs, self.bounds, self.sums, self.properties = {}, {}, [], set()
        self.empty, self.depth = False, 0
        for _ in range(3):
            self.memo, self.terms, self.kinds, self.equal = {}, {}, {}, {}
            for c in conditions: self.assume(c)
        self.memo, self.terms, self.kinds = {}, {}, {}

    # -- arithmetic

    def reduced(self, p):
        """Brings the exponents of kernels with a power of their own below that power."""
        todo, out = list(p.items()), {}
        while todo:
            m, c = todo.pop()
            for k, e in m:
                head = KERNELS[k]
                step = {"i": 2, "root": 1, "prime": 1, "abs": 2}.get(head[0], 1 if k == TURN else 0)
                n = (e / step).__floor__() if step else 0
                if n and not (n < 0 and head[0] in ("root", "abs")):
                    if abs(n) > (30 if head[0] in ("root", "abs") else 10 ** 4): raise Reject("a power too large")
                    rest = mmul(m, ((k, -n * step),))
                    power = const(head[1] ** n if head[0] == "prime" else Q(-1) ** n)
                    if head[0] in ("root", "abs"): power = self.pmul_n(POLYS[head[1]], n * step)
                    todo += pscale(power, c, rest).items()
                    break
                if k == TURN and e == Q(1, 2):
                    todo.append((mmul(m, ((k, -e), (I, Q(1)))), c))
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

    def cancelled(self, f):
        top, left = f[0], []
        for d, e in f[1] if top else ():
            while e > 0 and len(top) >= len(POLYS[d]) and (q := pdiv(top, POLYS[d])) is not None: top, e = q, e - 1
            left += [(d, e)] if e > 0 else []
        return (top, tuple(left))

    def mul(self, f, g):
        return self.cancelled((self.pmul(f[0], g[0]), mmul(f[1], g[1])))

    def add(self, f, g, sign=1):
        below, tops = (dict(f[1]), dict(g[1])), []
        den = {d: max(below[0].get(d, 0), below[1].get(d, 0)) for d in sorted(set(below[0]) | set(below[1]))}
        for top, own in zip((f[0], g[0]), below):
            tops.append(reduce(self.pmul, [self.pmul_n(POLYS[d], e - own.get(d, 0)) for d, e in den.items()], top))
        return self.cancelled((padd(*tops, sign), tuple(den.items())))

    def parts(self, p):
        """A positive number, the real monomial and the rest that make up a polynomial, not 0."""
        m = tuple((k, e) for k, e in content(p) if self.is_real(k))
        size = abs(lead(p))
        return size, m, pscale(p, 1 / size, mpow(m, -1))

    def inverse(self, f):
        if not f[0]: return nowhere()
        m = content(f[0])
        rest = pscale(f[0], 1, mpow(m, -1))
        c = lead(rest)
        rest, out = pscale(rest, 1 / c), (const(1 / c), ())
        for k, e in m: out = self.mul(out, self.kernel_power(k, -e))
        for d, e in f[1]: out = (self.pmul(out[0], self.pmul_n(POLYS[d], e)), out[1])
        return out if constant(rest) else self.mul(out, (const(1), ((poly_id(rest), 1),)))

    def kernel_power(self, k, e):
        head = KERNELS[k]
        if e < 0 and head[0] in ("root", "abs"):
            step = 1 if head[0] == "root" else 2
            n = -(e // step)
            below = self.inverse((self.pmul_n(POLYS[head[1]], step), ()))
            return self.mul((self.reduced({mpow(((k, Q(1)),), e + n * step): Q(1)}), ()), self.power(below, int(n)))
        return (self.reduced({mpow(((k, Q(1)),), e): Q(1)}), ())

    def power(self, f, n):
        if n < 0: return self.power(self.inverse(f), -n)
        if len(f[0]) == 1 and n < 5000:
            (m, c), = f[0].items()
            return (self.reduced({mpow(m, n): c ** n}), mpow(f[1], n))
        if n > 40: return (one(kernel("pow", fkey(f), n)), ())
        return reduce(self.mul, [f] * n, (const(1), ()))

    # -- functions

    def expand(self, t):
        if t.id not in self.memo: self.memo[t.id] = self.expanded(t)
        return self.memo[t.id]

    def difference(self, a, b):
        return self.add(self.expand(a), self.expand(b), -1)

    def expanded(self, t):
        op, args = t.op, t.args
        if op == "num": return (const(args[0]), ())
        if op in ("pi", "sym"): return (one(kernel(op, *args)), ())
        if op == "call" and FUNCTIONS[args[0]][3]: return self.expand(filled(FUNCTIONS[args[0]][3], args[1:]))
        if op in ("rel", "prop", "diff"): raise Reject("a term that has no value")
        f = [self.expand(k) for k in (t.kids[1:] if op == "if" else t.kids)]
        if op == "neg": return (pscale(f[0][0], -1), f[0][1])
        if op in "+-": return self.add(*f, 1 if op == "+" else -1)
        if op in "*/": return self.mul(f[0], f[1] if op == "*" else self.inverse(f[1]))
        if op == "^": return self.raised(*f)
        if op == "call": return self.called(args[0], f)
        plain = [a.id if isinstance(a, Term) else a for a in args if not isinstance(a, Term) or op == "if"][:2]
        return (one(kernel(op, *plain[:1 if op == "if" else 2], tuple(map(fkey, f)))), ())

    def called(self, name, args):
        u = args[0]
        known = {"exp": self.exp, "log": self.log, "abs": self.abs}.get(name)
        if known: return known(u)
        if name == "sqrt" or name == "root" and not args[1][1] and (constant(args[1][0]) or 1) % 2 == 0:
            return self.root(u, Q(1, 2) if name == "sqrt" else 1 / constant(args[1][0]))
        if name in ("sin", "cos"):
            up, down = (self.exp((pscale(u[0], s, ((I, Q(1)),)), u[1])) for s in (1, -1))
            f = self.add(up, down, 1 if name == "cos" else -1)
            return (self.reduced(pscale(f[0], Q(1, 2), () if name == "cos" else ((I, Q(-1)),))), f[1])
        if name == "sign" and not (s := self.sign(u)) & NIL:
            return (const(1 if s == POS else -1), ()) if s in (POS, NEG) else self.mul(self.abs(u), self.inverse(u))
        parity = FUNCTIONS[name][5]
        if parity == "odd" and not u[0]: return u
        p, flip = turned(u[0]) if parity else (u[0], False)
        f = one(kernel("call", name, *map(fkey, [(p, u[1])] + args[1:])))
        return (pscale(f, -1 if flip and parity == "odd" else 1), ())

    def exp(self, f):
        out = (const(1), ())
        for m, c in f[0].items():
            rest = tuple(x for x in m if x[0] != I)
            if len(rest) == len(m) == 1 and m[0][1] == 1 and not f[1] and KERNELS[m[0][0]][0] == "log":
                piece = self.poly_power(POLYS[KERNELS[m[0][0]][1]], c)
            else: piece = self.kernel_power(kernel("exp", rest != m, (rest, f[1])), c)
            out = self.mul(out, piece)
        return out

    def split(self, f):
        """A real quantity as a positive number, powers of what is never negative, and a rest."""
        size, m, p = self.parts(f[0])
        factors = [(one(k), e) for k, e in m] + [(POLYS[d], Q(-e)) for d, e in f[1]] + [(p, Q(1))]
        bases, rest = [], const(1)
        for p, e in factors:
            s, real, whole = self.poly_sign(p), self.real(p), e.denominator == 1
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

    def root(self, f, r):
        if not f[0]: return f if r > 0 else nowhere()
        size, bases, rest = self.split(f)
        out = self.poly_power(const(size), r)
        for p, e in bases + [(rest, Q(1))]: out = self.mul(out, self.poly_power(p, e * r))
        return out

    def poly_power(self, p, r):
        c = constant(p)
        if c is not None and c > 0:
            powers = [self.kernel_power(kernel("prime", Q(n)), e * r) for n, e in primes(c).items()]
            return reduce(self.mul, powers, (const(1), ()))
        m = next(iter(p))
        return self.kernel_power(m[0][0] if len(m) == 1 and p == one(m[0][0]) else kernel("root", poly_id(p)), r)

    def abs(self, f):
        if not f[0]: return f
        size, bases, rest = self.split(f)
        out = (const(size), ())
        for p, e in bases:
            out = self.mul(out, self.power((p, ()), int(e)) if e.denominator == 1 else self.poly_power(p, e))
        return out if constant(rest) in (1, -1) else self.mul(out, (one(self.abs_kernel(rest)), ()))

    def abs_kernel(self, p):
        return kernel("abs", poly_id(turned(p)[0]))

    def log(self, f):
        if not f[0]: return nowhere()
        size, bases, rest = self.split(f)
        out = (reduce(padd, [pscale(one(kernel("log", poly_id(const(n)))), Q(e)) for n, e in primes(size).items()], {}), ())
        for p, e in bases + ([(rest, Q(1))] if constant(rest) != 1 else []):
            g = self.log_of(p)
            out = self.add(out, (pscale(g[0], e), g[1]))
        return out

    def log_of(self, p):
        m = next(iter(p))
        if len(m) == 1 and p == one(m[0][0]):
            head = KERNELS[m[0][0]]
            if head[0] == "exp" and self.is_real(m[0][0]): return ({head[2][0]: Q(1)}, head[2][1])
            if head[0] == "root": return self.log_of(POLYS[head[1]])
        return (one(kernel("log", poly_id(p))), ())

    def raised(self, b, e):
        c = constant(e[0]) if not e[1] else None
        if c is not None and not b[0]: return b if c > 0 else nowhere()
        if c is not None: return self.power(b, int(c)) if c.denominator == 1 else self.root(b, c)
        s = self.sign(b)
        if s == POS: return self.exp(self.mul(e, self.log(b)))
        whole = Q(0) if e[1] or s & NIL else e[0].get((), Q(0)).__floor__()
        rest = self.add(e, (const(whole), ()), -1)
        return self.mul((one(kernel("pow", fkey(b), fkey(rest))), ()), self.power(b, whole))

    # -- signs

    def is_real(self, k):
        """Whether a kernel is known to be real wherever the terms it comes from have values."""
        head = KERNELS[k]
        if head[0] == "exp":
            return not head[1] and self.real({head[2][0]: Q(1)}) and all(self.real(POLYS[d]) for d, _ in head[2][1])
        if head[0] in ("root", "log"): return not self.poly_sign(POLYS[head[1]]) & NEG and self.real(POLYS[head[1]])
        return head[0] not in ("i", "nowhere")

    def real(self, p):
        return all(self.is_real(k) and (e.denominator == 1 or not self.kernel_sign(k) & NEG) for m in p for k, e in m)

    def kernel_sign(self, k):
        if k not in self.kinds:
            self.kinds[k] = ANY
            self.kinds[k] = self.own_kind(k) & self.signs.get((frozen(one(k)), ()), ANY)
        return self.kinds[k]

    def own_kind(self, k):
        head, s = KERNELS[k], ANY
        inner = self.poly_sign(POLYS[head[1]]) if head[0] in ("abs", "root") else ANY
        if head[0] in ("prime", "pi") or head[0] == "exp" and self.is_real(k): s = POS
        elif head[0] == "exp": s = NEG | POS
        elif head[0] == "abs": s = POS | inner & NIL
        elif head[0] == "root": s = inner if not inner & NEG else ANY
        elif head[0] == "log": s = self.poly_sign(padd(POLYS[head[1]], const(-1)))
        elif head[0] == "call": s = SIGNS[FUNCTIONS[head[1]][4]]
        low, closed, high, shut = self.bounds.get(k, (None, 0, None, 0))
        s &= ANY if low is None else sign_of(low) | POS if closed or low else POS
        return s & (ANY if high is None else sign_of(high) | NEG if shut or high else NEG)

    def key(self, f):
        """The fraction up to positive factors, and whether its sign was changed."""
        if not f[0]: return (((), ()), False)
        size, m, _ = self.parts(f[0])
        clear = tuple((k, -e) for k, e in m if KERNELS[k][0] in ("prime", "exp", "pi"))
        p, flip = turned(pscale(f[0], 1 / size, clear))
        return ((frozen(p), f[1]), flip)

    def looked_up(self, f):
        key, flip = self.key(f)
        return FLIP[self.signs.get(key, ANY)] if flip else self.signs.get(key, ANY)

    def power_sign(self, p, e):
        """The signs of a power, where it has a value."""
        s = self.poly_sign(p)
        if not self.real(p): s = ANY if s & NIL else NEG | POS
        elif e.denominator != 1 or e % 2 == 0: s = POS | s & NIL
        return s & ~NIL if e < 0 else s

    def sign(self, f):
        """The signs a fraction can have where it has a value."""
        s = reduce(lambda s, x: PRODUCT[s][self.power_sign(POLYS[x[0]], Q(-x[1]))], f[1], self.poly_sign(f[0]))
        return s & self.looked_up(f) or s

    def poly_sign(self, p):
        c = constant(p)
        if c is not None: return sign_of(c)
        s = self.looked_up((p, ()))
        if s in (POS, NEG, NIL) or self.depth > 5: return s
        self.depth += 1
        s &= self.own_sign(p)
        self.depth -= 1
        return s

    def own_sign(self, p):
        _, m, rest = self.parts(p)
        if len(m) == 1 and p == one(m[0][0]): return self.kernel_sign(m[0][0])
        if m: return reduce(lambda s, x: PRODUCT[s][self.power_sign(one(x[0]), x[1])], m, self.poly_sign(rest))
        if len(p) == 1: return NEG | POS if all(KERNELS[k][0] in ("exp", "i") for k, _ in next(iter(p))) else ANY
        s = ANY
        if self.real(p):
            total = reduce(lambda a, b: a | b, [self.poly_sign({n: c}) for n, c in p.items()])
            strict = any(not self.poly_sign({n: c}) & NIL for n, c in p.items())
            s &= ANY if total & NEG and total & POS else total & ~NIL if strict else total
            s &= self.quadratic(p)
        if s not in (POS, NEG, NIL): s &= self.by_facts(p) & FLIP[self.by_facts(pscale(p, -1))]
        return s

    def quadratic(self, p):
        """A polynomial of degree one or two in one kernel with bounds."""
        k, (c, b, a) = dense(p)
        if k is None: return ANY
        low, closed, high, shut = self.bounds.get(k, (None, 0, None, 0))
        value = lambda x: c + b * x + a * x * x
        ends = [(None, 0) if x is None else (value(x), inside) for x, inside in ((low, closed), (high, shut))]
        far = [(low is None, -b if not a else a), (high is None, b if not a else a)]
        out = reduce(lambda s, x: s | (sign_of(x[1]) if x[0] else 0), far, 0)
        vertex = -b / (2 * a) if a else None
        inner = a and (low is None or low < vertex) and (high is None or vertex < high)
        for v, inside in ends + ([(value(vertex), 1)] if inner else []):
            out |= 0 if v is None else sign_of(v) if v or inside else 0
        if out & NEG and out & POS: return ANY
        return out or (sign_of(a) if not inner and a else ANY)

    def by_facts(self, p):
        """That p is a fact's multiple, or a multiple and what is not negative besides."""
        out = ANY
        for fact, s in self.sums:
            q = pdiv(p, fact) if len(fact) > 1 and fact != p else None
            if q and len(q) <= len(p) and all(e >= 0 or not self.kernel_sign(k) & NIL for m in q for k, e in m):
                out &= PRODUCT[s][self.poly_sign(q)]
            f = fact if not s & NEG else pscale(fact, -1)
            for m in [m for m in f if m and m in p and p[m] / f[m] > 0][:2] if not s & NEG or not s & POS else ():
                rest = padd(p, f, -p[m] / f[m])
                t = self.poly_sign(rest) if len(rest) < len(p) or len(rest) <= 2 else NEG
                if not t & NEG and self.real(p): out &= POS | t & s & NIL
        return out

    # -- facts

    def assume(self, c):
        if c.op == "prop":
            f = self.expand(c.args[1])
            self.properties.add((c.args[0], fkey(f)))
            if c.args[0] in ("not pole", "not integer"): self.learn(f, NEG | POS)
            return
        s = ALLOWED[c.args[0]]
        self.learn(self.difference(*c.kids), s)
        if literal(c.args[2]) == 0: self.assume_parts(c.args[1], s)

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
        elif t.op == "call" and t.args[0] in ("sinh", "tanh", "atan", "asinh", "erf", "cbrt"):
            self.learn(self.expand(t.args[1]), s)

    def learn(self, f, s):
        c = constant(f[0]) if not f[1] else None
        if c is not None:
            self.empty |= not s & sign_of(c)
            return
        key, flip = self.key(f)
        s = FLIP[s] if flip else s
        old = self.signs.get(key, ANY)
        self.empty |= not old & s
        if old & s == old: return
        s &= old
        self.signs[key], self.kinds, p = s, {}, dict(key[0])
        self.learn_parts((p, f[1]), s)
        # u/v has the sign of u*v, and that of u*v^2 is u's.
        real = all(self.real(POLYS[d]) for d, _ in f[1])
        level = reduce(self.pmul, [self.pmul_n(POLYS[d], e % 2) for d, e in f[1]], p) if real else p
        level = pscale(level, 1, tuple((k, -2 * (e // 2)) for k, e in content(level) if e < 0 and self.is_real(k)))
        if real and level != p: self.learn((level, ()), s)
        if f[1]: return
        self.sums = [x for x in self.sums if x[0] != p] + [(p, s)]
        self.learn_bounds(p, s)
        m = next(iter(p))
        head = KERNELS[m[0][0]] if len(p) == 1 and len(m) == 1 else ("",)
        if head[0] == "root" or head[0] == "abs" and not s & NIL:
            self.learn((POLYS[head[1]], ()), s & ~NEG if head[0] == "root" else NEG | POS)
        if head[0] == "log" and m[0][1] == 1: self.learn((padd(POLYS[head[1]], const(-1)), ()), s)

    def learn_parts(self, f, s):
        """What the sign of a product says of its factors."""
        _, m, rest = self.parts(f[0])
        parts = [(one(k), e) for k, e in m] + [(POLYS[d], Q(-e)) for d, e in f[1]] + [(rest, Q(1))]
        for i, (p, e) in enumerate(parts if len(parts) > 1 else ()):
            others = reduce(lambda t, x: PRODUCT[t][self.power_sign(*x)], parts[:i] + parts[i + 1:], POS)
            said = ANY & ~NIL if not s & NIL or e < 0 else ANY
            if e.denominator == 1 and e % 2 and others in (POS, NEG) and self.real(p):
                said &= s if others == POS else FLIP[s]
            if said != ANY and constant(p) is None: self.learn((p, ()), said)

    def learn_bounds(self, p, s):
        """Bounds of a kernel from a polynomial of degree one or two in it."""
        k, (c, b, a) = dense(p)
        if k is None or not self.is_real(k): return
        t, inside = s if (a or b) > 0 else FLIP[s], bool(s & NIL)
        low, closed, high, shut = self.bounds.get(k, (None, False, None, False))
        ends = rational_root(b * b - 4 * a * c) if a else None
        found = [None, None]
        if not a: found = [None if t & NEG else -c / b, None if t & POS else -c / b]
        elif ends is not None and not t & POS: found = sorted(((-b - ends) / (2 * a), (-b + ends) / (2 * a)))
        if found[0] is not None and (low is None or found[0] > low or found[0] == low and not inside):
            low, closed = found[0], inside
        if found[1] is not None and (high is None or found[1] < high or found[1] == high and not inside):
            high, shut = found[1], inside
        self.bounds[k] = (low, closed, high, shut)
        self.empty |= None not in (low, high) and (low > high or low == high and not (closed and shut))

    # -- decisions

    def holds(self, c):
        """Whether a condition is known to hold at every point."""
        if c.op == "rel" and not self.empty:
            s = self.sign(self.difference(*c.kids)) & (self.term_sign(c.args[1]) if literal(c.args[2]) == 0 else ANY)
            return not s & ~ALLOWED[c.args[0]]
        return self.empty or self.has(c.args[0], c.args[1])

    def has(self, word, t):
        f = self.expand(t)
        known = lambda g, what=word: (what, fkey(g)) in self.properties
        c = constant(f[0]) if not f[1] else None
        if known(f): return True
        if word == "integer":
            return not f[1] and all(c.denominator == 1 and all(e.denominator == 1 and e > 0 and known((one(k), ()))
                                                               for k, e in m) for m, c in f[0].items())
        if word == "not integer" or word == "not pole":
            return c is not None and c.denominator != 1 or word == "not pole" and (
                self.sign(f) == POS or known(f, "not integer"))
        if t.op != "^": return False
        b, e = t.args
        s = self.term_sign(b)
        if (not s & NIL or self.term_sign(e) == POS) and (not s & NEG or self.has("integer", e)): return True
        beside = (mk("^", b, mk("+", e, num(Q(n)))) for n in (-2, -1, 1, 2))
        return not s & NIL and any(known(self.expand(p)) for p in beside)

    def term_sign(self, t):
        """Signs read off the term as it stands, and off its fraction."""
        if t.id not in self.terms: self.terms[t.id] = self.read_sign(t) & self.sign(self.expand(t))
        return self.terms[t.id]

    def read_sign(self, t):
        if t.op in ("neg", "*", "/", "+", "-"):
            a, b = self.term_sign(t.args[0]), self.term_sign(t.args[-1])
            if t.op in ("neg", "*", "/"):
                return FLIP[a] if t.op == "neg" else PRODUCT[a][b & ~NIL if t.op == "/" else b]
            b = FLIP[b] if t.op == "-" else b
            s = a | b
            return ANY if s & NEG and s & POS else s & (~NIL if not a & b & NIL else ANY)
        if t.op == "^":
            s, e = self.term_sign(t.args[0]), literal(t.args[1])
            if e is not None and (e.denominator != 1 or e % 2 == 0): s = POS | s & NIL
            return s & ~NIL if e is not None and e <= 0 else ANY if e is None and s != POS else s
        name = t.args[0] if t.op == "call" else ""
        if name in ("sinh", "tanh", "atan", "asinh", "erf", "cbrt", "sqrt"):
            return self.term_sign(t.args[1]) & (POS | NIL if name == "sqrt" else ANY)
        return SIGNS[FUNCTIONS[name][4]] if name else ANY

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
    for text in FUNCTIONS[t.args[0]][1] if t.op == "call" else ():
        n = literal(args[-2] if text == "order" else args[-1]) if text in ("index", "order") else None
        if text == "index":
            if n is None or n.denominator != 1 or n <= 0: raise Reject("a root whose index is no number")
            out += [] if n % 2 else against(">=", args[0])
        elif text == "order": out += [] if n is not None and n.denominator == 1 else against(">", args[1])
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

def is_condition(t):
    return is_condition(t.args[1]) if t.op == "if" else t.op in ("rel", "prop")

def stated(c, guards=()):
    """A condition over branches as conditions under guards."""
    inner = c if c.op == "if" else next((k for k in c.kids if k.op == "if"), None)
    if inner is None: return [(guards, c)]
    a, b = (inner.args[i] if inner is c else mk(c.op, *[inner.args[i] if x is inner else x for x in c.args]) for i in (1, 2))
    return stated(a, guards + (inner.args[0],)) + stated(b, guards + (negated(inner.args[0]),))

def owed(terms):
    return needs(terms) + [n for t in terms if is_condition(t) for n in stated(t)]

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
        if t.op == "prop": return [mk("prop", "not integer" if "integer" in t.args[0] else t.args[0], t.args[1])]
        if t.op == "^":
            e = literal(t.args[1])
            whole = e is not None and e.denominator == 1 and e >= 0
            return [] if whole else [mk("rel", ">" if t.args[1] in depends else "!=", t.args[0], ZERO)]
        return [filled(c, t.args[1:]) for c in FUNCTIONS[t.args[0]][2]] if t.op == "call" else []
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
        else:
            for i, a in enumerate(t.kids):
                if a in depends and op == "call": parts.append((filled(FUNCTIONS[args[0]][0][i], t.kids), d(a)))
                elif a in depends:
                    orders = tuple(n + (j == i) for j, n in enumerate(args[1]))
                    parts.append((mk("apply", args[0], orders, *t.kids), d(a)))
        if parts: out[t] = reduce(lambda a, b: mk("+", a, b), [mk("*", *p) for p in parts])
    return out

def rule_name(t, depends):
    chained = lambda word, inner: word if all(k.op == "sym" for k in inner) else "chain " + word
    if t not in depends: return "constant"
    if t.op in "*/^":
        a, b = (k in depends for k in t.args)
        if t.op == "^":
            return "general power" if a and b else chained("power" if a else "exponential", [t.args[0 if a else 1]])
        return "constant multiple" if not b or t.op == "*" and not a else "product" if t.op == "*" else "quotient"
    if t.op == "call": return chained(t.args[0], [k for k in t.kids if k in depends])
    return {"sym": "variable", "neg": "negation", "+": "sum", "-": "difference", "apply": "unknown function"}.get(t.op, t.op)

# ---------------------------------------------------------------- the replay

SCOPES = {}

class Domain:
    """D: facts that hold at every point, and those inside branches."""

    def __init__(self, facts):
        self.facts, self.guarded = [c for g, c in facts if not g], [n for n in facts if n[0]]

    def scope(self, more=(), guarded=()):
        """The facts with more, and what the branches add that are taken."""
        facts = set(more) | set(self.facts)
        while True:
            key = frozenset(c.id for c in facts)
            if key not in SCOPES: SCOPES[key] = Scope(sorted(facts, key=lambda c: c.id))
            new = {c for g, c in self.guarded + list(guarded) if g and all(map(SCOPES[key].holds, g))} - facts
            if not new: return SCOPES[key]
            facts |= new

    def known(self, need, more=(), guarded=()):
        guards, c = need
        return (need in self.guarded or need in guarded or self.scope(more, guarded).holds(c)
                or bool(guards) and self.scope(tuple(more) + guards, guarded).holds(c))

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
        return [{**b, name: t} for b in found if b.get(name, t) is t and (name not in "nm" or literal(t) is not None)]
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

class Replay:
    def __init__(self, file, rules):
        self.file, self.names, self.carried, self.listed = file, {}, [], {}
        for name, text in file["let"]: self.names[name] = parse(text, self.names)
        self.rules = {r["rule"]: (r["lhs"], r["rhs"], tuple(r["conditions"])) for r in file["rules"]}
        self.means = {d["function"]: d["means"] for d in file["definitions"]}
        if rules and any(rules.get(k) != v for k, v in list(self.rules.items()) + list(self.means.items())):
            raise Reject("the statement of a rule is another one")
        self.given, self.functions = {}, {}
        for text in file["statement"]["given"]:
            head, _, body = text.partition(" = ")
            called = re.match(r"^(\w+'*)\((.*)\)$", head)
            if called: self.functions[called[1]] = (called[2].split(", "), parse(body))
            else: self.given[head] = parse(body)
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

    def unfold(self, t, keep, values=None):
        """Names, given functions and derivatives replaced by what they stand for."""
        t = substitute(t, values)
        if t.op == "sym":
            known = None if t.args[0] in keep else self.given.get(t.args[0])
            return self.unfold(known, keep) if known else t
        if t.op == "if" and any(s.op == "diff" for s in reach(t)): raise Reject("a derivative in a branch")
        met = len(self.carried)
        if t.op == "diff":
            body, x, n = t.args
            inner = keep | ({x} & set(self.given))
            out, values = self.repeated(self.unfold(body, inner), x, n), {}
        else:
            new = [self.unfold(k, keep) for k in t.kids]
            if t.op != "apply" or t.args[0] not in self.functions: return rebuilt(t, new)
            names, out = self.functions[t.args[0]]
            values, met, inner = dict(zip(names, new)), len(self.carried), keep | set(self.given) | set(names)
            out = self.unfold(out, inner)
            for x, n in zip(names, t.args[1]): out = self.repeated(out, x, n)
        if inner != keep:
            self.carried[met:] = [self.unfold(c, keep, values) for c in self.carried[met:]]
            out = self.unfold(out, keep, values)
        return out

    def repeated(self, t, x, n):
        for _ in range(n):
            if (t, x) not in self.listed: raise Reject("a derivative that is not listed")
            t, domain = self.listed[t, x]
            self.carried += domain
        return t

    def ground(self, inputs, keep):
        s, found = self.file["statement"], [self.unfold(t, keep) for t in inputs]
        domain, self.carried = self.carried, []
        assumed = [parse(c) for c in s["assume"]] + [mk("prop", "integer", parse(n)) for n in s["integer"]]
        return found, domain, [self.unfold(c, keep) for c in assumed], {
            n: self.unfold(d, keep) for n, d in self.given.items() if n not in keep}

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
        if "verdict" in self.file or (answer is None) != empty or not empty and self.term(answer) is not start:
            raise Reject("the answer is not where the last stage ends")
        if self.terms(self.file["conditions"]) != carried:
            raise Reject("the conditions are not those of the last stage")

    def stage(self, stage, beginning, carried, assumed, names):
        (of, x, last), d, whole = beginning, stage.get("differentiated"), lambda t: substitute(t, names)
        start, end = self.term(stage["start"]), self.term(stage["end"])
        domain, conditions = self.terms(stage["domain"]), self.terms(stage["conditions"])
        if not last and x is not None:
            opened = lambda c: c.op == "rel" and c.args[0] in ("!=", "<", ">") and not any(map(jumps, reach(c)))
            assumed = [c for c in assumed if x not in symbols(c) or opened(c)]
        base = owed(assumed)
        if (d is None) != (x is None) or (start if d is None else self.term(d["of"])) is not of or d and d["by"] != x:
            raise Reject("a stage does not begin where the statement leads")
        same_domain(base, carried + [start, of], domain + [start], rule_needs(of, x) if d else ())
        if d: self.differentiated(base, of, x, start, domain, d["lines"])
        here = Domain(base + owed([whole(t) for t in [start] + domain]))
        self.steps(stage["steps"], (start, end), here, names, [start] + domain)
        if stage["empty"]:
            if conditions or not here.nowhere([whole(start), whole(end)]): raise Reject("there may be a value")
            return end, conditions
        said = owed([whole(t) for t in [end] + conditions])
        here.require(said, "the answer or a condition is not known on the domain")
        Domain(base + said).require(owed([whole(t) for t in [start] + domain]), "the conditions leave out a point")
        return end, conditions

    def differentiated(self, base, of, x, raw, domain, lines):
        """raw is the derivative of `of` where the domain holds, and so is each line."""
        here = Domain(base + owed([raw] + domain))
        here.require(needs([of]) + rule_needs(of, x), "a rule of the derivative may not hold")
        own, depends, inside = slopes(of, x), dependent(of, x), set(reach(of))
        self.same(here.scope(), own.get(of, ZERO), raw, "not the derivative")
        for line in lines:
            t, result = self.term(line["of"]), self.term(line["result"])
            if t not in inside or line["rule"] != rule_name(t, depends) or t is of and result is not raw:
                raise Reject(f"a line of the differentiation: {line['of']}")
            inside.remove(t)
            self.same(here.scope(), own.get(t, ZERO), result, f"a line of the differentiation: {line['of']}")

    def same(self, scope, a, b, what):
        if (a, b) not in scope.equal: scope.equal[a, b] = a is b or not scope.difference(a, b)[0]
        if not scope.equal[a, b]: raise Reject(what)

    def steps(self, steps, ends, here, names, of_d):
        whole, generic, current = lambda t: substitute(t, names), False, ends[0]
        for i, step in enumerate(steps):
            sides, place = (self.term(step["before"]), self.term(step["after"])), step["place"]
            try:
                if at(current, place) is not sides[0]: raise Reject("the place does not hold the term before")
                above = [(at(current, place[:j]), k) for j, k in enumerate(place)]
                branch = [whole(t.args[0] if k == 1 else negated(t.args[0])) for t, k in above if t.op == "if" and k]
                generic |= self.step(step, sides, here, tuple(branch), whole)
            except Reject as e:
                raise Reject(f"step {i + 1}: {e}") from None
            current = replace(current, place, sides[1])
        if current is not ends[1]: raise Reject("the steps do not lead to the end")
        # A divisor may vanish on a thin set where D is open and nothing jumps.
        for t in reach(*map(whole, of_d + [current]), *here.facts) if generic else ():
            weak = t.op == "rel" and t.args[0] not in ("!=", "<", ">") or t.op == "prop" or jumps(t)
            if names or here.guarded or weak or t.op == "^" and literal(t.args[1]) is None and here.scope().term_sign(
                    t.args[0]) != POS:
                raise Reject("a divisor that may vanish, on a domain that is not plain")

    def step(self, step, sides, here, branch, whole):
        """Whether a true step divides by a polynomial that may vanish."""
        before, after = map(whole, sides)
        old = needs([before])
        local = branch + tuple(c for g, c in old if not g)
        scope, known = here.scope(local, old), lambda n: here.known(n, local, old)
        self.reason(step, sides, (before, after), scope, whole)
        missing = [n for n in needs([after]) if not known(n)]
        for g, c in missing:
            thin = not g and c.op == "rel" and c.args[0] == "!=" and literal(c.args[2]) == 0
            f = scope.expand(c.args[1]) if thin else ({}, ())
            if f[1] or not f[0] or any(KERNELS[k][0] not in ("sym", "pi") or e.denominator != 1 or e < 0
                                       for m in f[0] for k, e in m):
                raise Reject("what the new term needs is not known")
        if not missing and not all(map(known, owed(list(map(whole, self.terms(step["conditions"])))))):
            raise Reject("a condition of the step is not known")
        return bool(missing)

    def reason(self, step, sides, resolved, scope, whole):
        kind, name = step["kind"], step["rule"]
        if kind == "ring" and name in WORDS:
            return self.same(scope, *resolved, "the sides are not equal by field arithmetic")
        if kind in ("rule", "reversed") and name in self.rules:
            lhs, rhs, conditions = self.rules[name]
            left, right = sides if kind == "rule" else sides[::-1]
            for found in matched(parse(rhs), right, matched(parse(lhs), left, [{}])):
                if all(scope.holds(whole(substitute(parse(c), found))) for c in conditions): return
            raise Reject(f"not an instance of {name}, or its condition is not known")
        for a, b in (sides, sides[::-1]):
            if kind == "definition" and a.op == "call" and a.args[0] == name and filled(self.means[name], a.args[1:]) is b:
                return
            if kind == "name" and a is mk("sym", name) and name in self.given and whole(b) is whole(a): return
        raise Reject(f"not the definition of {name}")

    # -- verdicts

    def equal(self, s):
        (lhs, rhs), domain, assumed, _ = self.ground([parse(s["lhs"]), parse(s["rhs"])], set())
        verdict, stages, conditions = self.file["verdict"], self.file["stages"], self.terms(self.file["conditions"])
        base, word = owed(assumed), verdict["verdict"]
        if "answer" in self.file or len(stages) != (word != "refuted"):
            raise Reject("the stages do not fit the verdict")
        if word == "vacuous":
            if conditions or "point" in verdict or not Domain(base + owed([lhs, rhs] + domain)).nowhere([lhs, rhs]):
                raise Reject("there may be a point where both sides have a value")
            return
        point = {n: literal(parse(v)) for n, v in verdict["point"].items()}
        if not all(truth(c, point) for c in assumed + domain):
            raise Reject("the point is not known to be in the domain")
        a, b = span(lhs, point), span(rhs, point)
        if word == "refuted":
            near = lambda ends, text: all(abs(x - Q(text.lstrip("~"))) <= (text[0] == "~") * Q(1, 10 ** 11) for x in ends)
            if conditions or not (a[1] < b[0] or b[1] < a[0]) or not near(a, verdict["lhs"]) or not near(b, verdict["rhs"]):
                raise Reject("the sides are not known to differ at the point, or have other values")
            return
        stage = stages[0]
        ends, said = (self.term(stage["start"]), self.term(stage["end"])), self.terms(stage["domain"])
        if word != "proved" or ends not in ((lhs, rhs), (rhs, lhs), (mk("-", lhs, rhs), ZERO)) or stage["empty"] \
                or "differentiated" in stage or self.terms(stage["conditions"]) != conditions:
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

def monotone(f, a):
    """An increasing function that the decimal module rounds correctly, outward."""
    low, high = (c.divide(Decimal(x.numerator), Decimal(x.denominator)) for c, x in zip((LOW, HIGH), a))
    low, high = Q(f(low, LOW)), Q(f(high, HIGH))
    return (low - abs(low) * NEAR, high + abs(high) * NEAR)

def wave(a, n):
    """The cosine (n = 0) or the sine (n = 1), neither of which changes faster than its argument."""
    mid, near = (a[0] + a[1]) / 2, (a[1] - a[0]) / 2
    if abs(mid) > 40: raise Reject("a value that is not computed")
    out, term, k = Q(0), mid ** n, n
    while abs(term) > NEAR / 100 or k < 100: out, term, k = out + term, -term * mid * mid / ((k + 1) * (k + 2)), k + 2
    return (out - near - NEAR, out + near + NEAR)

def truth(c, point):
    """Whether a condition certainly holds at the point."""
    if c.op == "rel":
        a, b = span(c.args[1], point), span(c.args[2], point)
        s = NEG * (a[0] < b[1]) | POS * (a[1] > b[0]) | NIL * (a[0] <= b[1] and b[0] <= a[1])
        return not s & ~ALLOWED[c.args[0]]
    a = span(c.args[1], point)
    return {"integer": a[0] == a[1] and a[0].denominator == 1, "not integer": a[0].__ceil__() > a[1],
            "not pole": a[0] > 0}.get(c.args[0], c.op == "prop")

def span(t, point):
    """An interval of fractions that holds the value, which there certainly is."""
    op, args = t.op, t.args
    if op in ("num", "sym"): return (args[0] if op == "num" else point[args[0]],) * 2
    if op == "pi":
        x = Q("3.14159265358979323846264338327950288419716939937510582097494459230781")
        return (x, x + NEAR)
    if op == "if":
        yes = truth(args[0], point)
        return span(args[1] if yes else args[2], point) if yes or truth(negated(args[0]), point) else uncertain()
    if op == "call" and not all(truth(c, point) for c in own_needs(t)): uncertain()
    if op == "call" and FUNCTIONS[args[0]][3]: return span(filled(FUNCTIONS[args[0]][3], args[1:]), point)
    a, *rest = [span(k, point) for k in t.kids]
    b = rest[0] if rest else a
    if op == "neg": return (-a[1], -a[0])
    if op in "+-": return (a[0] + b[0], a[1] + b[1]) if op == "+" else (a[0] - b[1], a[1] - b[0])
    if op in "*/":
        if op == "/": b = (1 / b[1], 1 / b[0]) if b[0] > 0 or b[1] < 0 else uncertain()
        ends = [x * y for x in a for y in b]
        return (min(ends), max(ends))
    if op == "^" and b[0] == b[1] and b[0].denominator == 1 and abs(b[0]) < 1000:
        n = int(b[0])
        ends = [a[0] ** n, a[1] ** n] if n > 0 or a[0] > 0 or a[1] < 0 else uncertain()
        return (Q(0) if n % 2 == 0 and a[0] < 0 < a[1] else min(ends), max(ends))
    name = args[0] if op == "call" else op
    if name == "^" or name == "log" and a[0] > 0:
        log = monotone(lambda x, c: x.ln(c), a) if a[0] > 0 else uncertain()
        ends = [x * y for x in log for y in b]
        return log if name == "log" else monotone(lambda x, c: x.exp(c), (min(ends), max(ends)))
    if name in ("sin", "cos"): return wave(a, int(name == "sin"))
    if name == "abs": return a if a[0] >= 0 else (-a[1], -a[0]) if a[1] <= 0 else (Q(0), max(-a[0], a[1]))
    if name in ("exp", "sqrt"):
        exact = rational_root(a[0]) if name == "sqrt" and a[0] == a[1] else None
        return (exact, exact) if exact is not None else monotone(lambda x, c: getattr(x, name)(c), a)
    if name in ("sign", "floor"):
        ends = [Q(sign_of(x) // 2 - 1 if x else 0) if name == "sign" else Q(x.__floor__()) for x in a]
        ends = [Q(1) if e > 0 and name == "sign" else e for e in ends]
        return tuple(ends) if ends[0] == ends[1] else uncertain()
    return uncertain()

def uncertain():
    raise Reject("a value at the point is not known")

# ---------------------------------------------------------------- files

def replayed(text, rules):
    """The verdict on a file."""
    try:
        file = json.loads(text)
        if file["format"] != "chainrule proof" or file["version"] != 1: raise Unreadable("the format or its version")
        Replay(file, rules).run()
    except Reject as e:
        return 1, f"rejected: {e}"
    except (Unreadable, LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as e:
        return 2, f"unreadable: {type(e).__name__} {e}"
    return 0, "accepted"

def main(arguments):
    sys.setrecursionlimit(50_000)
    rules, worst = None, 0
    while arguments:
        name = arguments.pop(0)
        with open(arguments.pop(0) if name == "--rules" else name, encoding="utf-8") as file:
            text = file.read()
        if name == "--rules":
            rows = [json.loads(line) for line in text.splitlines()]
            rules = {r["rule"]: (r["lhs"], r["rhs"], tuple(r["conditions"])) for r in rows if "rule" in r}
            rules.update({r["function"]: r["means"] for r in rows if "function" in r})
        elif name.endswith(".list"): arguments = text.splitlines() + arguments
        else:
            code, said = replayed(text, rules)
            worst = max(worst, code)
            print(name, said)
    return worst

if __name__ == "__main__": sys.exit(main(sys.argv[1:]))
