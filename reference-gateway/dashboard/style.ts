/**
 * The dashboard's one style sheet: light and dark by the reader's own setting, one column on narrow screens.
 * @module
 */

export const STYLE = `
:root { color-scheme: light dark; --bg: #ffffff; --fg: #1b1f24; --dim: #57606a; --line: #d8dee4; --card: #f6f8fa; --accent: #0b57d0; --on-accent: #ffffff; --bad: #b3261e; --bad-bg: #fde7e5; --good: #146c2e; --good-bg: #e3f4e8; --warn: #7a4d00; --warn-bg: #fdf0d5; --bar: #4c8bf5; --bar2: #8a5cf6; }
@media (prefers-color-scheme: dark) { :root { --bg: #0d1117; --fg: #e6edf3; --dim: #9aa4af; --line: #2a3038; --card: #161b22; --accent: #8ab4f8; --on-accent: #0d1117; --bad: #ff8a80; --bad-bg: #3a1614; --good: #7ee2a8; --good-bg: #10301d; --warn: #f0b74a; --warn-bg: #33260a; --bar: #6ea2f7; --bar2: #b794f6; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--fg); font: 15px/1.5 system-ui, sans-serif; }
a { color: var(--accent); text-underline-offset: 2px; }
p { margin: 0 0 8px; }
code { font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; background: var(--bg); padding: 8px; }
header { border-bottom: 1px solid var(--line); background: var(--card); }
header > div { max-width: 1212px; margin: 0 auto; padding: 8px 16px; display: flex; flex-wrap: wrap; gap: 4px 24px; align-items: center; }
header nav { display: flex; flex-wrap: wrap; gap: 2px 4px; flex: 1; }
header nav a { text-decoration: none; padding: 4px 8px; border-radius: 6px; color: var(--fg); }
header nav a:hover { background: var(--line); }
header nav a[aria-current] { background: var(--accent); color: var(--on-accent); }
main { max-width: 1212px; margin: 0 auto; padding: 16px 16px 48px; }
main:focus { outline: none; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 8px 0 16px; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 28px 0 8px; }
h3 { font-size: 1rem; margin: 16px 0 4px; }
h3.bar { display: flex; justify-content: space-between; align-items: center; }
.grid { display: grid; gap: 12px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 270px), 1fr)); }
.grid.cards { grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); }
.charts { display: grid; gap: 12px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); }
.card { border: 1px solid var(--line); border-radius: 10px; padding: 12px 14px; background: var(--card); overflow-wrap: anywhere; }
.card h2, .card h3 { margin: 0 0 8px; font-size: 1.05rem; display: flex; gap: 10px; align-items: center; }
.card h2 a { text-decoration: none; color: var(--fg); } .card h2 a:hover { text-decoration: underline; }
.card.provider { display: flex; flex-direction: column; } .card .foot { display: flex; gap: 16px; margin: auto 0 0; }
.number { font-size: 1.1rem; line-height: 1.6; letter-spacing: -0.01em; font-variant-numeric: tabular-nums; }
.cards .dim { font-size: 0.85rem; }
figure { margin: 0; }
figcaption { font-weight: 600; display: flex; flex-wrap: wrap; gap: 0 12px; align-items: center; margin-bottom: 4px; }
figcaption .key { font-weight: 400; font-size: 0.85rem; color: var(--dim); display: inline-flex; gap: 4px; align-items: center; } .key svg { width: 16px; height: 8px; }
.dim { color: var(--dim); }
.bad { color: var(--bad); } .good { color: var(--good); }
.badge { display: inline-block; border-radius: 999px; padding: 0 8px; font-size: 0.8rem; line-height: 1.6; white-space: nowrap; border: 1px solid var(--line); color: var(--dim); background: var(--bg); }
.badge.good { color: var(--good); background: var(--good-bg); border-color: transparent; } .badge.bad { color: var(--bad); background: var(--bad-bg); border-color: transparent; } .badge.warn { color: var(--warn); background: var(--warn-bg); border-color: transparent; }
.tags .badge { margin: 1px 4px 1px 0; } .claim { font-size: 0.9rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 6px 10px; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--dim); font-weight: 600; font-size: 0.9rem; } thead th { white-space: nowrap; }
tbody tr:hover { background: var(--card); }
td.right, th.right { text-align: right; white-space: nowrap; } .nowrap { white-space: nowrap; }
td.name { min-width: 150px; max-width: 340px; overflow-wrap: anywhere; } td.id, .facts td { overflow-wrap: anywhere; }
.facts th { width: 170px; } .prices { font-size: 0.9rem; margin-bottom: 8px; } .prices th, .prices td { padding: 2px 0; border: 0; font-weight: 400; } .prices tr:hover { background: none; } .card ul { padding-left: 18px; font-size: 0.85rem; margin: 0 0 8px; } .tier { margin: 0; font-weight: 600; font-size: 0.9rem; }
form.inline { display: inline; }
form.filters { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: end; margin: 0 0 16px; }
form.filters > span { flex: 1 1 150px; max-width: 260px; min-width: 0; } form.filters input, form.filters select { width: 100%; }
form.form { max-width: 520px; } form.form input:not([type=checkbox]) { width: 100%; }
label { display: block; font-size: 0.85rem; color: var(--dim); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; } label.check { white-space: normal; }
input, select, button { font: inherit; color: var(--fg); background: var(--bg); border: 1px solid var(--line); border-radius: 6px; padding: 6px 10px; max-width: 100%; }
input:not([type=checkbox]), select { min-height: 38px; }
button { cursor: pointer; } button:hover { border-color: var(--accent); } button.main { background: var(--accent); color: var(--on-accent); border-color: var(--accent); min-height: 38px; }
button.danger { color: var(--bad); border-color: var(--bad); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
pre { font: 0.85rem/1.5 ui-monospace, monospace; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 10px; margin: 4px 0 8px; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.notice { border-left: 4px solid var(--accent); border-radius: 4px; padding: 8px 12px; background: var(--card); margin: 0 0 16px; overflow-wrap: anywhere; }
.notice.bad { border-color: var(--bad); }
.live { color: var(--dim); font-size: 0.9rem; } .live .dot { display: inline-block; width: 8px; height: 8px; border-radius: 50%; background: var(--good); margin-right: 4px; } .live.lost .dot { background: var(--warn); }
tr.new { animation: new 3s ease-out; } @keyframes new { from { background: var(--good-bg); } }
@media (prefers-reduced-motion: reduce) { tr.new { animation: none; } }
.monogram { width: 28px; height: 28px; flex: none; }
.chart { width: 100%; height: auto; display: block; }
.chart text { fill: var(--dim); font-size: 11px; } .chart line { stroke: var(--line); } .chart line.faint { stroke-dasharray: 2 4; }
.bar { fill: var(--bar); } .failed { fill: var(--bad); } .track { fill: var(--line); }
.line { fill: none; stroke-width: 1.5; } .l0 { stroke: var(--bar); } .l1 { stroke: var(--bar2); } .l2 { stroke: var(--bad); } .point { fill: var(--card); }
.waterfall { max-width: 480px; }
@media (max-width: 640px) { header nav { order: 3; flex-basis: 100%; gap: 2px 0; } header form { margin-left: auto; } form.filters > span { flex-basis: 130px; } td.name { min-width: 130px; } th, td { padding: 6px 8px; } .facts th { width: 110px; } .card.form { padding: 12px; } }
.pages { display: flex; gap: 12px; margin: 12px 0; }
`;

