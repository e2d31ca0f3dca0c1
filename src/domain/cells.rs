//! The number line cut at the roots of polynomials in one kernel: on each root and in each gap
//! between two, every one of the polynomials has one sign, so trying all of them decides whatever
//! follows in one variable (Basu, Pollack, Roy, Algorithms in Real Algebraic Geometry, 10.2).

use super::Sign;
use super::facts::Facts;
use super::interval::Interval;
use super::sturm::{self, Dense, value_at};
use crate::algebra::Poly;
use crate::term::{Rational, Relation};
use std::rc::Rc;

/// The line is not cut at the roots of polynomials of a higher degree in all.
const HIGHEST_DEGREE: usize = 24;

/// Facts on one kernel beyond this many are left aside.
const MOST_FACTS: usize = 12;

/// Halvings to tell roots apart.
const MOST_HALVINGS: usize = 400;

/// The gaps and roots in ascending order, starting and ending with a gap.
#[derive(Clone, Debug)]
pub struct Cells {
    /// For each cell the sign of each factor.
    signs: Vec<Vec<Sign>>,
    /// For each root its value, where that is rational.
    roots: Vec<Option<Rational>>,
}

/// A polynomial as its factors with exponents, by position.
pub type Product = Vec<(usize, u32)>;

impl Cells {
    /// Cuts the line at the roots of polynomials in one kernel; `None` if they are of too high a
    /// degree together.
    pub fn new(factors: &[Poly], kernel: u32) -> Option<Cells> {
        let dense: Vec<Dense> = factors.iter().map(|f| sturm::dense(f, kernel)).collect::<Option<_>>()?;
        if dense.iter().map(|d| d.len().saturating_sub(1)).sum::<usize>() > HIGHEST_DEGREE {
            return None;
        }
        let plain = dense.iter().all(|d| d.len() == 2 || sturm::is_rootless(d));
        let (signs, roots) = if plain { by_values(&dense) } else { by_isolation(&dense)? };
        Some(Cells { signs, roots })
    }

    /// The number of cells.
    pub fn len(&self) -> usize {
        self.signs.len()
    }

    /// The sign of a product of the polynomials on a cell.
    pub fn sign(&self, cell: usize, product: &[(usize, u32)]) -> Sign {
        let of = |i: usize| self.signs.get(cell).and_then(|s| s.get(i)).copied().unwrap_or(Sign::ANY);
        product.iter().fold(Sign::POSITIVE, |s, &(i, e)| s.times(of(i).power(e)))
    }

    /// The bounds of a set of cells that is one interval with rational ends, as comparisons of the
    /// kernel with numbers; single rational points may be missing inside.
    pub fn bounds(&self, inside: &[bool]) -> Option<Vec<(Relation, Rational)>> {
        let first = inside.iter().position(|&i| i)?;
        let last = inside.iter().rposition(|&i| i)?;
        let root = |cell: usize| self.roots.get(cell / 2).cloned().flatten();
        let is_root = |cell: usize| cell % 2 == 1;
        if first == last && is_root(first) {
            return Some(vec![(Relation::Eq, root(first)?)]);
        }
        let mut out = Vec::new();
        if is_root(first) {
            out.push((Relation::Ge, root(first)?));
        } else if first > 0 {
            out.push((Relation::Gt, root(first - 1)?));
        }
        for cell in (first..=last).filter(|&c| !inside.get(c).copied().unwrap_or(false)) {
            if !is_root(cell) {
                return None;
            }
            out.push((Relation::Ne, root(cell)?));
        }
        if is_root(last) {
            out.push((Relation::Le, root(last)?));
        } else if last + 1 < self.len() {
            out.push((Relation::Lt, root(last + 1)?));
        }
        Some(out)
    }
}

type Table = (Vec<Vec<Sign>>, Vec<Option<Rational>>);

