//! The command line.

use std::{net::IpAddr, path::PathBuf};

use clap::Parser;

/// Runs the Switchboard example servers on vendor fakes, and serves one page to look at them.
///
/// Nothing leaves this machine: the vendors are fakes inside this process. When everything
/// answers, one line is printed: `ready: http://127.0.0.1:4000`. Ctrl-C stops everything.
#[derive(Clone, Debug, Parser)]
#[command(name = "demo", version, after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// First port of the block that is used; 0 picks a free block.
    #[arg(long, value_name = "PORT", default_value_t = 4000)]
    pub(crate) port_base: u16,

    /// Address to listen on. Give this machine's own address to open the demo on a phone.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) bind: IpAddr,

    /// Folder for the servers' data and logs, kept at the end [default: a temporary folder].
    #[arg(long, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,

    /// Certificate chain (PEM): the page and the servers then speak HTTPS.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_cert: Option<PathBuf>,

    /// Private key (PEM) of the certificate.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub(crate) tls_key: Option<PathBuf>,

    /// Print what the servers print, each line with the server's name.
    #[arg(short, long)]
    pub(crate) verbose: bool,

    /// Print without colours, also on a terminal.
    #[arg(long)]
    pub(crate) no_color: bool,
}

const AFTER_HELP: &str = "\
Ports, counted from --port-base:
  +0   the page and its control API (/api/demo/...)
  +1   callback-scheduler
  +2   meeting-scheduler
  +3   whatsapp-bridge
  +4   screen-pop
  +5   video-reception
  +11  fake VideoEngager
  +12  fake Genesys Cloud
  +13  fake Meta Graph

Environment:
  SWITCHBOARD_BIN_DIR  folder with the servers' binaries [default: that of this program]
  NO_COLOR             when set, print without colours";

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::{AFTER_HELP, Args};
    use crate::services::{FAKES, SERVERS};

    #[test]
    fn help_names_the_offset_of_every_service() {
        Args::command().debug_assert();
        let servers = SERVERS.iter().map(|plan| (plan.offset, plan.name));
        let fakes = FAKES.iter().map(|plan| (plan.offset, plan.title));

        for (offset, name) in servers.chain(fakes) {
            let listed = AFTER_HELP.lines().any(|line| {
                line.trim().starts_with(&format!("+{offset} ")) && line.ends_with(name)
            });
            assert!(listed, "--help does not list +{offset} {name}");
        }
    }

    #[test]
    fn a_certificate_needs_its_key() {
        assert!(Args::try_parse_from(["demo", "--tls-cert", "cert.pem"]).is_err());
        assert!(
            Args::try_parse_from(["demo", "--tls-cert", "c.pem", "--tls-key", "k.pem"]).is_ok()
        );
    }
}
