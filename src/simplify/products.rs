//! Products of sums multiplied out.

use crate::algebra::{Fraction, Knowledge, Normal, Poly, Relations};

/// Products of sums multiplied out above the line, below it, or on both sides, for formulas in
/// which a short sum hides behind its factors: `1/(1 - x^2)`, `2*b + w*x - y`.
pub fn expansions<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Vec<Fraction> {
    let above = merged(n, f, 1, false);
    let below = merged(n, f, -1, true);
    let both = below.as_ref().and_then(|g| merged(n, g, 1, false));
    let fractions = merged(n, f, -1, false);
    [above, below, both, fractions].into_iter().flatten().collect()
}

/// The factors on one side multiplied into one polynomial; with `by_exponent`, only sums that
/// stand to the same power.
pub fn merged<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, side: i32, by_exponent: bool) -> Option<Fraction> {
    let sums: Vec<(Poly, i32)> = f.factors.iter().filter(|(p, e)| e * side > 0 && p.len() > 1).cloned().collect();
    let first = sums.first()?.1;
    if by_exponent && (sums.len() < 2 || sums.iter().any(|x| x.1 != first)) {
        return None;
    }
    // One sum by itself is what it was.
    let alone = sums.len() == 1 && first.abs() == 1;
    if alone && (side < 0 || f.factors.iter().all(|(p, e)| *e < 0 || p.len() > 1)) {
        return None;
    }
    let mut rest = f.clone();
    sums.iter().for_each(|(p, e)| rest.push(p.clone(), -e));
    let mut product = Poly::one();
    for (p, e) in &sums {
        let power = if by_exponent { 1 } else { e.unsigned_abs() };
        let q = p.pow_within(power, n.kernels.budget()).ok()?;
        product = product.times_within(&q, n.kernels.budget()).ok()?;
        if product.len() > 40 {
            return None;
        }
    }
    if !by_exponent && side > 0 {
        let singles: Vec<(Poly, i32)> = rest.factors.iter().filter(|x| x.1 > 0).cloned().collect();
        for (p, e) in singles {
            let q = p.pow_within(e as u32, n.kernels.budget()).ok()?;
            product = product.times_within(&q, n.kernels.budget()).ok()?;
            rest.push(p, -e);
        }
        product = product.scaled(&rest.coefficient.top());
        rest.coefficient = rest.coefficient.bottom().recip()?;
    }
    let exponent = if by_exponent { first } else { side };
    let (content, primitive) = product.primitive();
    rest.coefficient = &rest.coefficient * &content.pow(exponent)?;
    if primitive.as_constant().is_some() {
        return Some(rest);
    }
    // A product stays one factor even where a power product divides it: that is its point.
    rest.push(primitive, exponent);
    Some(rest)
}
