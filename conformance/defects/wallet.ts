/**
 * Broken wallets, as their tenants see them (BIL, SEC-04).
 * @module
 */
import type { Wallet } from "../../reference-gateway/parts.ts";
import type { Around, Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { mending, unchanged, withParts } from "./plants.ts";

const withWallet = (wrap: (wallet: Wallet) => Partial<Wallet>): Plant =>
  withParts(({ wallet }) => ({ wallet: { ...wallet, ...wrap(wallet) } }));

/** What tenants are told at a path, changed as text. */
const telling =
  (path: string, change: (text: string) => string): Around =>
  (send) =>
  async (asked, init) => {
    const response = await send(asked, init);
    if (asked.split("?")[0] !== path) return response;
    return new Response(change(await response.text()), {
      status: response.status,
      headers: response.headers,
    });
  };

export const walletDefects: readonly Defect[] = [
  {
    id: "wallet.nothing-is-never-suspended",
    title: "A call that costs nothing passes, though the wallet is suspended",
    seenIn: "own",
    breaks: ["BIL-05"],
    plant: withWallet((wallet) => ({
      reserve: async (tenant, request, amount, id) =>
        (await wallet.reserve(tenant, request, amount, id)) ?? (amount === 0n ? (id ?? null) : null),
    })),
  },
  {
    id: "wallet.payments-not-looked-at",
    title: "Whether a wallet is low is looked at after a charge, and not after a payment",
    seenIn: "own",
    breaks: ["BIL-05"],
    plant: withWallet((wallet) => {
      let isPaid = false;
      return {
        deposit: async (...payment) => {
          isPaid = true;
          return wallet.deposit(...payment);
        },
        fellBelow: async (...asked) => {
          const isLooked = !isPaid;
          isPaid = false;
          return isLooked && wallet.fellBelow(...asked);
        },
      };
    }),
  },
  {
    id: "wallet.low-at-the-threshold",
    title: "A wallet is told to be low when its balance is exactly what was declared",
    seenIn: "own",
    breaks: ["BIL-05"],
    plant: withWallet((wallet) => ({ fellBelow: (tenant, below) => wallet.fellBelow(tenant, below + 1n) })),
  },
  {
    id: "wallet.low-each-time",
    title: "A low wallet is told after every request",
    seenIn: "own",
    breaks: ["BIL-05"],
    plant: withWallet((wallet) => ({
      fellBelow: async (tenant, below) => {
        const { deposited, charged } = await wallet.view(tenant);
        return deposited - charged < below;
      },
    })),
  },
  {
    id: "wallet.low-once-for-ever",
    title: "A wallet that was low and was paid into is not told again",
    seenIn: "own",
    breaks: ["BIL-05"],
    plant: withWallet((wallet) => {
      let isTold = false;
      return {
        fellBelow: async (tenant, below) => {
          const isNews = !isTold && (await wallet.fellBelow(tenant, below));
          isTold ||= isNews;
          return isNews;
        },
      };
    }),
  },
  {
    id: "wallet.low-with-reservations",
    title: "What is set aside counts as spent when it is looked whether a wallet is low",
    seenIn: "own",
    breaks: ["BIL-05"],
    plant: withWallet((wallet) => ({
      fellBelow: async (tenant, below) => {
        const { reserved } = await wallet.view(tenant);
        return wallet.fellBelow(tenant, below + reserved);
      },
    })),
  },
  {
    id: "wallet.reserved-untold",
    title: "Nothing is told of what is set aside for calls under way",
    seenIn: "own",
    breaks: ["BIL-01"],
    plant: unchanged,
    around: telling("/v1/wallet", (text) => text.replace(/"reservedUsd":"[^"]*"/, '"reservedUsd":"0"')),
  },
  {
    id: "wallet.available-with-reserved",
    title: "What is set aside counts as available",
    seenIn: "own",
    breaks: ["BIL-01"],
    plant: withWallet((wallet) => ({
      view: async (tenant) => {
        const view = await wallet.view(tenant);
        return { ...view, available: view.available + view.reserved };
      },
    })),
  },
  {
    id: "wallet.suspension-untold",
    title: "A suspended wallet looks like any other",
    seenIn: "own",
    breaks: ["BIL-05"],
    plant: unchanged,
    around: telling("/v1/wallet", (text) => text.replace('"suspended":true', '"suspended":false')),
  },
  {
    id: "wallet.suspension-paid-off",
    title: "A deposit lifts the suspension of a wallet",
    seenIn: "own",
    breaks: ["BIL-05"],
    plant: withWallet((wallet) => ({
      deposit: async (tenant, id, amount) => {
        await wallet.suspend(tenant, false);
        return wallet.deposit(tenant, id, amount);
      },
    })),
  },
  {
    id: "wallet.credited-each-time",
    title: "A repeated deposit is told as credited, though it was not",
    seenIn: "own",
    breaks: ["BIL-01"],
    plant: unchanged,
    around: telling("/v1/wallet/deposits", (text) => text.replace('"credited":false', '"credited":true')),
  },
  {
    id: "wallet.ledger-without-times",
    title: "Every entry of the ledger is of the moment at which it is asked for",
    seenIn: "own",
    breaks: ["BIL-01"],
    plant: withParts(({ wallet, clock }) => ({
      wallet: {
        ...wallet,
        statement: async (...asked) =>
          (await wallet.statement(...asked)).map((entry) => ({ ...entry, at: clock.now() })),
      },
    })),
  },
  {
    id: "wallet.pages-by-time",
    title: "Pages of the ledger go on behind a moment, and the rest of that moment is lost",
    seenIn: "own",
    breaks: ["BIL-01"],
    plant: withWallet((wallet) => ({
      statement: (tenant, after, limit) =>
        wallet.statement(tenant, after && { ...after, kind: "charge", id: "" }, limit),
    })),
  },
  {
    id: "wallet.ledger-request-lost",
    title: "Charges do not say which request they are for",
    seenIn: "own",
    breaks: ["BIL-01", "BIL-04"],
    plant: withWallet((wallet) => ({
      statement: async (...asked) =>
        (await wallet.statement(...asked)).map((entry) => ({ ...entry, requestId: null })),
    })),
  },
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
    plant: unchanged,
    around: telling("/v1/wallet", (text) => text.replace(/Usd":"(\d+\.\d{1,6})\d*"/g, 'Usd":"$1"')),
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
  {
    id: "wallet.cut-deposit-credited",
    title: "Of a deposit that was cut on its way the amount is credited as far as it came",
    seenIn: "own",
    breaks: ["BIL-01"],
    plant: unchanged,
    around: mending("/v1/wallet/deposits"),
  },
];
