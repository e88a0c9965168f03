//! `cargo xtask demo`: builds everything for a quick start, then becomes the demo.

use std::{
    ffi::OsString,
    net::IpAddr,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use crate::{
    progress,
    steps::Outcome,
    terminal::heading,
    tools::require_c_compiler,
    workspace::{SERVERS, Workspace},
};

/// The cargo profile that the demo is built with.
const PROFILE: &str = "demo";

#[derive(clap::Args)]
pub(crate) struct Args {
    /// First port of the demo's block: the page is there, the servers and fakes follow.
    #[arg(long, value_name = "N", default_value_t = 4000)]
    port_base: u16,
    /// Address to listen on. Give this machine's own address to open the demo on a phone.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    bind: IpAddr,
    /// Folder to keep data in between runs; without it a temporary one is used.
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Certificate chain (PEM), to serve the pages over HTTPS.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Private key (PEM) of the certificate.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, String> {
    require_c_compiler()?;
    let workspace = Workspace::find()?;
    heading("Building; the first time takes two to four minutes on two cores");
    let packages = ["demo"]
        .iter()
        .chain(SERVERS)
        .flat_map(|name| ["--package", name]);
    let mut build = workspace.cargo("build", ["--profile", PROFILE].into_iter().chain(packages));
    if let Outcome::Failed(reason) = progress::build(&mut build) {
        return Err(format!("the build failed: {reason}"));
    }
    let binaries = workspace.target(PROFILE);
    let mut demo = Command::new(binaries.join("demo"));
    demo.args(demo_arguments(args))
        .env("SWITCHBOARD_BIN_DIR", &binaries);
    become_program(&mut demo)
}

fn demo_arguments(args: &Args) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = vec![
        "--port-base".into(),
        args.port_base.to_string().into(),
        "--bind".into(),
        args.bind.to_string().into(),
    ];
    let mut push = |name: &str, value: &Option<PathBuf>| {
        if let Some(value) = value {
            arguments.extend([name.into(), Path::as_os_str(value).to_owned()]);
        }
    };
    push("--data-dir", &args.data_dir);
    push("--tls-cert", &args.tls_cert);
    push("--tls-key", &args.tls_key);
    arguments
}

/// Replaces this process, so that Ctrl-C and signals reach the demo itself.
#[cfg(unix)]
fn become_program(command: &mut Command) -> Result<ExitCode, String> {
    use std::os::unix::process::CommandExt;

    Err(format!("could not start the demo: {}", command.exec()))
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Result<ExitCode, String> {
    let status = command
        .status()
        .map_err(|error| format!("could not start the demo: {error}"))?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        args: Args,
    }

    #[test]
    fn the_demo_gets_the_arguments_that_were_given() {
        let cli = Cli::parse_from(["demo", "--port-base", "4100", "--data-dir", "here"]);

        let arguments = demo_arguments(&cli.args);

        assert_eq!(
            arguments,
            [
                "--port-base",
                "4100",
                "--bind",
                "127.0.0.1",
                "--data-dir",
                "here"
            ]
            .map(OsString::from)
        );
    }

    #[test]
    fn a_certificate_needs_its_key() {
        assert!(Cli::try_parse_from(["demo", "--tls-cert", "cert.pem"]).is_err());
    }
}
