//! The signs of polynomials: by intervals, Sturm's theorem, and combinations of facts.

use super::facts::{MAX_COMBINED, Scope};
use super::mono::{Gauss, Mono};
use super::poly::Poly;
use super::range::{ANY, NEG, POS, Range, Signs, ZERO, flip_signs, times_signs};
use super::ring::{Frac, Head, divided};
use super::sturm::{signs_on, signs_where};
use crate::term::Rational;

/// Beyond so much work, the cube of the degrees, roots are counted no more in a scope.
const MOST_COUNTED: usize = 200_000;
/// So many facts in one kernel are looked at together.
const MOST_FACTS: usize = 8;
/// With more facts, single kernels and products are not held against each of them.
const FEW: usize = 24;
/// Longer polynomials are not held against products of facts, nor against more of these.
const SHORT: usize = 4;
const MOST_PAIRS: usize = 10;

impl Scope {
    /// The possible signs of a polynomial; `depth` bounds how many facts are combined.
    pub(super) fn poly_signs(&mut self, p: &Poly, depth: u32) -> Signs {
        if let Some(c) = p.constant() {
            return if c.im.is_zero() { Range::point(c.re).signs() } else { POS | NEG };
        }
        let found = self.looked_up(&Frac::poly(p.clone()));
        let (_, content, rest) = self.ring.primitive(p);
        if !content.is_one() {
            let mut signs = self.poly_signs(&rest, depth);
            for (k, e) in &content.0 {
                signs = times_signs(signs, self.ring.signs_of_power(*k, self.kernel_signs(*k), e));
            }
            signs &= found;
            if signs.count_ones() > 1 && self.is_real(p) && self.decide_alone(p, &mut signs) {
                return signs;
            }
            let few = self.sums.len() <= FEW;
            if few && depth > 0 && signs.count_ones() > 1 && self.ring.spend(self.sums.len()) {
                signs &= self.by_products(p, depth);
                signs &= self.by_sums(p, depth);
            }
            return signs;
        }
        let mut signs = found;
        if self.is_real(p) {
            signs &= self.poly_range(p).signs();
            if signs.count_ones() > 1 && self.decide_alone(p, &mut signs) {
                return signs;
            }
        } else if let [(m, _)] = p.0.as_slice() {
            let power = |s: &Self, (k, e): &(u32, Rational)| s.ring.signs_of_power(*k, s.kernel_signs(*k), e);
            signs &= m.0.iter().fold(POS | NEG, |all, x| times_signs(all, power(self, x)));
        }
        if depth > 0 && signs.count_ones() > 1 && signs != NEG | POS && self.ring.spend(self.sums.len()) {
            signs &= self.by_division(p, depth);
            signs &= self.by_sums(p, depth);
            signs &= self.by_root(p, depth);
        }
        if depth > 0 && signs.count_ones() > 1 && self.ring.spend(p.0.len()) {
            signs &= self.by_square(p, depth);
        }
        signs
    }

    /// Leaves the signs that a polynomial in one kernel has where all facts in that kernel hold; says whether
    /// there are no other facts about it, so that nothing else can say more.
    fn decide_alone(&mut self, p: &Poly, signs: &mut Signs) -> bool {
        let kernels = p.kernels();
        let [k] = kernels.as_slice() else { return false };
        let Some(coefficients) = dense(p, *k).filter(|_| self.counted <= MOST_COUNTED) else { return false };
        let range = self.kernel_range(*k);
        let own = signs_on(&coefficients, &range);
        *signs &= own;
        if own.count_ones() == 1 {
            return true;
        }
        let about = |f: &&(Poly, Signs)| f.0.0.iter().any(|t| t.0.0.iter().any(|x| x.0 == *k));
        let (mut facts, mut all) = (Vec::new(), true);
        for (fact, signs) in self.sums.iter().filter(about) {
            match dense(fact, *k).filter(|_| facts.len() < MOST_FACTS) {
                // The range has the bounds from polynomials of degree one.
                Some(dense) if fact.0.len() > 1 && (dense.len() > 2 || *signs == NEG | POS) => {
                    facts.push((dense, *signs));
                }
                Some(_) => {}
                None => all = false,
            }
        }
        let degrees = facts.iter().map(|f| f.0.len()).sum::<usize>() + coefficients.len();
        self.counted = self.counted.saturating_add(degrees.saturating_pow(3));
        if facts.is_empty() {
            return all;
        }
        // Facts that hold nowhere imply anything; that is for the scope to notice.
        let found = signs_where(&coefficients, &facts, &range).filter(|s| *s != 0);
        *signs &= found.unwrap_or(ANY);
        all && found.is_some()
    }

