import type { Computed } from "../expressions/contract";
import { indexFrom } from "../random";
import type { Draws } from "../base/row";
import { ANY, fieldsOf, listOf, type Type } from "../base/types";
import { type Charge, defineOperator } from "./contract";
import { entries, type Entry } from "./entries";
import {
  probability,
  elementType,
  fieldType,
  entityKey,
  number,
  optional,
  disjointTypes,
  entity,
  boolean,
  entityType,
} from "./inputs";

const FACTOR = optional(number({ min: 0 }), 1);
const SUSCEPTIBLE = { susceptibility: FACTOR };
const INFECTED = { infectiousness: FACTOR };
const CONTACT = { source: entity(), target: entity(), weight: FACTOR };

type Susceptible = Entry<typeof SUSCEPTIBLE>;
type Infected = Entry<typeof INFECTED>;
type Contact = Entry<typeof CONTACT>;
type Infection = { readonly person: Susceptible; readonly by: Infected };

type Step = {
  readonly susceptible: readonly Susceptible[];
  readonly infected: readonly Infected[];
  readonly infection: number;
  readonly draws: Draws;
  readonly charge: Charge;
};

/**
 * Infects along contacts between infected and susceptible people, with a separate draw per pair
 * that is independent of other people.
 */
function infectAlongContacts(
  { susceptible, infected, infection, draws, charge }: Step,
  contacts: readonly Contact[],
  directed: boolean,
): Infection[] {
  charge(2 * contacts.length);
  const healthy = new Map(susceptible.map((person) => [person.key, person]));
  const ill = new Map(infected.map((person) => [person.key, person]));
  const met = new Map<string, number>();
  // Of several infectors of one person, names the one whose draw succeeded by the largest margin:
  // each is as likely as its probability implies.
  const found = new Map<string, { readonly by: Infected; readonly margin: number }>();
  const meet = (from: string, to: string, weight: number): void => {
    const [by, person] = [ill.get(from), healthy.get(to)];
    if (!by || !person) return;
    const pair = `infect ${from} ${to}`;
    const time = met.get(pair) ?? 0;
    met.set(pair, time + 1);
    const margin =
      draws.uniform(pair, time) /
      Math.min(1, infection * weight * by.fields.infectiousness * person.fields.susceptibility);
    if (margin < 1 && margin < (found.get(to)?.margin ?? 1)) found.set(to, { by, margin });
  };
  for (const {
    fields: { source, target, weight },
  } of contacts) {
    const [from, to] = [entityKey(source), entityKey(target)];
    meet(from, to, weight);
    if (!directed) meet(to, from, weight);
  }
  return susceptible.flatMap((person) => {
    const infector = found.get(person.key);
    return infector ? [{ person, by: infector.by }] : [];
  });
}

/**
 * Infects under full mixing, as in the Reed-Frost chain; people with equal factors are computed
 * together.
 */
function infectFullyMixed({ susceptible, infected, infection, draws, charge }: Step): Infection[] {
  const alike = new Map<number, Infected[]>();
  for (const person of infected) {
    const group = alike.get(person.fields.infectiousness);
    if (group) group.push(person);
    else alike.set(person.fields.infectiousness, [person]);
  }
  charge(susceptible.length * alike.size);
  return susceptible.flatMap((person) => {
    const escapes = [...alike].map(([infectiousness, group]) => ({
      group,
      log:
        group.length *
        Math.log1p(-Math.min(1, infection * infectiousness * person.fields.susceptibility)),
    }));
    const total = escapes.reduce((sum, { log }) => sum + log, 0);
    if (draws.uniform(`infect ${person.key}`, 0) >= -Math.expm1(total)) return [];
    const by = drawInfector(escapes, draws, person.key);
    return by ? [{ person, by }] : [];
  });
}

/** Draws the infector in proportion to the hazards. */
function drawInfector(
  escapes: readonly { readonly group: readonly Infected[]; readonly log: number }[],
  draws: Draws,
  key: string,
): Infected | undefined {
  const certain = escapes.filter(({ log }) => log === -Infinity);
  const possible =
    certain.length > 0 ? certain.map(({ group }) => ({ group, log: -group.length })) : escapes;
  let aim = draws.uniform(`by ${key}`, 0) * possible.reduce((sum, { log }) => sum - log, 0);
  const chosen = possible.find(({ log }) => (aim += log) < 0) ?? possible.at(-1);
  return chosen && chosen.group[indexFrom(draws.uniform(`by ${key}`, 1), chosen.group.length)];
}

/** Computes infections and recoveries, both from the state before the step. */
export const sirStep = defineOperator({
  name: "sirStep",
  version: 1,
  summary:
    "One round of an epidemic: infections, along contacts or in a well-mixed population, " +
    "and recoveries.",
  source:
    "W. O. Kermack and A. G. McKendrick, Proceedings of the Royal Society A 115, 1927, " +
    "700-721, in discrete time: along contacts as M. E. J. Newman, " +
    "Physical Review E 66, 2002, 016128; among all the chain binomial of Reed and Frost (H. " +
    "Abbey, Human Biology 24, 1952, 201-233).",
  inputs: {
    susceptible: entries(SUSCEPTIBLE, { who: "needed" }),
    infected: entries(INFECTED, { who: "needed" }),
    contacts: optional(entries(CONTACT), undefined),
    infection: probability(),
    recovery: probability(),
    directed: optional(boolean(), false),
  },
  result: ({ susceptible, infected }) =>
    fieldsOf({
      infections: listOf(fieldsOf({ person: elementType(susceptible), by: elementType(infected) })),
      recoveries: listOf(elementType(infected)),
    }),
  mismatch: ({ susceptible, infected, contacts }, schema) => {
    if (contacts === undefined) return undefined;
    const [source, target] = ["source", "target"].map((end) =>
      fieldType(elementType(contacts), end, schema),
    );
    const [ill, healthy] = [
      entityType(elementType(infected), schema),
      entityType(elementType(susceptible), schema),
    ];
    const leads = (from: Type = ANY, to: Type = ANY): string | undefined =>
      disjointTypes(from, ill) ?? disjointTypes(to, healthy);
    const problem = leads(source, target);
    return problem === undefined || leads(target, source) === undefined
      ? undefined
      : { input: "contacts", message: `has ends with ${problem}` };
  },
  apply: ({ susceptible, infected, contacts, infection, recovery, directed }, draws, charge) => {
    charge(susceptible.length + infected.length);
    const step = { susceptible, infected, infection, draws, charge };
    const infections = contacts
      ? infectAlongContacts(step, contacts, directed)
      : infectFullyMixed(step);
    return {
      infections: infections.map(({ person, by }): Computed => ({
        person: person.given,
        by: by.given,
      })),
      recoveries: infected
        .filter(({ key }) => draws.uniform(`recover ${key}`, 0) < recovery)
        .map(({ given }) => given),
    };
  },
});
