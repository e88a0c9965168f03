//! Socket.IO as the video reception sets it up, case by case after the two protocols: Engine.IO 4
//! below, Socket.IO 5 on top. The namespaces are an echo.

mod closing;
mod echo;
mod events;
mod heartbeat;
mod namespaces;
mod opening;
mod upgrading;
mod wire;
