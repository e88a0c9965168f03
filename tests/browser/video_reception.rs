//! The video reception: the visitor's page, the desk, the front page, and calls between them.

mod call;
mod desk;
mod devices;
mod front;
mod looks;
mod media;
mod paths;
mod people;
mod reaching;
mod refresh;
mod sharing;
mod turn;
mod world;
