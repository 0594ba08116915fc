/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { FC } from "hono/jsx";
import type { Claim, Claims } from "../claims.ts";
import { time } from "../format.ts";

const BADGES: Record<Claim["verdict"], string> = {
  conforms: "good",
  "conforms where observable": "good",
  "does not conform": "bad",
  "partly run": "warn",
};

const proofText = ({ held, proof }: Claim): string =>
  [...(held === "" ? [] : [held]), proof === null ? "no recordings used" : `proof level ${proof}`].join(", ");

/** Which run the claims of a page are from, or why there are none. */
export const ClaimsNote: FC<{ claims: Claims }> = ({ claims }) => (
  <p class="dim">
    {claims.kind === "report"
      ? `Conformance to ${claims.set} as the last run of the suite against “${claims.target}” found it, ${time(claims.at)} UTC.`
      : `No conformance claims: ${claims.why}. npm test writes one.`}
  </p>
);

/** What is claimed of one provider, in a line. */
export const ClaimLine: FC<{ claims: Claims; provider: string }> = ({ claims, provider }) => {
  if (claims.kind === "none") return null;
  const own = claims.providers.get(provider);
  if (own === undefined)
    return (
      <p class="claim">
        <span class="badge">not in the last run</span>
      </p>
    );
  return (
    <p class="claim">
      <span class={`badge ${BADGES[own.total.verdict]}`}>{own.total.verdict}</span>{" "}
      <span class="dim">{proofText(own.total)}</span>
    </p>
  );
};

/** What is claimed of each API of one provider. */
export const ClaimTable: FC<{ claims: Claims; provider: string }> = ({ claims, provider }) => {
  const own = claims.kind === "report" ? claims.providers.get(provider) : undefined;
  return (
    <>
      <h2>Conformance</h2>
      <ClaimsNote claims={claims} />
      {claims.kind === "report" && own === undefined ? <p>This provider was not in that run.</p> : null}
      {own === undefined ? null : (
        <section class="scroll" tabindex={0} aria-label="Conformance by API">
          <table>
            <thead>
              <tr>
                <th scope="col">API</th>
                <th scope="col">Verdict</th>
                <th scope="col">Held</th>
              </tr>
            </thead>
            <tbody>
              {[...own.apis, ...(own.apis.length === 1 ? [] : [own.total])].map((claim) => (
                <tr>
                  <td>{claim.api ?? "all of them"}</td>
                  <td>
                    <span class={`badge ${BADGES[claim.verdict]}`}>{claim.verdict}</span>
                  </td>
                  <td>{proofText(claim)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
};
