/**
 * Models of Alibaba Cloud's Model Studio whose answers cost more when they think.
 * @module
 */
import { instead } from "./write.ts";

/** What is said after thinking costs what the thoughts cost, which the price list has. @param output USD per million tokens of output in thinking mode */
export const thinkingCosts = (output: string) =>
  instead(
    "thinking",
    ["on"],
    { output },
    "models.dev@f3fc6922 lists it as the price of reasoning; Alibaba's price list has it as the output of the thinking mode",
  );
