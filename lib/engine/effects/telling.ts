import { inside } from "../run/compiler";
import { LIMITS } from "../run/limits";
import { MomentError } from "../run/moment";
import { ADDRESSED } from "../world/definition";
import type { EffectKind } from "./contract";

const DEFAULT_IMPORTANCE = 0.5;

/** `{ tell: agents, text: "…" }`: a memory for an agent, a list of agents or every agent of a type. Empty texts are not told. */
export const telling: EffectKind<"tell"> = {
  key: "tell",
  compile: (effect, place, { compiler }) => {
    const { table, evaluate } = compiler.rows(effect.tell, inside(place, "tell"));
    const definition = compiler.definition(table);
    if (definition && definition.kind !== "agents") compiler.problem(`${place.pointer}/tell`, `Only agents can be told something, and ${table} is not a type of agent.`);
    const marks = definition?.fields.includes(ADDRESSED) === true;
    const render = compiler.text(effect.text, inside(place, "text"));
    const importance = compiler.number(effect.importance ?? DEFAULT_IMPORTANCE, inside(place, "importance"));
    return (moment) => {
      const agents = evaluate(moment);
      if (agents.length === 0) return;
      const text = render(moment, undefined).trim();
      if (text === "") return;
      if (text.length > LIMITS.textCharacters) throw new MomentError(`The text told has more than ${LIMITS.textCharacters} characters.`, `${place.pointer}/text`);
      const weight = Math.min(1, Math.max(0, importance(moment)));
      for (const agent of agents) {
        if (moment.world.get(table, agent.id) !== agent) continue;
        moment.outcome.told.push({ agentType: table, agent: agent.id, kind: "told", text, importance: weight });
        if (marks) moment.world.set(table, agent, ADDRESSED, true);
      }
    };
  },
};
