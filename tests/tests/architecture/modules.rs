//! Reads the modules of a crate from their files, and resolves paths to the files that define their items.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// For each file, the files that it names items of, with one such path as the example.
pub(crate) type Arrows = BTreeMap<PathBuf, BTreeMap<PathBuf, String>>;

/// The modules of one library or program. The first is its root.
pub(crate) struct Modules(Vec<Module>);

struct Module {
    file: PathBuf,
    parent: Option<usize>,
    names: BTreeMap<String, Binding>,
    globs: Vec<Vec<String>>,
    imports: Vec<Import>,
    /// Paths of at least two segments in the module's own code.
    paths: BTreeSet<Vec<String>>,
    /// Every identifier in the module's own code.
    mentions: BTreeSet<String>,
}

enum Binding {
    Item,
    Module(usize),
    Import(Vec<String>),
}

/// One leaf of a `use` tree.
struct Import {
    path: Vec<String>,
    name: String,
    reexport: bool,
}

/// The end of a path: a module, or an item that this module defines.
#[derive(Clone, Copy, PartialEq)]
enum Target {
    Module(usize),
    Item(usize),
}

impl Modules {
    pub(crate) fn read(root: &Path) -> Self {
        let mut modules = Self(Vec::new());
        let folder = root.parent().expect("a file lies in a folder").to_owned();
        modules.add_file(root, &folder, None);
        modules
    }

    /// Adds the module that a file holds; `folder` is where the files of its children lie.
    fn add_file(&mut self, file: &Path, folder: &Path, parent: Option<usize>) -> usize {
        let text =
            fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let tokens = text
            .parse()
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        self.add(tokens, file, folder, parent)
    }

    fn add(
        &mut self,
        tokens: TokenStream,
        file: &Path,
        folder: &Path,
        parent: Option<usize>,
    ) -> usize {
        let this = self.0.len();
        self.0.push(Module {
            file: file.to_owned(),
            parent,
            names: BTreeMap::new(),
            globs: Vec::new(),
            imports: Vec::new(),
            paths: BTreeSet::new(),
            mentions: BTreeSet::new(),
        });
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        let mut path_attribute = None;
        let mut reexport = false;
        while at < tokens.len() {
            if let Some(attribute) = attribute(&tokens[at..]) {
                if is_cfg_test(&attribute) {
                    at = after_item(&tokens, at);
                    continue;
                }
                path_attribute = path_attribute.or_else(|| path_in(&attribute));
            }
            let word = ident(&tokens[at]);
            match word.as_deref() {
                Some("pub") => {
                    reexport = true;
                    at += 1;
                    if is_group(tokens.get(at), Delimiter::Parenthesis) {
                        at += 1;
                    }
                    continue;
                }
                Some("use") => {
                    let end = semicolon(&tokens, at);
                    self.import(this, &tokens[at + 1..end], reexport);
                    at = end;
                }
                Some("mod") => {
                    let name = ident(&tokens[at + 1]).expect("a module has a name");
                    let child = if let Some(TokenTree::Group(body)) = tokens.get(at + 2) {
                        self.add(body.stream(), file, &folder.join(&name), Some(this))
                    } else {
                        let (file, folder) = child_file(folder, &name, path_attribute.take());
                        self.add_file(&file, &folder, Some(this))
                    };
                    self.0[this].names.insert(name, Binding::Module(child));
                    at += 2;
                }
                _ => {
                    let end = self.item(this, &tokens, at);
                    self.0[this].scan(&tokens[at..=end]);
                    at = end;
                    if is_attribute(&tokens[..=at]) {
                        at += 1;
                        continue;
                    }
                }
            }
            (path_attribute, reexport) = (None, false);
            at += 1;
        }
        this
    }

    /// Declares the item that begins here, if it has a name, and returns the index of its last token.
    fn item(&mut self, this: usize, tokens: &[TokenTree], at: usize) -> usize {
        if attribute(&tokens[at..]).is_some() {
            // The `#` and the brackets; an inner attribute has a `!` between them.
            return at + 1 + usize::from(!is_group(tokens.get(at + 1), Delimiter::Bracket));
        }
        let mut ends_at_brace = true;
        for (index, token) in tokens.iter().enumerate().skip(at) {
            match token {
                TokenTree::Ident(word) => {
                    let word = word.to_string();
                    let next = tokens.get(index + 1).and_then(ident);
                    let declares = matches!(
                        word.as_str(),
                        "fn" | "struct" | "enum" | "union" | "trait" | "type" | "const" | "static"
                    );
                    let names_function = next
                        .as_deref()
                        .is_some_and(|next| matches!(next, "fn" | "unsafe" | "async" | "extern"));
                    if declares && !names_function {
                        ends_at_brace &= !matches!(word.as_str(), "type" | "const" | "static");
                        let name = match next.as_deref() {
                            Some("mut" | "ref") => tokens.get(index + 2).and_then(ident),
                            _ => next,
                        };
                        if let Some(name) = name {
                            self.0[this].names.entry(name).or_insert(Binding::Item);
                        }
                    } else if word == "macro_rules"
                        && let Some(name) = tokens.get(index + 2).and_then(ident)
                    {
                        self.0[this].names.insert(name, Binding::Item);
                    }
                    if matches!(word.as_str(), "impl" | "trait" | "fn") {
                        // Further keywords belong to the item's signature, not to another item.
                        return end_of_item(tokens, index, true);
                    }
                    if declares && !names_function {
                        return end_of_item(tokens, index, ends_at_brace);
                    }
                }
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => return index,
                TokenTree::Punct(punct) if punct.as_char() == ';' => return index,
                _ => {}
            }
        }
        tokens.len() - 1
    }

