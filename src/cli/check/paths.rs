//! Paths as they are written, without asking the disk what they lead to.

use std::path::{Component, Path, PathBuf};

/// The path from the root of the file system, without `.` and `..`.
pub fn whole(path: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    for part in path.components() {
        match part {
            Component::ParentDir => {
                whole.pop();
            }
            Component::CurDir => {}
            _ => whole.push(part),
        }
    }
    whole
}

/// The way from a folder to a path, both whole, with `/` between its parts.
pub fn from(folder: &Path, path: &Path) -> String {
    let common = folder.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(common).map(|_| "..".to_string());
    let down = path.components().skip(common).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_between_paths() {
        for (folder, path, way) in [
            ("/a/b", "/a/b/c.md", "c.md"),
            ("/a/b", "/a/c/d.md", "../c/d.md"),
            ("/", "/a.md", "a.md"),
            ("/a", "/a/./x/../b//c.md", "b/c.md"),
            ("/a", "/../a/b.md", "b.md"),
        ] {
            assert_eq!(from(Path::new(folder), &whole(Path::new(path))), way, "{path}");
        }
    }
}
