//! What is known by path.

use crate::record::Path;

/// A map from paths, in their order, so that what lies inside a section stands
/// together.
///
/// A sorted list, because a form holds few and the code of a tree for each type
/// of value would cost more to transfer than all of a form.
#[derive(Debug, Clone)]
pub(super) struct PathMap<T>(Vec<(Path, T)>);

/// A set of paths in their order.
pub(super) type PathSet = PathMap<()>;

impl<T> Default for PathMap<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> PathMap<T> {
    fn find(&self, path: &Path) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.cmp(path))
    }

    pub(super) fn get(&self, path: &Path) -> Option<&T> {
        self.find(path).ok().map(|position| &self.0[position].1)
    }

    pub(super) fn has(&self, path: &Path) -> bool {
        self.find(path).is_ok()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Returns the entry of `path`, made where there is none.
    pub(super) fn entry(&mut self, path: &Path) -> &mut T
    where
        T: Default,
    {
        let position = self.find(path).unwrap_or_else(|position| {
            self.0.insert(position, (path.clone(), T::default()));
            position
        });
        &mut self.0[position].1
    }

    pub(super) fn remove(&mut self, path: &Path) -> Option<T> {
        self.find(path).ok().map(|position| self.0.remove(position).1)
    }

    pub(super) fn retain(&mut self, keep: impl Fn(&Path) -> bool) {
        self.0.retain(|(path, _)| keep(path));
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, (Path, T)> {
        self.0.iter()
    }

    pub(super) fn iter_mut(&mut self) -> std::slice::IterMut<'_, (Path, T)> {
        self.0.iter_mut()
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.0.iter().map(|(path, _)| path)
    }

    /// Returns what stands at `scope` and inside it.
    pub(super) fn within(&self, scope: &Path) -> &[(Path, T)] {
        let start = self.find(scope).unwrap_or_else(|position| position);
        let length = self.0[start..].iter().take_while(|(path, _)| path.starts_with(scope)).count();
        &self.0[start..start + length]
    }

    /// Gives every entry the path that `moved` returns; drops it where none.
    pub(super) fn relocate(&mut self, moved: impl Fn(&Path) -> Option<Path>)
    where
        T: Default,
    {
        for (path, value) in std::mem::take(&mut self.0) {
            if let Some(path) = moved(&path) {
                *self.entry(&path) = value;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_stands_together() {
        let mut set = PathSet::default();
        for path in ["b", "a.1.x", "a", "ab", "a.0"] {
            set.entry(&Path::from(path));
        }
        let within = set.within(&Path::from("a"));
        let within: Vec<_> = within.iter().map(|(path, ())| path.to_string()).collect();
        assert_eq!(within, ["a", "a.0", "a.1.x"]);
        assert!(set.within(&Path::from("c")).is_empty());
        assert_eq!(set.within(&Path::root()).len(), 5);
    }

    #[test]
    fn entries_move_with_their_values() {
        let mut map: PathMap<u8> = PathMap::default();
        *map.entry(&Path::from("a.0")) = 1;
        *map.entry(&Path::from("a.1")) = 2;
        map.relocate(|path| (*path != Path::from("a.0")).then(|| Path::from("a.0")));
        assert_eq!(map.get(&Path::from("a.0")), Some(&2));
        assert_eq!(map.remove(&Path::from("a.1")), None);
    }
}
