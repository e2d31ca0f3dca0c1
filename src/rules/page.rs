//! The rule page: one rewrite a line, in the product's own notation.
//!
//! Field arithmetic needs no rules: the normal form does it, and it knows most of what is below, too.
//! A rule stands here for the places that are no fraction, such as the inside of a function. Sums and
//! products are matched as they are written, so a rule may come in both orders.

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
    // roots, absolute values and signs
    sqrt_square:              "sqrt(u^2)"                     => "abs(u)";
    square_sqrt:              "sqrt(u)^2"                     => "u";
    sqrt_mul:                 "sqrt(u)*sqrt(v)"               => "sqrt(u*v)";
    sqrt_div:                 "sqrt(u)/sqrt(v)"               => "sqrt(u/v)";
    sqrt_inverse_square:      "sqrt(1/u^2)"                   => "1/abs(u)";
    sqrt_div_square:          "sqrt(u/v^2)"                   => "sqrt(u)/abs(v)";
    sqrt_square_mul:          "sqrt(u^2*v)"                   => "abs(u)*sqrt(v)"  if "v >= 0";
    cbrt_cube:                "cbrt(u^3)"                     => "u";
    cube_cbrt:                "cbrt(u)^3"                     => "u";
    abs_of_positive:          "abs(u)"                        => "u"               if "u >= 0";
    abs_of_negative:          "abs(u)"                        => "-u"              if "u <= 0";
    abs_neg:                  "abs(-u)"                       => "abs(u)";
    abs_mul:                  "abs(u)*abs(v)"                 => "abs(u*v)";
    abs_div:                  "abs(u)/abs(v)"                 => "abs(u/v)";
    square_abs:               "abs(u)^2"                      => "u^2";
    mul_sign:                 "u*sign(u)"                     => "abs(u)";
    sign_mul:                 "sign(u)*u"                     => "abs(u)";
    abs_mul_sign:             "abs(u)*sign(u)"                => "u";
    sign_mul_abs:             "sign(u)*abs(u)"                => "u";
    div_abs:                  "u/abs(u)"                      => "sign(u)";
    abs_div_self:             "abs(u)/u"                      => "sign(u)";
    sign_of_positive:         "sign(u)"                       => "1"               if "u > 0";
    sign_of_negative:         "sign(u)"                       => "-1"              if "u < 0";
    // exponentials, logarithms and powers
    log_exp:                  "log(exp(u))"                   => "u";
    exp_log:                  "exp(log(u))"                   => "u";
    exp_add_rev:              "exp(u)*exp(v)"                 => "exp(u + v)";
    exp_sub_rev:              "exp(u)/exp(v)"                 => "exp(u - v)";
    exp_neg_rev:              "1/exp(u)"                      => "exp(-u)";
    exp_mul_rev:              "exp(u)^v"                      => "exp(u*v)";
    sqrt_exp:                 "sqrt(exp(u))"                  => "exp(u/2)";
    exp_mul_log:              "exp(v*log(u))"                 => "u^v";
    exp_log_mul:              "exp(log(u)*v)"                 => "u^v";
    log_mul:                  "log(u*v)"                      => "log(u) + log(v)" if "u > 0";
    log_mul_rev:              "log(u) + log(v)"               => "log(u*v)";
    log_div:                  "log(u/v)"                      => "log(u) - log(v)" if "v > 0";
    log_div_rev:              "log(u) - log(v)"               => "log(u/v)";
    log_inv:                  "log(1/u)"                      => "-log(u)";
    log_square_rev:           "2*log(abs(u))"                 => "log(u^2)";
    log_pow:                  "log(u^a)"                      => "a*log(u)"        if "u > 0";
    pow_pow:                  "(u^a)^b"                       => "u^(a*b)"         if "u > 0";
    pow_add_rev:              "u^a*u^b"                       => "u^(a + b)";
    pow_sub_rev:              "u^a/u^b"                       => "u^(a - b)";
    mul_pow_rev:              "u^a*v^a"                       => "(u*v)^a";
    div_pow_rev:              "u^a/v^a"                       => "(u/v)^a";
    // trigonometric functions
    cos_neg:                  "cos(-u)"                       => "cos(u)";
    sin_complement:           "sin(pi/2 - u)"                 => "cos(u)";
    cos_complement:           "cos(pi/2 - u)"                 => "sin(u)";
    tan_rev:                  "sin(u)/cos(u)"                 => "tan(u)";
    cot_rev:                  "cos(u)/sin(u)"                 => "cot(u)";
    pythagoras:               "sin(u)^2 + cos(u)^2"           => "1";
    pythagoras_comm:          "cos(u)^2 + sin(u)^2"           => "1";
    cos_square_rev:           "1 - sin(u)^2"                  => "cos(u)^2";
    sin_square_rev:           "1 - cos(u)^2"                  => "sin(u)^2";
    tan_square_add:           "tan(u)^2 + 1"                  => "1/cos(u)^2";
    add_tan_square:           "1 + tan(u)^2"                  => "1/cos(u)^2";
    sqrt_tan_square_add:      "sqrt(tan(u)^2 + 1)"            => "1/abs(cos(u))";
    sqrt_add_tan_square:      "sqrt(1 + tan(u)^2)"            => "1/abs(cos(u))";
    sin_double_rev:           "2*(sin(u)*cos(u))"             => "sin(2*u)";
    sin_double_comm:          "2*(cos(u)*sin(u))"             => "sin(2*u)";
    sin_half_rev:             "sin(u)*cos(u)"                 => "sin(2*u)/2";
    sin_half_comm:            "cos(u)*sin(u)"                 => "sin(2*u)/2";
    cos_double_rev:           "cos(u)^2 - sin(u)^2"           => "cos(2*u)";
    cos_double_cos:           "2*cos(u)^2 - 1"                => "cos(2*u)";
    cos_double_sin:           "1 - 2*sin(u)^2"                => "cos(2*u)";
    sin_add_rev:              "sin(u)*cos(v) + cos(u)*sin(v)" => "sin(u + v)";
    sin_sub_rev:              "sin(u)*cos(v) - cos(u)*sin(v)" => "sin(u - v)";
    cos_add_rev:              "cos(u)*cos(v) - sin(u)*sin(v)" => "cos(u + v)";
    cos_sub_rev:              "cos(u)*cos(v) + sin(u)*sin(v)" => "cos(u - v)";
    sin_turns:                "sin(pi*u)"                     => "0"               if "u integer";
    cos_turns:                "cos(pi*u)"                     => "(-1)^u"          if "u integer";
    tan_turns:                "tan(pi*u)"                     => "0"               if "u integer";
    // inverse functions
    sin_asin:                 "sin(asin(u))"                  => "u";
    cos_acos:                 "cos(acos(u))"                  => "u";
    tan_atan:                 "tan(atan(u))"                  => "u";
    cos_asin:                 "cos(asin(u))"                  => "sqrt(1 - u^2)";
    sin_acos:                 "sin(acos(u))"                  => "sqrt(1 - u^2)";
    cos_atan:                 "cos(atan(u))"                  => "1/sqrt(1 + u^2)";
    sin_atan:                 "sin(atan(u))"                  => "u/sqrt(1 + u^2)";
    asin_sin:                 "asin(sin(u))"                  => "u"               if "u >= -pi/2", "u <= pi/2";
    acos_cos:                 "acos(cos(u))"                  => "abs(u)"          if "u >= -pi", "u <= pi";
    atan_tan:                 "atan(tan(u))"                  => "u"               if "u >= -pi/2", "u <= pi/2";
    asin_add_acos:            "asin(u) + acos(u)"             => "pi/2";
    acos_add_asin:            "acos(u) + asin(u)"             => "pi/2";
    atan_inv_of_positive:     "atan(1/u)"                     => "pi/2 - atan(u)"  if "u > 0";
    atan_inv_of_negative:     "atan(1/u)"                     => "-pi/2 - atan(u)" if "u < 0";
    atan_add_inv_of_positive: "atan(u) + atan(1/u)"           => "pi/2"            if "u > 0";
    atan_add_inv_of_negative: "atan(u) + atan(1/u)"           => "-pi/2"           if "u < 0";
    // hyperbolic functions
    cosh_rev:                 "exp(u) + exp(-u)"              => "2*cosh(u)";
    cosh_rev_comm:            "exp(-u) + exp(u)"              => "2*cosh(u)";
    sinh_rev:                 "exp(u) - exp(-u)"              => "2*sinh(u)";
    tanh_rev:                 "sinh(u)/cosh(u)"               => "tanh(u)";
    cosh_square_sub:          "cosh(u)^2 - sinh(u)^2"         => "1";
    tanh_square_sub:          "1 - tanh(u)^2"                 => "1/cosh(u)^2";
    sinh_asinh:               "sinh(asinh(u))"                => "u";
    cosh_acosh:               "cosh(acosh(u))"                => "u";
    tanh_atanh:               "tanh(atanh(u))"                => "u";
    asinh_sinh:               "asinh(sinh(u))"                => "u";
    acosh_cosh:               "acosh(cosh(u))"                => "abs(u)";
    atanh_tanh:               "atanh(tanh(u))"                => "u";
    cosh_asinh:               "cosh(asinh(u))"                => "sqrt(1 + u^2)";
    sinh_acosh:               "sinh(acosh(u))"                => "sqrt(u^2 - 1)";
    cosh_add_cosh:            "cosh(u + v) + cosh(u - v)"     => "2*cosh(u)*cosh(v)";
    cosh_sub_cosh:            "cosh(u + v) - cosh(u - v)"     => "2*sinh(u)*sinh(v)";
    sinh_add_sinh:            "sinh(u + v) + sinh(u - v)"     => "2*sinh(u)*cosh(v)";
    sinh_sub_sinh:            "sinh(u + v) - sinh(u - v)"     => "2*cosh(u)*sinh(v)";
    asinh_rev:                "log(u + sqrt(u^2 + 1))"        => "asinh(u)";
    asinh_rev_comm:           "log(u + sqrt(1 + u^2))"        => "asinh(u)";
    acosh_rev:                "log(u + sqrt(u^2 - 1))"        => "acosh(u)";
    atanh_rev:                "log((1 + u)/(1 - u))/2"        => "atanh(u)";
    atanh_rev_neg:            "log((1 - u)/(1 + u))/2"        => "-atanh(u)";
    acoth_rev:                "log((u + 1)/(u - 1))/2"        => "acoth(u)";
    // the greater, the lesser and the whole part
    max_of_greater:           "max(u, v)"                     => "u"               if "u >= v";
    max_of_lesser:            "max(u, v)"                     => "v"               if "u <= v";
    max_neg:                  "max(u, -u)"                    => "abs(u)";
    min_of_greater:           "min(u, v)"                     => "v"               if "u >= v";
    min_of_lesser:            "min(u, v)"                     => "u"               if "u <= v";
    min_neg:                  "min(u, -u)"                    => "-abs(u)";
    floor_of_integer:         "floor(u)"                      => "u"               if "u integer";
    ceil_of_integer:          "ceil(u)"                       => "u"               if "u integer";
    // special functions
    erf_add_erfc:             "erf(u) + erfc(u)"              => "1";
    erf_rev:                  "1 - erfc(u)"                   => "erf(u)";
    polygamma_zero:           "polygamma(0, u)"               => "digamma(u)";
    gamma_div_gamma:          "gamma(u + 1)/gamma(u)"         => "u";
    besselj_neg_one:          "besselj(-1, u)"                => "-besselj(1, u)";
}
