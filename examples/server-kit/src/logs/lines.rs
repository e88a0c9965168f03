//! Events on their way to the files and the console: each is formatted once.

use std::cell::Cell;

use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::filter::EnvFilter;
use tracing_subscriber::layer::{Context, Filter, Layer};
use tracing_subscriber::registry::LookupSpan;

use super::format::{Clock, Fields, Line, is_request};
use super::queue::Queue;

/// The log files, by their numbers in the queue.
pub(super) const FILES: [&str; 4] = ["combined.log", "error.log", "access.log", "audit.log"];

const COMBINED: usize = 0;

/// Which of [`FILES`] hold an event, whatever the level is.
fn always_in(event: &Metadata<'_>) -> impl Iterator<Item = usize> {
    let held = [
        *event.level() == Level::ERROR,
        matches!(event.target(), "access" | "access.audit"),
        matches!(event.target(), "audit" | "access.audit"),
    ];
    (1..)
        .zip(held)
        .filter_map(|(file, held)| held.then_some(file))
}

fn is_always_on(data: &Metadata<'_>) -> bool {
    is_request(data) || (data.is_event() && always_in(data).next().is_some())
}

/// Formats events and puts their lines into the queues.
pub(super) struct Lines {
    level: EnvFilter,
    /// Whether the level depends on spans, which costs something for each of them.
    follows_spans: bool,
    files: Queue,
    console: Option<Console>,
}

/// Standard error.
pub(super) struct Console {
    pub(super) queue: Queue,
    pub(super) colours: bool,
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Lines {
    fn register_callsite(&self, data: &'static Metadata<'static>) -> Interest {
        let by_level = match self.may_show(data) {
            true => Filter::<S>::callsite_enabled(&self.level, data),
            false => Interest::never(),
        };
        match is_always_on(data) {
            true => Interest::always(),
            false => by_level,
        }
    }

    fn enabled(&self, data: &Metadata<'_>, ctx: Context<'_, S>) -> bool {
        is_always_on(data) || (self.may_show(data) && self.level.enabled(data, ctx))
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
        if let Some(span) = ctx.span(id) {
            let mut fields = Fields::default();
            fields.begin(self.colours());
            attributes.record(&mut fields);
            span.extensions_mut().insert(fields);
        }
        if self.follows_spans {
            self.level.on_new_span(attributes, id, ctx);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, ctx: Context<'_, S>) {
        if let Some(span) = ctx.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            values.record(fields);
        }
        self.level.on_record(id, values, ctx);
    }

    fn on_enter(&self, id: &Id, ctx: Context<'_, S>) {
        if self.follows_spans {
            self.level.on_enter(id, ctx);
        }
    }

    fn on_exit(&self, id: &Id, ctx: Context<'_, S>) {
        if self.follows_spans {
            self.level.on_exit(id, ctx);
        }
    }

    fn on_close(&self, id: Id, ctx: Context<'_, S>) {
        if self.follows_spans {
            self.level.on_close(id, ctx);
        }
    }

    fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
        let data = event.metadata();
        // A value that logs while it is written finds an empty scratch.
        let mut scratch = SCRATCH.try_with(Cell::take).unwrap_or_default();
        let Scratch {
            line,
            fields,
            clock,
        } = &mut scratch;
        fields.begin(self.colours());
        event.record(fields);
        let time = clock.now();
        let spans: Vec<_> = ctx.event_scope(event).into_iter().flatten().collect();

        let by_level = self.level.enabled(data, ctx.clone());
        let files = by_level
            .then_some(COMBINED)
            .into_iter()
            .chain(always_in(data));
        self.files.put(line.json(time, data, fields, &spans), files);
        if by_level && let Some(console) = &self.console {
            console
                .queue
                .put(line.text(time, data, fields, &spans), [0]);
        }
        // A thread that ends has no place for it.
        let _ = SCRATCH.try_with(|place| place.set(scratch));
    }
}

impl Lines {
    pub(super) fn new(level: EnvFilter, files: Queue, console: Option<Console>) -> Self {
        Self {
            follows_spans: follows_spans(&level),
            level,
            files,
            console,
        }
    }

    /// Lets through what this level does from now on.
    pub(super) fn set_level(&mut self, level: EnvFilter) {
        self.follows_spans = follows_spans(&level);
        self.level = level;
    }

    /// Spans other than requests are shown on the console only.
    fn may_show(&self, data: &Metadata<'_>) -> bool {
        data.is_event() || self.console.is_some() || self.follows_spans
    }

    /// Whether fields are needed for the console too, and in colours.
    fn colours(&self) -> Option<bool> {
        self.console.as_ref().map(|console| console.colours)
    }
}

/// Directives about spans stand in brackets: `info,[request]=debug`.
fn follows_spans(level: &EnvFilter) -> bool {
    level.to_string().contains('[')
}

thread_local! {
    static SCRATCH: Cell<Scratch> = Cell::default();
}

/// Memory that all lines of a thread use.
#[derive(Default)]
struct Scratch {
    line: Line,
    fields: Fields,
    clock: Clock,
}
