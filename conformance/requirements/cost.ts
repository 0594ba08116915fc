/** CST: what a request costs. @module */
import { inArea } from "./requirement.ts";

export const cost = inArea("cost", [
  { id: "CST-01", level: "MUST", title: "Money is exact from registry to ledger" },
  { id: "CST-02", level: "MUST", title: "The tier is right below, at and above every boundary" },
  {
    id: "CST-03",
    level: "MUST",
    title: "Each token class is billed once at its own rate or a stated fallback, never free",
  },
  {
    id: "CST-04",
    level: "MUST",
    title: "Cost is monotone, additive and scales; 0 only for no usage or a free endpoint",
  },
  { id: "CST-05", level: "MUST", title: "The price is found by exact identity; an unknown one is unpriced" },
  { id: "CST-06", level: "MUST", title: "A cost that the provider reports is kept beside ours, 0 included" },
  {
    id: "CST-07",
    level: "MUST",
    title: "Regional, batch, priority, per-request and dated prices apply where declared",
  },
  {
    id: "CST-08",
    level: "MUST",
    title: "An answer from the gateway's cache costs 0",
  },
  {
    id: "CST-09",
    level: "MUST",
    title: "What the answer says about its own price is priced; a word without a price makes it unpriced",
  },
  { id: "CST-10", level: "MUST", title: "The regional price follows the place of the call" },
  { id: "CST-11", level: "MUST", title: "Every model and tool inside one answer is billed at its own price" },
  { id: "CST-12", level: "MUST", title: "Prices hold from a day; before it or past their end there is none" },
  {
    id: "CST-13",
    level: "MUST",
    title: "A unit that has no price is named, and refused in PTB where it can be foreseen",
  },
]);
