//! Other programs: run, watched, and ended by their own id.
//!
//! Every program gets a process group of its own, so that ending it ends what it started too
//! (chromedriver its browsers, trunk its cargo). A signal to this program ends all groups it has.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader},
    net::TcpListener,
    os::unix::process::CommandExt,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, killpg},
    unistd::Pid,
};

use crate::{Context, Error, Result, console};

static IS_ENDING: AtomicBool = AtomicBool::new(false);
static GROUPS: Mutex<BTreeSet<i32>> = Mutex::new(BTreeSet::new());

/// How long a program may take to end after it was asked to.
const GRACE: Duration = Duration::from_secs(3);

/// A running program that ends when this value is dropped.
#[derive(Debug)]
pub struct Guard {
    name: String,
    child: Child,
    lines: Option<Receiver<String>>,
}

impl Guard {
    /// Starts a program; its output goes where this program's output goes.
    ///
    /// # Errors
    /// When the program cannot be started.
    pub fn spawn(name: impl Into<String>, command: &mut Command) -> Result<Self> {
        let name = name.into();
        let child = start(&name, command.stdin(Stdio::null()))?;
        Ok(Self { name, child, lines: None })
    }

    /// Starts a program whose standard output is read by [`Guard::wait_for_line`].
    ///
    /// # Errors
    /// When the program cannot be started.
    pub fn spawn_reading(name: impl Into<String>, command: &mut Command) -> Result<Self> {
        let name = name.into();
        let mut child = start(&name, command.stdin(Stdio::null()).stdout(Stdio::piped()))?;
        let (sender, lines) = mpsc::channel();
        if let Some(stdout) = child.stdout.take() {
            thread::spawn(move || {
                for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                    // The pipe is drained also when nobody listens, or the program would block.
                    let _ = sender.send(line);
                }
            });
        }
        Ok(Self { name, child, lines: Some(lines) })
    }

    /// Waits for a line that contains `marker` and returns what follows it.
    ///
    /// # Errors
    /// When the program ends first, or `timeout` passes.
    pub fn wait_for_line(&mut self, marker: &str, timeout: Duration) -> Result<String> {
        let failed =
            |why: String| Error::new(format!("{} did not become ready", self.name)).because(why);
        let lines = self
            .lines
            .as_ref()
            .ok_or_else(|| Error::new(format!("the output of {} is not read", self.name)))?;
        let end = Instant::now() + timeout;
        loop {
            match lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    if let Some((_, rest)) = line.split_once(marker) {
                        return Ok(rest.trim().to_owned());
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    return Err(failed(format!("no `{marker}` within {timeout:?}")));
                }
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(failed(format!("it ended before it wrote `{marker}`")));
                }
            }
        }
    }

    /// Returns the process id, which is the id of its group too.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Returns the exit status when the program has ended by itself.
    ///
    /// # Errors
    /// When the operating system cannot tell.
    pub fn finished(&mut self) -> Result<Option<ExitStatus>> {
        self.child.try_wait().context(format!("cannot watch {}", self.name))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let group = group_of(&self.child);
        // The leader is reaped last: until then its id cannot be given to another process.
        let _ = killpg(group, Signal::SIGTERM);
        let end = Instant::now() + GRACE;
        while Instant::now() < end && matches!(self.child.try_wait(), Ok(None)) {
            thread::sleep(Duration::from_millis(20));
        }
        let _ = killpg(group, Signal::SIGKILL);
        let _ = self.child.wait();
        forget(group);
    }
}

/// Runs a program to its end; its output goes where this program's output goes.
///
/// # Errors
/// When it cannot be started or does not succeed.
pub fn run(command: &mut Command) -> Result<()> {
    let name = describe(command);
    let mut child = start(&name, command.stdin(Stdio::null()))?;
    let status = child.wait();
    forget(group_of(&child));
    let status = status.context(format!("cannot wait for `{name}`"))?;
    if status.success() {
        Ok(())
    } else {
        Err(Error::new(format!("`{name}` failed")).because(status))
    }
}

