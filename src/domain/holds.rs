//! Whether a condition holds on D: each kind of condition has its own few rules.

use super::facts::{Facts, WORK, constant};
use super::frac::{Frac, inverse, negated, whole};
use super::natural::{of_all, of_number};
use super::nonzero::factors;
use super::space::{Form, Kind};
use super::{Sign, Truth, load};
use crate::algebra::Poly;
use crate::term::{Arena, Func, Node, Operator, Property, Rational, Relation, TermId};

/// Conditions nest in each other up to this depth.
const DEEPEST: u32 = 6;

impl Facts {
    /// Whether a condition holds at every point of D (yes, and then it has a value at each) or at
    /// none (no). A contradictory D answers unknown.
    pub fn holds(&mut self, arena: &mut Arena, condition: TermId) -> Truth {
        if self.contradictory {
            return Truth::Unknown;
        }
        if self.given.contains(&condition) {
            return Truth::Yes;
        }
        if self.too_many || !load::is_small(arena, condition) {
            return Truth::Unknown;
        }
        if let Some(&known) = self.answers.get(&condition) {
            return known;
        }
        let mut answer = self.atom(arena, condition);
        if answer == Truth::Yes {
            let needs = of_all(arena, &[condition]);
            if needs.into_iter().any(|c| self.atom(arena, c) != Truth::Yes) {
                answer = Truth::Unknown;
            }
        }
        self.answers.insert(condition, answer);
        answer
    }

    /// Whether a condition holds wherever it has a value.
    pub(super) fn atom(&mut self, arena: &mut Arena, condition: TermId) -> Truth {
        if self.given.contains(&condition) {
            return Truth::Yes;
        }
        match arena.node(condition) {
            Node::Relation(relation, a, b) => {
                if relation == Relation::Ne && arena.is_zero(b) && self.is_known_product(arena, a) {
                    return Truth::Yes;
                }
                let difference = self.space.difference(arena, a, b);
                self.work = WORK;
                let sign = self.frac_sign(&difference);
                match Truth::of_sets(sign, Sign::where_holds(relation)) {
                    Truth::Unknown if relation == Relation::Ne && self.is_nonzero_by_opposites(&difference) => {
                        Truth::Yes
                    }
                    Truth::Unknown if arena.is_zero(b) => self.by_parts(arena, relation, a, sign),
                    truth => truth,
                }
            }
            Node::Property(property, a) => self.property(arena, property, a),
            Node::If(c, p, q) => self.branches(arena, c, p, q),
            _ => Truth::Unknown,
        }
    }

    /// Whether a comparison with zero holds by what is known of the term's parts, where algebra allows it
    /// these signs.
    fn by_parts(&mut self, arena: &mut Arena, relation: Relation, term: TermId, sign: Sign) -> Truth {
        if relation == Relation::Ne && self.product_is_nonzero(arena, term) == Truth::Yes {
            return Truth::Yes;
        }
        if !matches!(arena.node(term), Node::Binary(Operator::Add | Operator::Sub | Operator::Mul, ..)) {
            return Truth::Unknown;
        }
        let shown = sign.and(self.shown(arena, term, DEEPEST));
        if shown.is_none() { Truth::Unknown } else { Truth::of_sets(shown, Sign::where_holds(relation)) }
    }

    /// The signs of a term, those of its parts as they are spelled looked at as well: multiplied out,
    /// `a*x + (1 - a)*y` has a term with a minus sign.
    fn shown(&mut self, arena: &mut Arena, term: TermId, depth: u32) -> Sign {
        let known = self.sign(arena, term);
        let (op, a, b) = match arena.node(term) {
            Node::Binary(op @ (Operator::Add | Operator::Sub | Operator::Mul), a, b) if depth > 0 => (op, a, b),
            _ => return known,
        };
        if known.is_settled() {
            return known;
        }
        let left = self.shown(arena, a, depth - 1);
        // No sign of the other part makes up for this one.
        if left == Sign::ANY {
            return known;
        }
        let right = self.shown(arena, b, depth - 1);
        known.and(match op {
            Operator::Add => left.plus(right),
            Operator::Sub => left.plus(right.negated()),
            _ => left.times(right),
        })
    }

    /// Whether a product is not zero since no factor is: a root multiplied out hides its factors, as
    /// in `sqrt(x) + x` for `sqrt(x)*(1 + sqrt(x))`.
    fn product_is_nonzero(&mut self, arena: &mut Arena, term: TermId) -> Truth {
        for factor in factors(arena, term) {
            let frac = self.space.of(arena, factor);
            self.work = WORK;
            if factor == term || !self.frac_sign(&frac).within(Sign::NONZERO) {
                return Truth::Unknown;
            }
        }
        Truth::Yes
    }

