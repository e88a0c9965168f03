//! `product`, `product_list`, `catalog_message`
//! ([docs](https://developers.facebook.com/docs/whatsapp/guides/commerce-guides/share-products-with-customers)).

use ccaas_http::debug_allow_list;
use serde::{Deserialize, Serialize};

use crate::{
    id::CatalogId,
    messages::{
        header::Header,
        wire::{named_action_option, opt_text, text},
    },
};

named_action_option!(catalog_message, "catalog_message");

/// One product of a catalog; it takes no header.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// What it says.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "opt_text")]
    pub body: Option<String>,
    /// A small text below it.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "opt_text")]
    pub footer: Option<String>,
    /// Which product.
    pub action: ProductAction,
}

impl Product {
    /// The product, and nothing with it.
    #[must_use]
    pub fn new(catalog_id: CatalogId, product_retailer_id: impl Into<String>) -> Self {
        Self {
            body: None,
            footer: None,
            action: ProductAction {
                catalog_id,
                product_retailer_id: product_retailer_id.into(),
            },
        }
    }
}

debug_allow_list!(Product { action });

/// A product of a catalog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductAction {
    /// The catalog.
    pub catalog_id: CatalogId,
    /// The product's id there.
    pub product_retailer_id: String,
}

/// Products of a catalog, in sections.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductList {
    /// A text above the body; Meta requires it.
    pub header: Header,
    /// What it says.
    #[serde(with = "text")]
    pub body: String,
    /// A small text below it.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "opt_text")]
    pub footer: Option<String>,
    /// The products.
    pub action: ProductListAction,
}

impl ProductList {
    /// Two texts and the products.
    #[must_use]
    pub fn new(
        header: impl Into<String>,
        body: impl Into<String>,
        catalog_id: CatalogId,
        sections: impl IntoIterator<Item = ProductSection>,
    ) -> Self {
        Self {
            header: Header::text(header),
            body: body.into(),
            footer: None,
            action: ProductListAction {
                catalog_id,
                sections: sections.into_iter().collect(),
            },
        }
    }
}

debug_allow_list!(ProductList { action });

/// Products of a catalog, in sections.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductListAction {
    /// The catalog.
    pub catalog_id: CatalogId,
    /// One to ten, with 30 products in all.
    pub sections: Vec<ProductSection>,
}

/// Some products under one title.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductSection {
    /// Needed if there is more than one section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The products.
    pub product_items: Vec<ProductItem>,
}

impl ProductSection {
    /// Products, each by its id in the catalog.
    #[must_use]
    pub fn new<I: Into<String>>(
        title: impl Into<String>,
        product_retailer_ids: impl IntoIterator<Item = I>,
    ) -> Self {
        let ids = product_retailer_ids.into_iter().map(Into::into);
        Self {
            title: Some(title.into()),
            product_items: ids
                .map(|product_retailer_id| ProductItem {
                    product_retailer_id,
                })
                .collect(),
        }
    }
}

/// A product of a section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductItem {
    /// The product's id in the catalog.
    pub product_retailer_id: String,
}

/// A catalog as a whole.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogMessage {
    /// What it says.
    #[serde(with = "text")]
    pub body: String,
    /// A small text below it.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "opt_text")]
    pub footer: Option<String>,
    /// How it is shown.
    #[serde(rename = "action", with = "catalog_message")]
    pub parameters: Option<CatalogParameters>,
}

impl CatalogMessage {
    /// A text and the product whose image is shown.
    #[must_use]
    pub fn new(body: impl Into<String>, thumbnail_product_retailer_id: impl Into<String>) -> Self {
        Self {
            body: body.into(),
            footer: None,
            parameters: Some(CatalogParameters {
                thumbnail_product_retailer_id: Some(thumbnail_product_retailer_id.into()),
            }),
        }
    }
}

debug_allow_list!(CatalogMessage { parameters });

/// How a catalog is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogParameters {
    /// The product whose image is shown; the first one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumbnail_product_retailer_id: Option<String>,
}
