//! Places where the process may end, by name, for tests that end it there.

/// On which side of a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    BeforeCommit,
    AfterCommit,
}

#[cfg(not(feature = "test-util"))]
pub(super) use absent::Points;
#[cfg(feature = "test-util")]
pub(super) use watched::Points;
#[cfg(feature = "test-util")]
pub use watched::{CrashPoint, Passing};

#[cfg(not(feature = "test-util"))]
mod absent {
    /// Nobody watches.
    #[derive(Clone, Default)]
    pub(in crate::sqlite) struct Points(());

    impl Points {
        pub(in crate::sqlite) fn pass(&self, _: super::Moment, _: [bool; 5]) {}
    }
}

#[cfg(feature = "test-util")]
mod watched {
    use std::{fmt, str::FromStr, sync::Arc};

    use super::Moment;

    /// Where a transaction stands that has such a call in it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum CrashPoint {
        /// Deliveries are written, and may be lost: nobody was told yet.
        BeforeAppend,
        /// Deliveries are durable, and nobody was told yet.
        AfterAppend,
        /// Rows became items, and may be rows again.
        BeforeTakeIn,
        /// Rows became items for good.
        AfterTakeIn,
        /// Items are leased, and may be free again.
        BeforeClaim,
        /// Items are leased, and no worker knows.
        AfterClaim,
        /// A mark is written, and may be lost.
        BeforeMark,
        /// A mark is durable, and the call has not left.
        AfterMark,
        /// The call was made; its outcome may be lost.
        BeforeFinish,
        /// The outcome is durable.
        AfterFinish,
    }

    impl CrashPoint {
        /// All of them, in the order of an item's way.
        pub const ALL: [Self; 10] = [
            Self::BeforeAppend,
            Self::AfterAppend,
            Self::BeforeTakeIn,
            Self::AfterTakeIn,
            Self::BeforeClaim,
            Self::AfterClaim,
            Self::BeforeMark,
            Self::AfterMark,
            Self::BeforeFinish,
            Self::AfterFinish,
        ];
    }

    impl fmt::Display for CrashPoint {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            fmt::Debug::fmt(self, f)
        }
    }

    impl FromStr for CrashPoint {
        type Err = String;

        fn from_str(name: &str) -> Result<Self, String> {
            let named = Self::ALL
                .into_iter()
                .find(|point| point.to_string() == name);
            named.ok_or_else(|| format!("there is no crash point {name}"))
        }
    }

    /// Is told of the points that the writer passes.
    pub type Passing = Arc<dyn Fn(CrashPoint) + Send + Sync>;

    #[derive(Clone, Default)]
    pub(in crate::sqlite) struct Points(Option<Passing>);

    impl Points {
        pub(in crate::sqlite) fn new(passing: Passing) -> Self {
            Self(Some(passing))
        }

        /// `kinds`: whether there are appends, intakes, claims, marks, finishes.
        pub(in crate::sqlite) fn pass(&self, moment: Moment, kinds: [bool; 5]) {
            let Some(passing) = &self.0 else {
                return;
            };
            let sides = CrashPoint::ALL.as_chunks::<2>().0;
            for ([before, after], _) in sides.iter().zip(kinds).filter(|(_, is_there)| *is_there) {
                passing(match moment {
                    Moment::BeforeCommit => *before,
                    Moment::AfterCommit => *after,
                });
            }
        }
    }
}
