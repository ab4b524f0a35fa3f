import type { Capabilities } from "@/lib/contracts/endpoints";

/** Those that a server has or has not. */
type Known = Exclude<keyof Capabilities, "maxContext">;

export interface Ability {
  readonly key: Known;
  readonly label: string;
  /** null: not known. */
  readonly able: boolean | null;
  readonly meaning: string;
}

const ABILITIES: readonly { key: Known; label: string; yes: string; no: string }[] = [
  { key: "chat", label: "chat", yes: "It answers chat requests.", no: "It does not answer chat requests, so no agent can be asked through it. It can embed what agents remember." },
  {
    key: "jsonSchema", label: "JSON schema", yes: "It enforces the form of answers, so hardly any are invalid.",
    no: "It does not enforce the form of answers. They are checked and asked for again here; some more may end up invalid.",
  },
  { key: "seed", label: "seed", yes: "It takes a seed, so answers can be repeated.", no: "It takes no seed: running again may give other answers." },
  { key: "usage", label: "token counts", yes: "It reports tokens, so the counts here are its own.", no: "It reports no tokens: counts here are estimates." },
  { key: "streaming", label: "streaming", yes: "It can send answers as they are written.", no: "It sends answers only when complete. Runs do not need more." },
  { key: "embeddings", label: "embeddings", yes: "It makes embeddings, which long-term memory can use.", no: "It makes no embeddings. Only long-term memory needs them." },
];

/** What a server can do, in the words of somebody who runs simulations. */
export const abilitiesOf = (capabilities: Capabilities): Ability[] =>
  ABILITIES.map(({ key, label, yes, no }) => {
    const able = capabilities[key];
    return { key, label, able, meaning: able === null ? "Not known: the server gave no clear answer." : able ? yes : no };
  });
