//! The rule page: one rewrite a line, in the product's own notation.

/// A rewrite rule: `lhs` may be replaced by `rhs` where every condition is known to hold.
/// Single letters are pattern variables that stand for any term; `n` and `m` for literals.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rewrite {
    /// The name says the conclusion.
    pub name: &'static str,
    /// The pattern.
    pub lhs: &'static str,
    /// What replaces it.
    pub rhs: &'static str,
    /// What must be known to hold on the whole domain.
    pub conditions: &'static [&'static str],
}

macro_rules! page {
    ($($name:ident: $lhs:literal => $rhs:literal $(if $($condition:literal),+)?;)*) => {
        /// Every rewrite rule, in order.
        pub static PAGE: &[Rewrite] = &[$(Rewrite {
            name: stringify!($name), lhs: $lhs, rhs: $rhs, conditions: &[$($($condition),+)?],
        }),*];
    };
}

page! {
    // roots and absolute values
    sqrt_square:      "sqrt(u^2)"            => "abs(u)";
    abs_of_positive:  "abs(u)"               => "u"              if "u >= 0";
    abs_of_negative:  "abs(u)"               => "-u"             if "u <= 0";
    mul_sign:         "u*sign(u)"            => "abs(u)";
    sign_of_positive: "sign(u)"              => "1"              if "u > 0";
    sign_of_negative: "sign(u)"              => "-1"             if "u < 0";
    sqrt_mul:         "sqrt(u)*sqrt(v)"      => "sqrt(u*v)";
    // exponentials and logarithms
    log_exp:          "log(exp(u))"          => "u";
    exp_log:          "exp(log(u))"          => "u";
    log_mul_rev:      "log(u) + log(v)"      => "log(u*v)";
    log_div_rev:      "log(u) - log(v)"      => "log(u/v)";
    // trigonometric functions
    sin_double_rev:   "2*(sin(u)*cos(u))"    => "sin(2*u)";
    cos_double_rev:   "cos(u)^2 - sin(u)^2"  => "cos(2*u)";
    pythagoras:       "sin(u)^2 + cos(u)^2"  => "1";
    tan_rev:          "sin(u)/cos(u)"        => "tan(u)";
    // inverse functions
    sin_asin:         "sin(asin(u))"         => "u";
    cos_acos:         "cos(acos(u))"         => "u";
    tan_atan:         "tan(atan(u))"         => "u";
    sinh_asinh:       "sinh(asinh(u))"       => "u";
    cosh_acosh:       "cosh(acosh(u))"       => "u";
    tanh_atanh:       "tanh(atanh(u))"       => "u";
    // hyperbolic functions
    tanh_rev:         "sinh(u)/cosh(u)"      => "tanh(u)";
    // special functions
    besselj_neg_one:  "besselj(-1, u)"       => "-besselj(1, u)";
}
