//! Contact cards that customers share.

use crate::WaId;

wire! {
    /// A contact card.
    pub struct SharedContact {
        /// The name.
        pub name: Option<ContactName>,
        /// Phone numbers.
        pub phones: Vec<ContactPhone>,
        /// Mail addresses.
        pub emails: Vec<ContactEmail>,
        /// Postal addresses.
        pub addresses: Vec<ContactAddress>,
        /// Web pages.
        pub urls: Vec<ContactUrl>,
        /// Where the person works.
        pub org: Option<ContactOrg>,
        /// The birthday, as written.
        pub birthday: Option<String>,
        /// `contact_request` if the business asked for it, `other` if not.
        pub origin: Option<String>,
        /// The card as vCard.
        pub vcard: Option<String>,
    }
    shows { origin }
}

wire! {
    /// A name.
    pub struct ContactName {
        /// The whole name.
        pub formatted_name: Option<String>,
        /// The given name.
        pub first_name: Option<String>,
        /// The family name.
        pub last_name: Option<String>,
        /// Names between.
        pub middle_name: Option<String>,
        /// What stands before the name.
        pub prefix: Option<String>,
        /// What stands after the name.
        pub suffix: Option<String>,
    }
    shows {}
}

wire! {
    /// A phone number.
    pub struct ContactPhone {
        /// The number, as written.
        pub phone: Option<String>,
        /// The number's `wa_id`, if it is on WhatsApp.
        pub wa_id: Option<WaId>,
        /// Such as `CELL` or `WORK`.
        #[serde(rename = "type")]
        pub kind: Option<String>,
    }
    shows {}
}

wire! {
    /// A mail address.
    pub struct ContactEmail {
        /// The address.
        pub email: Option<String>,
        /// Such as `HOME` or `WORK`.
        #[serde(rename = "type")]
        pub kind: Option<String>,
    }
    shows {}
}

wire! {
    /// A postal address.
    pub struct ContactAddress {
        /// Street and number.
        pub street: Option<String>,
        /// The city.
        pub city: Option<String>,
        /// The state.
        pub state: Option<String>,
        /// The postal code.
        pub zip: Option<String>,
        /// The country.
        pub country: Option<String>,
        /// The country's code.
        pub country_code: Option<String>,
        /// Such as `HOME` or `WORK`.
        #[serde(rename = "type")]
        pub kind: Option<String>,
    }
    shows {}
}

wire! {
    /// A web page.
    pub struct ContactUrl {
        /// The address of the page.
        pub url: Option<String>,
        /// Such as `HOME` or `WORK`.
        #[serde(rename = "type")]
        pub kind: Option<String>,
    }
    shows {}
}

wire! {
    /// Where a person works.
    pub struct ContactOrg {
        /// The company.
        pub company: Option<String>,
        /// The department.
        pub department: Option<String>,
        /// The position.
        pub title: Option<String>,
    }
    shows {}
}
