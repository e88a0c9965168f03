//! Documented flows, from the HTTP request to the fake vendors' journals.

#[cfg(test)]
mod bridge;
#[cfg(test)]
mod bridge_flow;
#[cfg(test)]
mod in_process;
#[cfg(test)]
mod meeting;
#[cfg(test)]
mod scheduler;
#[cfg(test)]
mod screen_pop;
#[cfg(test)]
mod screen_pop_calls;
#[cfg(test)]
mod socket_io;
#[cfg(test)]
mod video_reception;
