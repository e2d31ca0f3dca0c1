//! Walking over terms without recursion: children, topological order, rebuilding, sizes.

use super::{Arena, Node, Rational, Symbol, TermId};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

impl Arena {
    /// The arguments of a term, in order.
    pub fn children(&self, id: TermId) -> Children<'_> {
        let (few, list): ([Option<TermId>; 3], &[TermId]) = match self.node(id) {
            Node::Number(_) | Node::Pi | Node::Symbol(_) => ([None; 3], &[]),
            Node::Neg(a) | Node::Property(_, a) | Node::Call(_, a) | Node::Diff(a, _, _) => {
                ([Some(a), None, None], &[])
            }
            Node::Binary(_, a, b) | Node::Relation(_, a, b) | Node::Call2(_, a, b) => ([Some(a), Some(b), None], &[]),
            Node::If(a, b, c) => ([Some(a), Some(b), Some(c)], &[]),
            Node::Apply(_, list) => ([None; 3], self.list(list)),
        };
        Children { few, next: 0, list }
    }

    /// Calls a function with each argument of a term, in order.
    #[inline]
    pub fn each_child(&self, id: TermId, mut visit: impl FnMut(TermId)) {
        match self.node(id) {
            Node::Number(_) | Node::Pi | Node::Symbol(_) => {}
            Node::Neg(a) | Node::Property(_, a) | Node::Call(_, a) | Node::Diff(a, _, _) => visit(a),
            Node::Binary(_, a, b) | Node::Relation(_, a, b) | Node::Call2(_, a, b) => {
                visit(a);
                visit(b);
            }
            Node::If(a, b, c) => {
                visit(a);
                visit(b);
                visit(c);
            }
            Node::Apply(_, list) => self.list(list).iter().copied().for_each(visit),
        }
    }

    /// The same term with other arguments, given in the order of [`Arena::children`].
    pub fn with_children(&mut self, id: TermId, new: &[TermId]) -> TermId {
        let node = match (self.node(id), new) {
            (Node::Neg(_), &[a]) => Node::Neg(a),
            (Node::Property(p, _), &[a]) => Node::Property(p, a),
            (Node::Call(f, _), &[a]) => Node::Call(f, a),
            (Node::Diff(_, x, n), &[a]) => Node::Diff(a, x, n),
            (Node::Binary(op, _, _), &[a, b]) => Node::Binary(op, a, b),
            (Node::Relation(r, _, _), &[a, b]) => Node::Relation(r, a, b),
            (Node::Call2(f, _, _), &[a, b]) => Node::Call2(f, a, b),
            (Node::If(_, _, _), &[a, b, c]) => Node::If(a, b, c),
            (Node::Apply(f, _), list) => {
                let list = self.arguments(list);
                Node::Apply(f, list)
            }
            (leaf, _) => leaf,
        };
        self.add(node)
    }

    /// Every term that stands in one of `roots`, arguments before the terms that use them.
    pub fn reachable(&self, roots: &[TermId]) -> Vec<TermId> {
        self.marked(roots, |id, marks| self.each_child(id, |c| mark(marks, c)))
    }

    /// The terms that `arguments` leads to from `roots`, in the same order; it visits those below the
    /// given one.
    pub(crate) fn reachable_by(
        &self,
        roots: &[TermId],
        arguments: impl Fn(TermId, &mut dyn FnMut(TermId)),
    ) -> Vec<TermId> {
        self.marked(roots, |id, marks| arguments(id, &mut |c| mark(marks, c)))
    }

    /// The terms that are marked from `roots` on; `arguments` marks those below the given one.
    fn marked(&self, roots: &[TermId], mut arguments: impl FnMut(TermId, &mut [u64])) -> Vec<TermId> {
        // Arguments have smaller ids, so one bit for each id up to the largest root, and one way down
        // through them, is enough.
        let mut marks = Marks::new(roots);
        let mut count = 0;
        marks.descend(|id, marks| {
            count += 1;
            arguments(id, marks);
            true
        });
        let mut seen: Vec<TermId> = Vec::with_capacity(count);
        for (word, mut bits) in marks.0.iter().copied().enumerate() {
            while bits != 0 {
                seen.push(TermId((word * 64) as u32 + bits.trailing_zeros()));
                bits &= bits - 1;
            }
        }
        seen
    }

    /// Visits every term that stands in one of `roots`, those that use others before them, as long as
    /// the visit says to go on; says whether it went to the end.
    fn each_reachable(&self, roots: &[TermId], mut visit: impl FnMut(TermId) -> bool) -> bool {
        Marks::new(roots).descend(|id, marks| {
            self.each_child(id, |c| mark(marks, c));
            visit(id)
        })
    }

    /// Rebuilds `root` bottom-up: `change` sees each term with its arguments already rebuilt and
    /// returns what stands for it. Each distinct sub-term is visited once.
    pub fn rebuild(&mut self, root: TermId, mut change: impl FnMut(&mut Arena, TermId, TermId) -> TermId) -> TermId {
        // Most terms stay as they are, and need no room here.
        let mut new: FxHashMap<TermId, TermId> = FxHashMap::default();
        for id in self.reachable(&[root]) {
            let of = |c: TermId| new.get(&c).copied().unwrap_or(c);
            let rebuilt = if new.is_empty() || self.children(id).all(|c| of(c) == c) {
                id
            } else {
                let arguments: SmallVec<[TermId; 4]> = self.children(id).map(of).collect();
                self.with_children(id, &arguments)
            };
            let value = change(self, id, rebuilt);
            if value != id {
                new.insert(id, value);
            }
        }
        new.get(&root).copied().unwrap_or(root)
    }

    /// Replaces variables by terms, all at once. The variable of a `diff` is not replaced.
    pub fn substitute(&mut self, root: TermId, values: &FxHashMap<Symbol, TermId>) -> TermId {
        self.rebuild(root, |arena, old, rebuilt| match arena.node(old) {
            Node::Symbol(s) => values.get(&s).copied().unwrap_or(rebuilt),
            _ => rebuilt,
        })
    }

    /// A copy of another arena's term, with some of its variables replaced by terms of this one. The
    /// term comes as what is [`Arena::reachable`] from it, itself the last.
    pub fn copied(&mut self, source: &Arena, order: &[TermId], value: impl Fn(&str) -> Option<TermId>) -> TermId {
        // By the place in the source; arguments come before what they stand in.
        let mut new: SmallVec<[TermId; 32]> = SmallVec::new();
        let mut last = TermId(0);
        for id in order {
            let of = |c: TermId| new[c.0 as usize];
            last = match source.node(*id) {
                Node::Number(n) => self.literal(source.number_value(n).clone()),
                Node::Symbol(s) => {
                    let name = source.name(s);
                    value(name).unwrap_or_else(|| self.symbol(name))
                }
                Node::Apply(f, list) => {
                    let arguments: Vec<TermId> = source.list(list).iter().map(|c| of(*c)).collect();
                    let unknown = source.unknown(f);
                    let name = self.intern(source.name(unknown.name));
                    self.apply(super::Unknown { name, ..unknown.clone() }, &arguments)
                }
                Node::Diff(a, x, n) => {
                    let x = self.intern(source.name(x));
                    self.add(Node::Diff(of(a), x, n))
                }
                Node::Pi => self.add(Node::Pi),
                Node::Neg(a) => self.add(Node::Neg(of(a))),
                Node::Binary(op, a, b) => self.add(Node::Binary(op, of(a), of(b))),
                Node::Relation(r, a, b) => self.add(Node::Relation(r, of(a), of(b))),
                Node::Property(p, a) => self.add(Node::Property(p, of(a))),
                Node::Call(f, a) => self.add(Node::Call(f, of(a))),
                Node::Call2(f, a, b) => self.add(Node::Call2(f, of(a), of(b))),
                Node::If(c, a, b) => self.add(Node::If(of(c), of(a), of(b))),
            };
            new.resize(id.0 as usize + 1, last);
        }
        last
    }

    /// The term at a path of argument positions, or `None` where the path leaves the term.
    pub fn at(&self, root: TermId, place: &[u32]) -> Option<TermId> {
        place.iter().try_fold(root, |id, &i| self.children(id).nth(i as usize))
    }

    /// `root` with the term at `place` replaced, or `None` where the path leaves the term.
    pub fn replace_at(&mut self, root: TermId, place: &[u32], new: TermId) -> Option<TermId> {
        let mut spine = vec![root];
        for &i in place {
            let last = *spine.last()?;
            spine.push(self.children(last).nth(i as usize)?);
        }
        let mut value = new;
        for (depth, &i) in place.iter().enumerate().rev() {
            let mut arguments: Vec<TermId> = self.children(spine[depth]).collect();
            arguments[i as usize] = value;
            value = self.with_children(spine[depth], &arguments);
        }
        Some(value)
    }

    /// The variables that stand in `root`, sorted by name.
    pub fn variables(&self, root: TermId) -> Vec<Symbol> {
        self.variables_of(&[root])
    }

    /// The variables that stand in any of the roots, sorted by name.
    pub fn variables_of(&self, roots: &[TermId]) -> Vec<Symbol> {
        let mut found: Vec<Symbol> = Vec::new();
        self.each_reachable(roots, |id| {
            if let Node::Symbol(s) | Node::Diff(_, s, _) = self.node(id) {
                found.push(s);
            }
            true
        });
        found.sort_by(|a, b| self.name(*a).cmp(self.name(*b)));
        found.dedup();
        found
    }

    /// Whether a condition holds for some sub-term of `root`.
    pub fn any(&self, root: TermId, test: impl Fn(Node) -> bool) -> bool {
        !self.each_reachable(&[root], |id| !test(self.node(id)))
    }

    /// The number of distinct sub-terms.
    pub fn dag_size(&self, root: TermId) -> usize {
        let mut count = 0;
        self.each_reachable(&[root], |_| {
            count += 1;
            true
        });
        count
    }

    /// The value of a term that is a number as it is spelled: a literal, a fraction of two whole
    /// literals, or the negation of either.
    pub fn as_rational(&self, id: TermId) -> Option<Rational> {
        match self.node(id) {
            Node::Number(n) => Some(self.number_value(n).clone()),
            Node::Neg(a) => self.as_unsigned(a).map(|v| -v),
            _ => self.as_unsigned(id),
        }
    }

    /// Whether [`Arena::as_rational`] gives a value.
    pub fn is_rational(&self, id: TermId) -> bool {
        let number = |a| matches!(self.node(a), Node::Number(_));
        let unsigned = |id| match self.node(id) {
            Node::Number(_) => true,
            Node::Binary(super::Operator::Div, a, b) => number(a) && number(b) && !self.is_zero(b),
            _ => false,
        };
        match self.node(id) {
            Node::Neg(a) => unsigned(a),
            _ => unsigned(id),
        }
    }

    fn as_unsigned(&self, id: TermId) -> Option<Rational> {
        match self.node(id) {
            Node::Number(n) => Some(self.number_value(n).clone()),
            Node::Binary(super::Operator::Div, a, b) => match (self.node(a), self.node(b)) {
                (Node::Number(a), Node::Number(b)) => self.number_value(a).checked_div(self.number_value(b)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// One bit for each term up to the largest of some roots; small arenas need no room elsewhere.
struct Marks(SmallVec<[u64; 16]>);

impl Marks {
    /// The roots marked.
    fn new(roots: &[TermId]) -> Self {
        let top = roots.iter().map(|r| r.index()).max().unwrap_or(0);
        let mut marks = SmallVec::from_elem(0, top / 64 + 1);
        roots.iter().for_each(|root| mark(&mut marks, *root));
        Marks(marks)
    }

    /// Visits the marked terms from the largest down, those included that a visit marks, as long as it
    /// says to go on; says whether it went to the end.
    #[inline]
    fn descend(&mut self, mut visit: impl FnMut(TermId, &mut [u64]) -> bool) -> bool {
        let marks: &mut [u64] = &mut self.0;
        for word in (0..marks.len()).rev() {
            let mut left = u64::MAX;
            while marks[word] & left != 0 {
                let bit = 63 - (marks[word] & left).leading_zeros();
                left = (1 << bit) - 1;
                if !visit(TermId((word * 64) as u32 + bit), marks) {
                    return false;
                }
            }
        }
        true
    }
}

#[inline]
fn mark(marks: &mut [u64], id: TermId) {
    marks[id.index() / 64] |= 1 << (id.index() % 64);
}

/// The arguments of a term, from [`Arena::children`].
pub struct Children<'a> {
    few: [Option<TermId>; 3],
    next: usize,
    list: &'a [TermId],
}

impl Iterator for Children<'_> {
    type Item = TermId;

    fn next(&mut self) -> Option<TermId> {
        let i = self.next;
        self.next += 1;
        match self.few.get(i).copied().flatten() {
            Some(id) => Some(id),
            None => self.list.get(i).copied(),
        }
    }
}
