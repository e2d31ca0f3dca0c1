//! Corrupting a proof file in the ways a mistake or a forger would.

use serde_json::{Value, json};

/// A small generator of numbers from a seed; the same on every platform.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % n.max(1)
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        if all.is_empty() { None } else { Some(&all[self.below(all.len())]) }
    }
}

/// What is changed.
pub const WAYS: [&str; 8] = ["rule", "place", "sign", "coefficient", "condition", "drop", "swap", "digit"];

/// Rules to write in place of others: some of the page, some that are similar, one that is none.
const RULES: [&str; 7] =
    ["sqrt_square", "square_sqrt", "log_mul_rev", "log_div_rev", "pythagoras", "exp_log", "no_rule"];
const LINES: [&str; 5] = ["product", "quotient", "chain sin", "sum", "variable"];

/// The file with one change, or `None` where there is nothing to change in that way.
pub fn corrupted(file: &Value, way: &str, dice: &mut Dice) -> Option<Value> {
    let mut file = file.clone();
    let done = match way {
        "rule" => rule(&mut file, dice),
        "place" => place(&mut file, dice),
        "condition" => condition(&mut file, dice),
        "drop" | "swap" => order(&mut file, way == "drop", dice),
        _ => text(&mut file, way, dice),
    };
    done.map(|()| file)
}

fn steps<'a>(file: &'a mut Value, dice: &mut Dice) -> Option<&'a mut Vec<Value>> {
    let stages = file["stages"].as_array_mut()?;
    let with: Vec<usize> =
        (0..stages.len()).filter(|i| stages[*i]["steps"].as_array().is_some_and(|s| !s.is_empty())).collect();
    stages[*dice.pick(&with)?]["steps"].as_array_mut()
}

fn rule(file: &mut Value, dice: &mut Dice) -> Option<()> {
    let in_lines = dice.below(2) == 0;
    if let (true, Some(lines)) = (in_lines, file["stages"][0]["differentiated"]["lines"].as_array_mut()) {
        let at = dice.below(lines.len());
        lines.get_mut(at)?["rule"] = json!(LINES[dice.below(LINES.len())]);
        return Some(());
    }
    let steps = steps(file, dice)?;
    let at = dice.below(steps.len());
    let kinds = ["ring", "rule", "reversed", "definition", "name"];
    match dice.below(3) {
        0 => steps[at]["kind"] = json!(kinds[dice.below(kinds.len())]),
        1 => steps[at]["rule"] = json!("rearrange"),
        _ => {
            steps[at]["kind"] = json!(kinds[1 + dice.below(2)]);
            steps[at]["rule"] = json!(RULES[dice.below(RULES.len())]);
        }
    }
    Some(())
}

fn place(file: &mut Value, dice: &mut Dice) -> Option<()> {
    let steps = steps(file, dice)?;
    let at = dice.below(steps.len());
    let place = steps[at]["place"].as_array_mut()?;
    match dice.below(3) {
        0 => place.push(json!(dice.below(3))),
        1 if !place.is_empty() => _ = place.pop(),
        _ if !place.is_empty() => {
            let i = dice.below(place.len());
            place[i] = json!(dice.below(4));
        }
        _ => place.insert(0, json!(dice.below(3))),
    }
    Some(())
}

/// Every list of conditions: a pointer to it.
fn lists(file: &Value) -> Vec<String> {
    let mut all = vec!["/conditions".to_string(), "/statement/assume".to_string()];
    for (i, stage) in file["stages"].as_array().into_iter().flatten().enumerate() {
        all.push(format!("/stages/{i}/conditions"));
        all.push(format!("/stages/{i}/domain"));
        let steps = stage["steps"].as_array().map_or(0, Vec::len);
        all.extend((0..steps).map(|j| format!("/stages/{i}/steps/{j}/conditions")));
    }
    all
}

