//! What goes along with a message as metadata: names and limits.
//!
//! Metadata is a map of texts. A value has at most [`VALUE_LIMIT`] characters and is cut with
//! an ellipsis; [`RAW`] has at most [`RAW_LIMIT`].

use std::collections::BTreeMap;

use meta_whatsapp_client::webhooks::{AdReferral, InboundMessage, MessageContext, Update};

use super::Context;
use crate::text;

/// So many characters has a value at most.
pub const VALUE_LIMIT: usize = 1_000;
/// So many characters has [`RAW`] at most.
pub const RAW_LIMIT: usize = 4_000;

/// The type of the message, as WhatsApp writes it.
pub const TYPE: &str = "waType";
/// The business phone number it was written to, by its id.
pub const PHONE_NUMBER_ID: &str = "waPhoneNumberId";
/// The group it was written in.
pub const GROUP_ID: &str = "waGroupId";
/// The message that it answers, reacts to, edits or deletes.
pub const REFERS_TO: &str = "waRefersTo";
/// `true`, or `many` for a forward of more than five.
pub const FORWARDED: &str = "waForwarded";
/// The catalog of the product or order.
pub const CATALOG_ID: &str = "waCatalogId";
/// The product that the customer asks about.
pub const PRODUCT_ID: &str = "waProductId";
/// `ad` or `post`, where the customer came from.
pub const REFERRAL_TYPE: &str = "waReferralType";
/// The ad or post.
pub const REFERRAL_ID: &str = "waReferralId";
/// Where the ad or post is.
pub const REFERRAL_URL: &str = "waReferralUrl";
/// The headline of the ad or post.
pub const REFERRAL_HEADLINE: &str = "waReferralHeadline";
/// The text of the ad or post.
pub const REFERRAL_BODY: &str = "waReferralBody";
/// The click on the ad.
pub const REFERRAL_CLICK_ID: &str = "waReferralClickId";
/// The id of a chosen button or row that is not one of [`crate::Choice`].
pub const CHOICE_ID: &str = "waChoiceId";
/// The second line of a chosen row.
pub const CHOICE_DESCRIPTION: &str = "waChoiceDescription";
/// The emoji of a reaction; empty if it was taken back.
pub const REACTION: &str = "waReaction";
/// Degrees north.
pub const LATITUDE: &str = "waLatitude";
/// Degrees east.
pub const LONGITUDE: &str = "waLongitude";
/// Which form was filled in.
pub const FORM: &str = "waForm";
/// What a form sent back, as JSON.
pub const FORM_RESPONSE: &str = "waFormResponse";
/// `accept` or `reject`, whether the business may call.
pub const CALL_PERMISSION: &str = "waCallPermission";
/// `true` for a voice message.
pub const VOICE: &str = "waVoice";
/// `true` for a sticker that moves.
pub const ANIMATED: &str = "waAnimated";
/// What kind of message WhatsApp does not pass on.
pub const UNSUPPORTED: &str = "waUnsupportedType";
/// The code of the first error.
pub const ERROR_CODE: &str = "waErrorCode";
/// `true` if an earlier message of the customer was given up and did not arrive.
pub const AFTER_GAP: &str = "waAfterGap";
/// The JSON of a message that has no place in Genesys, or could not be read.
pub const RAW: &str = "waRaw";

/// Metadata as it comes together; what is absent or empty is left out.
pub(super) struct Metadata(BTreeMap<String, String>);

impl Metadata {
    pub(super) fn of(update: &Update, kind: &str) -> Self {
        let mut metadata = Self(BTreeMap::new());
        metadata.add(TYPE, Some(kind));
        let number = update.metadata().and_then(|it| it.phone_number_id.as_ref());
        metadata.add(PHONE_NUMBER_ID, number.map(|id| id.as_str()));
        metadata
    }

    pub(super) fn add<V: AsRef<str>>(&mut self, name: &str, value: Option<V>) {
        let value = value.as_ref().map(AsRef::as_ref).unwrap_or_default();
        if !value.is_empty() {
            let value = text::cut(value, VALUE_LIMIT).into_owned();
            self.0.insert(name.to_owned(), value);
        }
    }

    pub(super) fn add_flag(&mut self, name: &str, flag: Option<bool>) {
        self.add(name, flag.filter(|flag| *flag).map(|_| "true"));
    }

    pub(super) fn add_gap(&mut self, context: &Context<'_>) {
        self.add_flag(AFTER_GAP, Some(context.after_gap));
    }

    pub(super) fn add_raw(&mut self, raw: &str) {
        let raw = text::cut(raw, RAW_LIMIT).into_owned();
        self.0.insert(RAW.to_owned(), raw);
    }

    /// What stands around the content of any message.
    pub(super) fn add_surroundings(&mut self, message: &InboundMessage) {
        self.add(GROUP_ID, message.group_id.as_ref().map(|id| id.as_str()));
        if let Some(context) = &message.context {
            self.add_context(context);
        }
        if let Some(referral) = &message.referral {
            self.add_referral(referral);
        }
        let code = message.errors.first().and_then(|error| error.code);
        self.add(ERROR_CODE, code.map(|code| code.to_string()));
    }

    fn add_context(&mut self, context: &MessageContext) {
        self.add(REFERS_TO, context.id.as_ref().map(|id| id.as_str()));
        self.add_flag(FORWARDED, context.forwarded);
        let many = context.frequently_forwarded == Some(true);
        self.add(FORWARDED, many.then_some("many"));
        if let Some(product) = &context.referred_product {
            let catalog = product.catalog_id.as_ref();
            self.add(CATALOG_ID, catalog.map(|id| id.as_str()));
            self.add(PRODUCT_ID, product.product_retailer_id.as_deref());
        }
    }

    fn add_referral(&mut self, referral: &AdReferral) {
        self.add(REFERRAL_TYPE, referral.source_type.as_deref());
        self.add(REFERRAL_ID, referral.source_id.as_deref());
        self.add(REFERRAL_URL, referral.source_url.as_deref());
        self.add(REFERRAL_HEADLINE, referral.headline.as_deref());
        self.add(REFERRAL_BODY, referral.body.as_deref());
        self.add(REFERRAL_CLICK_ID, referral.ctwa_clid.as_deref());
    }

    pub(super) fn into_map(self) -> BTreeMap<String, String> {
        self.0
    }
}
