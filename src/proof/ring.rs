//! Fractions of polynomials over kernels.
//!
//! A kernel is a variable or a non-rational sub-term, keyed by its arguments in expanded form; it
//! stands for one complex number at each point. `k^e` with a fractional `e` is the principal
//! power, and `E[m]^q` is `exp(q·m)` by definition, so exponents of one kernel always add. A kernel
//! with a modulus `M` and a value `V` satisfies `k^M = V`, which keeps its exponents below `M`.
//! Whatever stands in a denominator is a divisor of some term that was expanded, so an identity
//! between two fractions holds at every point where both terms have a value.

use super::mono::{Gauss, Mono};
use super::poly::{Poly, Terms};
use super::powers::{is_short, power_of, power_size};
use super::range::{ANY, NEG, POS, Range, Signs, ZERO};
use crate::term::{Func, Rational, Symbol, TermId, UnknownId};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What a kernel is, apart from its arguments.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Head {
    Symbol(Symbol),
    Pi,
    /// A positive number that was not split further.
    Prime,
    /// `exp(m)`, or `exp(i·m)` if imaginary, for a monomial over a denominator.
    Exp(bool),
    /// `exp(i·pi)`
    Unity,
    Root,
    Abs,
    OddRoot(i64),
    Log,
    /// A power that can't be taken apart.
    Power,
    Call(Func),
    If(TermId),
    Apply(UnknownId),
    /// A term that has no value anywhere.
    Nowhere,
}

pub(super) struct Kernel {
    pub(super) head: Head,
    pub(super) arguments: SmallVec<[u32; 2]>,
    pub(super) modulus: Option<(Rational, Poly)>,
    /// Whether it is real wherever the term it came from has a value.
    pub(super) real: bool,
    pub(super) range: Range,
}

/// `num / ∏ polys[p]^e`
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Frac {
    pub(super) num: Poly,
    pub(super) den: SmallVec<[(u32, i64); 1]>,
}

impl Frac {
    pub(super) fn poly(num: Poly) -> Self {
        Frac { num, den: SmallVec::new() }
    }

    pub(super) fn number(value: Rational) -> Self {
        Frac::poly(Poly::number(value))
    }

    fn is_one(&self) -> bool {
        self.den.is_empty() && matches!(self.num.0.as_slice(), [(m, c)] if m.is_one() && c.is_one())
    }

    pub(super) fn rational(&self) -> Option<Rational> {
        if self.den.is_empty() { self.num.rational() } else { None }
    }
}

/// Interned kernels, fractions and denominators, and the work done so far.
#[derive(Default)]
pub(super) struct Ring {
    pub(super) kernels: Vec<Kernel>,
    kernel_ids: FxHashMap<(Head, SmallVec<[u32; 2]>), u32>,
    pub(super) fracs: Vec<Rc<Frac>>,
    frac_ids: FxHashMap<Rc<Frac>, u32>,
    pub(super) polys: Vec<Rc<Poly>>,
    poly_ids: FxHashMap<Rc<Poly>, u32>,
    work: usize,
    /// What a large claim may take besides.
    pub(super) more: usize,
    /// Set once the budget is spent: from then on nothing may be accepted.
    pub(super) over: bool,
}

/// How many products of two terms a check may take.
const BUDGET: usize = 200_000;
/// Terms of a dividend times terms of a quotient.
const LONGEST: usize = 500_000;
/// So many terms of a quotient with remainder are looked for.
const MOST_PARTED: usize = 32;
/// So many kernels in the factors of a product of two terms count as one more.
const LONG: usize = 64;
/// Coefficients of more bits cost the square of their length in words of so many.
const WORD: usize = 512;
/// The highest power of a sum that is multiplied out however long it is.
pub(super) const MAX_POWER: i64 = 32;
/// The longest number a power is worked out to, in bits.
pub(super) const MAX_BITS: i64 = 40_000;

impl Ring {
    pub(super) fn kernel(&mut self, head: Head, arguments: &[u32]) -> Option<u32> {
        self.kernel_ids.get(&(head, SmallVec::from_slice(arguments))).copied()
    }

    pub(super) fn new_kernel(&mut self, kernel: Kernel) -> u32 {
        let id = self.kernels.len() as u32;
        self.kernel_ids.insert((kernel.head, kernel.arguments.clone()), id);
        self.kernels.push(kernel);
        id
    }

    pub(super) fn intern(&mut self, f: &Frac) -> u32 {
        if let Some(&id) = self.frac_ids.get(f) {
            return id;
        }
        let (shared, id) = (Rc::new(f.clone()), self.fracs.len() as u32);
        self.fracs.push(shared.clone());
        self.frac_ids.insert(shared, id);
        id
    }

