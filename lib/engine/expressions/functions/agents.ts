import { TEXT } from "../../base/types";
import { describe, present } from "../type-rules";
import { assemble, keyOf } from "../typed";
import { define, type FunctionEntry } from "./entry";

/** What is known of agents besides their attributes. */
export const AGENTS: readonly FunctionEntry[] = [
  define(
    {
      name: "modelGroup",
      group: "agents",
      signature: "modelGroup(agent)",
      doc: "The group of models that answers for an agent, as its type's `model` names it: with a mixture, the one the agent belongs to for the whole run.",
      example: "mean(Voter.filter(v, modelGroup(v) == 'small'), v, v.opinion)",
    },
    1,
    1,
    (call, env, within) => {
      const [node = call] = call.args;
      const typed = within.elaborate(node, env);
      const type = present(typed.type);
      const { tables } = within.schema;
      if (type.kind !== "any" && !(type.kind === "row" && tables[type.table]?.kind === "agents"))
        within.problem(
          node,
          `\`modelGroup\` is about an agent, and \`${within.text(node)}\` is ${describe(typed.type)}.`,
        );
      const fail = within.nullFailure(node);
      const id = keyOf(typed);
      return assemble([typed], TEXT, (scope, locals) => {
        const key =
          id(scope, locals) ??
          fail(`\`modelGroup\` needs an agent, and \`${within.text(node)}\` is null.`);
        return scope.world.modelGroup(typeof key === "string" ? key : "");
      });
    },
  ),
];
