import { expect, it } from "vitest";
import { isAgentId, parseNetworkViewState, serializeNetworkViewState } from "./network-view-state";

const read = (query: string) => parseNetworkViewState(new URLSearchParams(query));

it("survives a round trip through the address", () => {
  const index = {
    network: "Friends",
    colour: "Voter.opinion",
    size: "ties",
    round: 3,
    focus: "Voter-12",
    hops: 3,
    sample: 2,
    agent: "Voter-7",
    view: "table" as const,
  };
  expect(parseNetworkViewState(serializeNetworkViewState(new URLSearchParams(), index))).toEqual(
    index,
  );
});

it("leaves defaults out of the address, and keeps what was not changed", () => {
  expect(
    serializeNetworkViewState(new URLSearchParams(), {
      hops: 2,
      sample: 1,
      view: "picture",
    }).toString(),
  ).toBe("");
  expect(
    serializeNetworkViewState(new URLSearchParams("colour=type&round=2"), {
      round: null,
    }).toString(),
  ).toBe("colour=type");
});

it("accepts round 0, and ignores invalid values", () => {
  expect(read("round=0").round).toBe(0);
  expect(read("round=-1&hops=9&sample=0&focus=Voter&agent=<b>&colour=%20&view=x")).toEqual(
    read(""),
  );
});

it("recognises IDs of agents of the network", () => {
  expect(isAgentId("Job_seeker-12", ["Firm", "Job_seeker"])).toBe(true);
  for (const id of ["Voter-1", "Firm-0", "Firm", "somebody", ""])
    expect(isAgentId(id, ["Firm", "Job_seeker"])).toBe(false);
});
