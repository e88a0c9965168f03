//! What the reception has to be told when the staff changes.

use std::collections::HashMap;

use signaling_core::{Input, Staff, StaffId};

use crate::staff::Member;

/// The staff that the reception knows, each with the revision of their account.
#[derive(Debug, Default)]
pub(super) struct Roster(HashMap<StaffId, (Staff, i64)>);

impl Roster {
    /// The staff is this by now. Whoever got another password or role has to sign in again, so
    /// they go and come back.
    pub(super) fn update(&mut self, members: &[Member]) -> Vec<Input> {
        let active = members.iter().filter(|member| member.is_active());
        let now = active.map(|member| {
            let staff = member.to_staff();
            (staff.id.clone(), (staff, member.account.revision()))
        });
        self.replace(now.collect())
    }

    /// This is one of them by now.
    pub(super) fn put(&mut self, member: &Member) -> Vec<Input> {
        self.change(member.to_staff(), member.account.revision())
    }

    /// Whether this is one of them.
    pub(super) fn has(&self, staff: &StaffId) -> bool {
        self.0.contains_key(staff)
    }

    fn replace(&mut self, now: HashMap<StaffId, (Staff, i64)>) -> Vec<Input> {
        let mut inputs = Vec::new();
        self.0.retain(|id, _| {
            let stays = now.contains_key(id);
            if !stays {
                inputs.push(Input::RemoveStaff { staff: id.clone() });
            }
            stays
        });
        for (staff, revision) in now.into_values() {
            inputs.extend(self.change(staff, revision));
        }
        inputs
    }

    fn change(&mut self, staff: Staff, revision: i64) -> Vec<Input> {
        let (id, current) = (staff.id.clone(), (staff.clone(), revision));
        let Some(known) = self.0.insert(id.clone(), current.clone()) else {
            return vec![Input::PutStaff(staff)];
        };
        match known {
            (_, known) if known != revision => {
                vec![Input::RemoveStaff { staff: id }, Input::PutStaff(staff)]
            }
            known if known != current => vec![Input::PutStaff(staff)],
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staff(id: &str, name: &str) -> Staff {
        Staff {
            id: StaffId::new(id),
            name: name.into(),
            email: "alex@example.com".into(),
            department: "Front desk".into(),
            role: "staff".into(),
        }
    }

    fn told(roster: &mut Roster, now: &[(&str, &str, i64)]) -> Vec<String> {
        let now = now
            .iter()
            .map(|(id, name, revision)| (StaffId::new(*id), (staff(id, name), *revision)));
        let inputs = roster.replace(now.collect());
        let short = inputs.into_iter().map(|input| match input {
            Input::RemoveStaff { staff } => format!("-{}", staff.as_str()),
            Input::PutStaff(staff) => format!("+{}", staff.id.as_str()),
            other => format!("{other:?}"),
        });
        short.collect()
    }

    #[test]
    fn only_what_changed_is_told() {
        let mut roster = Roster::default();

        assert_eq!(told(&mut roster, &[("a", "Alex", 1)]), ["+a"]);
        assert!(told(&mut roster, &[("a", "Alex", 1)]).is_empty());
        assert_eq!(told(&mut roster, &[("a", "Alexa", 1)]), ["+a"]);
        assert_eq!(told(&mut roster, &[("a", "Alexa", 2)]), ["-a", "+a"]);
        assert_eq!(told(&mut roster, &[]), ["-a"]);
    }
}
