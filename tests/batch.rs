//! `batch`: the schema, bad lines, and the same bytes with any number of threads.

use assert_cmd::Command;
use serde_json::{Value, json};

fn batch(input: impl Into<Vec<u8>>, threads: usize) -> String {
    let mut command = Command::cargo_bin("chainrule").unwrap();
    let output = command.args(["batch", "--threads", &threads.to_string()]).write_stdin(input).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn one(request: &str) -> Value {
    serde_json::from_str(&batch(request, 1)).unwrap()
}

#[test]
fn a_derivative_has_every_key_of_the_schema() {
    let request = r#"{"id":1,"op":"diff","expr":"-(y*log(a)+(1-y)*log(1-a))","wrt":"a","order":1,"assume":["a>0"],"given":[],"in":[],"steps":true}"#;
    let found = one(request);
    let keys: Vec<&String> = found.as_object().unwrap().keys().collect();
    let expected =
        ["id", "ok", "result", "conditions", "assumed", "size", "dag_size", "let", "stopped", "steps", "checked"];
    assert_eq!(keys, expected);
    assert_eq!(found["result"], "(a - y)/(a*(1 - a))");
    assert_eq!((&found["conditions"], &found["assumed"]), (&json!(["a < 1"]), &json!(["a > 0"])));
    assert_eq!((&found["size"], &found["dag_size"]), (&json!(9), &json!(7)));
    assert_eq!((&found["let"], &found["stopped"], &found["checked"]), (&json!([]), &Value::Null, &json!(true)));
    for step in found["steps"].as_array().unwrap() {
        let keys: Vec<&String> = step.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["rule", "place", "before", "after", "conditions"]);
    }
    assert!(one(r#"{"id":1,"op":"simplify","expr":"x"}"#).get("steps").is_none());
}

#[test]
fn answers() {
    let all = [
        (r#"{"id":2,"op":"equal","lhs":"sqrt(x^2)","rhs":"x","assume":[]}"#, "verdict", json!("refuted")),
        (r#"{"op":"equal","expr":"diff(a^2, a) = 2a"}"#, "verdict", json!("proved")),
        (r#"{"op":"equal","lhs":"x/x","rhs":"1"}"#, "conditions", json!(["x != 0"])),
        (r#"{"op":"equal","lhs":"x/x","rhs":"1"}"#, "lhs_only", Value::Null),
        (r#"{"op":"equal","lhs":"x/x","rhs":"1"}"#, "rhs_only", json!({"condition": "x = 0", "point": {"x": "0"}})),
        (r#"{"op":"equal","lhs":"log(x)","rhs":"log(-x)"}"#, "verdict", json!("vacuous")),
        (r#"{"op":"equal","lhs":"diff(abs(x), x)","rhs":"sign(x)"}"#, "not_claimed", json!({"condition": "x = 0"})),
        (r#"{"op":"equal","lhs":"f(x)","rhs":"g(x)"}"#, "verdict", json!("undecided")),
        (r#"{"id":5,"op":"simplify","expr":"1/(x-x)"}"#, "empty_domain", json!(true)),
        (r#"{"op":"simplify","expr":"3*a^2"}"#, "result", json!("3*a^2")),
        (r#"{"op":"grad","expr":"w*x + b","wrt":["w","x","b"]}"#, "result", json!(["x", "w", "1"])),
        (r#"{"op":"grad","expr":"b*a^2"}"#, "wrt", json!(["a", "b"])),
        (r#"{"op":"grad","expr":"sqrt(x)*abs(y)","wrt":["x","y"]}"#, "conditions", json!([[], ["y != 0"]])),
        (r#"{"op":"diff","expr":"sigma(z)","given":["a = sigma(z)"],"in":["a"]}"#, "result", json!("a*(1 - a)")),
        (r#"{"id":{"a":[1.50,"é"]},"op":"simplify","expr":"x"}"#, "id", json!({"a": [1.50, "é"]})),
    ];
    for (request, key, expected) in &all {
        let found = one(request);
        assert_eq!((&found["ok"], &found[*key]), (&json!(true), expected), "{request}: {found}");
    }
    let refuted = one(all[0].0);
    let at: i64 = refuted["point"]["x"].as_str().unwrap().split('/').next().unwrap().parse().unwrap();
    assert!(at < 0 && refuted["lhs"] != refuted["rhs"], "{refuted}");
}

#[test]
fn a_large_id_is_echoed_as_it_was_written() {
    let line = batch(r#"{"id":123456789012345678901234567890.10,"op":"simplify","expr":"x"}"#, 1);
    assert!(line.starts_with(r#"{"id":123456789012345678901234567890.10,"ok":true"#), "{line}");
}

/// Lines that are no good requests, with the code and the id of their answers.
fn bad_lines() -> Vec<(Vec<u8>, &'static str, Value)> {
    let request = |text: &str| text.as_bytes().to_vec();
    let long = format!(r#"{{"id":9,"op":"diff","expr":"{}"}}"#, "(".repeat(100_000));
    vec![
        (request("not JSON"), "E0101", Value::Null),
        (request("[1, 2]"), "E0101", Value::Null),
        (request("{\"id\": 1,"), "E0101", Value::Null),
        (b"{\"id\":1,\"op\":\"\xFF\"}".to_vec(), "E0018", Value::Null),
        (b"\0\0".to_vec(), "E0101", Value::Null),
        (request(&"[".repeat(100_000)), "E0101", Value::Null),
        (request(r#"{"id":"k","op":"diff","expression":"x"}"#), "E0102", json!("k")),
        (request(r#"{"id":1,"op":"integrate","expr":"x"}"#), "E0102", json!(1)),
        (request(r#"{"id":1,"op":"diff"}"#), "E0102", json!(1)),
        (request(r#"{"id":1,"expr":"x"}"#), "E0102", json!(1)),
        (request(r#"{"id":1,"op":"equal","lhs":"x"}"#), "E0102", json!(1)),
        (request(r#"{"id":1,"op":"diff","expr":"x","order":-1}"#), "E0102", json!(1)),
        (request(r#"{"id":1,"op":"diff","expr":"x","order":1000000000000}"#), "E0107", json!(1)),
        (request(r#"{"id":1,"op":"grad","expr":"x","wrt":"x"}"#), "E0102", json!(1)),
        (request(r#"{"id":1,"op":"diff","expr":"x*y"}"#), "E0105", json!(1)),
        (request(r#"{"id":4,"op":"diff","expr":"x *"}"#), "E0004", json!(4)),
        (request(r#"{"id":4,"op":"diff","expr":"x","assume":["x"]}"#), "E0016", json!(4)),
        (request("{\"id\":4,\"op\":\"diff\",\"expr\":\"x\\u0000\"}"), "E0002", json!(4)),
        (request(&long), "E0005", json!(9)),
        (b"x".repeat(17 << 20), "E0107", Value::Null),
    ]
}

#[test]
fn a_bad_line_gets_its_error_and_the_rest_is_answered() {
    let good = br#"{"id":"good","op":"simplify","expr":"x/x"}"#;
    let mut input = Vec::new();
    for (line, _, _) in bad_lines() {
        input.extend([&line[..], b"\n\n", good, b"\r\n"].concat());
    }
    let output = batch(input, 2);
    let answers: Vec<Value> = output.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(answers.len(), 2 * bad_lines().len());
    for (i, (line, code, id)) in bad_lines().into_iter().enumerate() {
        let (bad, good) = (&answers[2 * i], &answers[2 * i + 1]);
        let start = String::from_utf8_lossy(&line[..line.len().min(60)]).into_owned();
        assert_eq!(
            (&bad["ok"], &bad["error"]["code"], &bad["id"]),
            (&json!(false), &json!(code), &id),
            "{start}: {bad}"
        );
        let number =
            if matches!(code, "E0101" | "E0018") || line.len() > 1 << 24 { json!(3 * i + 1) } else { Value::Null };
        assert_eq!(bad.get("line").unwrap_or(&Value::Null), &number, "{start}");
        assert_eq!((&good["id"], &good["result"]), (&json!("good"), &json!("1")));
    }
}

#[test]
fn spans_point_into_the_formula() {
    let found = one(r#"{"id":4,"op":"diff","expr":"2*(x+"}"#);
    assert_eq!(found["error"]["span"], json!([5, 5]));
}

#[test]
fn the_bytes_do_not_depend_on_the_threads() {
    let formulas = ["x^5", "sin(x)^2 + cos(x)^2", "exp(x)/(1 + exp(x))", "log(x^2 + 1)", "(", "x^x", "(x + 1)^9/x"];
    let ops = [r#""op":"diff","order":2"#, r#""op":"simplify""#, r#""op":"diff","steps":true"#];
    let mut input = String::new();
    for i in 0..200 {
        let (op, formula) = (ops[i % ops.len()], formulas[i % formulas.len()]);
        input.push_str(&format!("{{\"id\":{i},{op},\"expr\":\"{formula}\"}}\n"));
    }
    let alone = batch(input.clone(), 1);
    let ids: Vec<u64> =
        alone.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, (0..200).collect::<Vec<u64>>());
    for threads in [2, 8] {
        assert!(batch(input.clone(), threads) == alone, "{threads} threads give other bytes");
    }
}

#[test]
fn a_tree_over_the_print_limit_is_given_by_parts() {
    let (open, close) = ("sin(".repeat(20_000), ")".repeat(20_000));
    let found = one(&format!("{{\"id\":1,\"op\":\"diff\",\"expr\":\"{open}x{close}\"}}"));
    assert_eq!((&found["ok"], &found["result"]), (&json!(true), &Value::Null));
    let parts = found["let"].as_array().unwrap();
    assert!(parts.iter().all(|p| p.as_array().is_some_and(|p| p.len() == 2)));
    assert!(found["size"].as_u64().unwrap() > 20_000);
}

/// `e` is one thing in all texts of a request, and what was taken is said.
#[test]
fn the_letter_e_is_read_alike_in_all_texts() {
    let claim = |lhs: &str, rhs: &str| one(&json!({"id": 1, "op": "equal", "lhs": lhs, "rhs": rhs}).to_string());
    let found = claim("c*e^2*x^2 + 2*c*e*x", "c*(e*x + 1)^2 - c");
    assert_eq!((&found["verdict"], found["notes"].as_array().map(Vec::len)), (&json!("proved"), Some(2)));
    let found = claim("e^2", "exp(2)");
    assert_eq!((&found["verdict"], &found["notes"]), (&json!("proved"), &Value::Null));
    let found = claim("e*e^x", "e^(x + 1)");
    assert_eq!(found["verdict"], json!("proved"));
    assert!(found["notes"].to_string().contains("as a variable the claim would be refuted"));
    assert_eq!(claim("e*e^x", "e^x")["verdict"], json!("refuted"));
    let found = one(r#"{"id":1,"op":"diff","expr":"e^3","wrt":"e"}"#);
    assert_eq!(found["result"], json!("3*(e)^2"));
    let found = one(r#"{"id":1,"op":"simplify","expr":"e^2*x","assume":["e > 0"]}"#);
    assert_eq!(found["result"], json!("(e)^2*x"));
}
