//! The operator table: one ascending list of precedences, read by parser and printer alike.

/// How tightly an operator binds, loosest first.
///
/// ```
/// use chainrule::term::Precedence;
/// assert!(Precedence::Sum < Precedence::Product);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Precedence {
    /// `a = b`, `a < b`: does not chain inside a formula.
    Relation,
    /// `a + b`, `a - b`: groups to the left.
    Sum,
    /// `-a` at the start of a sum: negates the whole product that follows, so `-a*b` is `-(a*b)`
    /// and `-x^2` is `-(x^2)`.
    Negation,
    /// `a*b`, `a/b`, `a b`: groups to the left.
    Product,
    /// `a^b`: groups to the right; a sign in its exponent negates one factor.
    Power,
    /// Numbers, names, calls and anything in brackets.
    Atom,
}

/// An operator with two arguments and a value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Operator {
    /// `a + b`
    Add,
    /// `a - b`
    Sub,
    /// `a*b`
    Mul,
    /// `a/b`
    Div,
    /// `a^b`
    Pow,
}

impl Operator {
    /// The operators, in the order of their precedence.
    pub const ALL: [Operator; 5] = [Operator::Add, Operator::Sub, Operator::Mul, Operator::Div, Operator::Pow];

    /// The operator's sign in plain text.
    pub fn symbol(self) -> &'static str {
        self.row().0
    }

    /// The level the operator binds at.
    pub fn precedence(self) -> Precedence {
        self.row().1
    }

    /// The loosest precedence its left and its right argument may have without parentheses.
    pub fn sides(self) -> (Precedence, Precedence) {
        (self.row().2, self.row().3)
    }

    fn row(self) -> (&'static str, Precedence, Precedence, Precedence) {
        use Precedence::{Atom, Power, Product, Sum};
        match self {
            Operator::Add => ("+", Sum, Sum, Product),
            Operator::Sub => ("-", Sum, Sum, Product),
            Operator::Mul => ("*", Product, Product, Power),
            Operator::Div => ("/", Product, Product, Power),
            Operator::Pow => ("^", Power, Atom, Power),
        }
    }
}

/// A comparison between two terms.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Relation {
    /// `a = b`
    Eq,
    /// `a != b`
    Ne,
    /// `a < b`
    Lt,
    /// `a <= b`
    Le,
    /// `a > b`
    Gt,
    /// `a >= b`
    Ge,
}

impl Relation {
    /// All comparisons.
    pub const ALL: [Relation; 6] = [Relation::Eq, Relation::Ne, Relation::Lt, Relation::Le, Relation::Gt, Relation::Ge];

    /// The comparison's sign in plain text.
    pub fn symbol(self) -> &'static str {
        match self {
            Relation::Eq => "=",
            Relation::Ne => "!=",
            Relation::Lt => "<",
            Relation::Le => "<=",
            Relation::Gt => ">",
            Relation::Ge => ">=",
        }
    }

    /// The comparison with its sides exchanged: `a < b` is `b > a`.
    pub fn flipped(self) -> Self {
        match self {
            Relation::Lt => Relation::Gt,
            Relation::Le => Relation::Ge,
            Relation::Gt => Relation::Lt,
            Relation::Ge => Relation::Le,
            same => same,
        }
    }

    /// The comparison that holds exactly where this one does not.
    pub fn negated(self) -> Self {
        match self {
            Relation::Eq => Relation::Ne,
            Relation::Ne => Relation::Eq,
            Relation::Lt => Relation::Ge,
            Relation::Le => Relation::Gt,
            Relation::Gt => Relation::Le,
            Relation::Ge => Relation::Lt,
        }
    }

    /// Whether the comparison holds between two numbers that compare as `order`.
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Relation::Eq => order.is_eq(),
            Relation::Ne => order.is_ne(),
            Relation::Lt => order.is_lt(),
            Relation::Le => order.is_le(),
            Relation::Gt => order.is_gt(),
            Relation::Ge => order.is_ge(),
        }
    }
}

/// A condition on one term that is not a comparison.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Property {
    /// `n integer`: the value is a whole number.
    Integer,
    /// `x not integer`: the value is not a whole number.
    NotInteger,
    /// `x not pole`: the value is none of 0, −1, −2, … (the poles of gamma).
    NotPole,
    /// `x^n defined`: the term has a value.
    Defined,
}

impl Property {
    /// All properties.
    pub const ALL: [Property; 4] = [Property::Integer, Property::NotInteger, Property::NotPole, Property::Defined];

    /// The words that follow the term.
    pub fn words(self) -> &'static str {
        match self {
            Property::Integer => "integer",
            Property::NotInteger => "not integer",
            Property::NotPole => "not pole",
            Property::Defined => "defined",
        }
    }
}
