/**
 * The report's style and script: both stand in the page, which opens from disk.
 * @module
 */

export const STYLE = `
:root { color-scheme: light dark; --bg: #ffffff; --fg: #1b1f24; --dim: #57606a; --line: #d0d7de; --card: #f6f8fa; --accent: #0b57d0; --bad: #b3261e; --bad-bg: #fde7e5; --good: #146c2e; --good-bg: #e3f4e8; --warn: #7a4d00; --mark: #ffd8a8; }
@media (prefers-color-scheme: dark) { :root { --bg: #0d1117; --fg: #e6edf3; --dim: #9aa4af; --line: #30363d; --card: #161b22; --accent: #8ab4f8; --bad: #ff8a80; --bad-bg: #3a1614; --good: #7ee2a8; --good-bg: #10301d; --warn: #f0b74a; --mark: #5c3d00; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--fg); font: 15px/1.5 system-ui, sans-serif; }
a { color: var(--accent); }
header, main { max-width: 1280px; margin: 0 auto; padding: 12px 16px; }
nav { display: flex; flex-wrap: wrap; gap: 4px 16px; }
h1 { font-size: 1.4rem; margin: 4px 0 8px; } h2 { font-size: 1.2rem; margin: 28px 0 8px; } h3 { font-size: 1rem; margin: 0 0 8px; overflow-wrap: anywhere; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 8px; top: 8px; background: var(--bg); padding: 8px; }
.dim { color: var(--dim); } .bad { color: var(--bad); } .good { color: var(--good); } .warn { color: var(--warn); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 4px 8px; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--dim); font-weight: 600; }
.claims td:not(:last-child), .claims th { white-space: nowrap; } .claims td:last-child { min-width: 280px; }
.grid th, .grid td { white-space: nowrap; padding: 3px 6px; font-size: 0.85rem; text-align: right; } .grid th[scope=row], .grid td.mode { text-align: left; }
.grid td.red { background: var(--bad-bg); } .grid td.red a { color: var(--bad); font-weight: 700; } .grid td.green { background: var(--good-bg); } .grid td.green a { color: var(--good); }
article { border: 1px solid var(--line); border-left: 4px solid var(--bad); border-radius: 8px; background: var(--card); padding: 12px; margin: 0 0 12px; } article.warning { border-left-color: var(--warn); }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 12px; margin: 8px 0; } dt { color: var(--dim); } dd { margin: 0; overflow-wrap: anywhere; }
code, pre { font: 0.85rem/1.5 ui-monospace, monospace; } pre { background: var(--bg); border: 1px solid var(--line); border-radius: 6px; padding: 8px; overflow-x: auto; margin: 4px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
mark { background: var(--mark); color: var(--fg); border-radius: 2px; } pre .here { background: var(--mark); display: block; }
form { display: flex; flex-wrap: wrap; gap: 8px; align-items: end; margin: 0 0 12px; } label { display: block; font-size: 0.85rem; color: var(--dim); }
input, select, button { font: inherit; color: var(--fg); background: var(--bg); border: 1px solid var(--line); border-radius: 6px; padding: 6px 8px; max-width: 100%; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; } :target { scroll-margin-top: 8px; outline: 2px solid var(--accent); }
summary { cursor: pointer; } details.requirement { border-bottom: 1px solid var(--line); padding: 4px 0; } details ul { margin: 4px 0; padding-left: 20px; }
@media (max-width: 640px) { dl { grid-template-columns: minmax(0, 1fr); } .cases .wide { display: none; } }
`;

/** Filters the list of cases, opens what a link leads to, and copies commands; all is there to read without it. */
export const SCRIPT = `
const form = document.querySelector("form[data-filters]");
const rows = [...document.querySelectorAll("tr[data-runs]")].map((row) => ({ row, text: row.textContent.toLowerCase(), runs: row.dataset.runs }));
const columns = JSON.parse(document.querySelector("[data-columns]").dataset.columns);
const shown = document.querySelector("[data-shown]");
const filter = () => {
  const { q, area, place, mode, outcome } = Object.fromEntries(new FormData(form));
  const words = q.toLowerCase().split(/\\s+/).filter(Boolean);
  const wanted = columns.flatMap(([p, m], index) => ((place === "" || p === place) && (mode === "" || m === mode) ? [index] : []));
  let count = 0;
  for (const { row, text, runs } of rows) {
    const fits = wanted.some((index) => runs[index] !== " " && (outcome === "" || runs[index] === outcome));
    const visible = fits && (area === "" || row.dataset.area === area) && words.every((word) => text.includes(word));
    row.hidden = !visible;
    if (visible) count += 1;
  }
  shown.textContent = count + " of " + rows.length + " cases";
};
form.hidden = false;
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
for (const link of document.querySelectorAll("a[data-place]"))
  link.addEventListener("click", () => {
    for (const name of ["area", "place", "mode", "outcome"]) form.elements[name].value = link.dataset[name] ?? "";
    form.elements.q.value = "";
    filter();
  });
const reveal = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target.hidden) { form.reset(); filter(); }
  target.closest("details")?.setAttribute("open", "");
  target.scrollIntoView();
};
addEventListener("hashchange", reveal);
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.previousElementSibling.textContent);
    button.textContent = "Copied";
  });
}
filter();
reveal();
`;