    pub(super) fn intern_poly(&mut self, p: Poly) -> u32 {
        if let Some(&id) = self.poly_ids.get(&p) {
            return id;
        }
        let (shared, id) = (Rc::new(p), self.polys.len() as u32);
        self.polys.push(shared.clone());
        self.poly_ids.insert(shared, id);
        id
    }

    /// Counts work; false once the budget is spent.
    pub(super) fn spend(&mut self, products: usize) -> bool {
        self.work = self.work.saturating_add(products);
        self.over |= self.work > BUDGET + self.more;
        !self.over
    }

    pub(super) fn times_poly(&mut self, a: &Poly, b: &Poly) -> Poly {
        // A product of thousands of kernels costs their number, however few terms it has.
        let kernels = a.length().saturating_mul(b.0.len()).saturating_add(b.length().saturating_mul(a.0.len()));
        let (terms, words) = (a.0.len().saturating_mul(b.0.len()), a.bits().saturating_add(b.bits()) / WORD);
        if !self.spend(terms.saturating_mul(words * words + 1).saturating_add(kernels / LONG) + 1) {
            return Poly::default();
        }
        let product = a.times(b);
        self.reduced(product)
    }

    /// Brings every exponent below its kernel's modulus; none is negative for such kernels.
    pub(super) fn reduced(&mut self, p: Poly) -> Poly {
        let over = |s: &Self, m: &Mono| {
            m.0.iter().find(|(k, e)| s.kernels[*k as usize].modulus.as_ref().is_some_and(|x| *e >= x.0)).cloned()
        };
        if !p.0.iter().any(|t| over(self, &t.0).is_some()) {
            return p;
        }
        let mut kept = Vec::new();
        let mut todo = Terms::clone(&p.0);
        // By kernel and power of its value what that power is multiplied with.
        let mut powers: BTreeMap<u32, BTreeMap<i64, Vec<(Mono, Gauss)>>> = BTreeMap::new();
        while let Some((m, c)) = todo.pop() {
            let Some((k, e)) = over(self, &m) else {
                kept.push((m, c));
                continue;
            };
            let Some((modulus, value)) = self.kernels[k as usize].modulus.clone() else { continue };
            let times = e.checked_div(&modulus).map_or(Rational::ZERO, |x| x.floor());
            let rest = m.times(&Mono::power(k, -(&times * &modulus)));
            match (times.to_i64(), value.0.as_slice()) {
                (Some(t), [(n, d)]) if power_size(d, t) < MAX_BITS => {
                    todo.push((rest.times(&n.raised(&times)), c.times(&power_of(d, t))));
                }
                (Some(n), _) if is_short(&value, n) => {
                    powers.entry(k).or_default().entry(n).or_default().push((rest, c));
                }
                _ => self.over = true,
            }
        }
        let sums = powers.into_iter().map(|(k, by_power)| self.in_value(k, by_power));
        sums.fold(Poly::collected(kept), |all, sum| all.plus(&sum))
    }

    /// The sum of products with powers of what a kernel's modulus comes to, by Horner's rule.
    fn in_value(&mut self, k: u32, by_power: BTreeMap<i64, Vec<(Mono, Gauss)>>) -> Poly {
        let value = self.kernels[k as usize].modulus.as_ref().map(|x| x.1.clone()).unwrap_or_default();
        let (mut sum, mut above) = (Poly::default(), 0);
        for (power, terms) in by_power.into_iter().rev() {
            sum = self.repeated(sum, &value, above - power).plus(&Poly::collected(terms));
            above = power;
        }
        self.repeated(sum, &value, above)
    }

    pub(super) fn plus(&mut self, a: &Frac, b: &Frac) -> Frac {
        if a.num.is_zero() || b.num.is_zero() {
            return if b.num.is_zero() { a.clone() } else { b.clone() };
        }
        if a.den == b.den {
            return self.cancelled(Frac { num: a.num.plus(&b.num), den: a.den.clone() });
        }
        let (mut left, mut right) = (a.num.clone(), b.num.clone());
        let mut den = a.den.clone();
        for &(p, e) in &b.den {
            match den.iter_mut().find(|x| x.0 == p) {
                Some(x) => x.1 = x.1.max(e),
                None => den.push((p, e)),
            }
        }
        den.sort_unstable();
        for &(p, e) in &den {
            let in_den = |f: &Frac| f.den.iter().find(|x| x.0 == p).map_or(0, |x| x.1);
            left = self.times_power(left, p, e - in_den(a));
            right = self.times_power(right, p, e - in_den(b));
        }
        self.cancelled(Frac { num: left.plus(&right), den })
    }

    pub(super) fn times_power(&mut self, start: Poly, p: u32, e: i64) -> Poly {
        let factor = self.polys[p as usize].clone();
        self.repeated(start, &factor, e)
    }

