import { formatNumber } from "@/components/ui/format";
import type { Capabilities } from "@/lib/contracts/endpoints";

/** Capabilities that a server has or lacks. */
type BooleanCapability = Exclude<keyof Capabilities, "maxContext" | "embeddingDimension">;

export interface CapabilityDescription {
  readonly key: BooleanCapability | "maxContext";
  readonly label: string;
  /** null: unknown. */
  readonly supported: boolean | null;
  readonly meaning: string;
  /** The text of the badge, and the text after the label in the list. */
  readonly badge: string;
  readonly answer: string;
}

const CAPABILITIES: readonly { key: BooleanCapability; label: string; yes: string; no: string }[] =
  [
    {
      key: "chat",
      label: "chat",
      yes: "It answers chat requests.",
      no: "It answers no chat requests, so no agent can be asked through it. It can embed what agents remember.",
    },
    {
      key: "jsonSchema",
      label: "JSON schema",
      yes: "It enforces the form of answers, so hardly any are invalid.",
      no: "It does not enforce the form of answers. They are checked and asked for again here; some more may end up invalid.",
    },
    {
      key: "seed",
      label: "seed",
      yes: "The same seed gave the same answer again, so answers can be repeated.",
      no: "It takes no seed, or answers differently with the same one: running again may give other answers.",
    },
    {
      key: "usage",
      label: "token counts",
      yes: "It reports tokens, so the counts here are its own.",
      no: "It reports no tokens: counts and costs here are estimates.",
    },
    {
      key: "streaming",
      label: "streaming",
      yes: "It can send answers as they are written.",
      no: "It sends answers only when complete. Runs do not need more.",
    },
    {
      key: "streamUsage",
      label: "counts in streams",
      yes: "It reports tokens at the end of a streamed answer too.",
      no: "It reports no tokens with streamed answers. Runs do not need them.",
    },
    {
      key: "embeddings",
      label: "embeddings",
      yes: "It makes embeddings, which long-term memory can use.",
      no: "It makes no embeddings. Only long-term memory needs them.",
    },
    {
      key: "lora",
      label: "adapters",
      yes: "Trained adapters can be loaded while it runs.",
      no: "It cannot load trained adapters while it runs. Only fine-tuning here needs that.",
    },
  ];

const UNKNOWN = "Not known: the server gave no clear answer.";
const CONTEXT_UNKNOWN = "The server does not say how long prompts may be.";

/** Describes the capabilities of a server by their consequences for simulations. */
export function describeCapabilities(capabilities: Capabilities): CapabilityDescription[] {
  const { maxContext, embeddingDimension } = capabilities;
  const context = `${formatNumber(maxContext, 7)} tokens`;
  const length: CapabilityDescription = {
    key: "maxContext",
    label: "context",
    supported: maxContext === null ? null : true,
    badge: maxContext === null ? "context: not known" : `${context} of context`,
    answer: maxContext === null ? "not known" : context,
    meaning:
      maxContext === null
        ? CONTEXT_UNKNOWN
        : `That much prompt and answer may have together. Longer prompts are refused or cut.`,
  };
  const known = CAPABILITIES.map(({ key, label, yes, no }): CapabilityDescription => {
    const able = capabilities[key];
    const dimension =
      key === "embeddings" && able === true && embeddingDimension !== null
        ? ` Each has ${formatNumber(embeddingDimension, 7)} numbers.`
        : "";
    const badge = able === true ? label : able === null ? `${label}: not known` : `no ${label}`;
    const answer = able === null ? "not known" : able ? "yes" : "no";
    return {
      key,
      label,
      supported: able,
      badge,
      answer,
      meaning: able === null ? UNKNOWN : able ? yes + dimension : no,
    };
  });
  // An embedding-only server was tested for nothing else.
  return capabilities.chat
    ? [...known.slice(0, 1), length, ...known.slice(1)]
    : known.filter(({ key }) => key === "chat" || key === "embeddings");
}
