// The page asks with EventSource: it connects again by itself, and says which event it saw last.

const at = (id) => document.getElementById(id);
const made = (id) => at(id).content.firstElementChild.cloneNode(true);
const put = (element, selector, text) => { element.querySelector(selector).textContent = text; };
const clock = (seconds) => new Date(seconds * 1000).toLocaleTimeString();
const PAGE_TITLE = document.title;

// Search

let asking = null;

function say(text, trouble = false) {
  at("status").textContent = text;
  at("status").classList.toggle("trouble", trouble);
}

function stop(text, trouble) {
  asking?.close();
  asking = null;
  say(text, trouble);
}

function show(hit) {
  const item = made("hit");
  put(item, ".source", hit.source || hit.id);
  put(item, ".score", hit.score === null ? "" : `score ${hit.score.toPrecision(3)}`);
  put(item, ".when", `after ${(hit.seconds * 1000).toFixed(1)} ms`);
  put(item, ".text", hit.truncated ? `${hit.text} …` : hit.text);
  const block = hit.block;
  put(item, ".block", block
    ? `block ${block.index} · ${block.type} · ${new Date(block.time * 1000).toLocaleString()} · ${block.id}` : hit.id);
  item.addEventListener("click", () => item.classList.toggle("open"));
  at("hits").append(item);
}

function search(query, topK) {
  asking?.close();
  at("hits").replaceChildren();
  document.title = `${query} · ${PAGE_TITLE}`;
  say("Searching …");
  const source = new EventSource(`/stream/query?${new URLSearchParams({ query, top_k: topK })}`);
  asking = source;
  const counted = () => { const n = at("hits").children.length; return `${n} ${n === 1 ? "hit" : "hits"}`; };
  source.addEventListener("hit", (event) => { show(JSON.parse(event.data)); say(`${counted()} so far …`); });
  source.addEventListener("reset", () => at("hits").replaceChildren());
  source.addEventListener("done", (event) => {
    const { seconds } = JSON.parse(event.data);
    stop(at("hits").children.length ? `${counted()} in ${(seconds * 1000).toFixed(1)} ms.` : "Nothing was found.");
  });
  source.addEventListener("error", async (event) => {
    if (event.data) return stop(JSON.parse(event.data).message, true);
    if (asking !== source) return undefined;
    if (source.readyState === EventSource.CONNECTING) return say(`Connection lost after ${counted()}: trying again …`, true);
    const answer = await fetch(source.url, { headers: { Accept: "application/json" } }).catch(() => null);
    if (asking !== source) return answer?.body?.cancel();
    if (answer?.status === 401) return wantToken();
    if (answer?.ok) {
      answer.body?.cancel();
      return search(query, topK);
    }
    const told = await answer?.json().catch(() => null);
    return stop(told?.detail ?? "The server cannot be reached.", true);
  });
}

at("search").addEventListener("submit", (event) => {
  event.preventDefault();
  const query = at("query").value.trim();
  if (query) search(query, at("top_k").value);
});

function wantToken() {
  stop("", false);
  at("session").hidden = false;
  at("token").focus();
}

at("session").addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await fetch("/session", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ token: at("token").value }),
  });
  if (!answer.ok) return say((await answer.json()).detail, true);
  at("token").value = "";
  at("session").hidden = true;
  say("Open.");
  watch();
  if (at("query").value) at("search").requestSubmit(); else at("query").focus();
  return undefined;
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = ["INPUT", "SELECT"].includes(event.target.tagName);
  const hit = event.target.closest("#hits > li");
  if (event.key === "/" && !typing) { event.preventDefault(); at("query").select(); at("query").focus(); }
  if (event.key === "Escape" && asking) stop("Stopped.");
  if (event.key === "Enter" && hit) hit.classList.toggle("open");
  if (event.target.tagName !== "SELECT" && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const down = event.key === "ArrowDown";
    const next = hit ? (down ? hit.nextElementSibling : hit.previousElementSibling ?? at("query"))
      : down ? at("hits").firstElementChild : null;
    if (next) { event.preventDefault(); next.focus(); }
  }
});

// The live stream

const numbers = (digits) => new Intl.NumberFormat("en", { maximumFractionDigits: digits });
const count = (value) => numbers(0).format(value);
const rate = (value) => `${numbers(1).format(value)} /s`;
const time = (value) => (value < 1 ? `${numbers(1).format(value * 1000)} ms` : `${numbers(1).format(value)} s`);
const total = (lag) => Object.values(lag ?? {}).reduce((sum, value) => sum + value, 0);
const PLOTS = [
  ["Messages in", (stats) => stats.rate_in, rate],
  ["Messages out", (stats) => stats.rate_out, rate],
  ["Lag", (stats) => total(stats.lag), count],
  ["On their way", (stats) => stats.buffered, count],
  ["Workers at work", (stats) => stats.running, count],
  ["Latency, half", (stats) => stats.latency_p50, time],
  ["Latency, 99 %", (stats) => stats.latency_p99, time],
  ["Dead letters", (stats) => stats.dead_letters, count],
];
const KEPT = 120;
const history = PLOTS.map(() => []);
const figures = [];

function draw(stats) {
  at("live").hidden = false;
  at("live_heading").textContent = `Live stream: ${stats.name}`;
  PLOTS.forEach(([name, of, format], number) => {
    if (!figures[number]) {
      figures[number] = made("plot");
      put(figures[number], ".name", name);
      at("plots").append(figures[number]);
    }
    const value = of(stats);
    const values = history[number];
    values.push(value ?? 0);
    if (values.length > KEPT) values.shift();
    const most = Math.max(...values, 1e-9);
    const points = values.map((v, i) => `${(120 * (i + KEPT - values.length)) / (KEPT - 1)},${31 - (30 * v) / most}`);
    put(figures[number], ".value", value === null ? "–" : format(value));
    figures[number].querySelector("path").setAttribute("d", `M${points.join("L")}`);
    figures[number].querySelector("svg").setAttribute("aria-label", `${name} in the last ${values.length} seconds`);
  });
}

function tell(event) {
  const item = document.createElement("li");
  const when = document.createElement("time");
  when.textContent = clock(event.time);
  item.append(when, ` ${event.name} ${event.source ?? ""}: ${event.what}`);
  const list = at("happened");
  if (!list.querySelector("time")) list.replaceChildren();
  list.prepend(item);
  while (list.children.length > 20) list.lastElementChild.remove();
}

async function watch() {
  const answer = await fetch("/stream/live").catch(() => null);
  answer?.body?.cancel();
  if (answer?.status === 401) return wantToken();
  if (!answer?.ok) return undefined;
  const source = new EventSource("/stream/live");
  source.addEventListener("open", () => {
    history.forEach((values) => { values.length = 0; });
    at("happened").replaceChildren();
    at("connection").textContent = "live";
  });
  source.addEventListener("stats", (event) => draw(JSON.parse(event.data)));
  source.addEventListener("happened", (event) => tell(JSON.parse(event.data)));
  source.addEventListener("error", () => { at("connection").textContent = "connection lost: trying again …"; });
  return undefined;
}

watch();
