//! The table of error codes.

use std::fmt;

use ccaas_http::read;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    ErrorKind, ErrorScope,
    advice::Repeat::{self, Backoff, Later, No, PairBackoff},
};

/// Writes [`ErrorCode`] and its methods from rows of code, name, kind, repeat and scope.
macro_rules! error_codes {
    (
        codes { $($(#[$doc:meta])+ $number:literal => $name:ident, $kind:ident, $repeat:expr, $scope:ident;)+ }
        families { $($(#[$family_doc:meta])+ $first:literal ..= $last:literal => $family:ident, $family_kind:ident, $family_scope:ident;)+ }
    ) => {
        /// The `code` of an error, in an answer or in a webhook.
        ///
        /// Codes, not texts or HTTP statuses, are what to branch on. Every number has
        /// exactly one value here, made with `ErrorCode::from`; a variant with a number in it
        /// is matched as `ErrorCode::Unknown { .. }`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $($(#[$doc])+ $name,)+
            $($(#[$family_doc])+ #[non_exhaustive] $family(i64),)+
            /// A code that this version of the crate does not know.
            #[non_exhaustive]
            Unknown(i64),
        }

        impl ErrorCode {
            /// The number.
            #[must_use]
            pub fn as_i64(self) -> i64 {
                match self {
                    $(Self::$name => $number,)+
                    $(Self::$family(code) => code,)+
                    Self::Unknown(code) => code,
                }
            }

            /// What kind of problem it is.
            #[must_use]
            pub fn kind(self) -> ErrorKind {
                match self {
                    $(Self::$name => ErrorKind::$kind,)+
                    $(Self::$family(_) => ErrorKind::$family_kind,)+
                    Self::Unknown(_) => ErrorKind::Unknown,
                }
            }

            /// What else fails while the problem lasts.
            #[must_use]
            pub fn scope(self) -> ErrorScope {
                match self {
                    $(Self::$name => ErrorScope::$scope,)+
                    $(Self::$family(_) => ErrorScope::$family_scope,)+
                    Self::Unknown(_) => ErrorScope::Message,
                }
            }

            /// Whether it has a row of its own, and is not known by its family at most.
            pub(super) fn is_exact(self) -> bool {
                !matches!(self, $(Self::$family(_) |)+ Self::Unknown(_))
            }

            pub(super) fn repeat(self) -> Repeat {
                match self {
                    $(Self::$name => $repeat,)+
                    $(Self::$family(_) => No,)+
                    Self::Unknown(_) => No,
                }
            }
        }

        impl From<i64> for ErrorCode {
            fn from(code: i64) -> Self {
                match code {
                    $($number => Self::$name,)+
                    $($first..=$last => Self::$family(code),)+
                    _ => Self::Unknown(code),
                }
            }
        }
    };
}

error_codes! {
    codes {
        /// The app could not be authenticated.
        0 => AuthException, Auth, No, App;
        /// A fault at Meta, or a bad request: do not repeat it often.
        1 => ApiUnknown, Temporary, Backoff, Message;
        /// The API is down for a moment.
        2 => ApiService, Temporary, Backoff, Message;
        /// The app may not call this method.
        3 => ApiMethod, Permission, No, App;
        /// The app made too many calls.
        4 => AppRateLimit, RateLimit, Repeat::AFTER_AN_HOUR, App;
        /// A permission was not granted or was withdrawn.
        10 => PermissionDenied, Permission, No, App;
        /// A parameter names something that is gone, such as a deleted number.
        33 => ParameterGone, BadRequest, No, Message;
        /// A parameter is not valid or not supported.
        100 => InvalidParameter, BadRequest, No, Message;
        /// The token has expired or was withdrawn.
        190 => AccessTokenExpired, Auth, No, App;
        /// The token is missing or not enough.
        200 => AccessTokenMissing, Auth, No, App;
        /// The account is blocked for a breach of policy.
        368 => PolicyBlocked, Policy, No, Account;
        /// The user's app cannot show an address message.
        1026 => AddressMessageNotShown, Undeliverable, No, Pair;
        /// The WhatsApp Business Account made too many calls.
        80007 => AccountRateLimit, RateLimit, Repeat::AFTER_AN_HOUR, Account;
        /// The business has blocked the user.
        130403 => UserBlocked, Undeliverable, No, Pair;
        /// The number sends faster than its throughput.
        130429 => ThroughputLimit, RateLimit, Backoff, PhoneNumber;
        /// The user is part of an experiment without marketing messages.
        130472 => MarketingExperiment, Undeliverable, No, Pair;
        /// The business may not write to users of this country.
        130497 => CountryRestricted, Policy, No, Account;
        /// A fault at Meta.
        131000 => SomethingWentWrong, Temporary, Backoff, Message;
        /// The token lacks a permission.
        131005 => AccessDenied, Permission, No, App;
        /// A required parameter is missing.
        131008 => ParameterMissing, BadRequest, No, Message;
        /// A parameter's value is not valid.
        131009 => ParameterValue, BadRequest, No, Message;
        /// A service of Meta is down for a moment.
        131016 => ServiceUnavailable, Temporary, Backoff, Message;
        /// The recipient is the sender.
        131021 => RecipientIsSender, BadRequest, No, Message;
        /// The message cannot be delivered: not on WhatsApp, old app, or terms.
        131026 => MessageUndeliverable, Undeliverable, No, Pair;
        /// A test number may write to listed numbers only.
        131030 => RecipientNotAllowed, Undeliverable, No, Pair;
        /// The account is locked or restricted.
        131031 => AccountLocked, Policy, No, Account;
        /// The display name is not approved.
        131037 => DisplayNameNotApproved, Registration, No, PhoneNumber;
        /// The payment method has a problem.
        131042 => PaymentIssue, Registration, No, Account;
        /// The number's certificate is not right: it is not registered.
        131045 => IncorrectCertificate, Registration, No, PhoneNumber;
        /// Over 24 hours since the user's last message: send a template.
        131047 => ReEngagement, Window, No, Pair;
        /// Too many of the number's messages were blocked or flagged as spam.
        131048 => SpamLimit, Policy, No, PhoneNumber;
        /// The user gets no more marketing messages for now.
        131049 => MarketingLimit, RateLimit, Repeat::AFTER_A_DAY, Pair;
        /// The user opted out of marketing messages.
        131050 => MarketingOptOut, Undeliverable, No, Pair;
        /// The type of the message is not supported.
        131051 => UnsupportedType, BadRequest, No, Message;
        /// A file from the user could not be fetched.
        131052 => MediaDownload, Media, No, Message;
        /// A file to the user could not be used.
        131053 => MediaUpload, Media, No, Message;
        /// Too many messages to this user in a short time; other users are fine.
        131056 => PairRateLimit, RateLimit, PairBackoff, Pair;
        /// The number is in maintenance, mostly for a throughput upgrade.
        131057 => Maintenance, Temporary, Repeat::AFTER_A_MINUTE, PhoneNumber;
        /// This message cannot go to a business-scoped user id.
        131062 => UserIdNotAllowed, BadRequest, No, Message;
        /// Marketing templates are off here: use the marketing messages endpoint.
        131063 => MarketingTemplatesOff, Template, No, Message;
        /// Too many templates were put in the wrong category; Meta lifts it.
        131064 => MisclassificationLimit, Policy, Later, Account;
        /// The number of parameters is not the template's.
        132000 => TemplateParameterCount, Template, No, Message;
        /// There is no such template in this language, or it is not approved.
        132001 => TemplateMissing, Template, No, Message;
        /// The template's text with its parameters is too long.
        132005 => TemplateTooLong, Template, No, Message;
        /// The template's text breaks a policy.
        132007 => TemplatePolicy, Template, No, Message;
        /// A parameter has not the template's format.
        132012 => TemplateParameterFormat, Template, No, Message;
        /// The template is paused for low quality.
        132015 => TemplatePaused, Template, No, Message;
        /// The template is disabled for good.
        132016 => TemplateDisabled, Template, No, Message;
        /// Another fault in the template's parameters.
        132018 => TemplateParameter, Template, No, Message;
        /// The flow is blocked.
        132068 => FlowBlocked, Template, No, Message;
        /// The flow is throttled: ten messages an hour.
        132069 => FlowThrottled, RateLimit, Repeat::AFTER_AN_HOUR, Message;
        /// Deregistering failed.
        133000 => IncompleteDeregistration, Registration, No, PhoneNumber;
        /// The server is down for a moment.
        133004 => ServerUnavailable, Temporary, Backoff, Message;
        /// The two-step PIN is wrong.
        133005 => PinMismatch, Registration, No, PhoneNumber;
        /// The number must be verified first.
        133006 => NotVerified, Registration, No, PhoneNumber;
        /// Too many wrong PINs: wait as long as the details say.
        133008 => TooManyPinGuesses, Registration, No, PhoneNumber;
        /// The PIN was tried too fast: wait first.
        133009 => PinGuessedTooFast, Registration, No, PhoneNumber;
        /// The number is not registered.
        133010 => NotRegistered, Registration, No, PhoneNumber;
        /// The number was deleted a moment ago.
        133015 => RecentlyDeleted, Registration, Repeat::AFTER_5_MINUTES, PhoneNumber;
        /// Too many registrations in 72 hours.
        133016 => RegistrationLimit, RateLimit, Repeat::AFTER_3_DAYS, PhoneNumber;
        /// The template is not ready yet.
        134101 => TemplateSyncing, Template, Repeat::AFTER_10_MINUTES, Message;
        /// A fault in the request that Meta does not name.
        135000 => GenericUserError, BadRequest, No, Message;
        /// The user's identity key is not the given one: verify the user again.
        137000 => IdentityKeyMismatch, Undeliverable, No, Pair;
        /// The account has as many templates as it may have.
        2388019 => TemplateLimit, Template, No, Account;
    }
    families {
        /// 201 to 299: a permission is missing.
        201..=299 => Permission, Permission, App;
        /// 138000 to 138999: calling.
        138000..=138999 => Calling, BadRequest, Message;
        /// 139000 to 139999: the block list and flows.
        139000..=139999 => BlockOrFlow, BadRequest, Message;
        /// 147000 to 147999: usernames.
        147000..=147999 => Username, BadRequest, Message;
        /// 2388000 to 2388999: creating templates and moving numbers.
        2388000..=2388999 => Setup, BadRequest, Message;
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.as_i64(), f)
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.as_i64())
    }
}

/// Reads a whole number, also one written as a string.
impl<'de> Deserialize<'de> for ErrorCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::required(deserializer).map(|code: i64| Self::from(code))
    }
}
