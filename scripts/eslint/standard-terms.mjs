// ESLint rule: declared names use the standard terms of docs/glossary.md.

/**
 * Word of an identifier, or words separated by a space → the term to use instead. Plurals in “s”
 * are refused, too.
 */
export const STANDARD_TERMS = {
  abouts: "topics",
  anew: "again",
  asker: "promptBuilder",
  asking: "request",
  astray: "wrong or lost",
  bell: "signal",
  bent: "profile",
  beside: "with, next to or additional",
  cast: "population",
  curable: "retryable",
  dearest: "most expensive",
  everybody: "all…",
  exchange: "conversation or interview",
  few: "INLINE_LIMIT or a limit named by its purpose",
  foremost: "top",
  gathered: "collected or UNREFLECTED_IMPORTANCE",
  gracefully: "abortAfterGrace",
  hope: "deadline",
  hopeless: "permanent",
  ink: "palette or colour",
  kept: "cache, stored or retained",
  laboratory: "environment or installation",
  lanes: "concurrency",
  learnt: "detected or recorded",
  manner: "style",
  misfit: "mismatch or problem",
  moment: "context or position",
  nobody: "nonMember, or no agents",
  occasion: "context",
  patience: "timeoutMs",
  portion: "chunk or Interruptible",
  rehearsal: "pilotRun",
  rehearse: "pilotRun",
  said: "message, output or answer",
  sayable: "a noun for what can be expressed",
  sight: "view",
  "stand in": "sampleAnswer or fake",
  standing: "state or ranking",
  stranger: "outsider",
  surroundings: "environment or egoNetwork",
  talk: "conversation",
  told: "message or recipient",
  took: "usage or duration",
  unheld: "missing",
  unkept: "unsaved",
  unsaid: "omitted",
  wallet: "budgetLease",
  whom: "recipient or target",
};

/** Accepted names: those of the HTTP API, of stored states and of columns of the database. */
const ALLOWED_NAMES = new Set([
  // One question of an interview and its answer (`lib/contracts/interviews.ts`).
  "interviewExchange",
  "InterviewExchange",
]);

const PHRASES = Object.entries(STANDARD_TERMS).map(([phrase, term]) => ({
  words: phrase.split(" "),
  phrase,
  term,
}));

/** The lower-case words of a camelCase, PascalCase or SNAKE_CASE name. */
const splitWords = (name) =>
  name
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());

const contains = (words, phrase) =>
  words.some((_, start) =>
    phrase.every((word, index) => {
      const found = words[start + index];
      return found === word || (index === phrase.length - 1 && found === `${word}s`);
    }),
  );

/** Whether a binding only repeats the name of a property, which may be that of a wire format. */
function repeatsProperty(identifier) {
  const pattern = identifier.parent.type === "AssignmentPattern" ? identifier.parent : identifier;
  return pattern.parent.type === "Property" && pattern.parent.shorthand;
}

/** Names of members of classes and types, unless computed; those of enums are variables. */
const MEMBER_NAMES =
  ":matches(MethodDefinition, PropertyDefinition, TSMethodSignature, TSPropertySignature)" +
  "[computed=false] > :matches(Identifier, PrivateIdentifier).key";

/** @type {import("eslint").Rule.RuleModule} */
const rule = {
  meta: {
    type: "suggestion",
    docs: { description: "Use the standard terms of docs/glossary.md in declared names." },
    schema: [],
    messages: { term: "“{{word}}” in {{name}}: write {{term}} (docs/glossary.md)." },
  },
  create(context) {
    const check = (identifier) => {
      if (ALLOWED_NAMES.has(identifier.name)) return;
      const words = splitWords(identifier.name);
      for (const { words: phrase, phrase: word, term } of PHRASES)
        if (contains(words, phrase))
          context.report({
            node: identifier,
            messageId: "term",
            data: { word, name: identifier.name, term },
          });
    };
    return {
      [MEMBER_NAMES]: check,
      "Program:exit"() {
        // A class is a variable of two scopes.
        const names = new Set();
        for (const { variables } of context.sourceCode.scopeManager.scopes)
          for (const { defs } of variables)
            for (const { type, name } of defs)
              if (type !== "ImportBinding" && name.type === "Identifier" && !repeatsProperty(name))
                names.add(name);
        names.forEach(check);
      },
    };
  },
};

export default rule;
