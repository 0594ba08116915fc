/**
 * Lint of what is not text: sound costs several times what text does, and pictures in an answer more than ten times; neither may
 * be billed as text because nobody wrote a price down (REG-05, CST-13).
 * @module
 */
import type { MODALITIES, Rates } from "../schema.ts";
import { priceLists, type Report, type Subject } from "./subject.ts";

type Modality = (typeof MODALITIES)[number];
type Direction = "inputs" | "outputs";

/** Why a modality needs no price of its own. */
type Why = { asText: string } | { needs: keyof Rates };

/**
 * What each modality of a chat needs. Pictures, films and documents of a prompt become tokens that every list prices as text:
 * OpenRouter's catalogue states their price apart, and it is the text's for every model (Portkey-AI/models@f654307e).
 */
const CHAT: Readonly<Record<Direction, Readonly<Record<Modality, Why>>>> = {
  inputs: {
    text: { asText: "it is text" },
    image: { asText: "counted into the prompt, at its price" },
    audio: { needs: "audioInput" },
    video: { asText: "counted into the prompt, at its price" },
    pdf: { asText: "counted into the prompt, at its price" },
  },
  outputs: {
    text: { asText: "it is text" },
    image: { needs: "imageOutput" },
    audio: { needs: "audioOutput" },
    video: { asText: "no API of this registry answers with films" },
    pdf: { asText: "no model answers with documents" },
  },
};

/** Does an endpoint have its own price for a class in every list, or a reason for none? Only text goes to a vector. */
export function lintModalities(subject: Subject, report: Report): void {
  const { model, config, operation } = subject;
  if (operation !== "chat") return;
  for (const direction of ["inputs", "outputs"] as const)
    for (const modality of model[direction]) {
      const why = CHAT[direction][modality];
      if ("asText" in why || config.unpriced?.[why.needs] !== undefined) continue;
      for (const { field, tiers } of priceLists(subject))
        if (tiers[0]?.usdPerMillion[why.needs] === undefined)
          report(
            "modality-unpriced",
            `${field}[0].${why.needs}`,
            "nothing",
            `a price for ${modality} ${direction === "inputs" ? "in prompts" : "in answers"}, or a reason in \`unpriced\``,
          );
    }
}