    /// Whether each factor of a product is known not to be zero, without a search for it.
    fn is_known_product(&mut self, arena: &mut Arena, term: TermId) -> bool {
        factors(arena, term).into_iter().all(|factor| {
            let p = self.space.of(arena, factor).num;
            p.as_constant().map_or_else(|| self.looked_up(&p).within(Sign::NONZERO), |c| !c.is_zero())
        })
    }

    fn branches(&mut self, arena: &mut Arena, c: TermId, p: TermId, q: TermId) -> Truth {
        if self.depth >= DEEPEST {
            return Truth::Unknown;
        }
        self.depth += 1;
        let answer = match self.atom(arena, c) {
            Truth::Yes => self.atom(arena, p),
            Truth::No => self.atom(arena, q),
            Truth::Unknown => {
                let yes = self.within_branch(arena, Some(c), p);
                let no = negation(arena, c);
                if yes == self.within_branch(arena, no, q) { yes } else { Truth::Unknown }
            }
        };
        self.depth -= 1;
        answer
    }

    /// Whether a condition holds on the part of D where another one does.
    fn within_branch(&mut self, arena: &mut Arena, scope: Option<TermId>, condition: TermId) -> Truth {
        let answer = self.atom(arena, condition);
        match scope {
            Some(c) if answer == Truth::Unknown => {
                let mut inner = self.with(arena, &[c]);
                // A branch nobody reaches holds anything; saying unknown is safe.
                if inner.contradictory { Truth::Unknown } else { inner.atom(arena, condition) }
            }
            _ => answer,
        }
    }

    fn property(&mut self, arena: &mut Arena, property: Property, term: TermId) -> Truth {
        if property == Property::Defined {
            return self.defined(arena, term);
        }
        let form = self.space.form(arena, term);
        if self.properties.contains(&(property, form)) {
            return Truth::Yes;
        }
        let frac = self.space.frac(form);
        if let Some(value) = constant(&frac) {
            return of_number(property, &value).map_or(Truth::Unknown, Truth::from);
        }
        match property {
            Property::Integer => Truth::when(self.is_integer(&frac), self.is_fractional(form, &frac)),
            Property::NotInteger => Truth::when(self.is_fractional(form, &frac), self.is_integer(&frac)),
            _ => {
                self.work = WORK;
                let positive = self.frac_sign(&frac).within(Sign::POSITIVE);
                let outside = positive || self.is_fractional(form, &frac) || self.is_above_no_pole(&frac);
                let pole = self.frac_sign(&frac).within(Sign::NONNEGATIVE.negated()) && self.is_integer(&frac);
                Truth::when(outside, pole)
            }
        }
    }

    /// Whether the value lies a whole number above one that is no pole: then it is none, either.
    fn is_above_no_pole(&self, frac: &Frac) -> bool {
        let known = self.properties.iter().filter(|p| p.0 == Property::NotPole).map(|p| self.space.frac(p.1));
        let whole = |f: &Frac| f.den.is_one() && frac.den.is_one();
        known.filter(whole).any(|f| {
            let apart = frac.num.minus(&f.num).as_constant();
            apart.is_some_and(|n| n.is_integer() && !n.is_negative())
        })
    }

    /// Whether a polynomial with whole coefficients in kernels that are whole stands there.
    fn is_integer(&self, frac: &Frac) -> bool {
        let whole_kernel = |&k: &u32| match self.space.kernel(k).map(|k| k.kind) {
            Some(Kind::Call(Func::Floor | Func::Ceil | Func::Sign, _)) => true,
            Some(_) => self
                .properties
                .iter()
                .any(|(p, form)| *p == Property::Integer && self.space.frac(*form) == whole(Poly::variable(k))),
            None => false,
        };
        let whole = frac.den.is_one() && frac.num.terms().iter().all(|(_, c)| c.is_integer());
        whole && frac.num.variables().iter().all(whole_kernel)
    }

    /// Whether the value is known to lie strictly between two neighbouring whole numbers, or not
    /// to be whole.
    fn is_fractional(&mut self, form: Form, frac: &Frac) -> bool {
        if self.properties.contains(&(Property::NotInteger, form)) {
            return true;
        }
        if !frac.den.is_one() {
            return false;
        }
        self.work = WORK;
        let range = self.poly_interval(&frac.num);
        let (Some((lo, lo_in)), Some((hi, hi_in))) = (range.lo, range.hi) else { return false };
        let cell = lo.floor();
        let next = &cell + &Rational::ONE;
        (lo > cell || !lo_in) && (hi < next || (hi == next && !hi_in))
    }

