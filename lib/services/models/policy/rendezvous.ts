/** Hashes a text to 32 bits (FNV-1a over its UTF-16 units, then mixed). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mix(hash);
}

function mix(bits: number): number {
  let hash = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * Returns the preference of an affinity for an endpoint; the highest wins (rendezvous hashing:
 * Thaler and Ravishankar 1998). When an endpoint is added or removed, only the calls that it wins
 * or held move.
 */
export const preference = (affinity: number, endpoint: number): number =>
  mix(affinity ^ Math.imul(endpoint, 0x9e3779b1));
