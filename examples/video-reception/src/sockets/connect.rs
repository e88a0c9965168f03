//! A connection that opens: who it says it is.

use std::{fmt, net::Ipv4Addr, sync::Arc};

use http::HeaderMap;
use serde::Deserialize;
use server_kit::{
    causes::causes,
    client_ip::ClientIp,
    sign_in::{cookie, cross_site::PublicOrigin},
};
use signaling_core::{Resume, ResumeToken};
use socketioxide::{
    SocketIo,
    adapter::LocalAdapter,
    handler::{ConnectHandler, ConnectMiddleware, Value},
    socket::Socket,
};

use super::{
    COOKIE,
    inbox::{Events, Gone},
};
use crate::{
    lobby::{self, Arrival, Lobby, Note},
    staff::{Directory, SignedIn},
};

/// What a client may say when it connects; whatever is something else says nothing.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Auth {
    /// A staff member's.
    token: Option<String>,
    /// `visitor` on a visitor's page: the browser may be signed in on another one.
    page: Option<String>,
    resume_token: Option<String>,
    received: Option<u64>,
}

impl Auth {
    fn read(value: Option<&Value>) -> Self {
        let Some(Value::Str(text, _)) = value else {
            return Self::default();
        };
        serde_json::from_str(text.as_str()).unwrap_or_default()
    }

    fn resume(&self) -> Option<Resume> {
        let token = self.resume_token.as_deref()?;
        Some(Resume {
            token: ResumeToken::read(token),
            received: self.received,
        })
    }
}

/// Lets connections of the main namespace into the lobby.
pub(super) fn into(io: &SocketIo, lobby: Lobby, directory: Directory, origin: PublicOrigin) {
    let door = Door {
        lobby,
        directory,
        origin,
    };
    io.ns("/", door.clone().with(door));
}

#[derive(Clone)]
struct Door {
    lobby: Lobby,
    directory: Directory,
    origin: PublicOrigin,
}

impl Door {
    async fn arrival(&self, socket: &Socket, auth: Auth) -> Arrival {
        let request = socket.req_parts();
        let client = request.extensions.get::<ClientIp>();
        let address = client.map_or(Ipv4Addr::UNSPECIFIED.into(), |ClientIp(address)| *address);
        let (signed_in, refused) = match &auth.token {
            Some(token) => {
                let signed_in = self.by_token(token).await;
                let refused = signed_in.is_none();
                (signed_in, refused)
            }
            None => (self.by_cookie(&request.headers, &auth).await, false),
        };
        Arrival {
            address,
            signed_in: signed_in.map(Box::new),
            refused,
            resume: auth.resume(),
        }
    }

    /// A cookie that is void is nobody's: whoever has it sees the sign-in.
    async fn by_cookie(&self, headers: &HeaderMap, auth: &Auth) -> Option<SignedIn> {
        let is_visitor = auth.page.as_deref() == Some("visitor");
        if is_visitor || self.origin.is_foreign(headers) {
            return None;
        }
        for token in cookie::values(headers, COOKIE) {
            if let Some(signed_in) = self.by_token(token).await {
                return Some(signed_in);
            }
        }
        None
    }

    async fn by_token(&self, token: &str) -> Option<SignedIn> {
        let found = self.directory.by_token(token).await;
        found.unwrap_or_else(|error| {
            tracing::error!(error = %causes(&error), "accounts cannot be read");
            None
        })
    }
}

impl ConnectMiddleware<LocalAdapter, ()> for Door {
    async fn call<'a>(
        &'a self,
        socket: Arc<Socket>,
        auth: &'a Option<Value>,
    ) -> Result<(), Box<dyn fmt::Display + Send>> {
        let arrival = self.arrival(&socket, Auth::read(auth.as_ref())).await;
        socket.extensions.insert(arrival);
        // Before the client learns that it is connected: it may send at once.
        socket.on_fallback(Events(self.lobby.clone()));
        socket.on_disconnect(Gone(self.lobby.clone()));
        Ok(())
    }
}

impl ConnectHandler<LocalAdapter, ()> for Door {
    fn call(&self, socket: Arc<Socket>, _: Option<Value>) {
        if !self.lobby.try_tell(Note::Arrived(Arc::clone(&socket))) {
            lobby::dropped(socket);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Auth {
        let value = Value::Str(text.to_owned().into(), None);
        Auth::read(Some(&value))
    }

    #[test]
    fn what_a_client_says_when_it_connects_is_read_as_far_as_it_can_be() {
        let said = read(r#"{"token":"t","page":"staff","received":3,"more":[]}"#);

        assert_eq!(said.token.as_deref(), Some("t"));
        assert!(said.resume().is_none());
        for odd in ["[]", "7", "", r#"{"token":7}"#] {
            assert!(read(odd).token.is_none(), "{odd}");
        }
        let resume = read(r#"{"resumeToken":"no token"}"#).resume().unwrap();
        assert_eq!((resume.token, resume.received), (None, None));
    }
}
