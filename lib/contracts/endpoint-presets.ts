/** Defaults for a kind of server. */
export type EndpointPreset = {
  readonly id: string;
  readonly label: string;
  /** Default address; null where there is none. */
  readonly baseUrl: string | null;
  readonly exampleUrl: string;
  readonly exampleModel: string;
  readonly key: "needed" | "optional";
  /** Where to get a key, or when one is required. */
  readonly keyHint: string;
  /** Initial concurrency limit. */
  readonly concurrency: number;
  readonly timeoutSeconds: number;
  /** Notes, one sentence each. */
  readonly notes: readonly string[];
};

/** Preset of an unspecified server. */
export const CUSTOM_PRESET = "custom";

/**
 * In display order. Addresses, ports and flags come from the documentation of the servers.
 */
export const PRESETS: readonly [EndpointPreset, ...EndpointPreset[]] = [
  {
    id: CUSTOM_PRESET,
    label: "Any compatible server",
    baseUrl: null,
    exampleUrl: "http://127.0.0.1:8000/v1",
    exampleModel: "Qwen/Qwen3-8B",
    key: "optional",
    keyHint: "Leave empty if the server needs none.",
    concurrency: 64,
    timeoutSeconds: 120,
    notes: ["Whatever answers POST /chat/completions under the base URL works."],
  },
  {
    id: "openai",
    label: "OpenAI",
    baseUrl: "https://api.openai.com/v1",
    exampleUrl: "https://api.openai.com/v1",
    exampleModel: "gpt-4o-mini",
    key: "needed",
    keyHint: "From platform.openai.com, under API keys.",
    concurrency: 8,
    timeoutSeconds: 120,
    notes: [
      "Your account's rate limits decide how many calls at once pay off.",
      "Enter the model's prices so that budgets and estimates are in dollars.",
    ],
  },
  {
    id: "vllm",
    label: "vLLM",
    baseUrl: "http://127.0.0.1:8000/v1",
    exampleUrl: "http://127.0.0.1:8000/v1",
    exampleModel: "Qwen/Qwen3-8B",
    key: "optional",
    keyHint: "Only if it was started with --api-key.",
    concurrency: 128,
    timeoutSeconds: 180,
    notes: [
      "It batches what comes in, up to --max-num-seqs sequences: calls at once beyond that " +
        "only wait there.",
      "Prompts begin with what all agents share, so keep prefix caching on.",
      "For trained adapters start it with --enable-lora and the environment variable " +
        "VLLM_ALLOW_RUNTIME_LORA_UPDATING=True, on a network you trust.",
    ],
  },
  {
    id: "sglang",
    label: "SGLang",
    baseUrl: "http://127.0.0.1:30000/v1",
    exampleUrl: "http://127.0.0.1:30000/v1",
    exampleModel: "Qwen/Qwen3-8B",
    key: "optional",
    keyHint: "Only if it was started with --api-key.",
    concurrency: 128,
    timeoutSeconds: 180,
    notes: [
      "It batches what comes in, up to --max-running-requests.",
      "Shared beginnings of prompts are cached without a setting.",
      "For adapters start it with --enable-lora.",
    ],
  },
  {
    id: "llamacpp",
    label: "llama.cpp",
    baseUrl: "http://127.0.0.1:8080/v1",
    exampleUrl: "http://127.0.0.1:8080/v1",
    exampleModel: "qwen3-8b",
    key: "optional",
    keyHint: "Only if llama-server was started with --api-key.",
    concurrency: 4,
    timeoutSeconds: 300,
    notes: [
      "--parallel N is how many calls it serves at once; enter the same number below.",
      "The context of -c is divided among those N, so multiply it: -c 32768 --parallel 4 " +
        "leaves 8192 for each call. The test shows it.",
    ],
  },
  {
    id: "ollama",
    label: "Ollama",
    baseUrl: "http://127.0.0.1:11434/v1",
    exampleUrl: "http://127.0.0.1:11434/v1",
    exampleModel: "llama3.2",
    key: "optional",
    keyHint: "Ollama on your own machine needs none.",
    concurrency: 1,
    timeoutSeconds: 300,
    notes: [
      "It serves OLLAMA_NUM_PARALLEL calls at once, 1 unless you set it; enter the same number " +
        "below.",
      "It silently cuts prompts that are longer than its context, often 4096 tokens: start it " +
        "with OLLAMA_CONTEXT_LENGTH=8192 or more.",
    ],
  },
  {
    id: "lmstudio",
    label: "LM Studio",
    baseUrl: "http://127.0.0.1:1234/v1",
    exampleUrl: "http://127.0.0.1:1234/v1",
    exampleModel: "qwen/qwen3-8b",
    key: "optional",
    keyHint: "Only if authentication is on in its server settings.",
    concurrency: 4,
    timeoutSeconds: 300,
    notes: [
      "Start its server first (Developer page, or lms server start).",
      "Calls at once (Max Concurrent Predictions, 4 unless you set it) and context length are " +
        "chosen when the model is loaded.",
    ],
  },
  {
    id: "openrouter",
    label: "OpenRouter",
    baseUrl: "https://openrouter.ai/api/v1",
    exampleUrl: "https://openrouter.ai/api/v1",
    exampleModel: "qwen/qwen3-8b",
    key: "needed",
    keyHint: "From openrouter.ai, under Keys.",
    concurrency: 16,
    timeoutSeconds: 180,
    notes: [
      "The same model may be answered by different providers from call to call, so the same " +
        "seed need not give the same answer.",
      "Its list of models names context and price; enter the price so that budgets are in dollars.",
    ],
  },
  {
    id: "azure",
    label: "Azure OpenAI",
    baseUrl: null,
    exampleUrl: "https://RESOURCE.openai.azure.com/openai/v1",
    exampleModel: "the name of your deployment",
    key: "needed",
    keyHint: "Keys and Endpoint of the resource, in the Azure portal.",
    concurrency: 8,
    timeoutSeconds: 120,
    notes: [
      "Model is the name of your deployment, not that of the model in it.",
      "The address ends with /openai/v1; addresses with api-version belong to the older API, " +
        "which is not spoken here.",
    ],
  },
];

/** Returns a preset; an unknown id is any compatible server. */
export const getPreset = (id: string): EndpointPreset =>
  PRESETS.find((preset) => preset.id === id) ?? PRESETS[0];