/// The cells between the rational roots of polynomials of degree one, beside some without roots.
fn by_values(dense: &[Dense]) -> Table {
    let root = |d: &Dense| -d[0].checked_div(&d[1]).unwrap_or(Rational::ZERO);
    let mut roots: Vec<Rational> = dense.iter().filter(|d| d.len() == 2).map(root).collect();
    roots.sort();
    roots.dedup();
    let mut points = Vec::with_capacity(2 * roots.len() + 1);
    for (i, r) in roots.iter().enumerate() {
        points.push(match i.checked_sub(1).and_then(|j| roots.get(j)) {
            Some(before) => &(before + r) * &Rational::new(1, 2),
            None => r - &Rational::ONE,
        });
        points.push(r.clone());
    }
    points.push(roots.last().map_or(Rational::ZERO, |r| r + &Rational::ONE));
    let signs = points.iter().map(|x| dense.iter().map(|d| Sign::of(&value_at(d, x))).collect()).collect();
    (signs, roots.into_iter().map(Some).collect())
}

/// The cells between roots that are told apart by intervals whose ends are no roots.
fn by_isolation(dense: &[Dense]) -> Option<Table> {
    let flat: Vec<Dense> = dense.iter().map(sturm::squarefree).collect();
    let product =
        flat.iter().fold(vec![Rational::ONE], |p, q| sturm::times(&p, &sturm::quotient(q, &sturm::gcd(&p, q))));
    let isolated = isolate(&product)?;
    let row = |x: &Rational| dense.iter().map(|d| Sign::of(&value_at(d, x))).collect::<Vec<_>>();
    let mut signs = Vec::new();
    for (a, b) in &isolated {
        // All roots of a factor are roots of the product, and only one of those lies inside.
        let at_root = |(d, f): (&Dense, &Dense)| {
            let crosses = value_at(f, a).signum() != value_at(f, b).signum();
            if crosses { Sign::ZERO } else { Sign::of(&value_at(d, a)) }
        };
        signs.push(row(a));
        signs.push(dense.iter().zip(&flat).map(at_root).collect());
    }
    signs.push(row(&isolated.last().map_or(Rational::ZERO, |x| x.1.clone())));
    let linear = |(a, b): &(Rational, Rational)| {
        let value = |d: &&Dense| d.len() == 2 && value_at(d, a).signum() != value_at(d, b).signum();
        dense.iter().find(value).and_then(|d| Some(-d[0].checked_div(&d[1])?))
    };
    let roots = isolated.iter().map(linear).collect();
    Some((signs, roots))
}

/// Open intervals, ascending, with one root each of a square-free polynomial and none at an end.
fn isolate(p: &Dense) -> Option<Vec<(Rational, Rational)>> {
    if p.len() < 2 {
        return Some(Vec::new());
    }
    let chain = sturm::sturm_chain(p);
    let count = |a: &Rational, b: &Rational| {
        let at = |x: &Rational| sturm::changes_at(&chain, &Some((x.clone(), true)), true);
        at(a).saturating_sub(at(b))
    };
    let lead = p.last().and_then(|c| c.abs().recip())?;
    let largest = p.iter().map(|c| c.abs()).max()?;
    let far = (&(&largest * &lead) + &Rational::from(2)).ceil();
    let (mut todo, mut out) = (vec![(-far.clone(), far)], Vec::new());
    for _ in 0..MOST_HALVINGS {
        let Some((a, b)) = todo.pop() else { return Some(out) };
        match count(&a, &b) {
            0 => {}
            1 => out.push((a, b)),
            _ => {
                let middle = no_root_between(p, &a, &b)?;
                todo.push((middle.clone(), b));
                todo.push((a, middle));
            }
        }
    }
    todo.is_empty().then_some(out)
}

/// A number near the middle of an interval that is no root.
fn no_root_between(p: &Dense, a: &Rational, b: &Rational) -> Option<Rational> {
    let parts = 2 * p.len() as i64 + 2;
    let point = |i: i64| a + &(&(b - a) * &Rational::new(i, 2 * parts));
    // At most `degree` of these are roots.
    (parts..2 * parts).map(point).find(|x| !value_at(p, x).is_zero())
}

/// What is known of one kernel as signs of factors of polynomials in it.
pub struct Known {
    factors: Vec<Poly>,
    facts: Vec<(Product, Sign)>,
}

impl Known {
    /// The polynomial's factors, which the line is then cut at too.
    fn add(&mut self, facts: &mut Facts, p: &Poly) -> Product {
        facts.factors(p).into_iter().map(|(f, e)| (self.place(f), e)).collect()
    }