    /// `start * factor^times`, unless the budget ends before.
    fn repeated(&mut self, mut start: Poly, factor: &Poly, times: i64) -> Poly {
        for _ in 0..times {
            if self.over {
                break;
            }
            start = self.times_poly(&start, factor);
        }
        start
    }

    pub(super) fn times(&mut self, a: &Frac, b: &Frac) -> Frac {
        if a.is_one() || b.is_one() {
            return if a.is_one() { b.clone() } else { a.clone() };
        }
        let mut den = a.den.clone();
        for &(p, e) in &b.den {
            match den.iter_mut().find(|x| x.0 == p) {
                Some(x) => x.1 = x.1.saturating_add(e),
                None => den.push((p, e)),
            }
        }
        den.sort_unstable();
        let num = self.times_poly(&a.num, &b.num);
        self.cancelled(Frac { num, den })
    }

    pub(super) fn minus(&mut self, a: &Frac, b: &Frac) -> Frac {
        if a == b {
            return Frac::default();
        }
        if b.num.is_zero() { a.clone() } else { self.plus(a, &Frac { num: b.num.negated(), den: b.den.clone() }) }
    }

    /// Divides denominators out of the numerator where that is exact.
    fn cancelled(&mut self, mut f: Frac) -> Frac {
        if f.den.is_empty() || f.num.is_zero() {
            return if f.num.is_zero() { Frac::default() } else { f };
        }
        for i in 0..f.den.len() {
            let p = self.polys[f.den[i].0 as usize].clone();
            while f.den[i].1 > 0 && f.num.0.len() >= p.0.len() && self.spend(p.0.len()) {
                let Some(q) = divided(&f.num, &p) else { break };
                f = Frac { num: q, den: f.den };
                f.den[i].1 -= 1;
            }
        }
        f.den.retain(|x| x.1 > 0);
        f
    }

    /// The constant, the real monomial and the polynomial that make up `p`: the first is above 0.
    /// Only kernels that may be pulled out of a real quantity go into the monomial.
    pub(super) fn primitive(&self, p: &Poly) -> (Rational, Mono, Poly) {
        let (size, content) = (p.size(), self.real_content(p));
        let inverse = Gauss::real(size.recip().unwrap_or(Rational::ONE));
        let rest = p.scaled(&content.inverse(), &inverse);
        (size, content, rest)
    }

    /// The power product that may be pulled out of a real quantity.
    pub(super) fn real_content(&self, p: &Poly) -> Mono {
        let mut content = p.content();
        content.0.retain(|x| self.kernels[x.0 as usize].real);
        content
    }

    pub(super) fn opaque(&mut self, head: Head, arguments: &[u32], range: Range) -> u32 {
        self.kernel(head, arguments).unwrap_or_else(|| {
            let arguments = SmallVec::from_slice(arguments);
            self.new_kernel(Kernel { head, arguments, modulus: None, real: true, range })
        })
    }

    /// The signs of `k^e`, given those of `k`; a kernel that isn't real has none to speak of.
    pub(super) fn signs_of_power(&self, k: u32, signs: Signs, e: &Rational) -> Signs {
        let nonzero = if signs & ZERO == 0 || e.is_negative() { POS | NEG } else { ANY };
        if !self.kernels[k as usize].real {
            return nonzero;
        }
        match e.is_integer().then(|| e.is_even()) {
            Some(true) => nonzero & !NEG,
            Some(false) => signs & nonzero,
            None if signs & NEG == 0 => signs & nonzero,
            None => nonzero,
        }
    }
}

/// The exact quotient of two polynomials of which the second has more than one term.
pub(super) fn divided(p: &Poly, by: &Poly) -> Option<Poly> {
    let (a, b) = (p.content(), by.content());
    let one = Gauss::real(Rational::ONE);
    let limit = (p.0.len() * 4 + 8).min(LONGEST / p.0.len().max(1));
    let quotient = p.scaled(&a.inverse(), &one).over(&by.scaled(&b.inverse(), &one), limit)?;
    Some(quotient.scaled(&a.times(&b.inverse()), &one))
}

/// Quotient and remainder of which no term is a multiple of the divisor's first; `None` where that takes
/// many steps.
pub(super) fn parted(p: &Poly, by: &Poly) -> Option<(Poly, Poly)> {
    let (lead, c) = by.0.first()?;
    let inverse = c.inverse()?;
    let (mut whole, mut rest) = (Poly::default(), p.clone());
    for _ in 0..MOST_PARTED {
        let step = rest.0.iter().find(|(m, _)| lead.0.iter().all(|(k, e)| m.degree(*k) >= *e));
        let Some((m, c)) = step.map(|(m, c)| (m.times(&lead.inverse()), c.times(&inverse))) else {
            return Some((whole, rest));
        };
        rest = rest.minus(&by.scaled(&m, &c));
        whole = whole.plus(&Poly::term(m, c));
    }
    None
}
