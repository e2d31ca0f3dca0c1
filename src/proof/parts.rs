//! Large terms that read alike but for small parts: products and quotients of long sums are not
//! multiplied out to see that they are equal.

use super::facts::Scope;
use super::sums::flatten;
use crate::term::{Arena, Node, Operator, TermId};
use rustc_hash::{FxHashMap, FxHashSet};
use std::hash::Hash;

/// Smaller terms are compared as a whole.
const LARGE: u128 = 400;
/// Larger ones share parts, so that their addends and factors may be without number.
const HUGE: u128 = 2_000_000;
/// Parts up to this size are compared as a whole.
const PART: u128 = 120;

/// Pairs of terms that are equal together where two others are.
type Parts = Vec<(TermId, TermId)>;

impl Scope {
    /// Whether two large terms are equal part by part: sums and calls argument by argument, products
    /// factor by factor, the small factors together. Linear in the pairs of parts that are not the same.
    pub(super) fn equal_by_parts(&mut self, arena: &mut Arena, a: TermId, b: TermId) -> bool {
        let (mut todo, mut seen) = (vec![(a, b)], FxHashSet::default());
        let (less, more) = (arena.tree_size(a).min(arena.tree_size(b)), arena.tree_size(a).max(arena.tree_size(b)));
        if less < LARGE || more > HUGE {
            return false;
        }
        while let Some((a, b)) = todo.pop() {
            if a == b || !seen.insert((a, b)) {
                continue;
            }
            let is_small = arena.tree_size(a).max(arena.tree_size(b)) <= PART;
            if is_small && (self.equal_as_they_stand(arena, a, b, 1) || self.equal_unfolded(arena, a, b)) {
                continue;
            }
            // Parts are smaller than the whole, so that no pair is taken for equal because of itself.
            let size = |arena: &Arena, (a, b): (TermId, TermId)| arena.tree_size(a).saturating_add(arena.tree_size(b));
            let whole = size(arena, (a, b));
            let smaller = |arena: &Arena, parts: &Parts| parts.iter().all(|pair| size(arena, *pair) < whole);
            let ways = [by_addends, by_factors, by_arguments];
            let found = ways.iter().find_map(|way| way(arena, a, b).filter(|parts| smaller(arena, parts)));
            match found.filter(|_| !is_small) {
                Some(parts) => todo.extend(parts),
                None => return false,
            }
        }
        true
    }
}

/// The addends of two sums that are not the same, pair by pair.
fn by_addends(arena: &mut Arena, a: TermId, b: TermId) -> Option<Parts> {
    let [mut own, mut others] = [a, b].map(|t| {
        let mut addends = Vec::new();
        flatten(arena, t, 1, &mut addends);
        addends
    });
    if own.len() != others.len() || own.len() < 2 {
        return None;
    }
    cancel(&mut own, &mut others);
    let signed = |arena: &mut Arena, (t, sign): (TermId, i64)| if sign < 0 { arena.neg(t) } else { t };
    Some(own.into_iter().zip(others).map(|(x, y)| (signed(arena, x), signed(arena, y))).collect())
}

/// The arguments of two terms that are the same but for these, pair by pair.
fn by_arguments(arena: &mut Arena, a: TermId, b: TermId) -> Option<Parts> {
    if matches!(arena.node(a), Node::If(..) | Node::Relation(..) | Node::Property(..) | Node::Diff(..)) {
        return None;
    }
    let [own, others] = [a, b].map(|t| arena.children(t).collect::<Vec<TermId>>());
    let alike = own.len() == others.len() && !own.is_empty() && arena.with_children(a, &others) == b;
    alike.then(|| own.into_iter().zip(others).collect())
}

