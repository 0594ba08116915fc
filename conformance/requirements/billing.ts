/** BIL: wallet, reservations and the two modes. @module */
import { inArea } from "./requirement.ts";

export const billing = inArea("billing", [
  {
    id: "BIL-01",
    level: "MUST",
    title: "PTB reserves the worst case, settles the exact cost and releases at every exit",
  },
  {
    id: "BIL-02",
    level: "MUST",
    title: "Concurrent requests never spend more than the balance, nor lose a reservation",
  },
  { id: "BIL-03", level: "MUST", title: "A request is charged once, and failed attempts charge nothing" },
  { id: "BIL-04", level: "MUST", title: "BYOK never debits, and neither mode uses the other's key" },
  {
    id: "BIL-05",
    level: "MUST",
    title: "Too little credit is a 402 before any upstream call, and later attempts are tried",
    policy: "402 insufficient_credits before the call",
  },
  { id: "BIL-06", level: "MUST", title: "PTB refuses by name what it cannot price; BYOK lets it pass" },
  {
    id: "BIL-07",
    level: "MUST",
    title: "A cut stream is charged by the declared policy, monotone, never above the full bill",
  },
  { id: "BIL-08", level: "MUST", title: "PTB and BYOK differ only in credential and billing record" },
  {
    id: "BIL-09",
    level: "MUST",
    title: "After a crash each reservation is settled or released",
    status: { heldBy: "reference-gateway/stores/crash.test.ts" },
  },
  {
    id: "BIL-10",
    level: "MUST",
    title: "What throws after an answer began holds nothing reserved and shows in the stream",
    policy: "a charge above its reservation is booked in full and logged",
  },
  {
    id: "BIL-11",
    level: "MUST",
    title: "A process that lives is never buried, and a settle without its reservation is booked or raised",
  },
]);
