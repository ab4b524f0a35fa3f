import { describe, expect, it } from "vitest";
import { recommender } from "@/lib/domain/gallery/recommender";
import { sampleTable } from "@/lib/domain/gallery/samples";
import type { ModelRequest } from "../base/ports";
import { plausibleAnswer } from "../run/fixtures/answers";
import {
  type Data,
  createTemplateRunner,
  type TemplateRun,
  type Snapshot,
} from "./fixtures/template-runner";

const play = createTemplateRunner(recommender, {
  movies: sampleTable("movies")!,
  ratings: sampleTable("ratings")!,
});

const OFFER = /"(Offer-\d+)": .*?: ([^;\n]*)/g;

/**
 * Watches the first film in a favourite genre, otherwise the first film, and likes only favourite
 * genres.
 */
function byTaste(request: ModelRequest, prompt: string): string {
  const favourites = /You like (.+) and (.+) films best/.exec(prompt)!.slice(1, 3);
  const suits = (genres: string): boolean =>
    favourites.some((genre) => genres.split(", ").includes(genre));
  if (prompt.includes('"stars"'))
    return JSON.stringify({
      stars: suits(/just watched .*?: (.*)\.$/m.exec(prompt)![1]!) ? 5 : 2,
      thoughts: "Well.",
    });
  if (!prompt.includes('"Offer-')) return plausibleAnswer(request);
  const offers = [...prompt.matchAll(OFFER)];
  const [, film] = offers.find(([, , genres]) => suits(genres!)) ?? offers[0]!;
  return JSON.stringify({ film });
}

const pair = (left: unknown, right: unknown): string => `${String(left)} ${String(right)}`;
const after = ({ snapshots }: TemplateRun, key: string): Snapshot[] =>
  snapshots.filter((snapshot) => snapshot.key === key);
const accounts = ({ end }: TemplateRun): Map<unknown, unknown> =>
  new Map(end.rows("User").map(({ id, account }) => [id, account]));
const seenBy = (snapshot: Snapshot, account: Map<unknown, unknown>): Set<string> =>
  new Set([
    ...snapshot.rows("Viewing").map(({ user, film }) => pair(account.get(user), film)),
    ...snapshot.rows("Rating").map((rating) => pair(rating["account"], rating["film"])),
  ]);

