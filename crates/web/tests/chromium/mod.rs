//! A real browser, headless, driven through its own protocol over a pipe: real clicks and keys, no library.
//!
//! Needs `chromium` in PATH (`./test` installs it).

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use tempfile::TempDir;

/// Milliseconds after which a page that does not come to what a test waits for has failed it.
const PATIENCE_MS: u32 = 20_000;

pub struct Chromium {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    session: String,
    asked: u64,
    /// What the browser told without being asked.
    pub events: VecDeque<Value>,
    _profile: TempDir,
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Chromium {
    /// A browser with one empty page, that reaches this machine only; none where no Chromium is installed.
    pub fn open() -> Option<Chromium> {
        if Command::new("chromium").arg("--version").output().is_err() {
            println!("skipped: no chromium");
            return None;
        }
        let profile = TempDir::new().unwrap();
        let flags = "--headless --no-sandbox --disable-gpu --no-first-run --disable-sync --hide-scrollbars \
                     --disable-background-networking --disable-component-update --disable-dev-shm-usage \
                     --remote-debugging-pipe";
        // The browser reads the pipe's commands from file 3 and answers on file 4.
        let script = format!(
            "exec chromium {flags} --host-resolver-rules='MAP * ~NOTFOUND, EXCLUDE 127.0.0.1' \
             --user-data-dir='{}' about:blank 3<&0 4>&1 </dev/null >/dev/null 2>&1",
            profile.path().display()
        );
        let mut child = Command::new("sh")
            .args(["-c", &script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, from) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut browser = Chromium {
            child,
            to,
            from: BufReader::new(from),
            session: String::new(),
            asked: 0,
            events: VecDeque::new(),
            _profile: profile,
        };
        let target = browser.ask("Target.createTarget", json!({"url": "about:blank"}));
        let attach = json!({"targetId": target["targetId"], "flatten": true});
        let attached = browser.ask("Target.attachToTarget", attach);
        browser.session = attached["sessionId"].as_str().unwrap().to_owned();
        for domain in ["Page", "Runtime", "Network"] {
            browser.ask(&format!("{domain}.enable"), json!({}));
        }
        browser.size(1280, 900);
        Some(browser)
    }

    /// One command of the protocol and its answer.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let mut message = json!({"id": self.asked, "method": method, "params": params});
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        let mut bytes = serde_json::to_vec(&message).unwrap();
        bytes.push(0);
        self.to.write_all(&bytes).unwrap();
        loop {
            let told = self.read();
            if told["id"] == json!(self.asked) {
                assert!(told["error"].is_null(), "{method}: {}", told["error"]);
                return told["result"].clone();
            }
            self.events.push_back(told);
        }
    }

    fn read(&mut self) -> Value {
        let mut bytes = Vec::new();
        self.from.read_until(0, &mut bytes).unwrap();
        assert_eq!(bytes.pop(), Some(0), "the browser ended");
        serde_json::from_slice(&bytes).unwrap()
    }

    /// Reads on until the browser tells this.
    fn until(&mut self, method: &str) {
        if let Some(place) = self.events.iter().rposition(|event| event["method"] == method) {
            self.events.remove(place);
            return;
        }
        loop {
            let told = self.read();
            if told["method"] == method {
                return;
            }
            self.events.push_back(told);
        }
    }

    pub fn size(&mut self, width: u32, height: u32) {
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.ask("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// What the reader's device says that it likes.
    pub fn dark(&mut self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!([{"name": "prefers-color-scheme", "value": value}]);
        self.ask("Emulation.setEmulatedMedia", json!({"features": features}));
    }

    /// Opens an address and waits until it stands.
    pub fn go(&mut self, address: &str) {
        self.events.retain(|event| event["method"] != "Page.loadEventFired");
        self.ask("Page.navigate", json!({"url": address}));
        self.until("Page.loadEventFired");
    }

    /// Does what leads to another page, and waits until that stands.
    pub fn leave(&mut self, act: impl FnOnce(&mut Chromium)) {
        self.events.retain(|event| event["method"] != "Page.loadEventFired");
        act(self);
        self.until("Page.loadEventFired");
    }

    /// What an expression comes to in the page; waits for a promise.
    pub fn eval(&mut self, expression: &str) -> Value {
        let ask = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let answer = self.ask("Runtime.evaluate", ask);
        assert!(
            answer["exceptionDetails"].is_null(),
            "{expression}: {}",
            answer["exceptionDetails"]
        );
        answer["result"]["value"].clone()
    }

    pub fn text(&mut self, expression: &str) -> String {
        self.eval(expression).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until an expression holds.
    pub fn wait(&mut self, condition: &str) {
        let holds = self.eval(&format!(
            "new Promise((done) => {{ const end = Date.now() + {PATIENCE_MS}; \
             const look = async () => (await ({condition})) ? done(true) : Date.now() > end ? done(false) : \
             setTimeout(look, 20); look(); }})"
        ));
        assert_eq!(holds, json!(true), "never came to pass: {condition}");
    }

    /// A press of the mouse on the middle of an element that can be seen; of its first line, where it has several.
    pub fn click(&mut self, selector: &str) {
        let (x, y) = self.place(selector);
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            let event = json!({"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1});
            self.ask("Input.dispatchMouseEvent", event);
        }
    }

    /// Moves the mouse over an element.
    pub fn hover(&mut self, selector: &str) {
        let (x, y) = self.place(selector);
        self.ask("Input.dispatchMouseEvent", json!({"type": "mouseMoved", "x": x, "y": y}));
    }

    fn place(&mut self, selector: &str) -> (f64, f64) {
        let place = self.eval(&format!(
            "(() => {{ const e = document.querySelector({selector:?}); \
             e.scrollIntoView({{block: 'center', behavior: 'instant'}}); const r = e.getClientRects()[0] || new DOMRect(); \
             return [r.x + r.width / 2, r.y + r.height / 2, r.width * r.height]; }})()"
        ));
        assert!(place[2].as_f64().unwrap() > 0.0, "{selector} cannot be seen");
        (place[0].as_f64().unwrap(), place[1].as_f64().unwrap())
    }

    /// A key, pressed and let go, with what it types.
    pub fn key(&mut self, key: &str) {
        self.key_with(key, 0);
    }

    /// A key with others held: 1 for Alt, 2 for Control, 4 for Meta, 8 for Shift.
    pub fn key_with(&mut self, key: &str, held: u32) {
        let code = match key {
            "Enter" => 13,
            "Escape" => 27,
            "Tab" => 9,
            other => u32::from(other.to_uppercase().as_bytes()[0]),
        };
        let typed = match key {
            "Enter" => Some("\r"),
            _ if key.chars().count() == 1 && held & 7 == 0 => Some(key),
            _ => None,
        };
        let mut down = json!({"type": "keyDown", "key": key, "windowsVirtualKeyCode": code, "modifiers": held});
        if let Some(typed) = typed {
            down["text"] = json!(typed);
        }
        self.ask("Input.dispatchKeyEvent", down);
        let up =
            json!({"type": "keyUp", "key": key, "windowsVirtualKeyCode": code, "modifiers": held});
        self.ask("Input.dispatchKeyEvent", up);
    }

    /// Takes a picture of what the window shows into the folder that NEWSLOOM_PICTURES names, to be looked at.
    pub fn shoot(&mut self, name: &str) {
        let Ok(folder) = std::env::var("NEWSLOOM_PICTURES") else { return };
        let shot = self.ask("Page.captureScreenshot", json!({"format": "png"}));
        // Base64 is decoded by the page: no library for one picture.
        let bytes = self
            .eval(&format!("Array.from(atob({}), (letter) => letter.charCodeAt(0))", shot["data"]));
        let bytes: Vec<u8> = serde_json::from_value(bytes).unwrap();
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.png")), bytes).unwrap();
    }

    /// Types text where the focus is.
    pub fn write(&mut self, text: &str) {
        self.ask("Input.insertText", json!({"text": text}));
    }
}
