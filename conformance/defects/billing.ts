/**
 * Broken wallets and mixed-up modes (BIL).
 * @module
 */
import { NothingReserved } from "../../reference-gateway/accounting/amount.ts";
import type { GatewayParts, Wallet } from "../../reference-gateway/parts.ts";
import type { ChatRequest } from "../../registry/canonical/chat.ts";
import { gatewayError } from "../../registry/errors/api-error.ts";
import { without } from "../../registry/json.ts";
import type { Attempt, PlanInput } from "../../registry/routing/plan.ts";
import { canaries } from "../secrets/canaries.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withOutbound, withParts, withRegistry } from "./plants.ts";

const withWallet = (change: (wallet: Wallet, parts: GatewayParts) => Partial<Wallet>): Plant =>
  withParts((parts) => ({ wallet: { ...parts.wallet, ...change(parts.wallet, parts) } }));

/** A gateway whose log lacks an event. */
const silent = (event: string): Plant =>
  withParts(({ log }) => ({
    log: (level, name, fields) => {
      if (name !== event) log(level, name, fields);
    },
  }));

const withAttempts = (change: (attempts: Attempt[]) => Attempt[]): Plant =>
  withRegistry((registry) => ({
    plan: (input) => {
      const plan = registry.plan(input);
      return plan.ok ? { ...plan, attempts: change(plan.attempts) } : plan;
    },
  }));

const BILLED_APART = ["web_search_options", "modalities", "audio", "prediction", "service_tier"];

/** The request as somebody reads it who does not know what costs extra. */
function plainly(input: PlanInput): PlanInput {
  const request: ChatRequest = without(input.request, BILLED_APART);
  const tools = request.tools?.filter((tool) => tool.type === "function");
  return { ...input, request: tools ? { ...request, tools } : request };
}

const isPlatform = (parts: GatewayParts, headers: readonly [string, string][]): boolean =>
  [...parts.platformKeys.providers()].some((slug) => {
    const secret = parts.platformKeys.open(slug)?.secret;
    return secret !== undefined && headers.some(([, value]) => value.includes(secret));
  });

