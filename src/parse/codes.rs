//! The error codes: one row each, with an input that causes it.

/// Which reader an example is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reader {
    /// [`parse_formula`](super::parse_formula)
    Formula,
    /// [`parse_condition`](super::parse_condition)
    Condition,
    /// [`parse_definition`](super::parse_definition)
    Definition,
    /// [`decode`](super::decode)
    Bytes,
    /// [`parse_latex`](super::latex::parse_latex)
    Latex,
}

macro_rules! codes {
    ($($id:ident $code:literal $title:literal $reader:ident $example:literal $explanation:literal)*) => {
        /// A kind of error.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[allow(missing_docs)]
        pub enum Code { $($id),* }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Code] = &[$(Code::$id),*];

            /// The code, such as `E0004`.
            pub fn id(self) -> &'static str {
                match self { $(Code::$id => $code),* }
            }

            /// What the error is, in a few words.
            pub fn title(self) -> &'static str {
                match self { $(Code::$id => $title),* }
            }

            /// An input that causes it, and the reader it is for.
            pub fn example(self) -> (Reader, &'static [u8]) {
                match self { $(Code::$id => (Reader::$reader, $example)),* }
            }

            /// The long text of `--explain`.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$id => concat!($code, ": ", $title, "\n\n", $explanation, "\n")),* }
            }
        }
    };
}

codes! {
    Empty "E0001" "there is no formula" Formula b"  " "The text is empty or holds nothing but spaces. Line breaks count as spaces.

Example: two spaces. Write a formula, such as a^2."

    Character "E0002" "a character cannot stand in a formula" Formula b"x # y" "Formulas are made of numbers, names, + - * / ^ = ( ) | , and their usual Unicode
forms. All spaces of Unicode, line breaks included, are spaces. Control characters, characters
that change the direction of writing, invisible ones, full-width and mathematical letters and
combining marks are refused: with them two texts could look alike and differ, or look different
and be the same.

Example: x # y. There are no comments."

    Unexpected "E0003" "something stands where it cannot" Formula b"x, y" "What was read so far is complete, and what follows does not continue it.

Example: x, y. A comma separates the arguments of a function, as in max(x, y); it does not
group digits (1,000 is written 1000) and is not a decimal point (write 0.5)."

    MissingOperand "E0004" "an operand is missing" Formula b"x *" "An operator needs a term on its right, and all but + and - need one on their left; a function
needs an argument, an equation two sides. A sign may follow an operator: x - -y and 2^-x are
read.

Example: x *. Write what x is multiplied by."

    Bracket "E0005" "a bracket has no partner" Formula b"(x))" "Every ( needs its ) and every bar its second bar.

Example: (x)). Take the second ) out."

    EmptyParentheses "E0006" "there is nothing between parentheses" Formula b"x + ()" "Parentheses hold a term, and a function has at least one argument.

Example: x + ()."

    SideBySide "E0007" "a number follows a term" Formula b"1 2" "In a product written without a sign the number comes first: 2x, 2 x y, 2(x + 1). Two numbers
side by side, or a number after another factor, could be a product, a power or one number.

Example: 1 2. Write 12, 1*2 or 1^2."

    Number "E0008" "a number is not well formed" Formula b"0.1.2" "Numbers are 12, 0.5, .5, 1e400 and 2e-3; all are exact. Every decimal point needs a digit
after it. A number directly followed by e is a power of ten if a digit or a signed digit
follows (2e-3 is 0.002), and a factor before a name or a power otherwise (2e^x, 2exp(x));
2e alone could be either and is refused. There are no hexadecimal numbers and no grouping of
digits.

Example: 0.1.2 has two decimal points."

    Limit "E0009" "a limit is exceeded" Formula b"1e999999999" "Texts are read up to a length, a depth of nesting (parentheses, functions, signs and exponents
all count), a number of digits and an order of differentiation, so that no input can use up
time or memory. The limits can be set; --limits prints them.

