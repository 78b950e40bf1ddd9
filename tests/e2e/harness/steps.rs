//! Steps that many journeys have in common.

use super::{Page, Target};

/// A demo account of the demo API, as its document tells everybody.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Account {
    Admin,
    Customer,
}

impl Account {
    pub(crate) fn email(self) -> &'static str {
        match self {
            Self::Admin => "admin@example.com",
            Self::Customer => "customer@example.com",
        }
    }

    pub(crate) fn password(self) -> &'static str {
        match self {
            Self::Admin => "admin-demo",
            Self::Customer => "customer-demo",
        }
    }
}

impl Page {
    /// Fills in the dialog that asks for credentials, and signs in.
    pub(crate) async fn sign_in(&self, account: Account) {
        let dialog = "//dialog[@open]";
        self.fill(&Target::control("Email").within(dialog), account.email()).await;
        self.fill(&Target::control("Password").within(dialog), account.password()).await;
        self.click(&Target::button("Sign in").within(dialog)).await;
    }

    /// Finds a record by typing into a combobox, and takes the option of that label.
    pub(crate) async fn choose_record(&self, label: &str, record: &str) {
        self.fill(&Target::control(label), record).await;
        let words = format!("the option {record}");
        let path = format!("//*[@role='option'][starts-with(normalize-space(.), \"{record}\")]");
        self.click(&Target::path(&words, &path)).await;
    }
}
