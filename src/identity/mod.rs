//! Who is it, and of which agency: login identities, memberships, sessions, links, roles, agency settings.

mod access;
pub mod actor;
mod api;
#[cfg(feature = "demo")]
pub mod demo_door;
mod invite;
mod link;
mod pages;
mod password;
mod role;
mod session;
mod settings;
mod store;
mod throttle;
mod token;

use chrono::{DateTime, Utc};

use crate::kernel::{
    actor::Can,
    id::{IdentityId, MembershipId, SessionId},
    routes::Routes,
};

pub use access::{change_email, set_employee_access};
pub use actor::person;
pub use invite::{
    NewAgency, NewMember, disable_login, ensure_member, ensure_members, invite_employee,
    invite_link,
};
pub use password::{PasswordFault, check_password};
pub use role::Role;
pub use session::{SignIn, Signed, sign_in, start as start_session};
pub use settings::BRANDS;
pub use store::{agency_by_code, create_agency};
pub use token::{
    Made, MakeToken, Token, TokenKind, give_home, make as make_token, take_home,
    upkeep as token_upkeep,
};

/// A login identity: one per person, across agencies.
#[derive(Clone, Debug)]
pub struct Identity {
    pub id: IdentityId,
    pub nip: Option<String>,
    pub email: Option<String>,
    pub name: String,
    pub password_hash: Option<String>,
    pub disabled: bool,
    pub lang: String,
}

/// One signed-in device, as its owner sees it.
#[derive(Clone, Debug)]
pub struct Device {
    pub id: SessionId,
    pub device: String,
    pub network: String,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    pub current: bool,
}

/// A person of the agency with what HR may grant.
#[derive(Clone, Debug)]
pub struct Officer {
    pub membership: MembershipId,
    pub name: String,
    pub nip: String,
    pub unit: String,
    pub roles: Vec<Role>,
    pub active: bool,
    pub invited_at: Option<DateTime<Utc>>,
    pub has_password: bool,
}

/// The routes of this area.
pub fn routes(routes: Routes) -> Routes {
    let routes = routes
        .get("/sign-in", Can::Public, pages::sign_in::show)
        .post("/sign-in", Can::Public, pages::sign_in::submit)
        .get("/reset", Can::Public, pages::link::ask)
        .post("/reset", Can::Public, pages::link::send)
        .get("/link/{token}", Can::Public, pages::link::open)
        .post("/link/{token}", Can::Public, pages::link::set)
        .post("/language", Can::Public, pages::account::language)
        .post("/sign-out", Can::Public, pages::account::sign_out)
        .get("/account", Can::SignIn, pages::account::show)
        .post("/account/password", Can::SignIn, pages::account::password)
        .post(
            "/account/sessions/{id}/end",
            Can::SignIn,
            pages::account::end_session,
        )
        .post("/session/agency", Can::SignIn, pages::account::switch)
        .get("/officers", Can::GrantRoles, pages::officers::list)
        .post("/officers", Can::GrantRoles, pages::officers::grant)
        .post(
            "/officers/{id}/withdraw",
            Can::GrantRoles,
            pages::officers::withdraw,
        )
        .post(
            "/members/{id}/disable",
            Can::GrantRoles,
            pages::officers::disable,
        )
        .get("/agency", Can::GrantRoles, pages::agency::show)
        .post("/agency", Can::GrantRoles, pages::agency::save)
        .get("/account/tokens", Can::SignIn, pages::tokens::own)
        .post("/account/tokens", Can::SignIn, pages::tokens::make_own)
        .post(
            "/account/tokens/{id}/revocation",
            Can::SignIn,
            pages::tokens::revoke_own,
        )
        .get("/service-tokens", Can::GrantRoles, pages::tokens::services)
        .post(
            "/service-tokens",
            Can::GrantRoles,
            pages::tokens::make_service,
        )
        .post(
            "/service-tokens/{id}/revocation",
            Can::GrantRoles,
            pages::tokens::revoke_service,
        );
    api::routes(routes)
}
