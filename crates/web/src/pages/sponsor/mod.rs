//! The pages of a sponsor's team.

mod charts;
mod deletions;
mod devices;
mod exports;
mod lead;
mod leads;
mod principal;
mod programs;
mod team;
mod webhooks;

pub(crate) use crate::pages::sponsor::charts::show as charts;
pub(crate) use crate::pages::sponsor::deletions::{
    acknowledge as acknowledge_deletions, list as deletions_to_do,
};
pub(crate) use crate::pages::sponsor::devices::{
    cancel_code, list as devices, new_code, rename as rename_device, revoke as revoke_device,
};
pub(crate) use crate::pages::sponsor::exports::{list as exports, take as take_export};
pub(crate) use crate::pages::sponsor::lead::show as lead;
pub(crate) use crate::pages::sponsor::leads::{find, list as leads};
pub(crate) use crate::pages::sponsor::programs::{list as programs, new_token, revoke_token};
pub(crate) use crate::pages::sponsor::team::{
    invite, list as team, remove as remove_member, send_again, set_role,
};
pub(crate) use crate::pages::sponsor::webhooks::{
    act as act_on_webhook, add as add_webhook, redeliver, show as webhook,
};
