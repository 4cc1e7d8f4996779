// Keeps the last front page and its stories for reading without a connection.
//
// The rule: while the server answers, what it says is shown, and nothing else. A kept page is shown only
// when it cannot be reached, says that it is a kept one and from when, and is thrown away after a week. What
// the server says is gone (withdrawn, merged, not there) is thrown away at once, and so is every story that
// the front page no longer lists.
"use strict";

const { version, files, offline } = /*SETTLED*/ { version: "", files: [], offline: "/offline" };
const NAME = `newsloom-${version}`;
const PAGES = "newsloom-pages";
const WEEK = 7 * 24 * 60 * 60 * 1000;
const MOST_STORIES = 40;
const KEPT_AT = "x-kept-at";
const KEPT_VERSION = "x-kept-version";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll([...files, offline])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(start());
});

async function start() {
  for (const name of await caches.keys()) {
    if (name.startsWith("newsloom-") && name !== NAME && name !== PAGES) await caches.delete(name);
  }
  await self.clients.claim();
  // The first visit was over before this worker was there to see it.
  const front = await fetch("/").catch(() => null);
  if (front) await keep("/", front);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url.pathname));
  else if (files.includes(url.pathname)) event.respondWith(file(request));
});

/** The files of the site's look: their addresses name their bytes, so a kept one is never stale. */
async function file(request) {
  return (await caches.match(request)) || fetch(request);
}

async function page(event, path) {
  let answer;
  try {
    answer = await fetch(event.request);
  } catch {
    return (await keptPage(path)) || caches.match(offline);
  }
  const isWhole = !new URL(event.request.url).search;
  if (isWhole) event.waitUntil(keep(path, answer.clone()));
  return answer;
}

async function keptPage(path) {
  const pages = await caches.open(PAGES);
  const found = await pages.match(path);
  if (!found) return null;
  const at = Number(found.headers.get(KEPT_AT));
  if (Date.now() - at > WEEK) {
    await pages.delete(path);
    return null;
  }
  const said = new Date(at).toLocaleString("en-GB", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
  const notice = `<aside class="notice" aria-label="Offline"><p>There is no connection. This page was kept on ${said}; it may have changed since.</p></aside>`;
  const html = (await found.text()).replace(/<body>/, `<body>${notice}`);
  return new Response(html, { headers: found.headers });
}

/** Files what the server said of a page, or throws away what was kept of it. */
async function keep(path, answer) {
  const pages = await caches.open(PAGES);
  if (isGone(answer)) {
    const wasKept = await pages.delete(path);
    // The front page that is kept may still name it.
    const front = wasKept && path !== "/" && (await fetch("/").catch(() => null));
    if (front) await keep("/", front);
    return;
  }
  if (!isPage(answer) || (path !== "/" && !(await pages.match(path)))) return;
  const html = await answer.text();
  await put(pages, path, html);
  if (path === "/") await keepStories(pages, html);
}

function isGone(answer) {
  return answer.status === 404 || answer.status === 410 || answer.redirected || answer.type === "opaqueredirect";
}

function isPage(answer) {
  return answer.ok && !answer.redirected && (answer.headers.get("content-type") || "").startsWith("text/html");
}

function put(pages, path, html) {
  const version = html.match(/<article class="story"[^>]* data-version="(\d+)"/)?.[1] || "";
  const headers = { "content-type": "text/html; charset=utf-8", [KEPT_AT]: String(Date.now()), [KEPT_VERSION]: version };
  // The policy that the server sends with every page holds for a kept one too.
  headers["content-security-policy"] = POLICY;
  return pages.put(path, new Response(html, { headers }));
}

/** The stories of the front page, one after the other; those that did not change since are not asked for again. */
async function keepStories(pages, front) {
  const listed = new Map();
  for (const [, version, path] of front.matchAll(/data-version="(\d+)"[^]*?href="(\/story\/[^"#?]+)/g)) {
    if (listed.size < MOST_STORIES && !listed.has(path)) listed.set(path, version);
  }
  for (const request of await pages.keys()) {
    const path = new URL(request.url).pathname;
    if (path !== "/" && !listed.has(path)) await pages.delete(path);
  }
  if (navigator.connection?.saveData) return;
  for (const [path, version] of listed) {
    const known = await pages.match(path);
    if (known?.headers.get(KEPT_VERSION) === version) continue;
    const answer = await fetch(path).catch(() => null);
    if (!answer) return;
    if (isGone(answer)) await pages.delete(path);
    else if (isPage(answer)) await put(pages, path, await answer.text());
  }
}
