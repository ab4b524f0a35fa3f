import { formatNullValues } from "@/lib/domain/decision";
import { describeType } from "../expressions";
import { childLocation } from "../kit/compiler";
import { LIMITS } from "../base/limits";
import { ScenarioRuntimeError } from "../kit/evaluation-context";
import { ADDRESSED } from "../world/definition";
import { normalizeText } from "../world/store-converter";
import type { EffectKind } from "./contract";

/**
 * Compiles `{ tell: agents, text: "…" }`: sends a message to an agent, a list of agents or every
 * agent of a type. Empty texts are skipped. Importance is determined by `importance`, otherwise by
 * the recipient's rating of this decision, otherwise by its memory settings.
 */
export const tellEffect: EffectKind<"tell"> = {
  key: "tell",
  compile: (effect, location, { compiler }) => {
    const here = childLocation(location, "tell");
    const { table = "", evaluate } = compiler.compileRows(effect.tell, here, {
      wrong: (type) => `\`tell\` needs agents, but this is ${describeType(type)}.`,
    });
    const definition = compiler.definition(table);
    if (definition && definition.kind !== "agents")
      compiler.reportProblem(
        here.pointer,
        `\`tell\` needs agents, but ${table} is not an agent type.`,
      );
    const marks = definition?.fields.includes(ADDRESSED) === true;
    const render = compiler.compileText(effect.text, childLocation(location, "text"), {
      own: String(effect.tell),
    });
    const isConstant = !/\{[{%]/.test(effect.text);
    const { importance: declared } = effect;
    if (typeof declared === "number" && (declared < 0 || declared > 1))
      compiler.reportProblem(
        childLocation(location, "importance").pointer,
        "Importance lies between 0 and 1.",
      );
    const importance =
      declared === undefined
        ? undefined
        : compiler.compileNumber(declared, childLocation(location, "importance"));
    return (context) => {
      const agents = evaluate(context);
      if (agents.length === 0) return;
      const weight = importance ? Math.min(1, Math.max(0, importance(context))) : null;
      // The text is rendered for each recipient, so that none reads private values of another; once
      // for all if it contains no template tags.
      const nullValues = new Set<string>();
      const noted = isConstant ? context : { ...context, nullValues };
      const common = isConstant
        ? checkText(render(context, undefined), location.pointer)
        : undefined;
      for (const agent of agents) {
        if (context.world.get(table, agent.id) !== agent) continue;
        if (nullValues.size > 0) nullValues.clear();
        const text = common ?? checkText(render(noted, { table, id: agent.id }), location.pointer);
        if (text === "") continue;
        const withoutValue = formatNullValues(nullValues);
        context.collector.messages.push({
          agentType: table,
          agent: agent.id,
          kind: "told",
          text,
          importance: weight,
          ...(withoutValue !== null && { nullValues: withoutValue }),
        });
        if (marks) context.world.set(table, agent, ADDRESSED, true);
      }
    };
  },
};

function checkText(text: string, pointer: string): string {
  if (text.length <= LIMITS.textCharacters) return normalizeText(text).trim();
  throw new ScenarioRuntimeError(
    `The text told has more than ${LIMITS.textCharacters} characters.`,
    `${pointer}/text`,
  );
}
