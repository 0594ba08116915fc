/**
 * Broken wallets, as their tenants see them (BIL, SEC-04).
 * @module
 */
import type { Wallet } from "../../reference-gateway/parts.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withParts } from "./plants.ts";

const withWallet = (wrap: (wallet: Wallet) => Partial<Wallet>): Plant =>
  withParts(({ wallet }) => ({ wallet: { ...wallet, ...wrap(wallet) } }));

export const walletDefects: readonly Defect[] = [
  {
    id: "wallet.deposit-twice",
    title: "A payment is credited each time that it is told",
    seenIn: "own",
    breaks: ["BIL-01"],
    plant: withWallet((wallet) => {
      let told = 0;
      return { deposit: (tenant, id, amount) => wallet.deposit(tenant, `${id}-${++told}`, amount) };
    }),
  },
  {
    id: "wallet.ledger-of-another",
    title: "The ledger shows the first tenant's entries to everybody",
    seenIn: "own",
    breaks: ["SEC-04"],
    plant: withWallet((wallet) => ({
      statement: (_tenant, after, limit) => wallet.statement("a", after, limit),
    })),
  },
  {
    id: "wallet.view-of-another",
    title: "The wallet shows the first tenant's balance to everybody",
    seenIn: "own",
    breaks: ["SEC-04"],
    plant: (parts) => parts,
    around: (send) => (path, init) => {
      const headers = new Headers(init.headers);
      const key = headers.get("helicone-auth");
      if (path === "/v1/wallet" && key !== null)
        headers.set("helicone-auth", key.replace("tenant0b0k2Vw", "tenant0a0q7Zx"));
      return send(path, { ...init, headers });
    },
  },
  {
    id: "wallet.pages-overlap",
    title: "Every page of the ledger begins with the newest entry",
    seenIn: "own",
    breaks: ["BIL-01", "BIL-04"],
    plant: withWallet((wallet) => ({
      statement: (tenant, _after, limit) => wallet.statement(tenant, null, limit),
    })),
  },
  {
    id: "wallet.amounts-through-floats",
    title: "Amounts are told with six decimals",
    seenIn: "own",
    breaks: ["BIL-01"],
    plant: (parts) => parts,
    around: (send) => async (path, init) => {
      const response = await send(path, init);
      if (path !== "/v1/wallet") return response;
      const text = (await response.text()).replace(/Usd":"(\d+\.\d{1,6})\d*"/g, 'Usd":"$1"');
      return new Response(text, { status: response.status, headers: response.headers });
    },
  },
  {
    id: "wallet.suspension-ignored",
    title: "A suspended wallet goes on paying",
    seenIn: "own",
    breaks: ["BIL-05"],
    plant: withWallet((wallet) => ({
      reserve: async (tenant, request, amount, id) => {
        await wallet.suspend(tenant, false);
        return wallet.reserve(tenant, request, amount, id);
      },
    })),
  },
];
