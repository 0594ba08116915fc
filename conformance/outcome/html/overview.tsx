/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The top of the report: what may be claimed of whom, and the grid of areas and modes.
 * @module
 */
import type { FC } from "hono/jsx";
import { AREAS, MODES } from "../../engine/case.ts";
import { claimant, claimsOf, claimText } from "../conformity-text.ts";
import { generatedProofText } from "../generated-proof.ts";
import { kindText } from "../proof-level.ts";
import type { Conformity, Counts, Report } from "../report-schema.ts";
import { placeOf } from "../result.ts";
import type { PageProps, ReportFacts } from "./facts.ts";

const STYLES: Record<Conformity["verdict"], string> = {
  conforms: "good",
  "conforms where observable": "good",
  "does not conform": "bad",
  "partly run": "dim",
};

const ageText = (facts: ReportFacts, { provider }: Conformity): string => {
  const age = provider === null ? undefined : facts.ages[provider];
  if (age === undefined) return "–";
  return age.from === age.to ? age.to : `${age.from} to ${age.to}`;
};

const share = ({ levels }: Conformity, wanted: string): string => {
  const own = levels.find(({ level }) => level === wanted);
  return own === undefined ? "–" : `${own.held}/${own.applicable}`;
};

/** One row per API of a provider, one per provider that has several, one for all. */
export const Claims: FC<PageProps> = ({ report, facts }) => (
  <>
    <h2 id="claims">Claims</h2>
    <p class="dim">
      {`What each API of a provider conforms to. The set is ${report.conformance.set}; the suite's own proof: ${report.suiteProof}.`}
    </p>
    {report.generatedProof && <p class="dim">{`${generatedProofText(report.generatedProof)}.`}</p>}
    <section class="scroll" tabindex={0} aria-label="Claims">
      <table class="claims">
        <thead>
          <tr>
            {["about", "verdict", "MUST", "SHOULD", "proof level", "evidence from", "claim"].map((name) => (
              <th scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {claimsOf(report).map((own) => (
            <tr>
              <th scope="row">{claimant(own)}</th>
              <td class={STYLES[own.verdict]}>{own.verdict}</td>
              <td>{share(own, "MUST")}</td>
              <td>{share(own, "SHOULD")}</td>
              <td>{kindText(own.proof)}</td>
              <td>{ageText(facts, own)}</td>
              <td>{claimText(report, own)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </>
);

const redOf = ({ failed, untested }: Counts): number => failed + untested;

/** Cases in which the target had no part. */
const skipped = ({ notApplicable, notObservable }: Counts): number => notApplicable + notObservable;

/** What a cell says: how many passed, and how many did not. */
function cellText(counts: Counts): string {
  const red = redOf(counts);
  const ran = counts.cases - skipped(counts);
  return red > 0
    ? `${red} of ${ran} failed`
    : String(counts.passed + counts.warned + counts.expectedFailures);
}

/** Areas by APIs of providers and modes; each cell leads to its cases. */
export const Grid: FC<{ report: Report }> = ({ report }) => {
  const places = [...new Set(report.groups.map(placeOf))];
  const areas = AREAS.filter((area) => report.groups.some((group) => group.area === area));
  const cells = new Map(
    report.groups.map((group) => [`${placeOf(group)} ${group.mode} ${group.area}`, group.counts]),
  );
  return (
    <>
      <h2 id="grid">Areas and modes</h2>
      <p class="dim">Cases that passed, or how many failed. A cell leads to its cases.</p>
      <section class="scroll" tabindex={0} aria-label="Areas and modes">
        <table class="grid">
          <thead>
            <tr>
              <th scope="col">API of a provider</th>
              <th scope="col">mode</th>
              {areas.map((area) => (
                <th scope="col">{area}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {places.flatMap((place) =>
              MODES.map((mode) => (
                <tr>
                  <th scope="row">{place}</th>
                  <td class="mode">{mode.toUpperCase()}</td>
                  {areas.map((area) => {
                    const counts = cells.get(`${place} ${mode} ${area}`);
                    if (counts === undefined || counts.cases === skipped(counts))
                      return <td class="dim">–</td>;
                    const isRed = redOf(counts) > 0;
                    return (
                      <td class={isRed ? "red" : "green"}>
                        <a
                          href="#cases"
                          data-place={place}
                          data-mode={mode}
                          data-area={area}
                          data-outcome={isRed ? "F" : ""}
                        >
                          {cellText(counts)}
                        </a>
                      </td>
                    );
                  })}
                </tr>
              )),
            )}
          </tbody>
        </table>
      </section>
    </>
  );
};
