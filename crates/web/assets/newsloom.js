// What a reader sets for this site, kept in this browser alone: nothing here sends anything to anyone.
// Every page works without it. No library, no build: what stands here is what runs.
(() => {
  "use strict";
  const page = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector, within = document) => within.querySelector(selector);
  const made = (name, given = {}, ...children) => {
    const element = Object.assign(document.createElement(name), given);
    element.append(...children);
    return element;
  };
  const counted = (count, singular, plural) => `${count} ${count === 1 ? singular : plural}`;

  // What is kept: one entry of the browser's local storage, as JSON.
  const NAME = "newsloom";
  const UNSET = { look: "auto", size: "normal", keys: true, since: true, offline: true, muted: [], hidden: [] };
  const texts = (kept) => (Array.isArray(kept) ? kept.filter((text) => typeof text === "string") : []);
  const kept = () => {
    try {
      const found = { ...UNSET, ...JSON.parse(localStorage.getItem(NAME) || "{}") };
      return { ...found, muted: texts(found.muted), hidden: texts(found.hidden) };
    } catch {
      return { ...UNSET };
    }
  };
  const keep = (changes) => {
    try {
      localStorage.setItem(NAME, JSON.stringify({ ...kept(), ...changes }));
      return true;
    } catch {
      return false; // The browser keeps nothing for this site.
    }
  };

  // Before anything is drawn, so that nothing flickers or moves.
  const dress = () => {
    const { look, size } = kept();
    page.dataset.look = look;
    page.dataset.size = size;
  };
  page.classList.add("scripted");
  dress();
  addEventListener("storage", dress);

  // Muted words.
  const letters = "[\\p{L}\\p{N}]";
  // Scripts that put no space between words have no bounds to look for.
  const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
  const pattern = (word) => {
    const begins = word.endsWith("*");
    const plain = (begins ? word.slice(0, -1) : word).trim();
    const safe = plain.replace(/[.*+?^${}()|[\]\\\/-]/g, "\\$&").replace(/\s+/g, "\\s+").replace(/['’]/g, "['’]");
    if (unspaced.test(plain)) return new RegExp(safe, "iu");
    return new RegExp(`(?<!${letters})${safe}${begins ? "" : `(?!${letters})`}`, "iu");
  };
  const STORIES = ".line, .entry, .today li, .related li";
  const words = (story) =>
    all(".kicker, .headline, .summary, :scope > a", story).map((part) => part.textContent).join(" \n ");
  const mute = () => {
    for (const fold of all("details.muted")) fold.remove();
    const muted = kept().muted.map((word) => [word, pattern(word)]);
    const lines = [];
    for (const story of all(STORIES)) {
      const found = muted.find(([, bars]) => bars.test(words(story)));
      story.hidden = Boolean(found);
      const link = one(".headline a, :scope > a", story);
      if (found && link) lines.push([link, found[0]]);
    }
    for (const part of all(".lead, .beside, .row, .rest, .columns, .by-day > ol > li")) {
      const stories = all(".line, .entry", part);
      part.hidden = stories.length > 0 && stories.every((story) => story.hidden);
    }
    if (lines.length) fold(lines);
  };
  const fold = (lines) => {
    const items = lines.map(([link, word]) =>
      made("li", {}, made("a", { href: link.href, textContent: link.textContent }), ` – muted for “${word}”`));
    const summary = made("summary", { textContent: counted(lines.length, "muted story", "muted stories") });
    const folded = made("details", { className: "muted" }, summary, made("ul", {}, ...items));
    const end = one(".front .end");
    if (end) end.before(folded);
    else one("main").append(folded);
  };

  // Hidden sources. The story stays; their marks and entries fold.
  const foldSources = () => {
    const hidden = new Set(kept().hidden);
    const set = (element, name) => element.toggleAttribute("data-folded", hidden.has(name));
    for (const cite of all(".cite")) set(cite, one(".card strong", cite)?.textContent);
    for (const source of all(".source")) {
      const name = one(".outlet", source).textContent;
      set(source, name);
      const button = one("button.hide", source);
      if (!button) continue;
      button.textContent = hidden.has(name) ? "Show" : "Hide";
      button.setAttribute("aria-label", `${button.textContent} ${name}`);
      button.onclick = () => {
        const others = kept().hidden.filter((other) => other !== name);
        keep({ hidden: hidden.has(name) ? others : [...others, name] });
        foldSources();
      };
    }
  };

  // Since you last read. A visit ends when no page was opened for half an hour.
  const VISIT = 30 * 60 * 1000;
  const MOST_STORIES = 200;
  const hash = (text) => {
    let sum = 2166136261; // FNV-1a
    for (const letter of text.replace(/\s+/g, " ").trim()) sum = Math.imul(sum ^ letter.codePointAt(0), 16777619);
    return (sum >>> 0).toString(36);
  };
  const visit = (read, now) => {
    const { number = 0, seen = 0 } = read.visit || {};
    return { number: now - seen > VISIT ? number + 1 : number, seen: now };
  };
  // What was told at an earlier visit stands under `before`, as long as this one lasts.
  const follow = (known, told, number, now) => {
    const before = known && (known.visit === number ? known.before : { at: known.at, told: known.told });
    return { visit: number, at: now, told, ...(before && { before }) };
  };
  const when = (at) =>
    new Date(at).toLocaleString(page.lang === "en" ? "en-GB" : page.lang, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
  const since = () => {
    const { since: wanted, read = {} } = kept();
    if (!wanted) return;
    const now = Date.now();
    const next = { stories: {}, ...read, visit: visit(read, now) };
    if (one(".front") && !one(".front .as-it-stood")) next.front = sinceFront(next, now);
    const story = one("article.story[data-story]");
    if (story) next.stories = sinceStory(story, next, now);
    keep({ read: next });
  };
  const sinceFront = (read, now) => {
    const told = {};
    for (const line of all(".line[data-story]")) told[line.dataset.story] = Number(line.dataset.version);
    const front = follow(read.front, told, read.visit.number, now);
    if (front.before) markFront(front.before, told, read.stories);
    return front;
  };
  const markFront = (before, told, stories) => {
    let [fresh, changed] = [0, 0];
    for (const line of all(".line[data-story]")) {
      const story = line.dataset.story;
      const opened = stories[story]?.told.version || 0;
      const known = before.told[story];
      if (told[story] <= Math.max(opened, known || 0)) continue;
      const isNew = !known && !opened;
      if (isNew) fresh += 1;
      else changed += 1;
      const mark = made("span", { className: "fresh", textContent: isNew ? "New" : "Updated" });
      const kicker = one(".kicker", line);
      if (kicker) kicker.append(" ", mark);
      else one(".facts", line).append(made("li", {}, mark));
    }
    const news = [
      fresh && counted(fresh, "new story", "new stories"),
      changed && counted(changed, "story has", "stories have").concat(" news"),
    ].filter(Boolean);
    const said = news.length ? news.join(", ") : "nothing new";
    one(".front-head").append(made("p", { className: "since", textContent: `Since your visit of ${when(before.at)}: ${said}.` }));
  };
  const sinceStory = (story, read, now) => {
    const id = story.dataset.story;
    const said = all(".said", story).map((sentence) => [sentence, hash(sentence.textContent)]);
    const told = { version: Number(story.dataset.version), said: [...new Set(said.map(([, sum]) => sum))] };
    const known = follow(read.stories[id], told, read.visit.number, now);
    if (known.before && known.before.told.version !== told.version) markStory(story, said, known.before);
    const stories = Object.entries({ ...read.stories, [id]: known });
    stories.sort(([, a], [, b]) => b.at - a.at);
    return Object.fromEntries(stories.slice(0, MOST_STORIES));
  };
  const markStory = (story, said, before) => {
    const old = new Set(before.told.said);
    const fresh = said.filter(([, sum]) => !old.has(sum));
    for (const [sentence] of fresh) {
      sentence.classList.add("fresh-said");
      sentence.prepend(made("span", { className: "unseen", textContent: "New: " }));
    }
    const count = fresh.length ? counted(fresh.length, "sentence is", "sentences are") : "no sentence is";
    const line = made("p", { className: "since" }, made("strong", { textContent: "Since you last read" }),
      ` ${when(before.at)}, version ${before.told.version}: ${count} new or changed, underlined with dots. `);
    const versions = story.dataset.versions;
    if (versions) {
      const pair = `${Math.min(before.told.version, story.dataset.version)}-${story.dataset.version}`;
      line.append(made("a", { href: `${versions}${pair}`, textContent: "What changed" }));
    }
    one(".story-side", story).append(line);
  };

  // Keys, only alone and never while something is typed.
  const typed = (target) => target.closest?.("input, textarea, select, dialog, [contenteditable]");
  const stops = () => {
    const lists = ".line .headline a, .entry .headline a, .results .headline a, .story h1, .story-body h2, .today a";
    return all(lists).filter((stop) => stop.getClientRects().length > 0);
  };
  const step = (by) => {
    const list = stops();
    const here = document.activeElement;
    let place = list.indexOf(here);
    if (place < 0 && here !== document.body && here !== one("main")) {
      const after = list.findIndex((stop) => here.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING);
      place = (after < 0 ? list.length : after) - (by > 0 ? 1 : 0);
    }
    const next = list[Math.max(0, Math.min(list.length - 1, place + by))];
    if (!next) return;
    if (next.tabIndex < 0) next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  };
  const seek = () => {
    const field = all("input[type=search]").find((input) => input.getClientRects().length > 0);
    if (field) field.focus();
    else one(".ears .narrow a")?.click();
  };
  const KEYS = { j: ["next story or section", () => step(1)], k: ["the one before", () => step(-1)],
    "/": ["search", seek], "?": ["these keys", () => help()] };
  const help = () => {
    const lines = Object.entries({ ...KEYS, Enter: ["open"], Escape: ["close a card, or this"] }).map(([key, [what]]) =>
      made("div", {}, made("dt", {}, made("kbd", { textContent: key })), made("dd", { textContent: what })));
    const dialog = made("dialog", { className: "keys" },
      made("h2", { id: "keys-title", textContent: "Keys" }), made("dl", {}, ...lines),
      made("p", {}, "Turn them off in ", made("a", { href: one(".to-settings").href, textContent: "your settings" }), "."),
      made("form", { method: "dialog" }, made("button", { textContent: "Close" })));
    dialog.setAttribute("aria-labelledby", "keys-title");
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") return dismiss();
    const key = KEYS[event.key];
    const withOthers = event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
    if (!key || withOthers || event.defaultPrevented || typed(event.target) || !kept().keys) return;
    event.preventDefault();
    key[1]();
  });

  // Escape sends a card away until the pointer or the focus comes anew.
  const dismiss = () => {
    for (const cite of all(".cite:hover, .cite:focus-within")) {
      cite.dataset.closed = "";
      const back = () => delete cite.dataset.closed;
      cite.addEventListener("pointerleave", back, { once: true });
      cite.addEventListener("focusout", back, { once: true });
    }
  };

  // Reading offline: the worker keeps the front page and its stories; see worker.js.
  const worker = () => {
    const address = page.dataset.worker;
    if (!address || !navigator.serviceWorker) return;
    if (kept().offline) navigator.serviceWorker.register(address).catch(() => {});
    else forgetOffline();
  };
  const copies = async () => {
    if (!page.dataset.worker || !self.caches) return [];
    const found = [];
    for (const name of (await caches.keys()).filter((name) => name.startsWith(NAME))) {
      for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
    }
    return [...new Set(found)];
  };
  const forgetOffline = async () => {
    if (!page.dataset.worker) return;
    for (const known of (await navigator.serviceWorker?.getRegistrations()) || []) await known.unregister();
    if (!self.caches) return;
    for (const name of await caches.keys()) if (name.startsWith(NAME)) await caches.delete(name);
  };

  // The page of the settings.
  const settings = () => {
    const form = one("#settings");
    if (!form) return;
    const { look, size, keys, since: marks, offline, muted } = kept();
    form.elements.look.value = look;
    form.elements.size.value = size;
    form.elements.keys.checked = keys;
    form.elements.since.checked = marks;
    if (form.elements.offline) form.elements.offline.checked = offline;
    form.elements.muted.value = muted.join("\n");
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", () => save(form));
    one("#forget").addEventListener("click", forget);
    showHidden();
    showKept();
  };
  const save = (form) => {
    const lines = form.elements.muted.value.split("\n").map((line) => line.trim()).filter((line) => line.replace("*", ""));
    const { offline, since: marks } = form.elements;
    const changes = {
      look: form.elements.look.value, size: form.elements.size.value, keys: form.elements.keys.checked,
      since: marks.checked, offline: offline ? offline.checked : true, muted: [...new Set(lines)],
    };
    const isKept = keep(marks.checked ? changes : { ...changes, read: undefined });
    say(isKept ? "Saved in this browser." : "Your browser keeps nothing for this site, so this lasts only for this page.");
    dress();
    worker();
    showKept();
  };
  const say = (words) => { one("#said").textContent = words; };
  const showHidden = () => {
    const { hidden } = kept();
    const items = hidden.map((name) => {
      const button = made("button", { type: "button", textContent: "Show" });
      button.setAttribute("aria-label", `Show ${name}`);
      button.addEventListener("click", () => {
        keep({ hidden: kept().hidden.filter((other) => other !== name) });
        say(`${name} is shown again.`);
        showHidden();
        showKept();
      });
      return made("li", {}, made("span", { textContent: name }), " ", button);
    });
    one("#hidden-sources").replaceChildren(...items);
    one("#no-hidden").hidden = items.length > 0;
  };
  const showKept = async () => {
    let stored = null;
    try { stored = localStorage.getItem(NAME); } catch { /* Nothing is kept. */ }
    one("#kept").textContent = stored ? JSON.stringify(JSON.parse(stored), null, 1) : "Nothing.";
    const offline = (await copies()).sort();
    one("#kept-pages").replaceChildren(...offline.map((address) => made("li", { textContent: address })));
    one("#kept-count").textContent = counted(offline.length, "file", "files");
  };
  const forget = async () => {
    try { localStorage.removeItem(NAME); } catch { /* Nothing was kept. */ }
    await forgetOffline();
    dress();
    const form = one("#settings");
    form.reset();
    showHidden();
    await showKept();
    say("All of it is gone from this browser.");
  };

  document.addEventListener("DOMContentLoaded", () => {
    mute();
    foldSources();
    since();
    settings();
    worker();
  });
})();
