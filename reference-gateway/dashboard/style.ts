/**
 * The dashboard's one style sheet: light and dark by the reader's own setting, one column on narrow screens.
 * @module
 */

export const STYLE = `
:root { color-scheme: light dark; --bg: #ffffff; --fg: #1b1f24; --dim: #57606a; --line: #d0d7de; --card: #f6f8fa; --accent: #0b57d0; --on-accent: #ffffff; --bad: #b3261e; --good: #146c2e; --bar: #4c8bf5; }
@media (prefers-color-scheme: dark) { :root { --bg: #0d1117; --fg: #e6edf3; --dim: #9aa4af; --line: #30363d; --card: #161b22; --accent: #8ab4f8; --on-accent: #0d1117; --bad: #ff8a80; --good: #7ee2a8; --bar: #8ab4f8; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--fg); font: 15px/1.5 system-ui, sans-serif; }
a { color: var(--accent); }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; background: var(--bg); padding: 8px; }
header { border-bottom: 1px solid var(--line); padding: 8px 16px; display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; }
header nav { display: flex; flex-wrap: wrap; gap: 4px 12px; flex: 1; }
header nav a { text-decoration: none; padding: 4px 2px; }
header nav a[aria-current] { border-bottom: 2px solid var(--accent); color: var(--fg); }
main { max-width: 1180px; margin: 0 auto; padding: 16px; }
h1 { font-size: 1.4rem; margin: 8px 0 16px; }
h2 { font-size: 1.1rem; margin: 24px 0 8px; }
.grid { display: grid; gap: 12px; grid-template-columns: repeat(auto-fill, minmax(260px, 1fr)); }
.card { border: 1px solid var(--line); border-radius: 8px; padding: 12px; background: var(--card); overflow-wrap: anywhere; }
.card h2, .card h3 { margin: 0 0 4px; font-size: 1rem; display: flex; gap: 8px; align-items: center; }
.number { font-size: 1.5rem; font-variant-numeric: tabular-nums; }
figure { margin: 0; }
.charts { display: grid; gap: 12px; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); }
.dim { color: var(--dim); }
.bad { color: var(--bad); } .good { color: var(--good); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 6px 8px; border-bottom: 1px solid var(--line); vertical-align: top; max-width: 420px; overflow-wrap: anywhere; }
th { white-space: nowrap; color: var(--dim); font-weight: 600; }
td.right, th.right { text-align: right; white-space: nowrap; }
form.inline { display: inline; }
form.filters { display: flex; flex-wrap: wrap; gap: 8px; align-items: end; margin: 0 0 16px; }
label { display: block; font-size: 0.85rem; color: var(--dim); }
input, select, button { font: inherit; color: var(--fg); background: var(--bg); border: 1px solid var(--line); border-radius: 6px; padding: 6px 8px; max-width: 100%; }
button { cursor: pointer; } button.main { background: var(--accent); color: var(--on-accent); border-color: var(--accent); }
button.danger { color: var(--bad); border-color: var(--bad); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 8px; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.notice { border-left: 4px solid var(--accent); padding: 8px 12px; background: var(--card); margin: 0 0 16px; }
.notice.bad { border-color: var(--bad); }
.monogram { width: 28px; height: 28px; flex: none; }
.chart { width: 100%; height: auto; max-height: 220px; }
.chart text { fill: var(--dim); font-size: 11px; } .chart rect.bar { fill: var(--bar); } .chart rect.failed { fill: var(--bad); } .chart line { stroke: var(--line); }
.waterfall rect { fill: var(--bar); } .waterfall rect.failed { fill: var(--bad); }
@media (max-width: 640px) { header nav { order: 3; flex-basis: 100%; } header form { margin-left: auto; } .charts { grid-template-columns: 1fr; } }
.pages { display: flex; gap: 12px; margin: 12px 0; }
`;

/** Watches the log and reloads the table when something new is there; everything works without it. */
export const SCRIPT = `
const live = document.querySelector("[data-live]");
if (live) {
  const source = new EventSource(live.dataset.live);
  source.addEventListener("requests", (event) => {
    const notice = document.querySelector("[data-live-notice]");
    if (notice) { notice.hidden = false; notice.querySelector("[data-count]").textContent = event.data; }
  });
  addEventListener("pagehide", () => source.close());
}
for (const form of document.querySelectorAll("form[data-confirm]"))
  form.addEventListener("submit", (event) => { if (!confirm(form.dataset.confirm)) event.preventDefault(); });
for (const button of document.querySelectorAll("button[data-copy]"))
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = "Copied";
  });
`;
