import { TEXT } from "../../base/types";
import { describeType, withoutNull } from "../type-rules";
import { NO_TAINT } from "../taint";
import { assemble, rowKey, unknownNode } from "../typed";
import { defineFunction, type FunctionEntry } from "./entry";

/** Functions of agents that are not attributes. */
export const AGENTS: readonly FunctionEntry[] = [
  defineFunction(
    {
      name: "reveal",
      group: "agents",
      signature: "reveal(x)",
      doc:
        "x itself, made public on purpose: private attributes that it depends on may be shown " +
        "to anybody. The check of the scenario lists where this happens.",
      example: "reveal(mean(Voter, v, v.opinion))",
    },
    {
      least: 1,
      most: 1,
      build: ({ args: [node], at }, bindings, elaborator) => {
        if (node === undefined) return unknownNode();
        const typed = elaborator.elaborate(node, bindings);
        if (typed.taint.length > 0) elaborator.revelation(node, typed.taint);
        else
          elaborator.warning(
            at,
            `\`reveal\` changes nothing here: \`${elaborator.text(node)}\` depends on nothing ` +
              "private.",
          );
        // The same steps, draws and use of indexes as without it, so that it changes no result.
        return { ...typed, taint: NO_TAINT };
      },
    },
  ),
  defineFunction(
    {
      name: "modelGroup",
      group: "agents",
      signature: "modelGroup(agent)",
      doc:
        "The group of models that answers for an agent, as its type's `model` names it: with a " +
        "mixture, the one the agent belongs to for the whole run.",
      example: "mean(Voter.filter(v, modelGroup(v) == 'small'), v, v.opinion)",
    },
    {
      least: 1,
      most: 1,
      build: (call, bindings, elaborator) => {
        const [node = call] = call.args;
        const typed = elaborator.elaborate(node, bindings);
        const type = withoutNull(typed.type);
        const { tables } = elaborator.schema;
        if (type.kind !== "any" && !(type.kind === "row" && tables[type.table]?.kind === "agents"))
          elaborator.problem(
            node,
            `\`modelGroup\` is about an agent, and \`${elaborator.text(node)}\` is ` +
              `${describeType(typed.type)}.`,
          );
        const fail = elaborator.nullFailure(node);
        const id = rowKey(typed);
        return assemble([typed], {
          type: TEXT,
          run: (scope, locals) => {
            const key =
              id(scope, locals) ??
              fail(`\`modelGroup\` needs an agent, and \`${elaborator.text(node)}\` is null.`);
            return scope.world.modelGroup(typeof key === "string" ? key : "");
          },
        });
      },
    },
  ),
];
