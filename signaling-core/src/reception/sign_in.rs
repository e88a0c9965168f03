//! Staff sign in and out.

use super::{From, Reception, calls::STAFF_ONLY};
use crate::{
    CloseReason, ConnectionId, Entropy, ErrorEvent, LoginSuccess, Output, Refusal, Reply,
    SecondSignIn, ServerEvent, SignIn, Text, call::CallEvent, device::Owner,
};

impl Reception {
    /// A sign-in that the server has checked.
    pub(super) fn sign_in(
        &mut self,
        sign_in: SignIn,
        entropy: &mut dyn Entropy,
        out: &mut Vec<Output>,
    ) -> Reply {
        let connection = sign_in.connection;
        let Some(record) = self.state.connections.get(&connection) else {
            return closed();
        };
        let own = record.device;
        let Some(staff) = self.index.staff.get(&sign_in.staff).copied() else {
            return self.refuse_login(connection, "there is no such staff member", out);
        };
        if let Some(own) = own {
            let device = &self.state.devices[own];
            if device.owner == Owner::Staff(staff) {
                self.tell_signed_in(own, out);
                return Reply::Done;
            }
            if device.owner != Owner::Visitor || device.call.is_some() {
                let message = "this page is in use, sign out or end the call first";
                return self.refuse_login(connection, message, out);
            }
        }
        let resumed = sign_in
            .resume
            .and_then(|resume| Some((*self.index.tokens.get(&resume.token?)?, resume.received)))
            .filter(|(device, _)| self.state.devices[*device].owner == Owner::Staff(staff));
        let there = &self.state.staff[staff].devices;
        let policy = match sign_in.take_over {
            Some(true) => SecondSignIn::TakeOver,
            Some(false) if self.config.second_sign_in == SecondSignIn::TakeOver => {
                SecondSignIn::Refuse
            }
            _ => self.config.second_sign_in,
        };
        // Nobody is in the way whose page has gone.
        let is_there = |device: &u32| self.state.devices[*device].connection.is_some();
        let policy = match policy {
            SecondSignIn::Refuse if !there.iter().any(is_there) => SecondSignIn::TakeOver,
            policy => policy,
        };
        if resumed.is_none() && !there.is_empty() {
            match policy {
                SecondSignIn::Refuse => {
                    return self.refuse_login(connection, "already signed in elsewhere", out);
                }
                SecondSignIn::Several if there.len() >= self.config.limits.devices_per_staff => {
                    return self.refuse_login(connection, "signed in on too many devices", out);
                }
                SecondSignIn::Several | SecondSignIn::TakeOver => {}
            }
        }
        if let Some(own) = own {
            self.remove_device(own);
        }
        self.state.staff[staff].last_active = self.state.now;
        match resumed {
            Some((device, received)) => {
                // The page is told who it is before it is told what it missed.
                self.replace_connection(device, out);
                self.attach(device, connection);
                self.tell_signed_in_as(device, out);
                self.take_up(device, received, out);
            }
            None if policy == SecondSignIn::TakeOver => {
                self.take_over(staff, connection, entropy, out);
            }
            None => self.sign_in_anew(staff, connection, entropy, out),
        }
        Reply::Done
    }

    fn sign_in_anew(
        &mut self,
        staff: u32,
        connection: ConnectionId,
        entropy: &mut dyn Entropy,
        out: &mut Vec<Output>,
    ) {
        let device = self.add_device(Owner::Staff(staff), connection, entropy);
        self.tell_signed_in(device, out);
        self.update_status(staff);
    }