/** Keeps the list of requests current, and copies; everything works without it. */
export const SCRIPT = `
const live = document.querySelector("[data-live]");
if (live) {
  const body = document.querySelector("[data-live-rows]");
  const source = new EventSource(live.dataset.live);
  let added = 0;
  const rowOf = (id) => [...body.rows].find((row) => row.dataset.id === id);
  source.addEventListener("open", () => { live.hidden = false; live.classList.remove("lost"); });
  source.addEventListener("error", () => live.classList.add("lost"));
  source.addEventListener("row", (event) => {
    const template = document.createElement("template");
    template.innerHTML = event.data;
    const row = template.content.querySelector("tr");
    const old = rowOf(row.dataset.id);
    if (old) { if (old.outerHTML !== row.outerHTML) old.replaceWith(row); return; }
    row.classList.add("new");
    const next = [...body.rows].find((other) => Number(other.dataset.at) <= Number(row.dataset.at));
    body.insertBefore(row, next ?? null);
    while (body.rows.length > Number(live.dataset.rows)) body.lastElementChild.remove();
    if (!row.isConnected) return;
    document.querySelector("[data-live-none]")?.remove();
    added += 1;
    live.querySelector("[data-live-count]").textContent = added + " new since this page was opened.";
  });
  addEventListener("pagehide", () => source.close());
}
for (const button of document.querySelectorAll("button[data-copy]"))
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = "Copied";
  });
`;
