//! The fields of a form as browsers send them: a name may come more than once.

/// Names and values, in their order.
#[derive(Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl From<Vec<(String, String)>> for Fields {
    fn from(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }
}

impl Fields {
    /// The fields that the body of a form holds; what is no text is replaced.
    pub(crate) fn read(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// The value of the first field `name`; empty where there is none.
    pub(crate) fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    /// The values of all fields `name`.
    pub(crate) fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The fields whose names begin with `name.`, by what follows.
    pub(crate) fn under(&self, name: &str) -> Self {
        let rest = |n: &String| n.strip_prefix(name)?.strip_prefix('.').map(str::to_owned);
        Self(self.0.iter().filter_map(|(n, value)| Some((rest(n)?, value.clone()))).collect())
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