    fn import(&mut self, this: usize, tree: &[TokenTree], reexport: bool) {
        let mut leaves = Vec::new();
        use_tree(tree, &[], &mut leaves);
        for (path, name) in leaves {
            if path.last().is_some_and(|last| last == "*") {
                self.0[this].globs.push(path[..path.len() - 1].to_vec());
                continue;
            }
            self.0[this]
                .names
                .entry(name.clone())
                .or_insert_with(|| Binding::Import(path.clone()));
            self.0[this].imports.push(Import {
                path,
                name,
                reexport,
            });
        }
    }

    /// Follows a path that module `from` names, or nothing if it leads out of the crate.
    fn resolve(&self, from: usize, path: &[String], depth: usize) -> Option<Target> {
        let (first, mut rest) = path.split_first()?;
        let mut target = match first.as_str() {
            "crate" => Target::Module(0),
            "self" => Target::Module(from),
            "super" => Target::Module(self.0[from].parent?),
            name => self.lookup(from, name, depth)?,
        };
        while let (Target::Module(module), Some((name, after))) = (target, rest.split_first()) {
            target = match name.as_str() {
                "super" => Target::Module(self.0[module].parent?),
                "self" => target,
                name => self
                    .lookup(module, name, depth)
                    .unwrap_or(Target::Item(module)),
            };
            rest = after;
        }
        Some(target)
    }

    fn lookup(&self, module: usize, name: &str, depth: usize) -> Option<Target> {
        if depth == 0 {
            return None;
        }
        match self.0[module].names.get(name) {
            Some(Binding::Item) => Some(Target::Item(module)),
            Some(Binding::Module(child)) => Some(Target::Module(*child)),
            // `use name::…` of another crate, in a module that also binds `name`, ends at the depth.
            Some(Binding::Import(path)) => self.resolve(module, path, depth - 1),
            None => self.0[module].globs.iter().find_map(|glob| {
                match self.resolve(module, glob, depth - 1)? {
                    Target::Module(other) => self.lookup(other, name, depth - 1),
                    Target::Item(_) => None,
                }
            }),
        }
    }

    pub(crate) fn arrows(&self, arrows: &mut Arrows) {
        for (this, module) in self.0.iter().enumerate() {
            let mut arrow = |target: Target, path: &[String]| {
                let (Target::Module(to) | Target::Item(to)) = target;
                let to = &self.0[to].file;
                if *to != module.file {
                    arrows
                        .entry(module.file.clone())
                        .or_default()
                        .entry(to.clone())
                        .or_insert_with(|| path.join("::"));
                }
            };
            for import in &module.imports {
                if import.reexport && !module.mentions.contains(&import.name) {
                    continue;
                }
                // An imported module is an arrow where a path goes through it.
                if let Some(target @ Target::Item(_)) = self.resolve(this, &import.path, DEPTH) {
                    arrow(target, &import.path);
                }
            }
            for path in &module.paths {
                let imported = |name: &String| {
                    matches!(module.names.get(name), Some(Binding::Import(_)))
                        && matches!(self.lookup(this, name, DEPTH), Some(Target::Item(_)))
                };
                if !imported(&path[0])
                    && let Some(target) = self.resolve(this, path, DEPTH)
                {
                    arrow(target, path);
                }
            }
            for glob in &module.globs {
                let Some(Target::Module(other)) = self.resolve(this, glob, DEPTH) else {
                    continue;
                };
                for name in self.0[other].names.keys() {
                    if module.mentions.contains(name)
                        && let Some(target @ Target::Item(_)) = self.lookup(other, name, DEPTH)
                    {
                        arrow(
                            target,
                            &[glob.as_slice(), std::slice::from_ref(name)].concat(),
                        );
                    }
                }
            }
        }
    }
}

/// Re-exports that are followed one through another, before a path counts as another crate's.
const DEPTH: usize = 16;

