//! What axe-core finds.

use std::{env, fs, sync::OnceLock};

use serde_json::Value;

use super::Page;

impl Page {
    /// Checks that axe-core finds nothing serious on the screen, in light and in dark.
    ///
    /// # Panics
    /// When it does; the message names the rules and the elements.
    pub(crate) async fn check_accessibility(&self, screen: &str) {
        self.evaluate(axe(), &[]).await;
        let mut findings = Vec::new();
        for theme in ["light", "dark"] {
            self.evaluate("document.documentElement.dataset.theme = arguments[0]", &[theme.into()])
                .await;
            // A color that is on its way from one theme to the other belongs to neither.
            self.until("see the colors at rest", async || {
                let count = "return document.getAnimations()
                    .filter((animation) => animation instanceof CSSTransition).length";
                self.evaluate(count, &[]).await == 0
            })
            .await;
            let found = self.evaluate(RUN, &[]).await;
            for finding in found.as_array().into_iter().flatten().filter_map(Value::as_str) {
                findings.push(format!("{theme}: {finding}"));
            }
        }
        self.evaluate("document.documentElement.dataset.theme = 'system'", &[]).await;
        assert!(findings.is_empty(), "axe-core finds on {screen}:\n{}", findings.join("\n"));
    }
}

const RUN: &str = "
    return axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) =>
            `${id} (${help}) at ${target.join(' ')}: ${failureSummary.replace(/\\s+/g, ' ')}`)));
";

fn axe() -> &'static str {
    static AXE: OnceLock<String> = OnceLock::new();
    AXE.get_or_init(|| {
        let path = env::var_os("VITRINE_AXE")
            .expect("VITRINE_AXE names axe.min.js: run the journeys by `cargo xtask test e2e`");
        fs::read_to_string(path).expect("axe-core can be read")
    })
}