Example: 1e999999999 has a billion digits."

    UnknownFunction "E0010" "a function is not known" Formula b"lim(x)" "A name of several letters followed by ( must be a known function, or be declared with
--function. f, g and h and primed names are unknown functions that may be differentiated; any
other single letter before ( is a factor: a(1 - a) is a product. A function name run together
with a letter, such as tanx, is refused, since it is meant as tan(x).

Example: lim(x)."

    Arity "E0011" "a function has the wrong number of arguments" Formula b"atan2(y)" "Each function takes a fixed number of arguments, but max and min take two or more.

Example: atan2(y). It is written atan2(y, x)."

    Ambiguous "E0012" "the text can be read in two ways" Formula b"sin x y" "A function without parentheses takes a number and the next factor, as in books: sin 2x,
log a, sin 2x cos x. Where more follows, or a sign, books do not agree; bars within bars do not
show which ones open; and a power of a function other than a positive one is its inverse for
some and a reciprocal for others. The message lists the readings: write the one you mean with
parentheses.

Example: sin x y is sin(x)*y or sin(x*y)."

    Derivative "E0013" "a derivative is not well formed" Formula b"diff(x^2, 2)" "A derivative is written diff(f, x), diff(f, x, n), d/dx f or d^2/dx^2 f, where x is a variable
and the order n a whole number from 0 up to the limit. d/dx applies to the product that follows
it, up to the next + or -. An unknown function may carry primes if it has one argument, or the
orders by each argument: f'[1,0](u, v).

Example: diff(x^2, 2)."

    Relation "E0014" "a comparison cannot stand here" Formula b"x < 1" "A formula is a term or one equation. Comparisons belong to assumptions (--assume 'a > 0')
and to the first place of if(condition, a, b).

Example: x < 1."

    Chain "E0015" "an equation has more than two sides" Formula b"x = y = z" "Equality where both sides have a value does not carry over from one pair to the next, so a
chain of equations is not one claim. Claim x = y and y = z apart.

Example: x = y = z."

    Condition "E0016" "a condition is not well formed" Condition b"x + 1" "A condition is a comparison by = != < <= > >=, a chain of them (0 < a < 1; only in a list of
assumptions), `n integer`, `x not integer`, `x not pole`, `t defined`, or if(c, p, q) over
conditions. The branches of an if are both terms or both conditions.

Example: x + 1 compares nothing."

    Definition "E0017" "a definition is not well formed" Definition b"a + 1 = b" "A definition is `name = term` or `f(name, ...) = term`. The name is not a known function or
constant, does not stand in its own term, and the names of the arguments differ.

Example: a + 1 = b."

    Encoding "E0018" "the text is not UTF-8" Bytes b"x\xC0\x80" "Texts are read as UTF-8. Files in UTF-16 or Latin-1 must be converted first.

Example: the bytes x, C0, 80, an overlong encoding."

    Reserved "E0019" "a word is reserved" Formula b"inf + 1" "The words if, diff, integer, not, pole and defined belong to the notation, and inf, infinity
and nan are refused because no formula has such a value here. So are the words and and or, which would otherwise be
variables: conditions are separated by commas.

Example: inf + 1."

    RootIndex "E0020" "the index of a root is not a whole number above 0" Formula b"root(x, n)" "root(x, n) is the n-th root for a whole number n from 1 on that is written out. It is defined
for negative x if n is odd. For other exponents write x^(1/n).

Example: root(x, n)."

    Unsupported "E0021" "this LaTeX is not read" Latex b"\\int x\\,dx" "LaTeX is read as far as formulas of one real value per letter go: fractions, powers, roots,
functions, derivatives, equations and their rows. Integrals, sums and products with indices,
limits, vectors and matrices, sets, norms, dots for terms left out and words inside a formula are
named and not read, since a reading of their parts would be a guess. Commands that are not known
are refused; those of \\newcommand are replaced by what they stand for.

Example: \\int x\\,dx."
}