    /// Whether powers of a base with the same sign everywhere are known to have values whose exponents come
    /// to this one: a multiple of one of them, or of one and another; for a base that is not zero also
    /// their differences, and whole numbers more.
    fn has_power(&mut self, base: Form, exponent: Form, nonzero: bool) -> bool {
        let (power, own) = (self.space.frac(exponent), self.space.frac(base));
        let defined = self.properties.iter().filter(|p| p.0 == Property::Defined);
        let kernels = defined.filter_map(|p| self.space.kernel(*self.space.frac(p.1).num.variables().first()?));
        let mut known: Vec<(Form, Form)> = kernels
            .filter_map(|k| match k.kind {
                Kind::Power(b, e) => Some((b, e)),
                _ => None,
            })
            .collect();
        known.sort_unstable();
        let exponents: Vec<(Form, Frac)> = known.iter().map(|(b, e)| (*b, self.space.frac(*e))).collect();
        let fits = |e: &Frac, f: &Frac| is_whole_combination(e, f, nonzero);
        let mut bases: Vec<Form> = exponents.iter().filter(|(_, f)| fits(&power, f)).map(|x| x.0).collect();
        for (b, f) in &exponents {
            let others = exponents.iter().filter(|x| x.0 == *b);
            let rests = [apart(&power, f), apart(&power, &negated(f)).filter(|_| nonzero)];
            if others.flat_map(|(_, g)| rests.iter().flatten().map(move |rest| fits(rest, g))).any(|fits| fits) {
                bases.push(*b);
            }
        }
        bases.into_iter().any(|b| b == base || self.has_sign_of(&own, b))
    }

    /// Whether a fraction is another one times what has a value above zero everywhere.
    fn has_sign_of(&mut self, x: &Frac, other: Form) -> bool {
        let quotient = inverse(&self.space.frac(other)).and_then(|y| self.space.product(x, &y));
        quotient.is_some_and(|q| {
            let divisor = self.sign_of_difference(&whole(q.den.clone()));
            divisor.within(Sign::NONZERO) && self.sign_of_difference(&q).within(Sign::POSITIVE)
        })
    }

    /// Whether a power or a Bessel function has a value where its arguments have.
    fn defined(&mut self, arena: &mut Arena, term: TermId) -> Truth {
        let (base, exponent, order) = match arena.node(term) {
            Node::Binary(Operator::Pow, b, e) => (b, e, false),
            Node::Call2(Func::BesselJ, n, u) => (u, n, true),
            _ => return Truth::Unknown,
        };
        let kernel = self.space.form(arena, term);
        if self.properties.contains(&(Property::Defined, kernel)) {
            return Truth::Yes;
        }
        let (base_form, exponent_form) = (self.space.form(arena, base), self.space.form(arena, exponent));
        let whole = self.property(arena, Property::Integer, exponent);
        let base = self.shown(arena, base, DEEPEST);
        if !order && self.has_power(base_form, exponent_form, base.within(Sign::NONZERO)) {
            return Truth::Yes;
        }
        if order {
            let refused = whole == Truth::No && base.within(Sign::NONNEGATIVE.negated());
            return Truth::when(whole == Truth::Yes || base.within(Sign::POSITIVE), refused);
        }
        let exponent = self.sign(arena, exponent);
        let known = base.within(Sign::POSITIVE)
            || (whole == Truth::Yes && (base.within(Sign::NONZERO) || exponent.within(Sign::POSITIVE)))
            || (base.within(Sign::NONNEGATIVE) && exponent.within(Sign::POSITIVE));
        let refused = (base.within(Sign::NEGATIVE) && whole == Truth::No)
            || (base.within(Sign::ZERO) && exponent.within(Sign::NONNEGATIVE.negated()));
        Truth::when(known, refused)
    }
}

/// The difference of two fractions with one denominator.
fn apart(e: &Frac, f: &Frac) -> Option<Frac> {
    (e.den == f.den).then(|| Frac { num: e.num.minus(&f.num), den: e.den.clone() })
}

/// Whether e = m*f + c for whole numbers m and c, where m is the quotient of two like terms, or 1 or -1;
/// unless they are free, m is above zero and c is 0.
fn is_whole_combination(e: &Frac, f: &Frac, free: bool) -> bool {
    let like = f.num.terms().iter().filter_map(|(m, c)| {
        let own = e.num.terms().iter().find(|t| t.0 == *m)?;
        own.1.checked_div(c).filter(Rational::is_integer)
    });
    let fits = |times: Rational| {
        let rest = e.num.minus(&f.num.scaled(&times));
        let rest = rest.divide_exact(&e.den).and_then(|q| q.as_constant());
        rest.is_some_and(|q| if free { q.is_integer() } else { q.is_zero() && times.signum() > 0 })
    };
    e.den == f.den && like.chain([Rational::ONE, Rational::from(-1)]).any(fits)
}

/// The condition that holds just where the given one has a value and does not hold.
fn negation(arena: &mut Arena, condition: TermId) -> Option<TermId> {
    match arena.node(condition) {
        Node::Relation(relation, a, b) => Some(arena.relation(relation.negated(), a, b)),
        Node::Property(Property::Integer, a) => Some(arena.add(Node::Property(Property::NotInteger, a))),
        Node::Property(Property::NotInteger, a) => Some(arena.add(Node::Property(Property::Integer, a))),
        _ => None,
    }
}
