import { distance } from "fastest-levenshtein";

/** The candidate that a misspelt word most likely meant; undefined when none is close. Ignores letter case. */
export function nearestSpelling(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  // A third of the letters may be wrong, at least one.
  let limit = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const edits = distance(wanted, candidate.toLowerCase());
    // A word of which nothing is left is not a misspelling.
    if (edits < limit && edits < Math.min(wanted.length, candidate.length)) {
      limit = edits;
      best = candidate;
    }
  }
  return best;
}