    /// The position of a factor.
    fn place(&mut self, f: Poly) -> usize {
        self.factors.iter().position(|g| *g == f).unwrap_or_else(|| {
            self.factors.push(f);
            self.factors.len() - 1
        })
    }

    fn add_end(&mut self, kernel: u32, end: &super::interval::End, sign: Sign) {
        let Some((value, closed)) = end else { return };
        let (_, p) = Poly::variable(kernel).minus(&Poly::constant(value.clone())).primitive();
        let sign = if *closed { sign.or(Sign::ZERO) } else { sign };
        let place = self.place(p);
        self.facts.push((vec![(place, 1)], sign));
    }

    /// The cells and which of them lie in D.
    fn cells(self, kernel: u32) -> Option<(Cells, Vec<bool>)> {
        let cells = Cells::new(&self.factors, kernel)?;
        let holds = |cell: usize| self.facts.iter().all(|(p, sign)| cells.sign(cell, p).within(*sign));
        let inside = (0..cells.len()).map(holds).collect();
        Some((cells, inside))
    }
}

/// The line cut at the roots of all that is known of a kernel, and of what was asked last.
#[derive(Debug)]
pub struct Cut {
    /// The kernel's range when it was cut.
    range: Interval,
    factors: Vec<Poly>,
    cells: Cells,
    /// Which cells lie in D.
    inside: Vec<bool>,
}

impl Cut {
    /// The signs of a product on D, if the line was cut at the roots of all its factors.
    fn sign(&self, product: &[(Poly, u32)]) -> Option<Sign> {
        let place = |(f, e): &(Poly, u32)| Some((self.factors.iter().position(|g| g == f)?, *e));
        let product: Product = product.iter().map(place).collect::<Option<_>>()?;
        let here = (0..self.cells.len()).filter(|&c| self.inside[c]);
        Some(here.fold(Sign::NONE, |s, c| s.or(self.cells.sign(c, &product))))
    }
}

impl Facts {
    fn known_of(&mut self, kernel: u32, range: &Interval) -> Known {
        let mut known = Known { factors: Vec::new(), facts: Vec::new() };
        known.add_end(kernel, &range.lo, Sign::POSITIVE);
        known.add_end(kernel, &range.hi, Sign::NEGATIVE);
        let polys = self.lines.get(&kernel).cloned().unwrap_or_default();
        for p in polys.iter().take(MOST_FACTS) {
            let sign = self.known.get(p).copied().unwrap_or(Sign::ANY);
            let product = known.add(self, p);
            known.facts.push((product, sign));
        }
        known
    }

    /// A polynomial in one kernel on every cell on which all that is known of the kernel holds.
    pub(super) fn by_cells(&mut self, p: &Poly, _: u32) -> Sign {
        let Some(k) = p.only_variable() else { return Sign::ANY };
        let Some(lines) = self.lines.get(&k) else { return Sign::ANY };
        // Of bounds and single points that are left out the range and the factors say all there is, and what
        // holds everywhere says nothing.
        let plain = |q: &Poly| q.total_degree() < 2 || sturm::dense(q, k).is_some_and(|d| sturm::is_rootless(&d));
        if p.degree(k) as usize > HIGHEST_DEGREE || lines.iter().all(plain) {
            return Sign::ANY;
        }
        let range = self.kernel_interval(k);
        let asked = self.factors(p);
        if let Some(cut) = self.cuts.get(&k).filter(|cut| cut.range == range)
            && let Some(sign) = cut.sign(&asked)
        {
            return sign;
        }
        let mut known = self.known_of(k, &range);
        asked.iter().for_each(|(f, _)| _ = known.place(f.clone()));
        let factors = known.factors.clone();
        // Telling roots apart takes about the square of their number.
        let degree: u32 = factors.iter().map(Poly::total_degree).sum();
        self.work = self.work.saturating_sub(degree.saturating_mul(degree) / 4);
        let Some((cells, inside)) = known.cells(k) else { return Sign::ANY };
        let cut = Cut { range, factors, cells, inside };
        let sign = cut.sign(&asked).unwrap_or(Sign::ANY);
        self.cuts.insert(k, Rc::new(cut));
        sign
    }

