//! Sending what concerns templates.

use ccaas_http::{DecodeError, Page, Response};
use http::Method;

use super::{
    CreateTemplate, CreatedTemplate, EditTemplate, EditedTemplate, ListTemplates, Template,
};
use crate::{
    TemplateId, WabaId,
    client::WhatsAppClient,
    error::Error,
    management::listing::{ListPager, after, done, names, page, pager},
};

const TEMPLATES: &str = "/{version}/{waba_id}/message_templates";
const TEMPLATE: &str = "/{version}/{template_id}";

impl WhatsAppClient {
    /// The message templates of a business account.
    #[must_use]
    pub fn templates<'a>(&'a self, waba_id: &'a WabaId) -> Templates<'a> {
        Templates {
            client: self,
            waba_id,
        }
    }
}

/// The endpoints of message templates.
#[derive(Clone, Copy, Debug)]
pub struct Templates<'a> {
    client: &'a WhatsAppClient,
    waba_id: &'a WabaId,
}

impl Templates<'_> {
    /// Reads one page of templates.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn list(
        &self,
        list: &ListTemplates,
    ) -> Result<Response<Page<Template, String>>, Error> {
        let call = self
            .client
            .call(Method::GET, TEMPLATES)
            .path("waba_id", self.waba_id.as_str())
            .query_opt("fields", names(&list.fields))
            .query_opt("name", list.name.as_ref())
            .query_opt("name_or_content", list.name_or_content.as_ref())
            .query_opt("content", list.content.as_ref())
            .query_opt("language", list.language.as_ref())
            .query_opt("status", list.status.as_ref().map(|it| it.as_str()))
            .query_opt("category", list.category.as_ref().map(|it| it.as_str()))
            .query_opt(
                "quality_score",
                list.quality_score.as_ref().map(|it| it.as_str()),
            )
            .query_opt("limit", list.limit)
            .query_opt("after", after(list.after.as_ref()));
        page(call).await
    }

    /// Reads templates one by one, over all pages from `list.after` on.
    #[must_use]
    pub fn pager(&self, list: ListTemplates) -> ListPager<Template> {
        let first = list.after.clone();
        let of = (self.client.clone(), self.waba_id.clone(), list);
        pager(first, of, |(client, waba_id, list), cursor| async move {
            let after = Some(cursor);
            client
                .templates(&waba_id)
                .list(&ListTemplates { after, ..list })
                .await
        })
    }

    /// Reads one template, with the fields that Meta sends unasked.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get(&self, template_id: &TemplateId) -> Result<Response<Template>, Error> {
        self.get_fields(template_id, &[] as &[&str]).await
    }

    /// Reads some fields of one template; [`Template::FIELDS`] are all.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get_fields(
        &self,
        template_id: &TemplateId,
        fields: &[impl AsRef<str>],
    ) -> Result<Response<Template>, Error> {
        self.client
            .call(Method::GET, TEMPLATE)
            .path("template_id", template_id.as_str())
            .query_opt("fields", names(fields))
            .send()
            .await
    }

    /// Reads the templates of exactly this name, one for each language.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get_by_name(&self, name: &str) -> Result<Vec<Template>, Error> {
        let mut templates = self.pager(ListTemplates {
            name: Some(name.to_owned()),
            ..ListTemplates::default()
        });
        let mut found = Vec::new();
        while let Some(template) = templates.next().await? {
            if template.name.as_deref() == Some(name) {
                found.push(template);
            }
        }
        Ok(found)
    }

    /// Creates a template, which Meta then reviews.
    ///
    /// It is never sent twice when the first request may have been acted on.
    ///
    /// # Errors
    /// `InvalidRequest` for what [`CreateTemplate::check`] finds; else all variants of
    /// [`Error`].
    pub async fn create(
        &self,
        template: &CreateTemplate,
    ) -> Result<Response<CreatedTemplate>, Error> {
        template.check()?;
        self.client
            .call(Method::POST, TEMPLATES)
            .path("waba_id", self.waba_id.as_str())
            .json(template)
            .send()
            .await
    }

    /// Changes a template, which Meta then reviews again.
    ///
    /// It is never sent twice when the first request may have been acted on: edits are
    /// counted.
    ///
    /// # Errors
    /// `InvalidRequest` for what [`EditTemplate::check`] finds; else all variants of
    /// [`Error`].
    pub async fn edit(
        &self,
        template_id: &TemplateId,
        edit: &EditTemplate,
    ) -> Result<Response<EditedTemplate>, Error> {
        edit.check()?;
        let edited = self
            .client
            .call(Method::POST, TEMPLATE)
            .path("template_id", template_id.as_str())
            .json(edit)
            .send::<EditedTemplate>()
            .await?;
        if edited.success == Some(false) {
            return Err(Error::Decode(DecodeError::Field { field: "success" }));
        }
        Ok(edited)
    }

    /// Deletes a template by its name, in all languages.
    ///
    /// The name of an approved template cannot be used again for 30 days.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn delete_by_name(&self, name: &str) -> Result<Response<()>, Error> {
        let call = self
            .client
            .call(Method::DELETE, TEMPLATES)
            .path("waba_id", self.waba_id.as_str())
            .query("name", name);
        done(call).await
    }

    /// Deletes a template in one language, by its id and name.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn delete_by_id(
        &self,
        template_id: &TemplateId,
        name: &str,
    ) -> Result<Response<()>, Error> {
        let call = self
            .client
            .call(Method::DELETE, TEMPLATES)
            .path("waba_id", self.waba_id.as_str())
            .query("hsm_id", template_id)
            .query("name", name);
        done(call).await
    }
}