/// The factors of two products that are not the same: the large ones pair by pair, the others together.
fn by_factors(arena: &mut Arena, a: TermId, b: TermId) -> Option<Parts> {
    let [mut x, mut y] = [a, b].map(|t| Product::of(arena, t));
    let mut pairs = Vec::new();
    for (own, others) in [(&mut x.above, &mut y.above), (&mut x.below, &mut y.below)] {
        cancel(own, others);
        let is_large = |t: &TermId| arena.tree_size(*t) > PART;
        let [large, other] = [&mut *own, &mut *others].map(|all| {
            let found: Vec<TermId> = all.iter().copied().filter(is_large).collect();
            all.retain(|t| !is_large(t));
            found
        });
        if large.len() != other.len() {
            return None;
        }
        pairs.extend(large.into_iter().zip(other));
    }
    pairs.push((x.written(arena), y.written(arena)));
    Some(pairs)
}

/// Takes out what stands in both lists; the others keep their order.
fn cancel<T: Copy + Eq + Hash>(a: &mut Vec<T>, b: &mut Vec<T>) {
    let mut shared: FxHashMap<T, usize> = FxHashMap::default();
    b.iter().for_each(|t| *shared.entry(*t).or_default() += 1);
    let mut left = shared.clone();
    a.retain(|t| left.get_mut(t).is_none_or(|n| std::mem::replace(n, n.saturating_sub(1)) == 0));
    b.retain(|t| shared.get_mut(t).is_none_or(|n| std::mem::replace(n, n.saturating_sub(1)) <= left[t]));
}

/// What stands above and below the line of a product, and whether a minus sign stands before it.
#[derive(Default)]
struct Product {
    turned: bool,
    above: Vec<TermId>,
    below: Vec<TermId>,
}

impl Product {
    fn of(arena: &Arena, t: TermId) -> Self {
        let (mut product, mut todo) = (Product::default(), vec![(t, false)]);
        while let Some((t, below)) = todo.pop() {
            match arena.node(t) {
                Node::Binary(Operator::Mul, a, b) => todo.extend([(b, below), (a, below)]),
                Node::Binary(Operator::Div, a, b) => todo.extend([(b, !below), (a, below)]),
                Node::Neg(a) => {
                    product.turned = !product.turned;
                    todo.push((a, below));
                }
                _ if arena.is_one(t) => {}
                _ if below => product.below.push(t),
                _ => product.above.push(t),
            }
        }
        product
    }

    fn written(&self, arena: &mut Arena) -> TermId {
        let one = arena.integer(1);
        let [above, below] = [&self.above, &self.below]
            .map(|all| all.iter().fold(one, |product, t| arena.binary(Operator::Mul, product, *t)));
        let quotient = arena.binary(Operator::Div, above, below);
        if self.turned { arena.neg(quotient) } else { quotient }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(last: &str) -> String {
        let terms: Vec<String> = (1..60).map(|i| format!("x^{i}*sin({i}*x)")).collect();
        format!("({} + {last})", terms.join(" + "))
    }

    #[test]
    fn products_of_long_sums_are_compared_factor_by_factor() {
        let (s, t) = (long("2*x"), long("x*2"));
        let other = long("3*x");
        let product = |f: &str| (1..90).map(|i| format!("{f}({i}*x)")).collect::<Vec<_>>().join("*");
        for (a, b, equal) in [
            (format!("{s}/{other}"), format!("1/{other}*{t}"), true),
            (format!("x*{s}*exp(-x)"), format!("{t}*x/exp(x)"), true),
            (format!("-({s}^2*{other})"), format!("{t}^2*(-{other})"), true),
            (format!("x*{s} - {other}/x"), format!("{other}*(-1/x) + {t}*x"), false),
            (format!("x*{s} - {other}/x"), format!("{t}*x + {other}*(-1/x)"), true),
            (format!("{s}*{other}"), format!("{t}*{t}"), false),
            (product("sin"), product("cos"), false),
            (format!("-{}", product("sin")), format!("{}/x", product("sin")), false),
            (format!("2*{s}"), format!("3*{t}"), false),
            (format!("sin({s})"), format!("cos({t})"), false),
            (format!("{s}/{other}"), format!("{t}*{other}"), false),
        ] {
            let mut arena = Arena::new();
            let [a, b] = [a, b].map(|text| {
                let text: &'static str = text.leak();
                crate::parse::read(&mut arena, text)
            });
            assert_eq!(Scope::default().equal_by_parts(&mut arena, a, b), equal);
        }
    }
}