    /// The bounds of a kernel on D, if all that is known of it alone amounts to an interval, perhaps
    /// without some points.
    pub(super) fn bounds_of(&mut self, kernel: u32) -> Option<Vec<(Relation, Rational)>> {
        let bounds = self.bounds.get(kernel as usize).cloned().unwrap_or_default();
        let (cells, inside) = self.known_of(kernel, &bounds).cells(kernel)?;
        cells.bounds(&inside)
    }
}

/// The bounds of a kernel where a product of polynomials in it has one of the signs and lies in the
/// kernel's range, if that is one interval with rational ends. A divisor is not zero there.
pub fn solution(factors: &[(Poly, u32, bool)], sign: Sign, range: &Interval) -> Option<Vec<(Relation, Rational)>> {
    let kernel = factors.first()?.0.only_variable()?;
    if factors.iter().any(|(f, _, _)| f.only_variable() != Some(kernel)) {
        return None;
    }
    let mut known = Known { factors: factors.iter().map(|f| f.0.clone()).collect(), facts: Vec::new() };
    known.facts.push((factors.iter().enumerate().map(|(i, f)| (i, f.1)).collect(), sign));
    known.facts.extend(factors.iter().enumerate().filter(|(_, f)| f.2).map(|(i, _)| (vec![(i, 1)], Sign::NONZERO)));
    known.add_end(kernel, &range.lo, Sign::POSITIVE);
    known.add_end(kernel, &range.hi, Sign::NEGATIVE);
    let (cells, inside) = known.cells(kernel)?;
    let found = cells.bounds(&inside)?;
    let limit = |(relation, value): &(Relation, Rational)| {
        let end = match relation {
            Relation::Gt | Relation::Ge => &range.lo,
            Relation::Lt | Relation::Le => &range.hi,
            _ => &None,
        };
        let strict = matches!(relation, Relation::Gt | Relation::Lt);
        end.as_ref().is_some_and(|(v, closed)| v == value && *closed != strict)
    };
    Some(found.into_iter().filter(|b| !limit(b)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn poly(coefficients: &[i64]) -> Poly {
        let term = |(i, c): (usize, &i64)| Poly::variable(0).pow(i as u32).scaled(&Rational::from(*c));
        coefficients.iter().enumerate().map(term).fold(Poly::zero(), |a, b| a.plus(&b))
    }

    #[test]
    fn rational_and_other_roots_are_told_apart() {
        // x^2 - 2, x - 1, 2*x - 3 and (x^2 - 2)^2*(x + 1): roots -1.41, -1, 1, 1.41, 1.5
        let twice = poly(&[-2, 0, 1]).pow(2).times(&poly(&[1, 1]));
        let cells = Cells::new(&[poly(&[-2, 0, 1]), poly(&[-1, 1]), poly(&[-3, 2]), twice], 0).expect("low degree");
        assert_eq!(cells.len(), 11);
        let values: Vec<Option<i64>> = cells.roots.iter().map(|r| r.as_ref().and_then(Rational::to_i64)).collect();
        assert_eq!(values, [None, None, Some(1), None, None]);
        assert_eq!(cells.sign(1, &[(0, 1)]), Sign::ZERO);
        assert_eq!(cells.sign(1, &[(3, 1)]), Sign::ZERO);
        assert_eq!(cells.sign(2, &[(3, 1)]), Sign::NEGATIVE);
        assert_eq!(cells.sign(3, &[(3, 1), (2, 1)]), Sign::ZERO);
        assert_eq!(cells.sign(8, &[(0, 1), (2, 1)]), Sign::NEGATIVE);
    }

    #[test]
    fn bounds_name_what_is_missing_inside() {
        let cells = Cells::new(&[poly(&[0, 1]), poly(&[-1, 1])], 0).expect("low degree");
        let ends = [(Relation::Ge, Rational::ZERO), (Relation::Ne, Rational::ONE)];
        assert_eq!(cells.bounds(&[false, true, true, false, true]), Some(ends.to_vec()));
        assert_eq!(cells.bounds(&[true, false, false, false, true]), None);
        assert_eq!(cells.bounds(&[false, true, false, false, false]), Some(vec![(Relation::Eq, Rational::ZERO)]));
    }
}