export const billingDefects: readonly Defect[] = [
  {
    id: "billing.never-released",
    title: "The reservation of a failed attempt stays",
    seenIn: "Routstr/routstr-core#551, elizaOS/eliza#11169",
    breaks: ["BIL-01"],
    plant: withWallet(() => ({ release: async () => {} })),
  },
  {
    id: "billing.zero-charge-not-settled",
    title: "A charge of nothing is not settled, so its reservation stays",
    seenIn: "own",
    breaks: ["BIL-01"],
    plant: withWallet((wallet) => ({
      settle: async (...[tenant, id, amount]) => {
        if (amount !== 0n) await wallet.settle(tenant, id, amount);
      },
    })),
  },
  {
    id: "billing.not-released-on-network-error",
    title: "The reservation stays when the connection fails",
    seenIn: "open-software-network/os-clovy#751",
    breaks: ["BIL-01"],
    plant: withParts(({ wallet, transport }) => {
      let failed = false;
      return {
        transport: {
          send: async (request, signal) => {
            try {
              return await transport.send(request, signal);
            } catch (error) {
              failed = true;
              throw error;
            }
          },
        },
        wallet: {
          ...wallet,
          release: async (tenant, id) => {
            if (!failed) await wallet.release(tenant, id);
          },
        },
      };
    }),
  },
  {
    id: "billing.not-settled-after-departure",
    title: "Nobody settles when the caller leaves a stream",
    seenIn: "BerriAI/litellm#36592",
    breaks: ["BIL-01"],
    plant: withParts(({ background }) => ({ background: { ...background, run: () => {} } })),
  },
  {
    id: "billing.never-charged",
    title: "Reservations are released and nothing is charged",
    seenIn: "own",
    breaks: ["BIL-01", "BIL-03"],
    plant: withWallet((wallet) => ({ settle: async (tenant, id) => wallet.release(tenant, id) })),
  },
  {
    id: "billing.check-then-act",
    title: "The balance is looked at, and reserved by nobody, until the answer is there",
    seenIn: "mozilla-ai/any-llm#836, danny-avila/LibreChat#15879",
    breaks: ["BIL-01", "BIL-02"],
    plant: withWallet((wallet, { ids }) => ({
      reserve: async (tenant, _request, amount) => {
        const { available } = await wallet.view(tenant);
        return available < amount ? null : ids.uuid();
      },
      settle: async (tenant, id, amount) => {
        const late = await wallet.reserve(tenant, id, amount);
        if (late !== null) await wallet.settle(tenant, late, amount);
      },
    })),
  },
  {
    id: "billing.settled-twice",
    title: "Settling books the charge twice",
    seenIn: "theopenco/llmgateway 4d7479b",
    breaks: ["BIL-01", "BIL-03"],
    plant: withWallet((wallet) => ({
      settle: async (tenant, id, amount) => {
        await wallet.settle(tenant, id, amount);
        const again = await wallet.reserve(tenant, id, amount);
        if (again !== null) await wallet.settle(tenant, again, amount);
      },
    })),
  },
  {
    id: "billing.lost-settle-swallowed",
    title: "A settle whose reservation is gone does nothing and says nothing",
    seenIn: "own",
    breaks: ["BIL-11"],
    plant: withWallet((wallet) => ({
      settle: (tenant, id, amount) =>
        wallet.settle(tenant, id, amount).catch((thrown) => {
          if (!(thrown instanceof NothingReserved)) throw thrown;
        }),
    })),
  },
  {
    id: "billing.failures-charged",
    title: "A failed attempt is charged a fee",
    seenIn: "own",
    breaks: ["BIL-01", "BIL-03"],
    plant: withWallet((wallet) => ({ release: (tenant, id) => wallet.settle(tenant, id, 1000n) })),
  },
  {
    id: "billing.equal-rows-merged",
    title: "Ledger rows of the same amount are taken for a replay of one",
    seenIn: "own",
    breaks: ["BIL-03", "CST-01"],
    plant: withWallet((wallet) => ({
      ledger: async (tenant) => [
        ...new Map((await wallet.ledger(tenant)).map((row) => [row.amount, row])).values(),
      ],
    })),
  },
  {
    id: "billing.reserve-too-little",
    title: "A token amount is reserved, whatever the request can cost",
    seenIn: "own",
    breaks: ["BIL-01"],
    plant: withRegistry(() => ({ reserve: () => 1n })),
  },
  {
    id: "billing.reserve-ignores-tiers",
    title: "The reservation of a long prompt is at the base price",
    seenIn: "own",
    breaks: ["BIL-01"],
    plant: withRegistry((registry) => ({
      reserve: (endpoint, request) =>
        registry.reserve({ ...endpoint, tiers: endpoint.tiers.slice(0, 1) }, request),
    })),
  },
  {
    id: "billing.reserve-one-choice",
    title: "The reservation forgets that several choices were asked for",
    seenIn: "own",
    breaks: ["BIL-01"],
    providers: ["deepinfra", "openai"],
    plant: withRegistry((registry) => ({
      reserve: (endpoint, request) => registry.reserve(endpoint, without(request, ["n"])),
    })),
  },
  {
    id: "billing.reservation-expires",
    title: "A reservation is swept after five minutes, whether its stream still runs or not",
    seenIn: "Routstr/routstr-core#682",
    breaks: ["BIL-02"],
    plant: withWallet((wallet, { clock }) => ({
      reserve: async (tenant, request, amount) => {
        const id = await wallet.reserve(tenant, request, amount);
        if (id !== null) clock.after(300_000, () => void wallet.release(tenant, id));
        return id;
      },
    })),
  },
  {
    id: "billing.long-streams-cut",
    title: "A stream that is still running is ended after half an hour",
    seenIn: "own",
    breaks: ["BIL-02"],
    plant: withParts(({ limits }) => ({ limits: { ...limits, streamTimeoutMs: limits.totalTimeoutMs } })),
  },
  {
    id: "billing.credit-unchecked",
    title: "An empty wallet buys as well as a full one",
    seenIn: "own",
    breaks: ["BIL-02", "BIL-05"],
    plant: withWallet((wallet) => ({
      reserve: (tenant, request, amount) =>
        wallet.reserve(tenant, request, amount).then((id) => id ?? wallet.reserve(tenant, request, 0n)),
    })),
  },
  {
    id: "billing.refused-after-the-call",
    title: "The 402 comes after the provider was asked",
    seenIn: "own",
    breaks: ["BIL-05"],
    plant: withWallet((wallet, { transport, registry }) => ({
      reserve: async (tenant, request, amount) => {
        const id = await wallet.reserve(tenant, request, amount);
        const url = `${registry.provider("deepinfra")?.baseUrl}/chat/completions`;
        const ask = { method: "POST" as const, url, headers: [], body: new Uint8Array() };
        if (id === null) await transport.send(ask, new AbortController().signal);
        return id;
      },
    })),
  },
  {
    id: "billing.credit-ends-the-list",
    title: "Too little credit for one attempt ends the request",
    seenIn: "own",
    breaks: ["BIL-05"],
    plant: withWallet((wallet) => ({
      reserve: async (tenant, request, amount) => {
        const id = await wallet.reserve(tenant, request, amount);
        if (id === null) throw new Error("too little credit");
        return id;
      },
    })),
  },
  {
    id: "billing.byok-debited",
    title: "A call with the caller's own key is charged to the wallet",
    seenIn: "weave-os/router#863",
    breaks: ["BIL-04"],
    plant: withAttempts((attempts) => attempts.map((attempt) => ({ ...attempt, mode: "ptb" }))),
  },
  {
    id: "billing.byok-on-platform-key",
    title: "BYOK goes out with the platform key",
    seenIn: "cloudflare/cloudflare-docs#32399",
    breaks: ["BIL-04"],
    plant: withAttempts((attempts) => attempts.map((attempt) => ({ ...attempt, keyId: null }))),
  },
  {
    id: "billing.platform-key-steps-in",
    title: "When the caller's key is refused, the platform key steps in, byokOnly or not",
    seenIn: "cloudflare/cloudflare-docs#32399, InsForge/InsForge#928",
    breaks: ["BIL-04"],
    plant: withAttempts((attempts) => [
      ...attempts,
      ...attempts
        .filter(({ mode }) => mode === "byok")
        .map((attempt) => ({ ...attempt, mode: "ptb" as const, keyId: null })),
    ]),
  },
  {
    id: "billing.ptb-on-callers-key",
    title: "PTB goes out with a caller's key",
    seenIn: "own",
    breaks: ["BIL-04"],
    plant: withParts(({ platformKeys }) => ({
      platformKeys: {
        ...platformKeys,
        open: (slug) => ({ secret: canaries.vault("a", slug), config: {} }),
      },
    })),
  },
  {
    id: "billing.unpriced-sold",
    title: "PTB lets features pass that it cannot price",
    seenIn: "own",
    breaks: ["BIL-06"],
    plant: withRegistry((registry) => ({ plan: (input) => registry.plan(plainly(input)) })),
  },
  {
    id: "billing.unpriced-refused-in-byok",
    title: "What PTB cannot price is refused to callers with their own key too",
    seenIn: "own",
    breaks: ["BIL-06"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const plan = registry.plan(input);
        const [feature] = BILLED_APART.filter((key) => input.request[key] !== undefined);
        if (!plan.ok || !feature) return plan;
        const error = gatewayError("invalid_request", "not sold here", {
          code: "unpriced_feature",
          param: feature,
        });
        return { ok: false, error };
      },
    })),
  },
  {
    id: "billing.cut-charges-the-reservation",
    title: "A stream without usage is charged everything that was reserved",
    seenIn: "own",
    breaks: ["BIL-07", "BIL-01"],
    plant: withWallet((wallet) => {
      const held = new Map<string, bigint>();
      return {
        reserve: async (tenant, request, amount) => {
          const id = await wallet.reserve(tenant, request, amount);
          if (id !== null) held.set(id, amount);
          return id;
        },
        settle: (tenant, id, amount) =>
          wallet.settle(tenant, id, amount === 0n ? (held.get(id) ?? 0n) : amount),
      };
    }),
  },
  {
    id: "billing.body-by-mode",
    title: "PTB marks the upstream body with a field of its own",
    seenIn: "own",
    breaks: ["BIL-08"],
    plant: withOutbound((request, parts) => {
      if (!isPlatform(parts, request.headers)) return request;
      const body = { ...JSON.parse(new TextDecoder().decode(request.body)), user: "platform" };
      return { ...request, body: new TextEncoder().encode(JSON.stringify(body)) };
    }),
  },
  {
    id: "billing.headers-by-mode",
    title: "PTB names itself to the provider in a header",
    seenIn: "own",
    breaks: ["BIL-08"],
    plant: withOutbound((request, parts) =>
      isPlatform(parts, request.headers)
        ? { ...request, headers: [...request.headers, ["x-billed-by", "platform"]] }
        : request,
    ),
  },
  {
    id: "billing.overrun-unsaid",
    title: "A charge above its reservation is booked, and nobody is told",
    seenIn: "own",
    breaks: ["BIL-01"],
    plant: silent("wallet.charge-above-reservation"),
  },
  {
    id: "billing.unpriced-unsaid",
    title: "An answer that nothing prices is paid by the gateway, and nobody is told",
    seenIn: "own",
    breaks: ["BIL-01"],
    plant: silent("wallet.answer-unpriced"),
  },
];