describe("recommender", () => {
  it("counts every view once: in rounds, films, genres and ratings", async () => {
    const run = await play({ parameters: { users: 20 } });
    const [viewings, films] = [
      run.end.rows("Viewing"),
      new Map(run.end.rows("Film").map((film) => [film.id, film])),
    ];
    expect(viewings.length).toBeGreaterThan(20);
    expect(run.rounds.reduce((sum, { views }) => sum + views!, 0)).toBe(viewings.length);
    const genres = (film: Data["film"] | undefined): number =>
      (films.get(String(film))!["genres"] as string[]).length;
    expect(run.end.rows("GenreViewing")).toHaveLength(
      viewings.reduce((sum, { film }) => sum + genres(film), 0),
    );
    expect(run.problems).toEqual([]);
  });

  it("stores ratings of watched films only", async () => {
    const run = await play({ parameters: { users: 20, rounds: 3 } });
    const account = accounts(run);
    const given = run.end.rows("Rating").filter(({ round }) => round !== 0);
    const watched = run.end
      .rows("Viewing")
      .map(({ user, film, stars, round }) => [account.get(user), film, stars, round]);
    expect(
      given
        .map((rating) => [rating["account"], rating["film"], rating["value"], rating["round"]])
        .sort(),
    ).toEqual(watched.sort());
    expect(run.end.rows("Rating")).toHaveLength(1_200 + given.length);
  });

  it("offers no film twice and none already seen, and accepts only offered films", async () => {
    for (const strategy of ["popular", "similar", "collaborative", "random"]) {
      const run = await play({
        parameters: { users: 15, rounds: 3, strategy, posting: 1, chatting: 0 },
      });
      const account = accounts(run);
      const [offered, chosen] = [after(run, "recommend"), after(run, "choose")];
      expect(offered).toHaveLength(3);
      offered.forEach((snapshot, round) => {
        const offers = snapshot.rows("Offer");
        const keys = offers.map(({ user, film }) => pair(account.get(user), film));
        const seen = seenBy(snapshot, account);
        expect(keys.filter((key) => seen.has(key))).toEqual([]);
        expect(new Set(keys).size).toBe(keys.length);
        expect(offers.filter(({ by }) => by === null)).toHaveLength(75);
        const watched = chosen[round]!.rows("Viewing").filter(
          (viewing) => viewing["round"] === round + 1,
        );
        for (const { user, film } of watched) expect(keys).toContain(pair(account.get(user), film));
      });
    }
  });

  it("offers films that friends mention, but no others of theirs", async () => {
    const run = await play({ parameters: { users: 24, rounds: 4, posting: 1 } });
    const mentioned = after(run, "recommend").flatMap((snapshot) =>
      snapshot
        .rows("Offer")
        .filter(({ by }) => by !== null)
        .map((offer): Data => ({ ...offer, round: snapshot.round })),
    );
    const posts = run.end.rows("Post");
    const ties = new Set(
      run.end
        .rows("Friends")
        .flatMap(({ source, target }) => [pair(source, target), pair(target, source)]),
    );
    expect(mentioned.length).toBeGreaterThan(3);
    const chats = run.end.rows("Chat");
    for (const { user, film, by, round } of mentioned) {
      expect(ties.has(pair(user, by))).toBe(true);
      const posted = posts.some(
        (post) =>
          post["author"] === by && post["film"] === film && post["round"] === Number(round) - 1,
      );
      expect(
        posted ||
          chats.some((turn) => turn["speaker"] === by && turn["round"] === Number(round) - 1),
      ).toBe(true);
    }
    const silent = await play({ parameters: { users: 10, rounds: 2, posting: 0, chatting: 0 } });
    expect(silent.end.rows("Offer").every(({ by }) => by === null)).toBe(true);
    expect([silent.end.rows("Post"), silent.end.rows("Invitation")]).toEqual([[], []]);
  });

  it("concentrates views with popular films, and serves tastes with similar ones", async () => {
    const play4 = async (strategy: string): Promise<Readonly<Record<string, number | null>>> =>
      (
        await play({
          parameters: { users: 40, rounds: 4, strategy, posting: 0, chatting: 0 },
          answer: byTaste,
        })
      ).rounds.at(-1)!;
    const [popular, similar, collaborative, random] = [
      await play4("popular"),
      await play4("similar"),
      await play4("collaborative"),
      await play4("random"),
    ];
    expect(popular["concentration"]).toBeGreaterThan(collaborative["concentration"]! + 0.05);
    expect(collaborative["concentration"]).toBeGreaterThan(random["concentration"]! + 0.05);
    expect(popular["coverage"]).toBeLessThan(random["coverage"]! - 0.2);
    expect(similar["ownGenres"]).toBeGreaterThan(random["ownGenres"]! + 0.1);
    expect(similar["diversity"]).toBeLessThan(random["diversity"]!);
    expect(similar["meanRating"]).toBeGreaterThan(popular["meanRating"]!);
  });

  it("reads tastes from the archive, and draws one for users who are not in it", async () => {
    const run = await play({ parameters: { users: 70, rounds: 1, posting: 0, chatting: 0 } });
    const genres = new Map(
      run.end.rows("Film").map(({ id, genres: tags }) => [id, tags as string[]]),
    );
    for (const { account, first } of run.end.rows("User")) {
      const scores = new Map<string, number>();
      for (const rating of run.end
        .rows("Rating")
        .filter((one) => one["account"] === account && one["round"] === 0))
        for (const genre of genres.get(String(rating["film"]))!)
          scores.set(genre, (scores.get(genre) ?? 0) + Number(rating["value"]) - 3.5);
      if (scores.size > 0)
        expect(scores.get(String(first)) ?? 0).toBe(Math.max(0, ...scores.values()));
    }
    const newcomers = run.end.rows("User").slice(60);
    expect(new Set(newcomers.map(({ first }) => first)).size).toBeGreaterThan(3);
  });

  it("allows one chat per user and round, and ends every chat at its limit", async () => {
    const run = await play({ parameters: { users: 20, rounds: 3, chatting: 1, turns: 4 } });
    const [invitations, turns] = [run.end.rows("Invitation"), run.end.rows("Chat")];
    expect(invitations.length).toBeGreaterThan(10);
    for (const round of [1, 2, 3]) {
      const busy = invitations
        .filter((one) => one["round"] === round)
        .flatMap(({ host, guest }) => [host, guest]);
      expect(new Set(busy).size).toBe(busy.length);
      const held = turns.filter((turn) => turn["round"] === round);
      expect(held.length).toBeLessThanOrEqual((4 * busy.length) / 2);
      expect(held.every(({ speaker }) => busy.includes(speaker!))).toBe(true);
      expect(new Set(held.map(({ conversation }) => conversation)).size).toBe(busy.length / 2);
    }
  });

  it("writes prompts that do not reveal the comparison", async () => {
    const { prompts } = await play({ parameters: { users: 12, rounds: 3, posting: 1 } });
    for (const prompt of prompts) {
      expect(prompt).not.toMatch(/recommender|algorithm|collaborative|popular|bubble|strategy/i);
      expect(prompt).not.toMatch(/diversity|children (?:and|films)|account/i);
    }
  });
});
