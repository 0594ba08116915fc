/**
 * Bills worked out by hand from published prices. The numbers stand here and nowhere else: neither the price list nor
 * the arithmetic of the registry is trusted for them.
 * @module
 */

/** One answer at one endpoint. */
export interface WorkedBill {
  /** `model:provider`. */
  endpoint: string;
  prompt: number;
  /** Part of the prompt. */
  cached: number;
  /** Part of the prompt. */
  cacheWrite: number;
  completion: number;
  /** Part of the completion. */
  reasoning: number;
  /** The sum as a person would write it, in millionths of a dollar. */
  working: string;
  usd: string;
}

export const workedBills: readonly WorkedBill[] = [
  {
    endpoint: "deepseek-v4-flash:deepinfra",
    prompt: 1000,
    cached: 400,
    cacheWrite: 0,
    completion: 100,
    reasoning: 0,
    working: "600 × 0.10 + 400 × 0.02 + 100 × 0.20 = 60 + 8 + 20",
    usd: "0.000088",
  },
  {
    endpoint: "deepseek-v4-pro:deepinfra",
    prompt: 1000,
    cached: 400,
    cacheWrite: 0,
    completion: 100,
    reasoning: 60,
    working: "600 × 1.30 + 400 × 0.10 + 40 × 2.60 + 60 × 2.60 = 780 + 40 + 104 + 156",
    usd: "0.00108",
  },
  {
    endpoint: "gpt-oss-120b:deepinfra",
    prompt: 1001,
    cached: 1,
    cacheWrite: 0,
    completion: 7,
    reasoning: 3,
    working: "no cache price: 1001 × 0.039 + 7 × 0.19 = 39.039 + 1.33",
    usd: "0.000040369",
  },
  {
    endpoint: "gpt-oss-120b:groq",
    prompt: 336,
    cached: 256,
    cacheWrite: 0,
    completion: 96,
    reasoning: 59,
    working: "80 × 0.15 + 256 × 0.075 + 37 × 0.60 + 59 × 0.60 = 12 + 19.2 + 22.2 + 35.4",
    usd: "0.0000888",
  },
  {
    endpoint: "gpt-oss-20b:groq",
    prompt: 3,
    cached: 1,
    cacheWrite: 0,
    completion: 1,
    reasoning: 0,
    working: "2 × 0.075 + 1 × 0.0375 + 1 × 0.30 = 0.15 + 0.0375 + 0.3",
    usd: "0.0000004875",
  },
  {
    endpoint: "gpt-5.5:openai",
    prompt: 4020,
    cached: 1000,
    cacheWrite: 3012,
    completion: 4,
    reasoning: 0,
    working: "no write price: 8 × 5 + 1000 × 0.5 + 3012 × 5 + 4 × 30 = 40 + 500 + 15060 + 120",
    usd: "0.01572",
  },
  {
    endpoint: "gpt-4o:openai",
    prompt: 2006,
    cached: 1920,
    cacheWrite: 0,
    completion: 300,
    reasoning: 0,
    working: "86 × 2.50 + 1920 × 1.25 + 300 × 10 = 215 + 2400 + 3000",
    usd: "0.005615",
  },
  {
    endpoint: "gpt-5.4:openai",
    prompt: 272_001,
    cached: 200_000,
    cacheWrite: 0,
    completion: 1000,
    reasoning: 800,
    working:
      "above 272 000: 72001 × 5 + 200000 × 0.5 + 200 × 22.5 + 800 × 22.5 = 360005 + 100000 + 4500 + 18000",
    usd: "0.482505",
  },
  {
    endpoint: "gpt-5.6-sol:openai",
    prompt: 10_000,
    cached: 4000,
    cacheWrite: 5000,
    completion: 100,
    reasoning: 0,
    working: "1000 × 4 + 4000 × 0.4 + 5000 × 5 + 100 × 20 = 4000 + 1600 + 25000 + 2000",
    usd: "0.0326",
  },
  {
    endpoint: "gpt-5.6-luna:openai",
    prompt: 272_001,
    cached: 200_000,
    cacheWrite: 70_000,
    completion: 1000,
    reasoning: 800,
    working:
      "above 272 000: 2001 × 0.4 + 200000 × 0.04 + 70000 × 0.5 + 1000 × 1.8 = 800.4 + 8000 + 35000 + 1800",
    usd: "0.0456004",
  },
];