    fn poly_range(&self, p: &Poly) -> Range {
        let term = |(m, c): &(Mono, Gauss)| {
            m.0.iter().fold(Range::point(c.re.clone()), |all, (k, e)| {
                let range = self.kernel_range(*k);
                let power = match e.to_i64() {
                    Some(n) if n > 0 => range.power(n),
                    Some(n) => range.power(n.saturating_neg()).reciprocal(),
                    None => Range::of_signs(self.ring.signs_of_power(*k, range.signs(), e)),
                };
                all.times(&power)
            })
        };
        p.0.iter().map(term).reduce(|a, b| a.plus(&b)).unwrap_or(Range::point(Rational::ZERO))
    }

    /// Whether only kernels stand in `p` that are real, to powers that keep them so.
    pub(super) fn is_real(&self, p: &Poly) -> bool {
        let real = |(k, e): &(u32, Rational)| {
            self.ring.kernels[*k as usize].real && (e.is_integer() || self.kernel_signs(*k) & NEG == 0)
        };
        p.0.iter().all(|(m, c)| c.im.is_zero() && m.0.iter().all(real))
    }

    /// `p` as a multiple of `by` at every point, those with a kernel at 0 included.
    fn multiple(&self, p: &Poly, by: &Poly) -> Option<Poly> {
        let whole = |(k, e): &(u32, Rational)| !e.is_negative() || self.kernel_signs(*k) & ZERO == 0;
        divided(p, by).filter(|q| q.0.iter().all(|t| t.0.0.iter().all(whole)))
    }

    /// The signs by a fact on a product of kernels all of which stand in `p`, and what is left.
    fn by_products(&mut self, p: &Poly, depth: u32) -> Signs {
        let mut signs = ANY;
        for i in 0..self.sums.len() {
            let (fact, known) = self.sums[i].clone();
            let [(m, c)] = fact.0.as_slice() else { continue };
            let inside = |(k, e): &(u32, Rational)| e.is_integer() && p.0.iter().all(|t| t.0.degree(*k) >= *e);
            let Some(inverse) = c.inverse().filter(|_| m.0.len() > 1 && m.0.iter().all(inside)) else { continue };
            let rest = p.scaled(&m.inverse(), &inverse);
            if rest.kernels().len() < p.kernels().len() {
                signs &= times_signs(known, self.poly_signs(&rest, depth - 1));
            }
        }
        signs
    }

    /// Whether `p` divides a fact that something is not 0, or if it is short the product of two such:
    /// 1 + sin(x) divides the square of cos(x), and cos(x) the product of 1 + sin(x) and 1 - sin(x).
    fn divides_nonzero(&self, p: &Poly) -> bool {
        let nonzero = |(f, s): &&(Poly, Signs)| *s & ZERO == 0 && f.0.len() > 1;
        if self.sums.iter().filter(nonzero).any(|(f, _)| self.multiple(f, p).is_some()) {
            return true;
        }
        let kernels = p.kernels();
        let short = |f: &Poly| f.0.len() <= SHORT && f != p && f.kernels() == kernels;
        if p.0.len() > SHORT || self.is_real(p) {
            return false;
        }
        let facts: Vec<&Poly> = self.sums.iter().filter(nonzero).map(|x| &x.0).filter(|f| short(f)).collect();
        let pairs = facts.iter().enumerate().flat_map(|(i, f)| facts[i..].iter().map(move |g| f.times(g)));
        pairs.take(MOST_PAIRS).any(|q| self.multiple(&q, p).is_some())
    }

