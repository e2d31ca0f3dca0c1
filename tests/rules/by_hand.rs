//! What a person has shown of rules.

/// Rules whose domains the program's own reasoning doesn't compare; a person does it here.
pub const DOMAIN_BY_HAND: &[(&str, &str)] = &[
    ("mul_pow_rev", "u < 0 or v < 0: a is whole, and positive if u or v is 0"),
    ("div_pow_rev", "u < 0 or v < 0: a is whole; u = 0: a is positive; v = 0: there is no a with 1/0^a"),
    ("acosh_rev", "u >= 1 or u <= -1 by the root; for u <= -1 it is below -u, and the sum not above 0"),
];
