// Writes the made-up films and ratings of lib/domain/gallery/samples: the same files every time.
//   node scripts/sample-films.mjs
// Each person likes some genres and not others, some films are better than others, and people
// mostly watch what they like.
import { writeFileSync } from "node:fs";

const FILMS = [
  ["The Lighthouse Ledger (1994)", "Crime|Mystery"],
  ["Paper Comets (2001)", "Children|Fantasy"],
  ["A Season of Salt (1998)", "Drama|Romance"],
  ["Quiet Reactor (2009)", "Sci-Fi|Thriller"],
  ["Nine Lemon Street (2005)", "Comedy"],
  ["The Cartographer's Debt (2012)", "Adventure|Drama"],
  ["Midnight Ferry (1996)", "Film-Noir|Crime"],
  ["Brass Pigeons (1989)", "Comedy|War"],
  ["Orbit of Anna Vell (2014)", "Drama|Sci-Fi"],
  ["The Understudy's Knife (1999)", "Horror|Thriller"],
  ["Harvest Parade (1985)", "Comedy|Musical"],
  ["Iron Tide (2010)", "Action|War"],
  ["Letters from Platform Four (1992)", "Romance"],
  ["The Glass Shepherd (2003)", "Drama"],
  ["Dust Riders of Kesh (1987)", "Western|Action"],
  ["Two Clowns, One Bank (2007)", "Comedy|Crime"],
  ["Deep Signal (2016)", "Mystery|Sci-Fi"],
  ["Marigold's Winter (1997)", "Children|Drama"],
  ["The Hollow Choir (2011)", "Horror"],
  ["Fast to Calais (2006)", "Action|Thriller"],
  ["Grandmother Astronaut (2013)", "Animation|Children|Comedy"],
  ["The Silent Auction (1993)", "Crime|Drama"],
  ["Pepper & Plum (2002)", "Animation|Children"],
  ["Monsoon Typists (2008)", "Comedy|Romance"],
  ["The Last Toll Road (1995)", "Drama|Western"],
  ["Cold Harbour Protocol (2015)", "Action|Thriller"],
  ["An Evening with the Tax Man (2000)", "Comedy|Drama"],
  ["Starling Court (1990)", "Mystery|Romance"],
  ["The Bee Whisperer of Lund (2010)", "Documentary"],
  ["Night Shift at the Aquarium (2017)", "Fantasy|Romance"],
  ["Seven Minutes to Tide (2004)", "Action|Adventure"],
  ["The Woman Who Repaired Clocks (1991)", "Drama|Fantasy"],
  ["Blue Kerosene (1988)", "Film-Noir|Thriller"],
  ["Mister Otter Goes to Court (1999)", "Animation|Comedy"],
  ["The Granite Orchestra (2005)", "Documentary|Musical"],
  ["Under the Sleeping Dam (2012)", "Drama|Thriller"],
  ["Nobody's Referee (1998)", "Comedy|Drama"],
  ["The Mushroom Heist (2018)", "Comedy|Crime"],
  ["Letters to a Robot (2009)", "Romance|Sci-Fi"],
  ["Ravine (2013)", "Horror|Mystery"],
  ["The Tall Ships of Emmer (1986)", "Adventure|War"],
  ["Wallpaper (2014)", "Horror|Drama"],
  ["The Cook, the Spy, Her Bicycle (2007)", "Comedy|Thriller"],
  ["Copper Sky Ranch (1994)", "Western|Romance"],
  ["Three Hundred Umbrellas (2003)", "Musical|Romance"],
  ["The Algebra Club (2011)", "Children|Comedy"],
  ["Zero Gravity Wedding (2016)", "Comedy|Sci-Fi"],
  ["The Fox at Customs (2001)", "Animation|Adventure"],
  ["Minor Saints (1996)", "Drama"],
  ["Storm Glass (2008)", "Adventure|Fantasy"],
  ["The Eleventh Juror (1990)", "Crime|Thriller"],
  ["Field Notes on Snow (2015)", "Documentary"],
  ["The Parrot Testimony (2002)", "Crime|Comedy"],
  ["House of Slow Rooms (2018)", "Horror|Fantasy"],
  ["Captain Ines (2006)", "Action|Adventure|Sci-Fi"],
  ["The Ballad of Lower Mill (1989)", "Musical|Drama"],
  ["Every Second Tuesday (2010)", "Romance|Comedy"],
  ["Trench Garden (1997)", "War|Drama"],
  ["The Pale Circuit (2017)", "Sci-Fi|Action"],
  ["What the Heron Saw (2004)", "Mystery|Drama"],
];
const USERS = 60;
const RATINGS = 1_200;
const SEED = 20_260;

// Mulberry32.
let state = SEED;
const uniform = () => {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

const genres = [...new Set(FILMS.flatMap(([, written]) => written.split("|")))];
// Camps of taste, so that a recommender has patterns to find.
const CAMPS = [
  ["Action", "Sci-Fi", "Thriller", "Adventure", "War"],
  ["Drama", "Romance", "Musical", "Documentary"],
  ["Comedy", "Children", "Animation", "Fantasy"],
  ["Crime", "Mystery", "Horror", "Film-Noir", "Western"],
];
const quality = FILMS.map(() => 0.45 * normal());
const users = Array.from({ length: USERS }, (_, index) => {
  const camp = CAMPS[index % CAMPS.length];
  return {
    mood: 0.3 * normal(),
    taste: Object.fromEntries(
      genres.map((genre) => [genre, (camp.includes(genre) ? 0.9 : -0.5) + 0.4 * normal()]),
    ),
    activity: Math.exp(0.4 * normal()),
  };
});
const liking = (user, film) => {
  const of = FILMS[film][1].split("|");
  return of.reduce((sum, genre) => sum + users[user].taste[genre], 0) / of.length;
};

// Without replacement, in proportion to activity, popularity and liking: the largest of
// Gumbel-shifted logarithms (Efraimidis and Spirakis).
const pairs = users.flatMap(({ activity }, user) =>
  FILMS.map((_, film) => ({
    user,
    film,
    key:
      Math.log(activity) +
      0.8 * liking(user, film) +
      0.7 * quality[film] -
      Math.log(-Math.log(uniform())),
  })),
);
pairs.sort((left, right) => right.key - left.key);
const chosen = pairs
  .slice(0, RATINGS)
  .sort((left, right) => left.user - right.user || left.film - right.film);

const DAY = 86_400;
const rows = chosen.map(({ user, film }) => {
  const score = 3.3 + users[user].mood + quality[film] + 0.8 * liking(user, film) + 0.45 * normal();
  const stars = Math.min(5, Math.max(0.5, Math.round(score * 2) / 2));
  const time = 1_500_000_000 + user * 40 * DAY + Math.floor(uniform() * 30 * DAY);
  return `${user + 1},${film + 1},${stars.toFixed(1)},${time}`;
});
const cell = (text) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const header = (what) =>
  `// Made up by scripts/sample-films.mjs in the format of MovieLens: ` +
  `no such ${what}. Do not edit.\n`;
const write = (name, what, lines) =>
  writeFileSync(
    new URL(`../lib/domain/gallery/samples/${name}.ts`, import.meta.url),
    `${header(what)}export const ${name} = \`${lines.join("\n")}\n\`;\n`,
  );
write("movies", "films exist", [
  "movieId,title,genres",
  ...FILMS.map(([title, of], index) => `${index + 1},${cell(title)},${of}`),
]);
write("ratings", "people rated anything", ["userId,movieId,rating,timestamp", ...rows]);