/// Runs a program to its end and returns its standard output.
///
/// # Errors
/// When it cannot be started or does not succeed; what it wrote is the cause.
pub fn output(command: &mut Command) -> Result<String> {
    let name = describe(command);
    let output = command.stdin(Stdio::null()).output().context(format!("cannot start `{name}`"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned()
        + &String::from_utf8_lossy(&output.stdout);
    Err(Error::new(format!("`{name}` failed")).because(format!("{}\n{said}", output.status)))
}

/// Runs a program to its end, handing each line it writes (on either stream) to `on_line`.
///
/// # Errors
/// When it cannot be started.
pub fn run_lines(
    command: &mut Command,
    mut on_line: impl FnMut(Option<&str>),
) -> Result<ExitStatus> {
    let name = describe(command);
    let mut child =
        start(&name, command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let (sender, receiver) = mpsc::channel();
    let readers: [Option<Box<dyn std::io::Read + Send>>; 2] = [
        child.stdout.take().map(|out| Box::new(out) as _),
        child.stderr.take().map(|err| Box::new(err) as _),
    ];
    for reader in readers.into_iter().flatten() {
        let sender = sender.clone();
        thread::spawn(move || {
            for line in BufReader::new(reader).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
    }
    drop(sender);
    loop {
        match receiver.recv_timeout(Duration::from_secs(1)) {
            Ok(line) => on_line(Some(&line)),
            Err(RecvTimeoutError::Timeout) => on_line(None),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let status = child.wait();
    forget(group_of(&child));
    status.context(format!("cannot wait for `{name}`"))
}

/// Ends every program this one has started, then this one, when it is told to stop.
///
/// # Errors
/// When the handler cannot be installed.
pub fn end_all_on_signal() -> Result<()> {
    ctrlc::set_handler(|| {
        IS_ENDING.store(true, Ordering::SeqCst);
        end_all();
        std::process::exit(130);
    })
    .context("cannot listen for Ctrl-C")
}

/// Waits for the end when a signal has already begun it.
///
/// A task whose programs are being ended fails; that is not what the person should read.
pub fn wait_if_ending() {
    while IS_ENDING.load(Ordering::SeqCst) {
        thread::park();
    }
}

/// Returns a port of 127.0.0.1 that was free a moment ago.
///
/// # Errors
/// When the operating system has none.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("cannot find a free port")?;
    Ok(listener.local_addr().context("cannot find a free port")?.port())
}

fn end_all() {
    let groups = GROUPS.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if groups.is_empty() {
        return;
    }
    console::note(format!("ending {} running program(s)", groups.len()));
    for group in &groups {
        let _ = killpg(Pid::from_raw(*group), Signal::SIGTERM);
    }
    let end = Instant::now() + GRACE;
    let alive = |group: &i32| killpg(Pid::from_raw(*group), None).is_ok();
    while Instant::now() < end && groups.iter().any(alive) {
        thread::sleep(Duration::from_millis(20));
    }
    for group in &groups {
        let _ = killpg(Pid::from_raw(*group), Signal::SIGKILL);
    }
}

fn start(name: &str, command: &mut Command) -> Result<Child> {
    let child = command.process_group(0).spawn().map_err(|error| {
        let program = command.get_program().to_string_lossy().into_owned();
        Error::new(format!("cannot start {name}"))
            .because(format!("{program}: {error}"))
            .advise("`cargo xtask setup` installs what is missing.")
    })?;
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner).insert(group_of(&child).as_raw());
    Ok(child)
}

fn forget(group: Pid) {
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner).remove(&group.as_raw());
}

fn group_of(child: &Child) -> Pid {
    Pid::from_raw(i32::try_from(child.id()).expect("a process id is a positive pid_t"))
}

fn describe(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().take(6).map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_dropped_guard_ends_the_whole_group() {
        let mut guard =
            Guard::spawn_reading("sleeper", &mut shell("sleep 60 & echo child $!; wait")).unwrap();
        let grandchild: i32 =
            guard.wait_for_line("child ", Duration::from_secs(5)).unwrap().parse().unwrap();
        assert!(nix::sys::signal::kill(Pid::from_raw(grandchild), None).is_ok());
        drop(guard);
        let end = Instant::now() + GRACE;
        // A zombie whose new parent has not read its status yet still has its id for a moment.
        while is_running(grandchild) {
            assert!(Instant::now() < end, "the grandchild outlived its group");
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn is_running(id: i32) -> bool {
        std::fs::read_to_string(format!("/proc/{id}/stat"))
            .is_ok_and(|stat| stat.rsplit(')').next().is_some_and(|rest| !rest.starts_with(" Z")))
    }

    #[test]
    fn a_program_that_ends_early_is_reported_at_once() {
        let mut guard = Guard::spawn_reading("liar", &mut shell("echo nothing")).unwrap();
        let error = guard.wait_for_line("listening", Duration::from_secs(30)).unwrap_err();
        assert!(error.to_string().contains("ended before"), "{error}");
    }

    #[test]
    fn the_lines_of_both_streams_are_seen() {
        let mut seen = Vec::new();
        let status = run_lines(&mut shell("echo out; echo err >&2; exit 3"), |line| {
            seen.extend(line.map(str::to_owned));
        })
        .unwrap();
        seen.sort();
        assert_eq!((seen, status.code()), (vec!["err".to_owned(), "out".to_owned()], Some(3)));
    }
}
