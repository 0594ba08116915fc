/**
 * What the sources disagree on without any rule being able to see it, and what is done about it.
 * @module
 */

/** Disagreements of the sources that no rule can tell from a price list, and what stands in for one. */
export const beyondLint: readonly { row: string; why: string }[] = [
  {
    row: "crosscheck table 1: gemini-2.5-pro cache read 0.1 or 0.25 times the input, gpt-oss at groq, Qwen3-Coder at deepinfra",
    why: "both prices are plausible and one is older: the newer source with its commit is taken, and its day to look again lists it once it has passed",
  },
  {
    row: "crosscheck table 1: deepseek-chat, an alias that its vendor re-points",
    why: "the id names another model by now: aliases are endpoints of their own, priced by periods (since)",
  },
  {
    row: "README: azure cached prices rounded to cents (0.13 for 0.125)",
    why: "a reseller may round what it bills; the row is taken as published",
  },
  {
    row: "models.dev azure gpt-5.2 (cached input 0.125, the vendor's 0.175)",
    why: "looks like the row of gpt-5.1, but a cheaper cache is no error by itself; the row is taken as published",
  },
  {
    row: "models.dev azure gpt-5.1 (audio in, pictures and audio out)",
    why: "modalities belong to the model, and its maker takes text and pictures and answers in text",
  },
  {
    row: "README: claude-sonnet-4 and 4.5 at openrouter tiered with a context of 1,000,000, flat at 200,000 at the vendor",
    why: "the vendor's context does not reach the threshold, so the two do not contradict each other",
  },
  {
    row: "models.dev alibaba qwen-plus, qwen-turbo, qwen3-14b and six more (a price of its own for reasoning)",
    why: "presumably the output price of the thinking mode, which then the answer pays too: priced as given, and not sold (PTB is off)",
  },
  {
    row: "README: cloudflare lists twelve models twice, with prices that differ in rounding",
    why: "one endpoint with the longer price and the id of Workers AI: workers-ai/ before an id is the address of AI Gateway",
  },
  {
    row: "models.dev cloudflare workers-ai/@cf/… (context 128000, output 16384 for every model)",
    why: "a filler: where the model's own context is known to be shorter that one is taken, with a note",
  },
  {
    row: "models.dev cloudflare m2m100-1.2b, indictrans2-en-indic-1B, bge-*, distilbert-sst-2-int8, alibaba qwen3-asr-flash and *-realtime",
    why: "translators, embeddings, classifiers, speech and sockets: no chat endpoints, so they are not in the registry",
  },
  {
    row: "models.dev alibaba qwen3.5-* and qwen3.6-27b, -35b (audio in)",
    why: "only this row has it, without a price, and the same weights at four other hosts take pictures and video only: left out of the model",
  },
];