    /// The session of an earlier sign-in, and its call, are this page's now; other devices go.
    fn take_over(
        &mut self,
        staff: u32,
        connection: ConnectionId,
        entropy: &mut dyn Entropy,
        out: &mut Vec<Output>,
    ) {
        let devices = self.state.staff[staff].devices.clone();
        let in_call = |device: &&u32| self.state.devices[**device].call.is_some();
        let chosen = devices.iter().find(in_call).or(devices.first()).copied();
        for device in devices {
            self.replace_connection(device, out);
            if Some(device) != chosen {
                if let Some(call) = self.state.devices[device].call {
                    self.run(call, CallEvent::SignOut, None, out);
                }
                self.remove_device(device);
            }
        }
        let Some(device) = chosen else {
            return self.sign_in_anew(staff, connection, entropy, out);
        };
        // The page that was there knows the old token.
        let token = self.new_token(entropy);
        let record = &mut self.state.devices[device];
        let old = std::mem::replace(&mut record.token, token);
        self.index.tokens.remove(&old);
        self.index.tokens.insert(token, device);
        self.attach(device, connection);
        self.tell_signed_in_as(device, out);
        self.take_up(device, None, out);
    }

    fn tell_signed_in(&self, device: u32, out: &mut Vec<Output>) {
        self.tell_signed_in_as(device, out);
        if let Owner::Staff(staff) = self.state.devices[device].owner {
            let waiting = ServerEvent::WaitingCalls(self.waiting_of(staff));
            self.tell(device, waiting, out);
        }
    }

    fn tell_signed_in_as(&self, device: u32, out: &mut Vec<Output>) {
        let record = &self.state.devices[device];
        if let Owner::Staff(staff) = record.owner {
            let login = LoginSuccess {
                staff: self.state.staff[staff].staff.clone(),
                session: record.session,
                resume_token: record.token,
            };
            self.tell(device, ServerEvent::LoginSuccess(Box::new(login)), out);
        }
    }

    /// The server refused a sign-in.
    pub(super) fn sign_in_refused(
        &self,
        connection: ConnectionId,
        message: Text,
        code_required: bool,
        out: &mut Vec<Output>,
    ) -> Reply {
        if !self.state.connections.contains_key(&connection) {
            return closed();
        }
        let text = message.as_str().to_owned();
        let event = match code_required {
            true => ServerEvent::LoginCodeRequired { message },
            false => ServerEvent::Error {
                event: ErrorEvent::Login,
                message,
            },
        };
        out.push(Output::Send { connection, event });
        Reply::Refused(Refusal {
            event: ErrorEvent::Login,
            message: text.into(),
            retry_after_seconds: None,
        })
    }

    fn refuse_login(
        &self,
        connection: ConnectionId,
        message: &'static str,
        out: &mut Vec<Output>,
    ) -> Reply {
        self.refuse(connection, ErrorEvent::Login, message, out)
    }

    /// `sign-out`.
    pub(super) fn sign_out(&mut self, from: From, out: &mut Vec<Output>) -> Reply {
        let owner = from
            .device
            .map(|device| (device, self.state.devices[device].owner));
        let Some((device, Owner::Staff(staff))) = owner else {
            return self.refuse(from.connection, ErrorEvent::Call, STAFF_ONLY, out);
        };
        if let Some(call) = self.state.devices[device].call {
            self.run(call, CallEvent::SignOut, None, out);
        }
        // Nobody is left whom the others could wait for.
        if self.state.staff[staff].devices.len() == 1 {
            while let Some(call) = self.state.staff[staff].waiting.front().copied() {
                self.run(call, CallEvent::SignOut, None, out);
            }
        }
        self.dismiss(device, "you are signed out", out);
        Reply::Done
    }

    /// Forgets a device that is in no call, tells its page and closes its connection.
    pub(super) fn dismiss(&mut self, device: u32, message: &'static str, out: &mut Vec<Output>) {
        let message = message.into();
        self.tell(device, ServerEvent::SignedOut { message }, out);
        if let Some(connection) = self.state.devices[device].connection.take() {
            self.state.remove_connection(connection);
            let reason = CloseReason::SignedOut;
            out.push(Output::Close { connection, reason });
        }
        self.remove_device(device);
    }
}

fn closed() -> Reply {
    Reply::Refused(Refusal {
        event: ErrorEvent::Login,
        message: "this connection is closed".into(),
        retry_after_seconds: None,
    })
}
