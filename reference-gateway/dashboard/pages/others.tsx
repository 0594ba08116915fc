/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { FC } from "hono/jsx";
import type { ApprovedDomain } from "../../../registry/domains/approved.ts";
import type { StatementEntry } from "../../accounting/statement.ts";
import type { WalletView } from "../../parts.ts";
import type { DomainApproval } from "../../passthrough/approvals.ts";
import type { WaitingCall } from "../../passthrough/pending.ts";
import { money, time } from "../format.ts";
import { Notice } from "../layout.tsx";

export const SignIn: FC<{ problem?: string }> = ({ problem }) => (
  <>
    {problem === undefined ? null : <Notice text={problem} bad />}
    <p>Your requests, keys, costs and wallet, with a gateway key that may read them.</p>
    <form class="card form" method="post" action="/sign-in">
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

export interface WalletProps {
  view: WalletView;
  /** Charges and deposits, newest first. */
  entries: readonly StatementEntry[];
  suspended: boolean;
}

export const Wallet: FC<WalletProps> = ({ view, entries, suspended }) => (
  <>
    {suspended ? <Notice text="This wallet is suspended: nothing is billed to it." bad /> : null}
    <div class="grid cards">
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
    <h2>Charges and deposits, newest first</h2>
    {entries.length === 0 ? <p>Nothing was booked yet.</p> : null}
    <section class="scroll" tabindex={0} aria-label="Charges and deposits">
      <table>
        <thead>
          <tr>
            <th scope="col">Time (UTC)</th>
            <th scope="col">Kind</th>
            <th scope="col">Request or payment</th>
            <th scope="col" class="right">
              Amount
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ at, kind, id, requestId, amount }) => (
            <tr>
              <td class="nowrap">{time(at)}</td>
              <td>{kind}</td>
              <td class="id">
                {requestId === null ? (
                  id
                ) : (
                  <a href={`/requests/${encodeURIComponent(requestId)}`}>{requestId}</a>
                )}
              </td>
              <td class="right">{kind === "charge" ? `−${money(amount)}` : money(amount)}</td>
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
