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
      yes: "Answers chat requests.",
      no:
        "Does not answer chat requests, so it cannot answer for agents. It can embed their " +
        "memories.",
    },
    {
      key: "jsonSchema",
      label: "JSON schema",
      yes: "Enforces the format of answers, so few are invalid.",
      no:
        "Does not enforce the format of answers. Microcosm checks them and retries, but more " +
        "may end up invalid.",
    },
    {
      key: "numberBounds",
      label: "bounds of numbers",
      yes: "Keeps numbers within the bounds of the schema.",
      no:
        "Does not keep numbers within the bounds of the schema. Microcosm lists the values where " +
        "they are few, and repeats other bounds in the prompt.",
    },
    {
      key: "seed",
      label: "seed",
      yes: "Repeated the same answer for the same seed, so answers are reproducible.",
      no: "Ignores or does not accept seeds: running again may give different answers.",
    },
    {
      key: "usage",
      label: "token counts",
      yes: "Reports tokens, so counts are exact.",
      no: "Does not report tokens: counts and costs are estimates.",
    },
    {
      key: "streaming",
      label: "streaming",
      yes: "Can stream answers.",
      no: "Sends answers only when complete. Runs do not need streaming.",
    },
    {
      key: "streamUsage",
      label: "token counts in streams",
      yes: "Reports tokens at the end of a streamed answer.",
      no: "Does not report tokens for streamed answers. Runs do not need them.",
    },
    {
      key: "embeddings",
      label: "embeddings",
      yes: "Provides embeddings for long-term memory.",
      no: "Does not provide embeddings. Only long-term memory needs them.",
    },
    {
      key: "lora",
      label: "adapters",
      yes: "Can load trained adapters while running.",
      no: "Cannot load trained adapters while running. Only fine-tuning needs this.",
    },
  ];

const UNKNOWN = "The server gave no clear answer.";
const CONTEXT_UNKNOWN = "The server does not report its context length.";

/** Describes the capabilities of a server by their consequences for simulations. */
export function describeCapabilities(capabilities: Capabilities): CapabilityDescription[] {
  const { maxContext, embeddingDimension } = capabilities;
  const context = `${formatNumber(maxContext, 7)} tokens`;
  const length: CapabilityDescription = {
    key: "maxContext",
    label: "context",
    supported: maxContext === null ? null : true,
    badge: maxContext === null ? "context: unknown" : `${context} of context`,
    answer: maxContext === null ? "unknown" : context,
    meaning:
      maxContext === null
        ? CONTEXT_UNKNOWN
        : "Maximum length of prompt and answer together. Longer prompts are rejected or truncated.",
  };
  const known = CAPABILITIES.map(({ key, label, yes, no }): CapabilityDescription => {
    const able = capabilities[key];
    const dimension =
      key === "embeddings" && able === true && embeddingDimension !== null
        ? ` Each has ${formatNumber(embeddingDimension, 7)} dimensions.`
        : "";
    const badge = able === true ? label : able === null ? `${label}: unknown` : `no ${label}`;
    const answer = able === null ? "unknown" : able ? "yes" : "no";
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
