/**
 * Options that npm took for its own: in `npm test --list` nothing stands between npm's options and those of the command.
 * @module
 */

/** People set these for npm itself, and for what builds native packages. */
const NPMS_OWN = ["--target", "--update"];

/**
 * The options that npm swallowed, as they were written, so far as its environment tells.
 * @param options those of the command, such as `--min-proof`
 */
export function swallowed(
  env: Readonly<Record<string, string | undefined>>,
  options: readonly string[],
): string[] {
  return options.filter((option) => {
    const given = env[`npm_config_${option.slice(2).replaceAll("-", "_")}`] ?? "";
    return given !== "" && !NPMS_OWN.includes(option);
  });
}

/** What to type instead, in a line. */
export const swallowedText = (options: readonly string[]): string =>
  `npm took ${options.join(", ")} for an option of its own. Options of the tests stand after --: npm test -- ${options.map((option) => `${option} …`).join(" ")}`;
