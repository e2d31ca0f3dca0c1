//! Terms that read alike: the same sums of products of the same parts, but for the order, the signs and
//! the way quotients are written. Nothing is multiplied out, so that this costs little more than reading.

use super::facts::Scope;
use super::sums::flatten;
use crate::term::{Arena, Node, Operator, Rational, TermId};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::rc::Rc;

/// Larger terms share parts, so that their addends and factors may be without number.
const LARGE: u128 = 100_000;
/// Numbers are raised to no higher powers.
const HIGHEST: u64 = 64;
/// So many addends are listed: sums that stand in sums one in another come with all those inside.
const MOST_LISTED: usize = 50_000;

/// What products consist of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Part {
    /// A term that is no sum, product, quotient or whole power.
    Term(TermId),
    /// A sum of several products, by its number.
    Sum(usize),
}

/// Parts in ascending order with their exponents, none of them zero.
type Parts = SmallVec<[(Part, i64); 4]>;

/// A number times powers of parts; none where the number is zero.
#[derive(Clone, PartialEq)]
struct Product {
    number: Rational,
    parts: Parts,
}

/// The terms that were read.
struct Reader<'a> {
    arena: &'a Arena,
    /// Sums in ascending order, the first addend's number being 1.
    sums: Vec<Rc<Vec<(Parts, Rational)>>>,
    numbers: FxHashMap<Rc<Vec<(Parts, Rational)>>, usize>,
    read: FxHashMap<TermId, Product>,
    /// The addends that may still be listed.
    left: usize,
}

impl Scope {
    /// Whether two terms are sums of the same products, so that they are equal wherever both have a value.
    /// Takes time nearly linear in their size as trees, which is bounded.
    pub(super) fn read_alike(arena: &Arena, a: TermId, b: TermId) -> bool {
        if arena.tree_size(a).max(arena.tree_size(b)) > LARGE {
            return false;
        }
        let (numbers, read) = (FxHashMap::default(), FxHashMap::default());
        let mut reader = Reader { arena, sums: vec![], numbers, read, left: MOST_LISTED };
        reader.product(a).is_some_and(|own| reader.product(b) == Some(own))
    }
}

impl Reader<'_> {
    /// The term as a product; none where a divisor is zero, or a number or a sum too large.
    fn product(&mut self, t: TermId) -> Option<Product> {
        let mut product = Product { number: Rational::ONE, parts: Parts::new() };
        let mut todo: SmallVec<[(TermId, i64); 8]> = SmallVec::from_slice(&[(t, 1)]);
        while let Some((t, times)) = todo.pop() {
            match self.arena.node(t) {
                Node::Neg(a) => {
                    product.number = if times % 2 == 0 { product.number } else { -product.number };
                    todo.push((a, times));
                }
                Node::Binary(Operator::Mul, a, b) => todo.extend([(b, times), (a, times)]),
                Node::Binary(Operator::Div, a, b) => todo.extend([(b, times.checked_neg()?), (a, times)]),
                Node::Binary(Operator::Add | Operator::Sub, ..) => {
                    let sum = stacker::maybe_grow(64 << 10, 1 << 20, || self.sum(t))?;
                    product.number = &product.number * &power(&sum.number, times)?;
                    for (part, e) in sum.parts {
                        product.parts.push((part, e.checked_mul(times)?));
                    }
                }
                Node::Number(n) => product.number = &product.number * &power(self.arena.number_value(n), times)?,
                Node::Binary(Operator::Pow, a, e) => match self.arena.as_rational(e).and_then(|e| e.to_i64()) {
                    Some(e) => todo.push((a, times.checked_mul(e)?)),
                    None => product.parts.push((Part::Term(t), times)),
                },
                _ => product.parts.push((Part::Term(t), times)),
            }
        }
        product.settled()
    }

    /// A sum as a product: a number times the sum that begins with the number 1.
    fn sum(&mut self, t: TermId) -> Option<Product> {
        if let Some(known) = self.read.get(&t) {
            return Some(known.clone());
        }
        let (mut addends, mut all) = (Vec::new(), Vec::new());
        flatten(self.arena, t, 1, &mut addends);
        for (t, sign) in addends {
            let Product { number, parts } = self.product(t)?;
            let number = if sign < 0 { -number } else { number };
            match parts.as_slice() {
                [(Part::Sum(inner), 1)] => {
                    all.extend(self.sums[*inner].iter().map(|(parts, n)| (parts.clone(), &number * n)));
                }
                _ => all.push((parts, number)),
            }
        }
        self.left = self.left.checked_sub(all.len())?;
        all.sort_by(|x, y| x.0.cmp(&y.0));
        all.dedup_by(|next, kept| {
            let alike = next.0 == kept.0;
            if alike {
                kept.1 = &kept.1 + &next.1;
            }
            alike
        });
        all.retain(|x| !x.1.is_zero());
        let found = self.numbered(all)?;
        self.read.insert(t, found.clone());
        Some(found)
    }

    fn numbered(&mut self, mut all: Vec<(Parts, Rational)>) -> Option<Product> {
        let Some((parts, number)) = all.first().cloned() else {
            return Some(Product { number: Rational::ZERO, parts: Parts::new() });
        };
        if all.len() == 1 {
            return Some(Product { number, parts });
        }
        for (_, n) in &mut all {
            *n = n.checked_div(&number)?;
        }
        let next = self.sums.len();
        let place = *self.numbers.entry(Rc::new(all)).or_insert_with_key(|all| {
            self.sums.push(all.clone());
            next
        });
        Some(Product { number, parts: Parts::from_slice(&[(Part::Sum(place), 1)]) })
    }
}

