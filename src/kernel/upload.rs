//! Forms that carry files. The gate has already read and limited the body.

use std::collections::HashMap;

use axum::extract::{FromRequest, Multipart, Request};

use super::error::{Error, Result};

/// One file of a form.
#[derive(Clone, Debug)]
pub struct Part {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The fields and files of a multipart form.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    pub fields: HashMap<String, Vec<String>>,
    pub files: HashMap<String, Part>,
}

impl Upload {
    /// The first value of a field, or an empty text.
    pub fn field(&self, name: &str) -> &str {
        self.fields
            .get(name)
            .and_then(|values| values.first())
            .map_or("", String::as_str)
    }

    /// All values of a field.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.fields.get(name).cloned().unwrap_or_default()
    }

    /// A file that was really chosen.
    pub fn file(&self, name: &str) -> Option<&Part> {
        self.files.get(name).filter(|part| !part.bytes.is_empty())
    }
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let mut form = Multipart::from_request(request, state)
            .await
            .map_err(|_| Error::BadRequest("media-type"))?;
        let mut upload = Self::default();
        let mut parts = 0;
        while let Some(field) = form
            .next_field()
            .await
            .map_err(|_| Error::BadRequest("form"))?
        {
            parts += 1;
            if parts > 500 {
                return Err(Error::BadRequest("form"));
            }
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                Some(file) => {
                    let bytes = field
                        .bytes()
                        .await
                        .map_err(|_| Error::BadRequest("form"))?
                        .to_vec();
                    upload.files.insert(
                        name,
                        Part {
                            name: super::files::clean_name(&file),
                            bytes,
                        },
                    );
                }
                None => {
                    let text = field.text().await.map_err(|_| Error::BadRequest("form"))?;
                    upload.fields.entry(name).or_default().push(text);
                }
            }
        }
        Ok(upload)
    }
}