fn condition(file: &mut Value, dice: &mut Dice) -> Option<()> {
    let all = lists(file);
    let mut name = dice.pick(&all)?.clone();
    // The printed conditions stand twice; now and then both are changed.
    let both = name == "/conditions" && dice.below(2) == 0;
    if both {
        name = format!("/stages/{}/conditions", file["stages"].as_array()?.len().checked_sub(1)?);
    }
    let list = file.pointer_mut(&name)?.as_array_mut()?;
    let at = dice.below(list.len());
    match (list.is_empty(), dice.below(4)) {
        (true, _) | (_, 0) => list.push(json!(["x > 0", "x != 1", "a < 1", "y >= 0", "x != 0"][dice.below(5)])),
        (_, 1) => _ = list.remove(at),
        (_, _) => {
            let old = list[at].as_str()?;
            let signs = [" > ", " >= ", " != ", " < ", " <= "];
            let found = signs.iter().find(|s| old.contains(**s))?;
            list[at] = json!(old.replacen(found, signs[dice.below(signs.len())], 1));
        }
    }
    if both {
        file["conditions"] = file.pointer(&name)?.clone();
    }
    Some(())
}

fn order(file: &mut Value, drop: bool, dice: &mut Dice) -> Option<()> {
    if drop && dice.below(4) == 0 {
        let lines = file["stages"][0]["differentiated"]["lines"].as_array_mut()?;
        let at = dice.below(lines.len());
        lines.remove(at);
        return Some(());
    }
    let steps = steps(file, dice)?;
    let (a, b) = (dice.below(steps.len()), dice.below(steps.len()));
    match drop {
        true => _ = steps.remove(a),
        false => steps.swap(a, b),
    }
    Some(())
}

/// Every text that is a term: a pointer to it.
fn terms(file: &Value) -> Vec<String> {
    let mut all: Vec<String> = ["/answer", "/statement/input"].map(String::from).to_vec();
    for (i, stage) in file["stages"].as_array().into_iter().flatten().enumerate() {
        all.extend(["start", "end", "differentiated/of"].map(|key| format!("/stages/{i}/{key}")));
        let lines = stage["differentiated"]["lines"].as_array().map_or(0, Vec::len);
        let keys = |j| ["of", "result"].map(|key| format!("/stages/{i}/differentiated/lines/{j}/{key}"));
        all.extend((0..lines).flat_map(keys));
        let steps = stage["steps"].as_array().map_or(0, Vec::len);
        let keys = |j| ["before", "after"].map(|key| format!("/stages/{i}/steps/{j}/{key}"));
        all.extend((0..steps).flat_map(keys));
    }
    all.retain(|name| file.pointer(name).is_some_and(Value::is_string));
    all
}

/// Changes a text wherever it stands, or in one place: a whole chain may be forged.
fn text(file: &mut Value, way: &str, dice: &mut Dice) -> Option<()> {
    let all = terms(file);
    let name = dice.pick(&all)?.clone();
    let old = file.pointer(&name)?.as_str()?.to_string();
    let new = changed(&old, way, dice)?;
    if dice.below(2) == 0 {
        *file.pointer_mut(&name)? = json!(new);
        return Some(());
    }
    for name in all.iter().filter(|n| !n.starts_with("/statement")) {
        let slot = file.pointer_mut(name)?;
        if slot.as_str() == Some(&old) {
            *slot = json!(new);
        }
    }
    Some(())
}

fn changed(old: &str, way: &str, dice: &mut Dice) -> Option<String> {
    let spots = |wanted: fn(char) -> bool| -> Vec<usize> {
        old.char_indices().filter(|(_, c)| wanted(*c)).map(|(i, _)| i).collect()
    };
    match way {
        "sign" => {
            let all = spots(|c| c == '+' || c == '-');
            match dice.pick(&all) {
                Some(&i) => {
                    Some(format!("{}{}{}", &old[..i], if &old[i..=i] == "+" { "-" } else { "+" }, &old[i + 1..]))
                }
                None => Some(format!("-({old})")),
            }
        }
        "coefficient" => {
            let starts = |i: &usize| *i == 0 || !old[..*i].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let all: Vec<usize> = spots(|c| c.is_alphabetic()).into_iter().filter(starts).collect();
            let &i = dice.pick(&all)?;
            Some(format!("{}2*{}", &old[..i], &old[i..]))
        }
        _ => {
            let all = spots(|c| c.is_ascii_digit());
            let &i = dice.pick(&all)?;
            let digit = (old.as_bytes()[i] - b'0' + 1 + dice.below(8) as u8) % 10;
            Some(format!("{}{digit}{}", &old[..i], &old[i + 1..]))
        }
    }
}
