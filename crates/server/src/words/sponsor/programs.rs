use crate::token::Scope;

/// Tokens and webhooks, for the sponsor's programs.
pub struct ProgramWords {
    /// What the page is for.
    pub lead: &'static str,
    /// Heads the tokens.
    pub tokens: &'static str,
    /// What tokens are.
    pub tokens_text: &'static str,
    /// What a token is for.
    pub label: &'static str,
    /// What it may do.
    pub scopes: &'static str,
    /// One thing that it may do.
    pub scope: fn(Scope) -> &'static str,
    /// When it was last used.
    pub last_used: &'static str,
    /// When it was made.
    pub made: &'static str,
    /// Makes one.
    pub make_token: &'static str,
    /// Takes it away.
    pub revoke: &'static str,
    /// What that does.
    pub revoke_text: &'static str,
    /// Heads the form.
    pub new_token: &'static str,
    /// The page with the token.
    pub token_title: &'static str,
    /// It is shown once.
    pub token_once: &'static str,
    /// How it is used.
    pub token_use: &'static str,
    /// Goes back.
    pub back: &'static str,
    /// The label can't be one.
    pub bad_label: &'static str,
    /// The label is taken.
    pub label_in_use: &'static str,
    /// Nothing was ticked.
    pub no_scope: &'static str,
    /// The token is gone.
    pub token_revoked: &'static str,
    /// Heads the webhooks.
    pub webhooks: &'static str,
    /// What webhooks are.
    pub webhooks_text: &'static str,
    /// There is none.
    pub no_webhooks: &'static str,
    /// An address.
    pub url: &'static str,
    /// What an address must be.
    pub url_hint: &'static str,
    /// Heads the form.
    pub new_webhook: &'static str,
    /// Adds one.
    pub add_webhook: &'static str,
    /// Not an address.
    pub bad_url: &'static str,
    /// Not encrypted.
    pub not_encrypted: &'static str,
    /// Not on the open internet.
    pub not_public: &'static str,
    /// There are too many.
    pub too_many: &'static str,
    /// It is on.
    pub on: &'static str,
    /// It is off.
    pub paused: &'static str,
    /// What that means.
    pub paused_text: fn(since: &str) -> String,
    /// How many deliveries wait.
    pub waiting: &'static str,
    /// When one last arrived.
    pub last_delivered: &'static str,
    /// Leads to its page.
    pub see_log: &'static str,
    /// The page with its secret.
    pub secret_title: &'static str,
    /// It is shown once.
    pub secret_once: &'static str,
    /// What it is for.
    pub secret_use: &'static str,
    /// The page of one.
    pub webhook: &'static str,
    /// Sends a test.
    pub ping: &'static str,
    /// Switches it off.
    pub pause: &'static str,
    /// Switches it on.
    pub resume: &'static str,
    /// Removes it.
    pub remove: &'static str,
    /// What that does.
    pub remove_text: &'static str,
    /// Heads the log.
    pub log: &'static str,
    /// Nothing was delivered yet.
    pub empty_log: &'static str,
    /// A delivery's number.
    pub number: &'static str,
    /// When it was written.
    pub written: &'static str,
    /// How often it was tried.
    pub attempts: &'static str,
    /// What came of it.
    pub outcome: &'static str,
    /// It arrived.
    pub delivered: fn(when: &str) -> String,
    /// It is tried again.
    pub next_attempt: fn(when: &str) -> String,
    /// It was given up.
    pub given_up: &'static str,
    /// An outcome's stable word, in words.
    pub outcomes: fn(word: &str) -> Option<&'static str>,
    /// Sends it once more.
    pub again: &'static str,
    /// What it says.
    pub body: &'static str,
    /// A test is on its way.
    pub pinged: &'static str,
    /// A delivery is sent again.
    pub sent_again: &'static str,
    /// It was switched off.
    pub paused_now: &'static str,
    /// It was switched on.
    pub resumed: &'static str,
    /// It was removed.
    pub removed: &'static str,
}