impl Module {
    /// Collects the paths and identifiers of code.
    fn scan(&mut self, tokens: &[TokenTree]) {
        let mut at = 0;
        while at < tokens.len() {
            if attribute(&tokens[at..]).is_some_and(|attribute| is_cfg_test(&attribute)) {
                at = after_item(tokens, at);
                continue;
            }
            match &tokens[at] {
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    self.scan(&inner);
                }
                // `use<…>` in a type lists the lifetimes that it captures.
                TokenTree::Ident(word) if *word == "use" && !is_punct(tokens.get(at + 1), '<') => {
                    let end = semicolon(tokens, at);
                    let mut leaves = Vec::new();
                    use_tree(&tokens[at + 1..end], &[], &mut leaves);
                    self.paths.extend(leaves.into_iter().map(|(path, _)| path));
                    at = end;
                }
                TokenTree::Ident(word) => {
                    self.mentions.insert(word.to_string());
                    let mut path = vec![word.to_string()];
                    while is_path_separator(&tokens[at + 1..])
                        && let Some(next) = tokens.get(at + 3).and_then(ident)
                    {
                        path.push(next);
                        at += 3;
                    }
                    if path.len() > 1 {
                        self.paths.insert(path);
                    }
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            at += 1;
        }
    }
}

/// The leaves of a `use` tree: each full path, and the name that it is bound to.
fn use_tree(tokens: &[TokenTree], prefix: &[String], leaves: &mut Vec<(Vec<String>, String)>) {
    let mut path = prefix.to_vec();
    let mut name = None;
    let mut tokens = tokens.iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) if *word == "as" => {
                name = tokens.next().and_then(ident);
            }
            // `{self}` is the module itself.
            TokenTree::Ident(word) if *word == "self" && !path.is_empty() => {}
            TokenTree::Ident(word) => path.push(word.to_string()),
            TokenTree::Punct(punct) if punct.as_char() == '*' => path.push("*".to_owned()),
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for part in inner.split(
                    |token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ','),
                ) {
                    if !part.is_empty() {
                        use_tree(part, &path, leaves);
                    }
                }
                return;
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    let name = name.or_else(|| path.last().cloned()).unwrap_or_default();
    leaves.push((path, name));
}

/// The file of `mod name;`, and the folder of that module's own children.
fn child_file(folder: &Path, name: &str, path: Option<String>) -> (PathBuf, PathBuf) {
    let flat = folder.join(format!("{name}.rs"));
    match path {
        Some(path) => {
            let file = folder.join(path);
            let folder = file.parent().unwrap_or(folder).to_owned();
            (file, folder)
        }
        None if flat.exists() => (flat, folder.join(name)),
        None => (folder.join(name).join("mod.rs"), folder.join(name)),
    }
}

fn ident(token: &TokenTree) -> Option<String> {
    match token {
        TokenTree::Ident(word) => Some(word.to_string()),
        _ => None,
    }
}

fn is_punct(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}

fn is_group(token: Option<&TokenTree>, wanted: Delimiter) -> bool {
    matches!(token, Some(TokenTree::Group(group)) if group.delimiter() == wanted)
}

fn is_path_separator(tokens: &[TokenTree]) -> bool {
    is_punct(tokens.first(), ':') && is_punct(tokens.get(1), ':')
}

/// The contents of the attribute that the tokens begin with.
fn attribute(tokens: &[TokenTree]) -> Option<Vec<TokenTree>> {
    if !is_punct(tokens.first(), '#') {
        return None;
    }
    let group = tokens.get(1 + usize::from(is_punct(tokens.get(1), '!')))?;
    match group {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
            Some(group.stream().into_iter().collect())
        }
        _ => None,
    }
}

/// Whether the tokens end with an attribute.
fn is_attribute(tokens: &[TokenTree]) -> bool {
    let marks = &tokens[..tokens.len() - 1];
    is_group(tokens.last(), Delimiter::Bracket)
        && (is_punct(marks.last(), '#')
            || (is_punct(marks.last(), '!') && is_punct(marks.iter().nth_back(1), '#')))
}

fn is_cfg_test(attribute: &[TokenTree]) -> bool {
    let text: String = attribute.iter().map(ToString::to_string).collect();
    text == "cfg(test)"
}

fn path_in(attribute: &[TokenTree]) -> Option<String> {
    match attribute {
        [name, _, TokenTree::Literal(path)] if ident(name)? == "path" => {
            Some(path.to_string().trim_matches('"').to_owned())
        }
        _ => None,
    }
}

/// The index of the semicolon that ends the statement at `at`.
fn semicolon(tokens: &[TokenTree], at: usize) -> usize {
    (at..tokens.len())
        .find(|index| is_punct(tokens.get(*index), ';'))
        .unwrap_or(tokens.len() - 1)
}

/// The index of an item's last token: its body, or the semicolon in place of one.
fn end_of_item(tokens: &[TokenTree], at: usize, ends_at_brace: bool) -> usize {
    (at..tokens.len())
        .find(|index| {
            let token = tokens.get(*index);
            is_punct(token, ';') || (ends_at_brace && is_group(token, Delimiter::Brace))
        })
        .unwrap_or(tokens.len() - 1)
}

/// The index after the item that the attribute at `at` belongs to.
fn after_item(tokens: &[TokenTree], at: usize) -> usize {
    let ends_at_brace = !tokens[at..]
        .iter()
        .filter_map(ident)
        .take(2)
        .any(|word| matches!(word.as_str(), "use" | "const" | "static" | "type"))
        || tokens[at..]
            .iter()
            .filter_map(ident)
            .take(3)
            .any(|word| word == "fn");
    end_of_item(tokens, at, ends_at_brace) + 1
}
