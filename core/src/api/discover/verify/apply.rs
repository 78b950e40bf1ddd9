//! Findings put into a resource.

use super::Verification;
use crate::api::{Evidence, Resource, ResourceOverlay};

impl Verification {
    /// Puts the findings into `resource`, in the place of what was inferred.
    pub fn apply(self, resource: &mut Resource) {
        resource
            .evidence
            .retain(|known| !self.evidence.iter().any(|reason| reason.subject == known.subject));
        resource.evidence.extend(self.evidence);
        resource.dialect = self.dialect;
        resource.fields = self.fields;
    }

    /// Puts the findings about a resource with corrections into `resource`,
    /// which is the same one without them. What a person chose stays out of
    /// it; the reasons that concern those choices are returned.
    #[must_use = "what was found out about a person's choices is shown beside them"]
    pub fn apply_beside(
        mut self,
        resource: &mut Resource,
        chosen: &ResourceOverlay,
    ) -> Vec<Evidence> {
        let (own, found) = (&mut self.dialect, &resource.dialect);
        let mut subjects = Vec::new();
        let mut keep = |subject: &'static str, is_chosen: bool| {
            if is_chosen {
                subjects.push(subject);
            }
            is_chosen
        };
        if keep("paging", chosen.paging.is_some()) {
            // The size of a page is asked for by what asks for the page.
            keep("size", true);
            own.paging.clone_from(&found.paging);
        }
        if keep("sort", chosen.sort.is_some()) {
            keep("sort_many", true);
            own.sort.clone_from(&found.sort);
            own.sort_fields.clone_from(&found.sort_fields);
            own.can_sort_many = found.can_sort_many;
        }
        if keep("filter", chosen.filter.is_some()) {
            own.filter.clone_from(&found.filter);
        }
        if keep("search", chosen.search.is_some()) {
            own.search.clone_from(&found.search);
            own.search_path.clone_from(&found.search_path);
        }
        if keep("total", chosen.total.is_some()) {
            own.total.clone_from(&found.total);
            own.is_total_unfiltered = found.is_total_unfiltered;
        }
        if keep("many", chosen.many.is_some()) {
            own.many.clone_from(&found.many);
        }
        if chosen.rows.is_some() {
            own.rows.clone_from(&found.rows);
        }
        if chosen.item.is_some() {
            own.item.clone_from(&found.item);
        }
        if chosen.update.is_some() {
            own.update = found.update;
        }
        for field in &mut self.fields {
            let is_chosen = chosen.fields.iter().any(|known| known.name == field.name);
            if let Some(known) = resource.field(&field.name).filter(|_| is_chosen) {
                field.clone_from(known);
            }
        }
        let is_chosen = |reason: &Evidence| {
            let subject = reason.subject.split(':').next().unwrap_or_default();
            subjects.contains(&subject)
        };
        let (about_chosen, evidence) = self.evidence.into_iter().partition(is_chosen);
        Self { evidence, ..self }.apply(resource);
        about_chosen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::discover::evidence::evidence;
    use crate::api::{Dialect, Field, Kind, Outcome, Overlay, Paging, SortStyle, Source};

    fn offset() -> Paging {
        Paging::Offset { offset: "skip".into(), limit: "take".into(), max_size: None }
    }

    fn resource() -> Resource {
        Resource {
            name: "pets".into(),
            fields: vec![Field::new("id", Kind::Integer), Field::new("born", Kind::Text)],
            dialect: Dialect { sort: SortStyle::signed("sort"), ..Dialect::default() },
            evidence: vec![
                evidence("sort", Source::Document, 90, "parameter"),
                evidence("paging", Source::Document, 40, "parameter"),
            ],
            ..Resource::default()
        }
    }

    fn verification() -> Verification {
        let mut sort = evidence("sort", Source::Verified, 95, "ignored");
        sort.outcome = Some(Outcome::Refuted);
        let mut dialect = resource().dialect;
        dialect.sort = SortStyle::None;
        dialect.paging = offset();
        let fields = vec![Field::new("id", Kind::Integer), Field::new("born", Kind::Date)];
        let paging = evidence("paging", Source::Verified, 98, "compared");
        let size = evidence("size", Source::Verified, 98, "obeyed");
        Verification {
            evidence: vec![sort, paging, size],
            dialect,
            fields,
            hidden: Vec::new(),
            absent: Vec::new(),
        }
    }

    #[test]
    fn findings_take_the_place_of_inferences() {
        let mut resource = resource();
        let left = verification().apply_beside(&mut resource, &ResourceOverlay::default());
        assert!(left.is_empty());
        assert_eq!(
            (&resource.dialect.sort, &resource.dialect.paging),
            (&SortStyle::None, &offset())
        );
        assert_eq!(resource.fields[1].kind, Kind::Date);
        assert_eq!(resource.evidence.len(), 3);
        assert!(resource.evidence.iter().all(|reason| reason.source == Source::Verified));
    }

    #[test]
    fn what_a_person_chose_is_judged_but_not_taken_over() {
        let mut overlay = Overlay::default();
        let chosen = overlay.resource("pets");
        chosen.paging = Some(offset());
        chosen.field("born").kind = Some(Kind::LongText);
        let mut resource = resource();
        let left = verification().apply_beside(&mut resource, chosen);
        let subjects: Vec<&str> = left.iter().map(|reason| reason.subject.as_str()).collect();
        assert_eq!(subjects, ["paging", "size"]);
        assert_eq!(resource.dialect.paging, Paging::None);
        assert_eq!(resource.dialect.sort, SortStyle::None);
        assert_eq!(resource.fields[1].kind, Kind::Text);
        let paging = resource.evidence.iter().find(|reason| reason.subject == "paging").unwrap();
        assert_eq!(paging.source, Source::Document);
    }
}
