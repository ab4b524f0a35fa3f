import { describeType } from "../expressions";
import { inside } from "../kit/compiler";
import { LIMITS } from "../base/limits";
import { MomentError } from "../kit/evaluation-context";
import { ADDRESSED } from "../world/definition";
import { storableText } from "../world/storage";
import type { EffectKind } from "./contract";

/**
 * `{ tell: agents, text: "…" }`: a memory for an agent, a list of agents or every agent of a type. Empty texts are not told.
 * How important it is to them is what `importance` says, else their rating of this decision, else their memory's settings.
 */
export const telling: EffectKind<"tell"> = {
  key: "tell",
  compile: (effect, place, { compiler }) => {
    const here = inside(place, "tell");
    const { table = "", evaluate } = compiler.rows(
      effect.tell,
      here,
      (type) => `Only agents can be told something, and this is ${describeType(type)}.`,
    );
    const definition = compiler.definition(table);
    if (definition && definition.kind !== "agents")
      compiler.problem(
        here.pointer,
        `Only agents can be told something, and ${table} is not a type of agent.`,
      );
    const marks = definition?.fields.includes(ADDRESSED) === true;
    const render = compiler.text(effect.text, inside(place, "text"), { own: String(effect.tell) });
    const isConstant = !/\{[{%]/.test(effect.text);
    const { importance: declared } = effect;
    if (typeof declared === "number" && (declared < 0 || declared > 1))
      compiler.problem(inside(place, "importance").pointer, "Importance lies between 0 and 1.");
    const importance =
      declared === undefined ? undefined : compiler.number(declared, inside(place, "importance"));
    return (moment) => {
      const agents = evaluate(moment);
      if (agents.length === 0) return;
      const weight = importance ? Math.min(1, Math.max(0, importance(moment))) : null;
      // Each agent is told what it may know: the text is written for its eyes, once for all when nothing in it varies.
      const common = isConstant ? checked(render(moment, undefined), place.pointer) : undefined;
      for (const agent of agents) {
        if (moment.world.get(table, agent.id) !== agent) continue;
        const text = common ?? checked(render(moment, { table, id: agent.id }), place.pointer);
        if (text === "") continue;
        moment.outcome.told.push({
          agentType: table,
          agent: agent.id,
          kind: "told",
          text,
          importance: weight,
        });
        if (marks) moment.world.set(table, agent, ADDRESSED, true);
      }
    };
  },
};

function checked(text: string, pointer: string): string {
  if (text.length <= LIMITS.textCharacters) return storableText(text).trim();
  throw new MomentError(
    `The text told has more than ${LIMITS.textCharacters} characters.`,
    `${pointer}/text`,
  );
}