    /// A product of known factors has their signs; what divides something not 0 is not 0.
    fn by_division(&mut self, p: &Poly, depth: u32) -> Signs {
        let mut signs = ANY;
        for i in 0..self.sums.len() {
            let (fact, known) = self.sums[i].clone();
            if fact.0.len() > 1
                && fact != *p
                && let Some(q) = self.multiple(p, &fact).filter(|q| q.0.len() <= p.0.len() + 4)
            {
                signs &= times_signs(known, self.poly_signs(&q, depth - 1));
            }
        }
        if p.0.len() > 1 && signs & ZERO != 0 && self.divides_nonzero(p) {
            signs &= !ZERO;
        }
        signs
    }

    /// The signs by facts whose multiples bound `p` from below or from above.
    fn by_sums(&mut self, p: &Poly, depth: u32) -> Signs {
        if self.sums.is_empty() {
            return ANY;
        }
        let above = self.bounded_below(p, depth);
        above & flip_signs(self.bounded_below(&p.negated(), depth))
    }

    /// `p` less a positive multiple of something that is not negative bounds `p` from below.
    fn bounded_below(&mut self, p: &Poly, depth: u32) -> Signs {
        for i in 0..self.sums.len().min(MAX_COMBINED) {
            let (mut fact, mut known) = self.sums[i].clone();
            if known & POS == 0 {
                (fact, known) = (fact.negated(), flip_signs(known));
            }
            if known & NEG != 0 || fact.0.len() > 8 || p.0.len() > 16 {
                continue;
            }
            for (m, c) in fact.0.iter() {
                let Some((_, d)) = p.0.iter().find(|t| t.0 == *m) else { continue };
                let scale = d.inverse().and_then(|_| Some(d.times(&c.inverse()?)));
                let Some(scale) = scale.filter(|s| s.im.is_zero() && s.re.signum() > 0) else { continue };
                let rest = p.minus(&fact.scaled(&Mono::default(), &scale));
                let signs = self.poly_signs(&rest, depth - 1);
                if signs & NEG == 0 {
                    return if signs & ZERO == 0 || known & ZERO == 0 { POS } else { POS | ZERO };
                }
            }
        }
        ANY
    }

    /// `4*a*(a*k^2 + b*k + c)` is `(2*a*k + b)^2 + 4*a*c - b^2`: not below zero where the rest isn't.
    fn by_square(&mut self, p: &Poly, depth: u32) -> Signs {
        if p.0.len() > 16 || !self.is_real(p) {
            return ANY;
        }
        for k in p.kernels() {
            let Some(([a, b, c], turned)) = quadratic(p, k) else { continue };
            let (ac, bb) = (self.ring.times_poly(&a, &c), self.ring.times_poly(&b, &b));
            let four = Gauss::real(Rational::from(4));
            let rest = ac.scaled(&Mono::default(), &four).minus(&bb);
            let signs = self.poly_signs(&rest, depth - 1);
            if signs & NEG == 0 && !self.ring.over {
                let signs = if signs & ZERO == 0 { POS } else { POS | ZERO };
                return if turned { flip_signs(signs) } else { signs };
            }
        }
        ANY
    }

