/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { FC } from "hono/jsx";
import type { ApprovedDomain } from "../../../registry/domains/approved.ts";
import type { LedgerEntry, WalletView } from "../../parts.ts";
import type { DomainApproval } from "../../passthrough/approvals.ts";
import type { WaitingCall } from "../../passthrough/pending.ts";
import { money, time } from "../format.ts";
import { Notice } from "../layout.tsx";

export const SignIn: FC<{ problem?: string }> = ({ problem }) => (
  <>
    {problem === undefined ? null : <Notice text={problem} bad />}
    <form method="post" action="/sign-in">
      <p>
        <label for="key">Gateway key</label>
        <input id="key" name="key" type="password" required autocomplete="current-password" />
      </p>
      <button class="main" type="submit">
        Sign in
      </button>
    </form>
  </>
);

export const Wallet: FC<{ view: WalletView; ledger: readonly LedgerEntry[] }> = ({ view, ledger }) => (
  <>
    <div class="grid">
      {(
        [
          ["Available", view.available],
          ["Reserved by running requests", view.reserved],
          ["Charged", view.charged],
          ["Deposited", view.deposited],
        ] as const
      ).map(([name, amount]) => (
        <div class="card">
          <div class="dim">{name}</div>
          <div class="number">{money(amount)}</div>
        </div>
      ))}
    </div>
    <h2>Ledger, newest first</h2>
    {ledger.length === 0 ? <p>Nothing was charged yet.</p> : null}
    <section class="scroll" tabindex={0} aria-label="Ledger">
      <table>
        <thead>
          <tr>
            <th scope="col">Request</th>
            <th scope="col" class="right">
              Amount
            </th>
          </tr>
        </thead>
        <tbody>
          {ledger.map(({ requestId, amount }) => (
            <tr>
              <td>
                <a href={`/requests/${encodeURIComponent(requestId)}`}>{requestId}</a>
              </td>
              <td class="right">{money(amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </>
);

export const Pending: FC<{ calls: readonly WaitingCall[] }> = ({ calls }) => (
  <>
    <p>Calls whose model has no price yet. The mapper looks them up every day, or with npm run mapper.</p>
    {calls.length === 0 ? <p>None.</p> : null}
    <section class="scroll" tabindex={0} aria-label="Pending models">
      <table>
        <thead>
          <tr>
            <th scope="col">Time (UTC)</th>
            <th scope="col">Domain</th>
            <th scope="col">Model</th>
            <th scope="col">Why it waits</th>
            <th scope="col">Request</th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <tr>
              <td>{time(call.at)}</td>
              <td>{call.provider}</td>
              <td>{call.models.join(", ")}</td>
              <td>{call.reason}</td>
              <td>
                <a href={`/requests/${encodeURIComponent(call.id)}`}>{call.id}</a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </>
);

export const DomainsPage: FC<{ rows: readonly ApprovedDomain[]; approvals: readonly DomainApproval[] }> = ({
  rows,
  approvals,
}) => (
  <>
    <p>Targets that a passed call may go to without a limit. Others get one request a second.</p>
    <section class="scroll" tabindex={0} aria-label="Approved domains">
      <table>
        <thead>
          <tr>
            <th scope="col">Domain</th>
            <th scope="col">Approved by</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              <td>{row.domain}</td>
              <td>the gateway's own table</td>
              <td>{row.costSupport ? "computed" : "not computed"}</td>
            </tr>
          ))}
          {approvals.map((approval) => (
            <tr>
              <td>{approval.host}</td>
              <td>{`${approval.how === "txt" ? "a TXT record" : "the operator"}, ${time(approval.at)} UTC`}</td>
              <td>not computed</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </>
);
