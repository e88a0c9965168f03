//! Layers made of plain functions, which cost no allocation.

use std::convert::Infallible;
use std::task::{Context, Poll};

use axum::{extract::Request, response::Response};
use tower::{Layer, Service};

/// What a request becomes.
pub type Answer = Result<Response, Infallible>;

/// What lies further in, for the functions of layers: the next layer, or the route.
pub trait Inner: Service<Request, Response = Response, Error = Infallible> {}

impl<S: Service<Request, Response = Response, Error = Infallible>> Inner for S {}

/// A layer that calls this function with its state, the request, and what lies further in.
///
/// The function looks at the request, calls the inner service and gives back its future, with
/// `map` for what is done with the response. An `async` block around the future would hold it
/// twice, and so each layer would double the size of what is moved for a request.
///
/// A tuple of layers, the outermost first, is one layer for axum: each `Router::layer` costs a
/// box and a copy of what is inside.
pub fn around<T, F>(state: T, function: F) -> Around<T, F> {
    Around { state, function }
}

/// The layer of [`around`].
#[derive(Debug, Clone)]
pub struct Around<T, F> {
    state: T,
    function: F,
}

impl<T: Clone, F: Clone, S> Layer<S> for Around<T, F> {
    type Service = Surrounded<T, F, S>;

    fn layer(&self, inner: S) -> Self::Service {
        Surrounded {
            around: self.clone(),
            inner,
        }
    }
}

/// The service of [`around`].
#[derive(Debug, Clone)]
pub struct Surrounded<T, F, S> {
    around: Around<T, F>,
    inner: S,
}

impl<T, F, S, A> Service<Request> for Surrounded<T, F, S>
where
    F: Fn(&T, Request, &mut S) -> A,
    S: Inner,
    A: Future<Output = Answer>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = A;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> A {
        let Around { state, function } = &self.around;
        function(state, request, &mut self.inner)
    }
}
