/**
 * Pure functions of a text that are asked the same again and again: what they said is remembered, of so many texts at most.
 * @module
 */

/**
 * The same function, which computes each of the last `most` texts once. What it gives is shared: nobody may change it.
 * What it throws is not remembered.
 */
export function remembered<T>(most: number, compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, { value: T }>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found.value;
    const value = compute(text);
    const [oldest] = known.size >= most ? known.keys() : [];
    if (oldest !== undefined) known.delete(oldest);
    known.set(text, { value });
    return value;
  };
}
