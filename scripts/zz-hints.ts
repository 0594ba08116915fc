import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { allDefects } from "../conformance/defects/index.ts";
import { buildPlan } from "../conformance/engine/plan.ts";
import { firstKill, runName } from "../conformance/proof/first-kill.ts";
import { isRun, searchesOf, tryItems } from "../conformance/proof/prove.ts";
import { placeOf } from "../conformance/outcome/result.ts";
import { DEFAULT_SEED } from "../conformance/outcome/environment.ts";
import { Upstream } from "../conformance/upstream/server.ts";
process.on("unhandledRejection", () => {});
process.on("uncaughtException", () => {});
const [phase, part] = process.argv.slice(2);
const OUT = "/tmp/hints.jsonl";
const upstream = new Upstream(); upstream.listen();
const plan = buildPlan().filter(isRun);
const options = { upstream, seed: DEFAULT_SEED, deadlineMs: 2000 };
const done = existsSync(OUT) ? readFileSync(OUT, "utf8").trim().split("\n").filter(Boolean).map((l) => JSON.parse(l)) : [];
if (phase === "defects") {
  const have = new Set(done.map((d: any) => d.defect));
  const mine = allDefects.filter((d, i) => i % 2 === Number(part) && !have.has(d.id));
  let n = 0;
  for (const d of mine) {
    const t = Date.now();
    const p = await firstKill(d, options, plan, {});
    const k = p.rightly[0];
    appendFileSync(OUT, `${JSON.stringify({ defect: d.id, case: k?.case, run: k && `${k.case} at ${placeOf(k)} [${k.mode}]`, kills: k ? undefined : p.kills.map((x) => x.case + " " + x.requirements), faults: k ? undefined : p.faults, ms: Date.now() - t })}\n`);
    if (++n % 20 === 0) console.log(n, "/", mine.length);
  }
} else {
  const covered = new Set(done.map((d: any) => d.case).filter(Boolean));
  const ids = [...new Set(plan.map((i) => i.case.id))].filter((id) => !covered.has(id)).filter((_, i) => i % 2 === Number(part));
  let n = 0;
  for (const id of ids) {
    const t = Date.now();
    const reqs: readonly string[] = plan.find((i) => i.case.id === id)!.case.requirements;
    let hit: { defect: string; run: string } | null = null;
    for (const d of allDefects.filter((d) => d.breaks.some((b) => reqs.includes(b)))) {
      for (const items of searchesOf(d, plan)) {
        const own = items.filter((i) => i.case.id === id);
        const k = (await tryItems(d, own, options)).rightly[0];
        if (k) { hit = { defect: d.id, run: `${k.case} at ${placeOf(k)} [${k.mode}]` }; break; }
      }
      if (hit) break;
    }
    appendFileSync(OUT, `${JSON.stringify({ case: id, ...hit, decorative: hit ? undefined : true, ms: Date.now() - t })}\n`);
    if (++n % 20 === 0) console.log(n, "/", ids.length);
  }
}
void runName; process.exit(0);
