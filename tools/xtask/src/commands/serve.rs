//! `cargo xtask serve`: the demo API and the application, rebuilt on every change.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use lexopt::{Arg, Parser, ValueExt};
use serde_json::json;

use super::{
    proxy,
    trunk::{self, Deployment},
};
use crate::{
    Context, Error, Result, Workspace, console, demo_api, http,
    process::{self, Guard},
    setup::{self, Need},
};

const PORT: u16 = 8080;

pub(super) fn run(mut arguments: Parser) -> Result<()> {
    let (mut port, mut api, mut is_forced) = (None, None, false);
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("port") => port = Some(arguments.value()?.parse::<u16>()?),
            Arg::Long("api") => api = Some(arguments.value()?.string()?),
            Arg::Long("proxy") => is_forced = true,
            other => return Err(other.unexpected().into()),
        }
    }
    if is_forced && api.is_none() {
        return Err(Error::new("there is nothing to pass requests on to")
            .advise("Name an API beside it: --api URL_OR_FILE --proxy."));
    }
    let workspace = Workspace::locate()?;
    let tools = setup::ensure(&workspace, Need::Build)?;
    let port = choose_port(port)?;

    let mut demo = None;
    let mut proxied = None;
    let config = if let Some(api) = api {
        let page = format!("http://127.0.0.1:{port}");
        proxied = proxy::origin_to_proxy(&api, &page, is_forced);
        configuration(&workspace, &api, proxied.as_deref())?
    } else {
        let (guard, address) = demo_api::start(&workspace)?;
        demo = Some(guard);
        let url = format!("{}/openapi.json", address.trim_end_matches('/'));
        http::wait_until_up(&url, Duration::from_secs(30), || Ok(()))?;
        write_config(&workspace, "Demo shop", &url, None)?
    };
    let deployment = Deployment { base: None, config: Some(config) };
    let mut command = trunk::command(&workspace, &tools, &deployment)?;
    command.args(["serve", "--address", "127.0.0.1", "--port"]).arg(port.to_string());
    if let Some(origin) = &proxied {
        command.arg(format!("--proxy-backend={origin}/"));
        command.arg(format!("--proxy-rewrite={}", proxy::PATH));
    }
    let mut trunk = Guard::spawn("trunk", &mut command)?;
    let mut watch = || -> Result<()> {
        for (name, guard) in [("trunk", Some(&mut trunk)), ("the demo API", demo.as_mut())] {
            if let Some(status) = guard.map(Guard::finished).transpose()?.flatten() {
                return Err(Error::new(format!("{name} has ended"))
                    .because(status)
                    .advise("The reason is in the lines above."));
            }
        }
        Ok(())
    };
    let address = format!("http://127.0.0.1:{port}/");
    // The first build takes minutes on a slow machine, and until it succeeds there is no page;
    // trunk ending is the only failure.
    http::wait_until_up(&address, Duration::from_hours(1), &mut watch)?;
    if let Some(origin) = &proxied {
        let path = proxy::PATH.trim_start_matches('/');
        console::line(format!("\n{origin} is reached through {address}{path}"));
    }
    console::line(format!("\nVitrine is at {address} (Ctrl-C ends it)"));
    loop {
        watch()?;
        thread::sleep(Duration::from_millis(300));
    }
}

fn choose_port(wanted: Option<u16>) -> Result<u16> {
    let is_free = |port: u16| TcpListener::bind(("127.0.0.1", port)).is_ok();
    match wanted {
        Some(port) if port != 0 && !is_free(port) => {
            Err(Error::new(format!("port {port} is taken"))
                .advise("Choose another with --port, or leave the option out."))
        }
        Some(port) if port != 0 => Ok(port),
        None if is_free(PORT) => Ok(PORT),
        _ => process::free_port(),
    }
}

/// Returns a configuration whose one API is `api`, an address or a file; requests to `proxied` go
/// through this server.
fn configuration(workspace: &Workspace, api: &str, proxied: Option<&str>) -> Result<PathBuf> {
    if api.starts_with("http://") || api.starts_with("https://") {
        let name = api.split('/').nth(2).unwrap_or(api);
        return write_config(workspace, name, api, proxied);
    }
    let file = Path::new(api);
    let name = file.file_name().filter(|_| file.is_file()).ok_or_else(|| {
        Error::new(format!("`{api}` is neither an address nor a file"))
            .advise("Give a URL with http:// or https://, or the path of an OpenAPI document.")
    })?;
    let copy = workspace.scratch()?.join("serve").join(name);
    let config = write_config(workspace, api, &name.to_string_lossy(), proxied)?;
    fs::copy(file, &copy).context(format!("cannot copy {api}"))?;
    Ok(config)
}

fn write_config(
    workspace: &Workspace,
    name: &str,
    url: &str,
    proxied: Option<&str>,
) -> Result<PathBuf> {
    let folder = workspace.scratch()?.join("serve");
    fs::create_dir_all(&folder).context(format!("cannot create {}", folder.display()))?;
    let path = folder.join("config.json");
    let mut config = json!({ "apis": [{ "name": name, "url": url }] });
    if let Some(origin) = proxied {
        config["through"] = json!({ origin: proxy::PATH });
    }
    fs::write(&path, format!("{config:#}\n"))
        .context(format!("cannot write {}", path.display()))?;
    Ok(path)
}
