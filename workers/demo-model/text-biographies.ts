import type { Draws } from "./hash";

/** Sentences of a short biography, addressed to the person: one of each row. */
const BIOGRAPHIES: readonly (readonly [string, ...string[]])[] = [
  [
    "You get up early and like the quiet before the day begins.",
    "Your days are full, and you seldom sit down before the evening.",
    "You have lived in the same street for many years.",
    "You moved here some years ago and know your way around by now.",
    "You walk wherever you can and know half the people you meet.",
    "You keep a small notebook in which you plan every week.",
  ],
  [
    "Your sister lives nearby, and you see each other on most Sundays.",
    "Your family is spread over the country, so that you talk on the phone a lot.",
    "You look after an aunt, who needs more help than she admits.",
    "Your oldest friend lives next door.",
    "You share your meals with the neighbours when you can.",
    "You have two close friends, and that is enough for you.",
  ],
  [
    "You worry about rising bills and about getting older.",
    "What worries you is that everything takes longer than it used to.",
    "You worry that young families can hardly find a place to live.",
    "You worry little about yourself and more about those around you.",
    "Noise at night keeps you awake more often than you like.",
    "You have too little time and know it.",
  ],
  [
    "You enjoy cooking for others and singing in a choir.",
    "You enjoy football on the radio and tending your balcony.",
    "What you enjoy most is a long walk and a good detective story.",
    "You repair old bicycles and give them away.",
    "You enjoy playing cards on Thursdays, and hate losing.",
    "You swim twice a week, whatever the weather.",
  ],
];

/** Sentences of a local newspaper, with a topic. */
const REPORTS: readonly [string, ...string[]] = [
  "About sixty people came to an information evening on {topic} on Tuesday. Some stayed " +
    "until late to talk with the planners.",
  "The regional paper printed two letters on {topic} this week, one in favour and one " +
    "against. Both writers live close by.",
  "A school class showed its own drawings for {topic} in the town hall on Thursday. The " +
    "exhibition stays open for a month.",
  "The finance office published new figures on {topic}. A spokesman said that they differ " +
    "little from those of last year.",
  "A survey of shops and households on {topic} began on Monday. Results are expected in the " +
    "autumn.",
];

const BIOGRAPHY_NAMES = /^(?:biograph|backstory|life$|lifestory)/i;
const REPORT_NAMES = /^(?:report|news|event|article)/i;

/**
 * Returns the sentences of a short biography or a report, if the requested text is one; otherwise
 * undefined.
 */
export function writeBiographyOrReport(
  name: string,
  topic: string | null,
  draws: Draws,
): readonly string[] | undefined {
  if (BIOGRAPHY_NAMES.test(name))
    return BIOGRAPHIES.map((row, index) => draws.pick(`life ${index}`, row));
  if (REPORT_NAMES.test(name) && topic !== null)
    return [draws.pick("report", REPORTS).replace("{topic}", topic)];
  return undefined;
}