    /// `A + B*sqrt(q)` has the sign of `B` where `B^2*q` is above `A^2`, and the sign of `A` where it is
    /// below.
    fn by_root(&mut self, p: &Poly, depth: u32) -> Signs {
        if !self.is_real(p) {
            return ANY;
        }
        for k in p.kernels() {
            let Some((a, b)) = halves(p, k) else { continue };
            let kernel = &self.ring.kernels[k as usize];
            let q = match kernel.arguments.first().filter(|_| kernel.head == Head::Root) {
                Some(a) => self.ring.fracs[*a as usize].num.clone(),
                None => Poly::kernel(k),
            };
            let (aa, bb) = (self.ring.times_poly(&a, &a), self.ring.times_poly(&b, &b));
            let apart = self.ring.times_poly(&bb, &q).minus(&aa);
            if self.ring.over {
                return ANY;
            }
            match self.poly_signs(&apart, depth - 1) {
                POS => return self.poly_signs(&b, depth - 1),
                NEG => return self.poly_signs(&a, depth - 1),
                s if s & NEG == 0 => return self.poly_signs(&b, depth - 1) | ZERO,
                _ => {}
            }
        }
        ANY
    }
}

/// `A` and `B` of `A + B*sqrt(k)`, where the root stands in one to four terms and `k` to whole powers besides.
fn halves(p: &Poly, k: u32) -> Option<(Poly, Poly)> {
    let (half, mut whole, mut with) = (Rational::new(1, 2), Poly::default(), Poly::default());
    for (m, c) in p.0.iter() {
        let e = m.degree(k);
        if e.is_integer() {
            whole = whole.plus(&Poly::term(m.clone(), c.clone()));
        } else if (&e - &half).is_integer() {
            with = with.plus(&Poly::term(m.times(&Mono::power(k, -half.clone())), c.clone()));
        } else {
            return None;
        }
    }
    (1..=SHORT).contains(&with.0.len()).then_some((whole, with))
}

/// `a*k^2 + b*k + c` with a number `a` above 0, as `[a, b, c]`; the whole polynomial negated where
/// that makes it so, which is said.
fn quadratic(p: &Poly, k: u32) -> Option<([Poly; 3], bool)> {
    let mut parts = [Poly::default(), Poly::default(), Poly::default()];
    for (m, c) in p.0.iter() {
        let power = m.degree(k).to_i64().and_then(|e| usize::try_from(2 - e).ok()).filter(|slot| *slot <= 2)?;
        let rest = m.times(&Mono::power(k, -m.degree(k)));
        parts[power] = parts[power].plus(&Poly::term(rest, c.clone()));
    }
    let lead = parts[0].rational().filter(|a| !a.is_zero())?;
    let turned = lead.is_negative();
    Some((if turned { parts.map(|part| part.negated()) } else { parts }, turned))
}

/// The coefficients of a polynomial in one kernel, lowest first.
pub(super) fn dense(p: &Poly, k: u32) -> Option<Vec<Rational>> {
    let degree = p.0.iter().map(|t| t.0.degree(k)).max()?.to_i64().filter(|d| *d <= 24)?;
    let mut dense = vec![Rational::ZERO; usize::try_from(degree).ok()? + 1];
    for (m, c) in p.0.iter() {
        if !c.im.is_zero() || m.0.iter().any(|x| x.0 != k) {
            return None;
        }
        let slot = usize::try_from(m.degree(k).to_i64()?).ok()?;
        *dense.get_mut(slot)? = c.re.clone();
    }
    Some(dense)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::Arena;

    #[test]
    fn quadratic_forms_that_are_never_below_zero() {
        for (text, signs) in [
            ("x^2 - 2*x*y + y^2", POS | ZERO),
            ("x^2 + x*y + y^2 + 1", POS),
            ("-x^2 + 2*x*y - y^2 - 1/3", NEG),
            ("x^2 - 3*x*y + y^2", ANY),
            ("y*x^2 + x + 1", ANY),
            ("x^2 + x*log(y) + log(y)^2 + 1", POS),
        ] {
            let mut arena = Arena::new();
            let term = crate::parse::read(&mut arena, text);
            assert_eq!(Scope::default().signs(&mut arena, term), signs, "{text}");
        }
    }
}
