/**
 * `npm test -- --list`: the plan as text, without running anything.
 * @module
 */

import { placeOf } from "../../conformance/outcome/result.ts";

/** What of a plan item is printed. */
export interface Planned {
  case: { id: string; requirements: readonly string[] };
  provider: string;
  api: string;
  mode: string;
  verdict:
    | { kind: "run" }
    | { kind: "unsupported"; capability: string }
    | { kind: "not-applicable"; reason: string }
    | { kind: "untested"; reason: string; repair: string };
}

function applies({ verdict }: Planned): string {
  switch (verdict.kind) {
    case "run":
      return "runs";
    case "unsupported":
      return `checks that it is refused: no ${verdict.capability}`;
    case "not-applicable":
      return `not applicable: ${verdict.reason}`;
    case "untested":
      return `untested: ${verdict.reason}; ${verdict.repair}`;
  }
}

interface Row {
  id: string;
  modes: string[];
  requirements: string;
  applies: string;
}

/** One row per case and verdict, with the modes that share it. */
function rowsOf(items: readonly Planned[]): Row[] {
  const rows = new Map<string, Row>();
  for (const item of items) {
    const row: Row = {
      id: item.case.id,
      modes: [],
      requirements: item.case.requirements.join(" "),
      applies: applies(item),
    };
    const key = `${row.id} ${row.applies}`;
    const own = rows.get(key) ?? row;
    own.modes.push(item.mode);
    rows.set(key, own);
  }
  return [...rows.values()];
}

function totals(items: readonly Planned[]): string {
  const count = (...kinds: Planned["verdict"]["kind"][]): number =>
    items.filter(({ verdict }) => kinds.includes(verdict.kind)).length;
  const cases = new Set(items.map((item) => item.case.id)).size;
  return (
    `${items.length} runs of ${cases} cases: ${count("run", "unsupported")} run (${count("unsupported")} as checks of a refusal), ` +
    `${count("not-applicable")} not applicable, ${count("untested")} untested`
  );
}

/** The plan as text, by API of each provider; ends with a line end. */
export function renderPlan(items: readonly Planned[]): string {
  const places = new Map<string, Planned[]>();
  for (const item of items) {
    const place = placeOf(item);
    const own = places.get(place);
    if (own) own.push(item);
    else places.set(place, [item]);
  }
  const width = Math.max(0, ...items.map((item) => item.case.id.length));
  const lines = [...places].flatMap(([place, own]) => {
    const rows = rowsOf(own);
    const modes = Math.max(0, ...rows.map((row) => row.modes.join(" ").length));
    const ids = Math.max(0, ...rows.map((row) => row.requirements.length));
    return [
      place,
      ...rows.map((row) =>
        [
          `  ${row.id.padEnd(width)}`,
          row.modes.join(" ").padEnd(modes),
          row.requirements.padEnd(ids),
          row.applies,
        ].join("  "),
      ),
      "",
    ];
  });
  return [...lines, totals(items), ""].join("\n");
}