impl Product {
    /// Each part once, in order; none where an exponent is too large.
    fn settled(mut self) -> Option<Self> {
        self.parts.sort_unstable();
        let mut settled = Parts::new();
        for (part, e) in self.parts {
            match settled.last_mut().filter(|last| last.0 == part) {
                Some(last) => last.1 = last.1.checked_add(e)?,
                None => settled.push((part, e)),
            }
        }
        settled.retain(|x| x.1 != 0 && !self.number.is_zero());
        Some(Product { number: self.number, parts: settled })
    }
}

/// A power of a number that does not grow long.
fn power(number: &Rational, exponent: i64) -> Option<Rational> {
    if number.is_one() || exponent == 1 {
        return Some(number.clone());
    }
    i32::try_from(exponent).ok().filter(|_| exponent.unsigned_abs() <= HIGHEST).and_then(|e| number.pow(e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_one_in_another_are_listed_as_far_as_there_is_room() {
        let nested = |depth: usize, last: &str| {
            let front = (0..depth).map(|_| "2*(").collect::<String>();
            let back = (0..depth).map(|i| format!(" + y_{i})")).collect::<String>();
            let text: &'static str = format!("{front}{last}{back}").leak();
            text
        };
        for (depth, alike) in [(100, true), (2_000, false)] {
            let mut arena = Arena::new();
            let [s, t] = ["x + z", "z + x"].map(|last| crate::parse::read(&mut arena, nested(depth, last)));
            assert_eq!(Scope::read_alike(&arena, s, t), alike, "{depth}");
        }
    }

    #[test]
    fn sums_of_the_same_products_are_equal() {
        for (a, b, alike) in [
            ("-(y*(1/a) + (1 - y)*(1/(1 - a)*(-1)))", "-(y/a - (1 - y)/(1 - a))", true),
            (
                "1/((1 + x)/(1 - x))*((1 - x - (1 + x)*(-1))/(1 - x)^2)/2",
                "(1 - x + (1 + x))/(2*(1 - x)^2*((1 + x)/(1 - x)))",
                true,
            ),
            ("k^2*(1/(2*sqrt(z))*(2*(x/k)*(1/k)))", "2*(x/k)*k^2/(2*sqrt(z)*k)", true),
            ("(2*x + 4*y)^3/8", "(x + 2*y)*(-x - 2*y)^2", true),
            ("0*log(x)", "x - x", true),
            ("x/x", "1", true),
            ("x^0", "1", true),
            ("-(x - y)^2", "-(y - x)^2", true),
            ("-(x - y)^3", "(x - y)^3", false),
            ("(x + y)^2", "x^2 + 2*x*y + y^2", false),
            ("x^(1/2)*x^(1/2)", "x", false),
            ("x^y*x^(-y)", "1", false),
            ("1/(x - x)", "1/(x - x)", false),
            ("2^100", "2^100*x/x", false),
            ("sin(x + y)", "sin(y + x)", false),
            ("2*sin(x)/4", "sin(x)/2", true),
            ("x - 2*y", "x + 2*y", false),
            ("x/y/z", "x/(y/z)", false),
            ("(x^9000000000000000000)^9", "(x^9000000000000000000)^9*1", false),
        ] {
            let mut arena = Arena::new();
            let [s, t] = [a, b].map(|text| crate::parse::read(&mut arena, text));
            assert_eq!(Scope::read_alike(&arena, s, t), alike, "{a} and {b}");
        }
    }
}
