//! This program once more, as a process of its own.

use std::{net::SocketAddr, process::Stdio};

use anyhow::{Context, Result};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    process::{Child as Process, ChildStdin, ChildStdout, Command},
};

/// A child that serves; it ends with this.
#[derive(Debug)]
pub struct Child {
    /// Where it serves.
    pub addr: SocketAddr,
    // Killed on drop; and it ends by itself when its standard input does.
    process: Process,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Child {
    /// Starts this program with these arguments, and waits for the address as its first line.
    ///
    /// # Errors
    ///
    /// When it does not start, or tells no address.
    pub async fn start(args: &[&str], errors: Stdio) -> Result<Self> {
        let program = std::env::current_exe().context("could not find this program")?;
        let mut command = Command::new(program);
        command.args(args);
        Self::run(command, errors).await
    }

    /// The same with another program that tells its address and ends with its standard input.
    ///
    /// # Errors
    ///
    /// When it does not start, or tells no address.
    pub async fn run(mut command: Command, errors: Stdio) -> Result<Self> {
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(errors)
            .kill_on_drop(true)
            .spawn()
            .context("could not start the other process")?;
        let input = process.stdin.take().context("it has no standard input")?;
        let output = process.stdout.take().context("it has no standard output")?;
        let mut output = BufReader::new(output);
        let mut line = String::new();
        output.read_line(&mut line).await?;
        let addr = line.trim().parse();
        Ok(Self {
            addr: addr.context("the other process did not tell its address")?,
            process,
            input,
            output,
        })
    }

    /// The id of the process.
    ///
    /// # Errors
    ///
    /// When it has ended.
    pub fn id(&self) -> Result<u32> {
        self.process.id().context("the other process has ended")
    }

    /// Sends an empty line, and gives back the line that it answers.
    ///
    /// # Errors
    ///
    /// When it has ended.
    pub async fn ask(&mut self) -> Result<String> {
        self.input.write_all(b"\n").await?;
        let mut line = String::new();
        self.output.read_line(&mut line).await?;
        Ok(line.trim().to_owned())
    }
}
