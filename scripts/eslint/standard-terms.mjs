// ESLint rule: declared names use the standard terms of docs/glossary.md.

/** Word of an identifier, or words separated by a space → what to write instead. */
const STANDARD_TERMS = {
  abouts: "topics",
  anew: "again",
  asker: "promptBuilder",
  askings: "requests",
  astray: "wrong or lost",
  bell: "signal",
  bent: "profile",
  bents: "profiles",
  beside: "with, next to or additional",
  cast: "population",
  curable: "retryable",
  dearest: "most expensive",
  everybody: "all…",
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
  misfits: "mismatches or problems",
  nobody: "nonMember, or no agents",
  occasion: "context",
  occasions: "contexts",
  patience: "timeoutMs",
  portion: "chunk or Interruptible",
  portions: "chunks or Interruptible",
  rehearsal: "pilotRun",
  rehearse: "pilotRun",
  said: "message, output or answer",
  sayable: "a noun for what can be expressed",
  sight: "view",
  sights: "agentViews",
  "stand in": "sampleAnswer or fake",
  stranger: "outsider",
  surroundings: "environment or egoNetwork",
  told: "message or recipient",
  took: "usage or duration",
  unheld: "missing",
  unkept: "unsaved",
  unsaid: "omitted",
  wallet: "budgetLease",
  whom: "recipient or target",
};

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
  words.some((_, start) => phrase.every((word, index) => words[start + index] === word));

/** Bindings that only repeat the name of a property, which may be that of a wire format. */
function repeatsProperty(identifier) {
  const pattern = identifier.parent.type === "AssignmentPattern" ? identifier.parent : identifier;
  return pattern.parent.type === "Property" && pattern.parent.shorthand;
}

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
      "MethodDefinition > Identifier.key": check,
      "PropertyDefinition > Identifier.key": check,
      "TSMethodSignature > Identifier.key": check,
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
