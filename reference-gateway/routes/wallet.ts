/**
 * /v1/wallet: what a tenant has, what was booked on it, and deposits. Amounts are decimal strings of USD.
 * @module
 */
import { z } from "zod";
import { gatewayError } from "../../registry/errors/api-error.ts";
import { picoToUsd, usdToPico } from "../../registry/pricing/money.ts";
import { alertIfLow } from "../accounting/alert.ts";
import { MAX_AMOUNT, PaymentConflict } from "../accounting/amount.ts";
import { ENTRY_KINDS, type StatementEntry, type StatementPlace } from "../accounting/statement.ts";
import { Refused } from "./http.ts";
import type { Managed, ManagementRoute } from "./management.ts";

const AMOUNT_RULE = `USD as a decimal string above 0 and up to ${picoToUsd(MAX_AMOUNT)}, with at most 12 decimals`;
const Deposit = z.strictObject({
  paymentId: z.string().regex(/^[\w.:-]{1,128}$/, { error: "1 to 128 letters, digits and ._:-" }),
  amountUsd: z
    .string()
    .regex(/^\d{1,7}(\.\d{1,12})?$/, { error: AMOUNT_RULE, abort: true })
    .refine((usd) => usdToPico(usd) > 0n && usdToPico(usd) <= MAX_AMOUNT, { error: AMOUNT_RULE }),
});

const MAX_PAGE = 200;
const LIMIT_RULE = `a whole number from 1 to ${MAX_PAGE}`;
const CURSOR_RULE = "the `next` of an earlier page";
const Place = z.tuple([z.int().min(0), z.enum(ENTRY_KINDS), z.string().max(256)]);

const cursorOf = ({ at, kind, id }: StatementPlace): string =>
  Buffer.from(JSON.stringify([at, kind, id])).toString("base64url");

const Cursor = z
  .string()
  .max(1_024)
  .transform((text, context): StatementPlace => {
    try {
      const [at, kind, id] = Place.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
      return { at, kind, id };
    } catch {
      context.addIssue({ code: "custom", message: CURSOR_RULE });
      return z.NEVER;
    }
  });

const PageQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^\d{1,3}$/, { error: LIMIT_RULE, abort: true })
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= MAX_PAGE, { error: LIMIT_RULE })
    .default(50),
  after: Cursor.nullable().default(null),
});

const entryView = ({ kind, id, requestId, amount, at }: StatementEntry) => ({
  kind,
  id,
  requestId,
  amountUsd: picoToUsd(amount),
  at: new Date(at).toISOString(),
});

async function walletView({ parts: { wallet }, caller }: Managed): Promise<object> {
  const { available, reserved, charged, deposited } = await wallet.view(caller.id);
  return {
    object: "wallet",
    availableUsd: picoToUsd(available),
    reservedUsd: picoToUsd(reserved),
    chargedUsd: picoToUsd(charged),
    depositedUsd: picoToUsd(deposited),
    suspended: await wallet.isSuspended(caller.id),
  };
}

/** @throws Refused 409 for a payment of another amount, 400 beyond what a wallet holds */
async function deposit({ parts, caller }: Managed, paymentId: string, amountUsd: string): Promise<boolean> {
  try {
    return await parts.wallet.deposit(caller.id, paymentId, usdToPico(amountUsd));
  } catch (thrown) {
    if (thrown instanceof PaymentConflict)
      throw new Refused(
        gatewayError("conflict", "This payment was credited with another amount", {
          code: "payment_conflict",
          param: "paymentId",
        }),
      );
    if (!(thrown instanceof RangeError)) throw thrown;
    throw new Refused(
      gatewayError("invalid_request", `amountUsd: ${thrown.message}`, {
        code: "invalid_body",
        param: "amountUsd",
      }),
    );
  }
}

export const walletRoutes: readonly ManagementRoute[] = [
  {
    method: "GET",
    path: "/v1/wallet",
    scope: "read",
    answer: async (managed) => ({ status: 200, body: await walletView(managed) }),
  },
  {
    method: "GET",
    path: "/v1/wallet/ledger",
    scope: "read",
    answer: async ({ parts, caller, query }) => {
      const { limit, after } = query(PageQuery);
      const found = await parts.wallet.statement(caller.id, after, limit + 1);
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const next = found.length > limit && last ? cursorOf(last) : null;
      return { status: 200, body: { object: "list", data: page.map(entryView), next } };
    },
  },
  {
    method: "POST",
    path: "/v1/wallet/deposits",
    scope: "admin",
    answer: async (managed) => {
      const { parts, caller, requestId } = managed;
      const { paymentId, amountUsd } = await managed.body(Deposit);
      const credited = await deposit(managed, paymentId, amountUsd);
      if (credited) parts.log("info", "wallet.deposited", { requestId, tenantId: caller.id, amountUsd });
      // What is above the threshold again can fall below it again.
      await alertIfLow(parts, caller.id);
      const body = { object: "wallet.deposit", paymentId, credited, wallet: await walletView(managed) };
      return { status: credited ? 201 : 200, body };
    },
  },
];
