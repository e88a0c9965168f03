//! Ids, opaque and as the vendor writes them.

use ccaas_http::define_id;

define_id! {
    /// Identifies a message: the `wamid`. It contains a phone number.
    pub personal MessageId
}
define_id! {
    /// Identifies a business phone number at Meta; it is not the number itself.
    pub PhoneNumberId
}
define_id! {
    /// Identifies a WhatsApp Business Account (WABA).
    pub WabaId
}
define_id! {
    /// Identifies an uploaded or received file.
    pub MediaId
}
define_id! {
    /// A customer's `wa_id`: mostly the phone number without `+`.
    pub personal WaId
}
define_id! {
    /// A customer's business-scoped user id (BSUID): `user_id`.
    pub personal UserId
}
define_id! {
    /// A customer's id across a parent business: `parent_user_id`.
    pub personal ParentUserId
}
define_id! {
    /// Identifies a group chat.
    pub GroupId
}
define_id! {
    /// Identifies a message template.
    pub TemplateId
}
define_id! {
    /// Identifies a flow.
    pub FlowId
}
define_id! {
    /// Identifies a product catalog.
    pub CatalogId
}
define_id! {
    /// Identifies a QR code with its short link.
    pub QrCodeId
}
