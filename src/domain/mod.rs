//! Natural domains, facts and conditions.
